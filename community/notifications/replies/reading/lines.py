"""Lines that a program broke, put together again: on the page a line break is one."""

import re

_FENCE = re.compile(r"^\s*(```|~~~)")
_OF_ITS_OWN = re.compile(r"^(\s|>|[-*+•]\s|\d{1,3}[.)]\s|#{1,6}\s|\|)")
SHORTEST, LONGEST = 60, 80  # of a line that a program broke because it was full
_FULL = 72


def unflowed(text: str, *, delete_space: bool) -> str:
    """A text of `format=flowed` (RFC 3676) with each paragraph on one line."""
    lines: list[str] = []
    flows, depth = False, 0
    for line in text.split("\n"):
        marks, words = _unmarked(line)
        if words.startswith(" "):
            words = words[1:]  # put there so that "From" and ">" mean nothing
        if flows and marks == depth and words != "-- ":
            lines[-1] = (lines[-1][:-1] if delete_space else lines[-1]) + words
        else:
            lines.append(f"{'>' * marks} {words}" if marks else words)
        flows, depth = words.endswith(" ") and words != "-- ", marks
    return "\n".join(lines)


def joined(text: str) -> str:
    """Paragraphs whose lines were broken because they were full, on one line each. Code, lists and quotes stay as they are."""
    done: list[str] = []
    in_code, previous = False, ""
    for line in text.strip("\n").split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
        if done and not in_code and _broke(previous, line) and not _FENCE.match(line):
            done[-1] += " " + line.strip()
        else:
            done.append(line)
        previous = line
    return "\n".join(done)


def _broke(above: str, below: str) -> bool:
    """Whether the first word of the line below had no room in the line above."""
    if not SHORTEST <= len(above) <= LONGEST or not below.strip() or _OF_ITS_OWN.match(below):
        return False
    if above.startswith((" ", "\t", ">", "|")):
        return False
    return len(above) + 1 + len(below.split(maxsplit=1)[0]) > _FULL


def _unmarked(line: str) -> tuple[int, str]:
    words = line.lstrip(">")
    return len(line) - len(words), words
