"""Accents and letter case taken away, in Python, so that every PostgreSQL finds the same."""

import re
import unicodedata

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е", "’": "'"}
)
# Only after Latin and Greek letters: in other scripts a mark makes another letter (й, が), and stemmers need it.
_MARKS = re.compile("(?<=[\u0000-\u03ff])[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
# "Wi-Fi", with any of the hyphens that people and programs write.
_JOINT = "[-\u2010\u2011]"
_COMPOUND = re.compile(rf"\w+(?:{_JOINT}\w+)+")


def fold(text: str) -> str:
    """The text as it is indexed and searched: no case, no accents, compatible forms alike ("Ｃａｆé" is "cafe")."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


def words(text: str) -> list[str]:
    """The folded words of a text in their order."""
    return _WORD.findall(fold(text))


def spread(text: str) -> str:
    """Folded text as it is indexed: a compound stands in it whole and in parts, so that "wifi" finds "Wi-Fi"."""
    return _COMPOUND.sub(lambda match: f"{_whole(match)} {re.sub(_JOINT, ' ', match[0])}", fold(text))


def joined(text: str) -> str:
    """Folded text as it is looked for: a compound is one word, so that "Wi-Fi" finds "wifi" too."""
    return _COMPOUND.sub(_whole, fold(text))


def _whole(match: re.Match[str]) -> str:
    return re.sub(_JOINT, "", match[0])
