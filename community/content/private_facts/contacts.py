"""Phone numbers and mail addresses."""

import re
from collections.abc import Iterable, Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from community.content.private_facts.facts import Kind
from community.content.private_facts.spelling import last_said

Found = Iterator[tuple[Kind, int, int]]

REGIONS = ("US", "GB", "DE", "FR", "ES", "PT", "IT", "NL")
MOST_TRIES = 400  # of numbers without a country code; a text with more of them is a table of measurements

_PHONE = re.compile(
    r"(?<![\w.,$€£#])(?<!\w[-])(?:\+|\(\+?|\d)(?:[()./-]? ?[()./-]?\d){6,18}(?!\w|[%€$£]| ?(?:EUR|USD|GBP)\b)"
)
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?![./-]?\d)|\d{4}([./-])\d\d\2\d\d(?!\d)")
_FOUR_PARTS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?![.\d])")  # the address of a machine
_SAYS_PHONE = re.compile(
    r"(?<![^\W_])(?:tel\b|t[eé]l[eé][fp]|phone|fon\b|fax|call|ring |reach|text me|cell|mobile?n?\b|mobil|handy|ruf|whats|"
    r"sms|t[eé]l\b|t[eé]l[eé]m|appel|joign|portable|fixe\b|m[oó]vil|ll[aá]m|celular|lig(?:ue|ar|a)\b|chiam|bel\b|bellen|"
    r"bereik|erreich|(?:my|meine|mon|mi|meu|mio|mijn) (?:number|nummer|num[eé]ro|número))",
    re.IGNORECASE,
)
_SAYS_OTHER = re.compile(
    r"(?<![^\W_])(?:version|v\.|build|firmware|error|code|serial|s/n|sn:|imei|order|invoice|ticket|case\b|ref\b|id\b|"
    r"migration|article|part\b|sku|model\b|batch|price|fehler|serien|bestell|rechnung|commande|facture|s[eé]rie|erreur|"
    r"pedido|factura|encomenda|fatura|erro\b|ordine|fattura|errore|bestelling|factuur|fout|isbn|iban|bic\b|konto)",
    re.IGNORECASE,
)
# How numbers are written at home: a first group that begins with 0, or American threes and fours.
_TRUNK = re.compile(r"\(?0[1-9]\d{0,4}\)?[ ./-]")
_AMERICAN = re.compile(r"(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?!\d)")


def phone_numbers(text: str, regions: Iterable[str] = REGIONS) -> Found:
    """Numbers that exist by the plans the national authorities publish (libphonenumber), in a form a person would write.

    With a country code anywhere in the world; without, in the given regions only, and only where nothing tells that
    the figure is something else.
    """
    tries, regions = 0, tuple(regions)
    for match in _PHONE.finditer(text):
        figure, start = match[0], match.start()
        if _FOUR_PARTS.match(figure) or _DATE.search(figure):
            continue
        for region, written in _readings(text, figure, start, regions):
            tries += region is not None
            if region is not None and tries > MOST_TRIES:
                break
            number = next(iter(PhoneNumberMatcher(written, region, Leniency.VALID, 3)), None)
            if number is not None:
                begin = number.start + (number.raw_string.startswith("(") and ")" not in number.raw_string)
                # Where "00" was read as "+", the figure begins one character earlier.
                yield Kind.PHONE, start + (begin if written == figure else 0), start + number.end
                break


def _readings(text: str, figure: str, start: int, regions: tuple[str, ...]) -> Iterator[tuple[str | None, str]]:
    """The region and the spelling in which a figure may be a number."""
    digits = re.sub(r"\D", "", figure)
    phone, other = (last_said(words, text, start) for words in (_SAYS_PHONE, _SAYS_OTHER))
    if figure.lstrip("(").startswith("+"):
        yield None, figure
    elif digits.startswith("00"):
        if phone > other or len(digits) < len(figure):
            yield None, " +" + figure[2:]
    elif phone > other or (other < 0 and _is_written_as_number(figure, digits)):
        for region in regions:
            if _may_be_of(region, figure, digits):
                yield region, figure


def _is_written_as_number(figure: str, digits: str) -> bool:
    """Whether the groups alone tell that somebody can be called there."""
    return len(digits) >= 9 and bool(_TRUNK.match(figure) or _AMERICAN.match(figure))


def _may_be_of(region: str, figure: str, digits: str) -> bool:
    """Whether the first digit and the length fit the region, which saves most of the costly tries."""
    if region == "US":
        return len(digits) in (10, 11) and digits[0] in "123456789"
    if region in ("ES", "PT"):
        return len(digits) >= 9 and digits[0] in "26789"[0 if region == "PT" else 1 :] + "3"
    if region in ("GB", "DE", "FR", "NL"):
        return digits[0] == "0"
    return region != "IT" or digits[0] in "03"


_MAIL = re.compile(
    r"(?<![\w.%+@~/-])[\w%+][\w.%+'-]{0,63}@((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24})(?![\w@])"
)
# RFC 2606 keeps these for examples; the others are no mail domains, but files, units and machines at home.
_NO_DOMAIN = re.compile(
    r"(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost|local|lan|internal|intranet|home|arpa|png|jpe?g|gif|svg|"
    r"webp|css|js|html?|json|service|socket|timer|target|mount|path|slice|conf|log|txt|so|dll|exe|zip|gz)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:git|hg|svn|no-?reply|do-?not-?reply|mailer-daemon|(?:my|your)?[._-]?(?:user)?name|(?:my|your)name[.]surname|you|user)@",
    re.IGNORECASE,
)


def mail_addresses(text: str) -> Found:
    """Addresses that somebody may read, without those of RFC 2606 that stand for any."""
    for match in _MAIL.finditer(text):
        if not _NO_DOMAIN.search(match[1]) and not _NOBODY.match(match[0]):
            yield Kind.MAIL_ADDRESS, *match.span()
