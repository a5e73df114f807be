"""Fact: one private thing in a text, where it stands, how it is shown back and what replaces it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    PRIVATE_KEY = "private_key", _("private key")
    WEB_TOKEN = "web_token", _("signed token")
    OWN_KEY = "own_key", _("key of this community")
    CLOUD_KEY = "cloud_key", _("AWS access key")
    SERVICE_TOKEN = "service_token", _("token of a service")
    ADDRESS_PASSWORD = "address_password", _("password in an address")
    PASSWORD = "password", _("password or secret")
    PAYMENT_CARD = "payment_card", _("payment card")
    BANK_ACCOUNT = "bank_account", _("bank account (IBAN)")
    NATIONAL_NUMBER = "national_number", _("national identity or tax number")
    PHONE = "phone", _("phone number")
    MAIL_ADDRESS = "mail_address", _("mail address")
    HOME_FOLDER = "home_folder", _("name of a home folder")


MAY_BE_PUBLIC = frozenset({Kind.PHONE, Kind.MAIL_ADDRESS, Kind.HOME_FOLDER})

_REMOVED = {
    Kind.PRIVATE_KEY: _("[private key removed]"),
    Kind.WEB_TOKEN: _("[signed token removed]"),
    Kind.OWN_KEY: _("[API key removed]"),
    Kind.CLOUD_KEY: _("[access key removed]"),
    Kind.SERVICE_TOKEN: _("[token removed]"),
    Kind.ADDRESS_PASSWORD: _("[password removed]"),
    Kind.PASSWORD: _("[password removed]"),
    Kind.PAYMENT_CARD: _("[card number removed]"),
    Kind.BANK_ACCOUNT: _("[bank account removed]"),
    Kind.NATIONAL_NUMBER: _("[identity number removed]"),
    Kind.PHONE: _("[phone number removed]"),
    Kind.MAIL_ADDRESS: _("[mail address removed]"),
    Kind.HOME_FOLDER: _("[user name removed]"),
}

# How many characters stay visible at the start and at the end, when a fact is shown back.
_VISIBLE = {
    Kind.WEB_TOKEN: (4, 0),
    Kind.OWN_KEY: (4, 4),
    Kind.CLOUD_KEY: (4, 4),
    Kind.SERVICE_TOKEN: (4, 4),
    Kind.ADDRESS_PASSWORD: (1, 0),
    Kind.PASSWORD: (1, 0),
    Kind.PAYMENT_CARD: (4, 4),
    Kind.BANK_ACCOUNT: (4, 4),
    Kind.NATIONAL_NUMBER: (2, 2),
    Kind.PHONE: (4, 2),
    Kind.HOME_FOLDER: (1, 0),
}


@dataclass(frozen=True)
class Fact:
    """`text` is what stands between `start` and `end`. In a home folder that is the name, in an address the password."""

    kind: Kind
    start: int
    end: int
    text: str

    @property
    def may_be_public(self) -> bool:
        """Whether its owner may want it to be read, such as the number of a shop."""
        return self.kind in MAY_BE_PUBLIC

    @property
    def shown(self) -> str:
        """Enough of it to recognise it, not enough to use it: `4111 … 1111`."""
        if self.kind is Kind.PRIVATE_KEY:
            return self.text[:40].partition("\n")[0].strip("-") + " …"
        if self.kind is Kind.MAIL_ADDRESS:
            return f"{self.text[0]}…@{self.text.rpartition('@')[2]}"
        head, tail = _VISIBLE[self.kind]
        signs = [sign for sign in self.text if not sign.isspace() and sign != "-"]
        return f"{self.text[:head].strip()} … {''.join(signs[len(signs) - tail :])}".strip()


def masked(text: str, facts: Iterable[Fact]) -> str:
    """The text with a word in the place of each fact, in the language that is active. A fact with another one in it wins.

    Markdown would take `[…](`, `[…][` and `[…]:` for a link, and lose what is written: a space keeps them apart.
    """
    parts, at = [], 0
    for fact in sorted(facts, key=lambda fact: (fact.start, -fact.end)):
        if fact.start < at:
            continue
        parts += [text[at : fact.start], str(_REMOVED[fact.kind])]
        at = fact.end
        if text[at : at + 1] in ("(", "[", ":"):
            parts.append(" ")
    return "".join([*parts, text[at:]])
