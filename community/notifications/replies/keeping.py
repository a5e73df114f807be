"""Words of replies that were not posted are forgotten once their author has sent them on the site, in public or in private."""

from collections.abc import Callable
from difflib import SequenceMatcher

from community.activity.models import Event
from community.activity.registry import also_reads, reader
from community.notifications.models import InboundMail

READER = "kept-replies"
LIKE = 0.5  # how much of two texts is the same, when one was made of the other by taking private facts out
_LOOKED_AT = 400  # words of each

Said = Callable[[Event], str]

_said: dict[str, Said] = {}


def sent_by(*verbs: str) -> Callable[[Said], Said]:
    """Register the decorated function, which returns the source of what the actor wrote, for `verbs`."""

    def register(said: Said) -> Said:
        _said.update(dict.fromkeys(verbs, said))
        also_reads(READER, *verbs)
        return said

    return register


@reader(READER, verbs=[])
def forget_sent_words(events: list[Event]) -> None:
    """Forget kept words that are, nearly, what their author has written since. Safe to do again."""
    for event in events:
        kept = InboundMail.objects.with_words_of(event.actor_id).filter(received_at__lte=event.at)
        if event.actor_id is None or event.subject is None or not kept.exists():
            continue
        said = _said[event.verb](event)
        for inbound in kept:
            if is_like(inbound.words, said):
                inbound.forget_words()


def is_like(kept: str, said: str) -> bool:
    """Whether the two are the same text, or one is the other with some words changed."""
    one, other = kept.casefold().split()[:_LOOKED_AT], said.casefold().split()[:_LOOKED_AT]
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
