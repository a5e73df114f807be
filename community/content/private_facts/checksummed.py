"""Payment cards, bank accounts and national numbers: figures that carry their own check."""

import re
from collections.abc import Iterator
from functools import lru_cache

from stdnum import iban, luhn, numdb
from stdnum.br import cpf
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pt import nif
from stdnum.us import ssn

from community.content.private_facts.facts import Kind
from community.content.private_facts.spelling import said_near

Found = Iterator[tuple[Kind, int, int]]

_START = r"(?<![\w#])(?<!\d\.)(?<!\b0,)(?<!\w-)"
_END = r"(?!\w|[.-]\d)"

# The first digits and the lengths that issuers were given, by ISO/IEC 7812 and the networks' own rules.
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),  # Visa
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"30[0-5]|309|36|38|39"), (14,)),  # Diners Club
    (re.compile(r"6011|64[4-9]|65|62|352[89]|35[3-8]|220[0-4]"), (16, 17, 18, 19)),  # Discover, UnionPay, JCB, Mir
    (re.compile(r"5018|5020|5038|5893|6304|6759|676[1-3]"), tuple(range(13, 20))),  # Maestro
)
_FIGURES = re.compile(r"(?<![\w#])(?<!\d\.)(?<!\b0,)\d(?:[ -]{0,2}\d){12,70}(?!\w|\.\d)")
_GROUP = re.compile(r"\d+")
_CARD_SHAPES = (
    (4, 4, 4, 4),
    (4, 4, 4, 4, 3),
    (4, 6, 5),
    (4, 6, 4),
    (4, 4, 5),
    (4, 3, 3, 3),
    (4, 4, 4, 4, 1),
    (4, 4, 4, 4, 2),
)


def payment_cards(text: str) -> Found:
    """Numbers of 13 to 19 digits that an issuer may give out, with the check digit of ISO/IEC 7812 (Luhn)."""
    for figures in _FIGURES.finditer(text):
        groups = [(match.start(), match.end()) for match in _GROUP.finditer(text, *figures.span())]
        at = 0
        while at < len(groups):
            size = next((size for size in _windows(groups, at) if _is_card(text, groups[at : at + size])), 0)
            if size:
                yield Kind.PAYMENT_CARD, groups[at][0], groups[at + size - 1][1]
            at += size or 1


def _windows(groups: list[tuple[int, int]], at: int) -> list[int]:
    """How many groups from `at` on may be one card: as cards are printed, one block, or all that stands there."""
    lengths = tuple(end - start for start, end in groups[at:])
    sizes = [len(shape) for shape in _CARD_SHAPES if lengths[: len(shape)] == shape]
    if at == 0 and len(lengths) <= 9 and min(lengths) > 1:
        sizes.append(len(lengths))
    if lengths[0] >= 13:
        sizes.append(1)
    return sorted(set(sizes), reverse=True)


def _is_card(text: str, groups: list[tuple[int, int]]) -> bool:
    digits = "".join(text[start:end] for start, end in groups)
    known = any(issuer.match(digits) and len(digits) in lengths for issuer, lengths in _ISSUERS)
    return known and luhn.is_valid(digits)


_IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ ]?\d{2}(?=[ -]?[A-Za-z0-9])")
_IBAN_SIGN = re.compile(r"[ -]?([A-Za-z0-9])")
_LENGTH = re.compile(r"(\d+)!")


def bank_accounts(text: str) -> Found:
    """Account numbers with the length and structure of the IBAN registry and the check digits of ISO 13616 (mod 97)."""
    for head in _IBAN_HEAD.finditer(text):
        end = _end_of_account(text, head)
        if end and iban.is_valid(text[head.start() : end], check_country=False):
            yield Kind.BANK_ACCOUNT, head.start(), end


def _end_of_account(text: str, head: re.Match[str]) -> int | None:
    """Where a number of that country's length ends, or None when the text does not go on that far, or goes on further."""
    at = head.end()
    signs = _signs_after_head(head[0][:2].upper())
    for _ in range(signs):
        sign = _IBAN_SIGN.match(text, at)
        if sign is None:
            return None
        at = sign.end()
    return at if signs and not text[at : at + 1].isalnum() else None


@lru_cache(maxsize=1000)
def _signs_after_head(country: str) -> int:
    """How many signs a country's numbers have after its letters and the check digits; 0 for a country without any."""
    facts = numdb.get("iban").info(country)[0][1]
    return sum(int(length) for length in _LENGTH.findall(facts.get("bban", "")))


def national_numbers(text: str) -> Found:
    """Identity and tax numbers, by the rules of who gives them out.

    Germany: Bundeszentralamt für Steuern, ISO 7064 mod 11,10. France: INSEE, mod 97. Spain: Ministerio del Interior, a
    letter by mod 23. Italy: decree of 23 December 1976. Netherlands: RvIG, the eleven test. Britain: HMRC's manual NIM39110.
    Portugal: Autoridade Tributária, mod 11. Brazil: Receita Federal, two digits mod 11. USA: the areas of the SSA.
    """
    for pattern, valid, words in _NATIONAL:
        for match in pattern.finditer(text):
            if valid(match[0]) and (words is None or said_near(words, text, *match.span())):
                yield Kind.NATIONAL_NUMBER, *match.span()


def _is_dni(number: str) -> bool:
    return dni.is_valid(number.replace(".", ""))


def _has_insurance_prefix(number: str) -> bool:
    """Whether HMRC gives out the prefix of a National Insurance number, which has no check digit."""
    return number[:2].upper() not in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ")


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])(?:" + "|".join(words) + ")", re.IGNORECASE)


def _number(pattern: str) -> re.Pattern[str]:
    return re.compile(_START + "(?:" + pattern + ")" + _END)


_GERMAN = _words(r"steuer", r"id-?nr", r"identifikation", r"tax", r"tin\b")
_BRAZILIAN = _words(r"cpf\b")
_SPANISH = _words(r"dni\b", r"nif\b", r"documento")
_DUTCH = _words(r"bsn\b", r"burgerservice", r"sofi")
_BRITISH = _words(r"national insurance", r"nino?\b", r"insurance number")
_PORTUGUESE = _words(r"nif\b", r"n\.i\.f", r"contribuinte", r"fiscal")
_NINO = "[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"

_NIR = r"[12][ .]?\d\d[ .]?\d\d[ .]?\d[\dAB][ .]?\d{3}[ .]?\d{3}[ .-]?\d\d"
_DNI = r"\d{8}[ -]?[A-Z]|\d{2}\.\d{3}\.\d{3}[ -]?[A-Z]"
_CODICE = (
    r"(?i:[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]|"
    r"[A-Z]{3} [A-Z]{3} [0-9]{2}[A-EHLMPR-T][0-9]{2} [A-Z][0-9]{3}[A-Z])"
)
_BSN = r"\d{9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3}"

# The pattern, the check, and the words without one of which it is too common a figure.
_NATIONAL = (
    (_number(r"\d{2} \d{3} \d{3} \d{3}"), idnr.is_valid, None),
    (_number(r"\d{11}"), idnr.is_valid, _GERMAN),
    (_number(_NIR), nir.is_valid, None),
    (_number(_DNI), _is_dni, None),
    (_number(r"\d{8}[ -]?[a-z]"), _is_dni, _SPANISH),
    (_number(r"[XYZ][ -]?\d{7}[ -]?[A-Z]"), nie.is_valid, None),
    (_number(_CODICE), codicefiscale.is_valid, None),
    (_number(_BSN), bsn.is_valid, _DUTCH),
    (_number(_NINO + r" \d\d ?\d\d ?\d\d ?[A-Da-d]"), _has_insurance_prefix, None),
    (_number(_NINO + r"\d{6}[A-D]"), _has_insurance_prefix, _BRITISH),
    (_number(r"\d{3}[ .]?\d{3}[ .]?\d{3}"), nif.is_valid, _PORTUGUESE),
    (_number(r"\d{3}\.\d{3}\.\d{3}-\d{2}"), cpf.is_valid, None),
    (_number(r"\d{11}"), cpf.is_valid, _BRAZILIAN),
    (_number(r"\d{3}-\d{2}-\d{4}"), ssn.is_valid, None),
)
