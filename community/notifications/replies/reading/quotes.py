"""Where somebody's own words are in a mail, and which lines they stand under.

Programs introduce what is answered in many languages; what all such lines have in common is a date, an address, a colon at
the end. And we know who is quoted: it is us. docs/decisions/0020 says what libraries find of it.
"""

import re
from dataclasses import dataclass, field

from community.notifications.replies.reading.signatures import without_signature

_MARKED = re.compile(r"^\s{0,3}>")
_MARKS = re.compile(r"^[\s>]*>\s?")
LONGEST_QUOTE = 8  # lines of what is answered, above an answer between the lines
FULL_QUOTED_LINE = 70  # a quoted line of this length may have been broken without a new mark
LONGEST_INTRODUCTION = 400  # characters
_TALLEST = 4  # lines of one

_WROTE = re.compile(
    r"""\b(?:wrote|writes|schrieb|schreef|geschreven|skrev|escribi[óo]|escreveu|napisał\(?a?\)?|kirjoitti|a\ écrit|a\ ecrit
    | ha\ scritto|scrisse|napsal\(?a?\)?|yazdı|написал\(?а?\)?|пишет|write)\b|のメール|さんは書きました|님이\ 작성|写道|寫道""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = re.compile(r"<?\s*(?:mailto:)?[^\s<>@]+@[^\s<>@]+\.?[^\s<>@]*>?")
_DATED = re.compile(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d年")
_BEGINS = re.compile(
    r"""^(?:On|Am|Le|El|Em|Il|Op|No\ dia|Às|Den|Dnia|W\ dniu|Dne|At|In\ data|De\s?:|\d{1,4}[./年-]|\d{1,2}\s\w+
    | (?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|seg|ter|qua|qui|sex
    | gio|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)[\w.]*,?\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADER = re.compile(r"^[*_]{0,2}([^\W\d][\w .'’()/-]{0,24}?)\s?[:：][*_]{0,2}(\s|$)")
# A line that says by itself that something else begins: dashes around a few words.
_BEGUN = re.compile(r"^\s*(?:[-_=*]{4,}[^-_=*\n]{2,60}[-_=*]{4,}|_{20,})\s*$")
_FORWARDED = re.compile(
    r"^(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:transféré|réexpédié)"
    r"|inicio del mensaje reenviado|início da mensagem (?:reencaminhada|encaminhada)|inizio messaggio inoltrato"
    r"|转发的邮件|転送されたメッセージ|начало переадресованного сообщения)\s?[:：]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sender:
    """Who wrote the mail that is answered, as each program names them above what it quotes."""

    name: str  # of the site, which ends the name in From: "Hugo via Porchlight"
    address: str

    def is_named_in(self, said: str) -> bool:
        """Whether the words hold the address in brackets, or end with a colon and hold the name."""
        if re.search(rf"[<(]\s*(?:mailto:)?{re.escape(self.address)}\s*[>)]", said, re.IGNORECASE):
            return True
        return bool(self.name) and self.name in said and said.endswith((":", "："))


@dataclass
class Part:
    """Words of the writer's own, and the last lines of what stands above them."""

    quote: list[str] = field(default_factory=list)
    words: str = ""


def parted(text: str, sender: Sender) -> list[Part]:
    """The writer's own words, in their order; the first part has no quote. Empty parts are left in."""
    lines = text.split("\n")
    start, end_of_introduction = _start_of_quote(lines, sender)
    parts = [Part(words="\n".join(lines[:start]))]
    rest = lines[end_of_introduction:]
    if _MARKED.match(next((line for line in rest if line.strip()), "")):
        parts.extend(_answers_between(rest, sender))
    return parts


def _start_of_quote(lines: list[str], sender: Sender) -> tuple[int, int]:
    """The line where what is answered begins, with its introduction, and the first line after the introduction."""
    found = [(len(lines), len(lines))]
    in_code = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            in_code = not in_code
        if in_code:
            continue
        if _ends_everything(lines, number):
            found.append((number, len(lines)))
            break
        if height := _introduction(lines, number, sender):
            found.append((number, number + height))
            break
        if _MARKED.match(line):
            found.append((number, number))
            break
    return min(found)


def _ends_everything(lines: list[str], number: int) -> bool:
    """Whether a block of headers begins here, or a line that says that another mail does: its text has no marks."""
    line = lines[number]
    if _FORWARDED.match(line.strip()):
        return True
    return _is_header_block(lines, number + 1 if _BEGUN.match(line) else number)


def _is_header_block(lines: list[str], number: int) -> bool:
    """Three headers or more, an address or a date among them; long ones may go on in the next line."""
    block = [line[:LONGEST_INTRODUCTION].strip() for line in lines[number : number + 14]]
    while block and not block[0]:
        block.pop(0)
        if number and not _BEGUN.match(lines[number - 1]):
            return False
    headers, others = [], 0
    for line in block:
        if not line:
            break
        if _HEADER.match(line):
            headers.append(line)
        elif headers and others < 2:
            others += 1
        else:
            break
    if len(headers) < 3:
        return False
    whole = " ".join(block[: len(headers) + others])
    return bool(_ADDRESS.search(whole)) and bool(_DATED.search(whole))


def _introduction(lines: list[str], number: int, sender: Sender) -> int:
    """How many lines an introduction has that begins here, or 0. It ends with a colon, if it has one."""
    found = 0
    for height in range(1, _TALLEST + 1):
        block = lines[number : number + height]
        if (
            len(block) < height
            or not block[-1].strip()
            or (found and _MARKED.match(block[-1]) and not _MARKED.match(block[0]))
        ):
            break
        said = " ".join(_MARKS.sub("", line[: LONGEST_INTRODUCTION + 1]).strip() for line in block)
        if len(said) > LONGEST_INTRODUCTION:
            break
        is_one = _introduces(said, lines[number + height : number + height + 3], sender)
        if is_one and said.endswith((":", "：")):
            found = height
            break
        found = found or (height if is_one else 0)
    if found > 1 and _introduction(lines, number + 1, sender) == found - 1:
        return 0  # what stands above it without a blank line is no part of it
    return found


def _introduces(said: str, below: list[str], sender: Sender) -> bool:
    """Whether words introduce what stands below them: they are dated, and name us; or begin, and end, as programs write."""
    if not _DATED.search(said):
        return False
    if sender.is_named_in(said):
        return True
    if not said.endswith((":", "：")) or not _BEGINS.match(said):
        return False
    is_marked = any(_MARKED.match(line) for line in below)
    return bool(_ADDRESS.search(said)) or (bool(_WROTE.search(said)) and is_marked)


def _answers_between(lines: list[str], sender: Sender) -> list[Part]:
    """What stands unmarked among marked lines, each with the last paragraph above it."""
    parts: list[Part] = []
    quote: list[str] = []
    words: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if not words and quote and _goes_on(lines, number):
            quote[-1] += " " + line.strip()
        elif not _MARKED.match(line) and (
            _ends_everything(lines, number) or (height := _introduction(lines, number, sender))
        ):
            if _ends_everything(lines, number):
                break
            number += height - 1
        elif _MARKED.match(line):
            _close(parts, quote, words)
            quote = [*([] if words else quote), line]
            words = []
        elif line.strip() or words:
            words.append(line)
        number += 1
    _close(parts, quote, words)
    return parts


def _close(parts: list[Part], quote: list[str], words: list[str]) -> None:
    said = without_signature("\n".join(words))
    if said.strip():
        parts.append(Part(_last_paragraph(quote), said))


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether a line is the end of the quoted line above it, which the program broke."""
    return (
        number > 0
        and bool(lines[number].strip())
        and bool(_MARKED.match(lines[number - 1]))
        and len(lines[number - 1]) >= FULL_QUOTED_LINE
        and not _MARKED.match(lines[number])
        and number + 1 < len(lines)
        and bool(_MARKED.match(lines[number + 1]))
    )


def _last_paragraph(quote: list[str]) -> list[str]:
    """The lines that are answered, without their marks; none where they hold an address, which would be ours."""
    said = [_MARKS.sub("", line).strip() for line in quote]
    while said and not said[-1]:
        said.pop()
    paragraph: list[str] = []
    for line in reversed(said):
        if not line:
            break
        paragraph.insert(0, line)
    if any("://" in line or "@" in line for line in paragraph):
        return []
    return paragraph[-LONGEST_QUOTE:]
