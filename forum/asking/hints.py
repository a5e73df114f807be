"""What would make a question easier to answer. Hints help while somebody types; nothing is ever refused for them.

The words are those of the languages of the site, all at once: people write in one and paste error messages in another.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.search.folding import fold

SHORTEST_BODY = 8  # words
FEWEST_LETTERS = 8  # before capitals can shout
SHOUTING = 0.7  # share of capitals
_URL = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]+")

# Words that say that something is wrong, and not what. English, German, French, Spanish, Portuguese, Italian, Dutch.
_SAYS_NOTHING = frozenset(
    word
    for words in (
        (
            "a an the my our your is are be it this that i me we you please help need urgent problem problems issue issues "
            "question questions not no does do don doesn t s working work works broken anyone somebody someone hello hi hey "
            "thanks asap can could have has with there for of to and in on again still any very big how what why something "
            "wrong trouble support"
        ),
        (
            "ich wir mein meine der die das ein eine einen es ist sind habe hat brauche bitte hilfe dringend problem "
            "probleme frage fragen geht nicht mehr funktioniert kaputt kann jemand hallo danke mit und bei zu von wer was "
            "wie warum etwas falsch"
        ),
        (
            "je ca nous mon ma mes le la les l un une des ce il est ai avez besoin d aide aidez moi svp probleme problemes "
            "question ne n marche fonctionne pas plus urgent bonjour merci avec et de du pour qui que quoi comment pourquoi "
            "quelque chose s sil vous plait j"
        ),
        (
            "yo mi el los las un una es tengo ayuda ayudenme favor por problema problemas pregunta no funciona urgente hola "
            "gracias con y de para alguien puede que como algo mal necesito"
        ),
        (
            "eu meu minha o os as um uma e tenho ajuda preciso pergunta duvida nao funciona ola obrigado obrigada com "
            "alguem pode alguma coisa"
        ),
        "io mio mia il lo gli uno ho aiuto aiutatemi per favore domanda non funziona piu ciao grazie qualcuno puo cosa",
        (
            "ik mijn de het een is heb hulp help nodig graag dringend probleem problemen vraag vragen werkt niet meer kapot "
            "kan iemand hallo bedankt met en van voor wat hoe"
        ),
    )
    for word in words.split()
)
_ERROR = re.compile(
    r"\b(?:error|errors|fehler\w*|erreur\w*|errore|errori|erro|erros|fout\w*|foutmelding|meldung|message d|warnung|warning|"
    r"exception|crash\w*|mensaje|mensagem|messaggio)\b"
)
# What an error says, as people paste it: code, a quotation, a code such as E1 or 0x80070057 or 404, a picture.
_SAYS_IT = re.compile(
    r"`|^\s*>|!\[|[\"“”„«»‹›][^\"“”„«»‹›\n]{4,}[\"“”„«»‹›]|(?<!\w)'[^'\n]{6,}'(?!\w)|0x[0-9a-fA-F]+|"
    r"\b[A-Z]{1,5}[-_ ]?\d{1,6}\b|\b\d{3,5}\b|\w+(?:Error|Exception)\b",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Hint:
    """One sentence of help, and what it is about: `title` or `body`."""

    name: str
    about: str
    text: str | Promise


def hints_for(title: str, body: str) -> list[Hint]:
    """The hints for a question as it stands, at most one of each kind. What is not typed yet is not hinted at."""
    title, body = title[:200].strip(), body[:5_000].strip()
    found = []
    if is_shouting(title) or is_shouting(body):
        about = "title" if is_shouting(title) else "body"
        found.append(Hint("capitals", about, _("Capitals read as shouting. In small letters more people answer.")))
    if says_nothing(title):
        found.append(Hint("title", "title", _("Name the thing in the title, and what it does or does not do.")))
    if is_too_short(body):
        found.append(Hint("short", "body", _("Say a little more: what you did, what happened, what you expected.")))
    if lacks_the_error(title, body):
        found.append(
            Hint("error", "body", _("Copy what the error says, word for word: people find it by these words."))
        )
    return found


def is_shouting(text: str) -> bool:
    """Whether most letters are capitals. Codes and names in capitals are too few to count."""
    letters = [letter for letter in _URL.sub("", text) if letter.isalpha() and letter.lower() != letter.upper()]
    return len(letters) >= FEWEST_LETTERS and sum(map(str.isupper, letters)) >= SHOUTING * len(letters)


def says_nothing(title: str) -> bool:
    """Whether all words of a title could stand above any question at all."""
    words = [fold(word) for word in _WORD.findall(title)]
    return bool(words) and not any(c.isdigit() for c in title) and all(word in _SAYS_NOTHING for word in words)


def is_too_short(body: str) -> bool:
    """Whether a text is too short to help anybody; not one that has not been begun, nor one with a picture."""
    return bool(body) and "![" not in body and len(body.split()) < SHORTEST_BODY


def lacks_the_error(title: str, body: str) -> bool:
    """Whether somebody writes of an error and does not say what it says."""
    said = f"{title}\n{body}"
    return bool(body) and bool(_ERROR.search(fold(said))) and not _SAYS_IT.search(said)
