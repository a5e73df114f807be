"""Captions that everybody will read: private facts in them are taken out, or kept by a choice of who adds them.

As `public_words` does it for texts. But a number that somebody says goes on in the next line, or in the next caption.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from community.content.private_facts import Fact, find, masked
from community.content.public_words import PrivateFactsFound, is_to_remove, kept_in
from community.content.videos.captions import Cue, as_webvtt


class PrivateFactsSaid(PrivateFactsFound):
    """There is something private in captions. `text` are the captions as they were read, to be sent again with a choice."""

    def __init__(self, facts: list[Fact], text: str):
        super().__init__(facts)
        self.text = text


def settled(cues: Sequence[Cue], choice: str, *, known: Iterable[str] = ()) -> list[Cue]:
    """The captions as they may be published. Raises PrivateFactsSaid as `public_words.settled` does.

    A caption of which nothing is left is gone.
    """
    kept = kept_in(known)
    lines = list(_lines_said(cues))
    spoken = " ".join(lines)
    facts = [fact for fact in find(spoken) if fact.text not in kept]
    by_voice = {cue.voice: [fact for fact in find(cue.voice) if fact.text not in kept] for cue in cues if cue.voice}
    try:
        if not is_to_remove(facts + [fact for found in by_voice.values() for fact in found], choice):
            return list(cues)
    except PrivateFactsFound as found:
        raise PrivateFactsSaid(found.facts, as_webvtt(cues)) from found
    written = iter(_masked_lines(lines, facts))
    shown: dict[str, str] = {}
    clean = []
    for cue in cues:
        shown = {line: shown[line] if line in shown else next(written) for line in dict.fromkeys(cue.lines)}
        left = tuple(filter(None, (shown[line] for line in cue.lines)))
        if left:
            clean.append(replace(cue, lines=left, voice=masked(cue.voice, by_voice.get(cue.voice, ()))))
    return clean


def _lines_said(cues: Iterable[Cue]) -> Iterable[str]:
    """Each line once, as the transcript has them: one that stays while others come is not said again."""
    shown: dict[str, None] = {}
    for cue in cues:
        before, shown = shown, dict.fromkeys(cue.lines)
        yield from (line for line in shown if line not in before)


def _masked_lines(lines: Iterable[str], facts: Sequence[Fact]) -> Iterable[str]:
    """The lines, which stand behind each other with a space between. A note stands where a fact begins, and there alone."""
    at = 0
    for line in lines:
        end = at + len(line)
        # What began in a line before goes on until here.
        rest = max((min(fact.end, end) - at for fact in facts if fact.start < at < fact.end), default=0)
        begun = [
            Fact(fact.kind, fact.start - at - rest, min(fact.end, end) - at - rest, fact.text)
            for fact in facts
            if at <= fact.start < end
        ]
        yield masked(line[rest:], begun).strip()
        at = end + 1
