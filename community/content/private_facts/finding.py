"""All finders over one text."""

from collections.abc import Iterable

from community.content.private_facts import checksummed, contacts, credentials, folders
from community.content.private_facts.facts import Fact
from community.content.private_facts.spelling import plain
from community.lib import pictures

# What says most comes first: where two would overlap, the earlier one stays.
_FINDERS = (
    credentials.private_keys,
    credentials.web_tokens,
    credentials.prefixed_keys,
    credentials.passwords_in_addresses,
    credentials.assigned_secrets,
    checksummed.bank_accounts,
    checksummed.payment_cards,
    checksummed.national_numbers,
    contacts.mail_addresses,
    folders.home_folders,
)


def find(text: str, *, regions: Iterable[str] = contacts.REGIONS) -> list[Fact]:
    """The private facts of a text, by where they stand; no two overlap. Reads Markdown as it is written, code included.

    `regions` are those whose phone numbers are known without a country code.
    """
    written = plain(text)
    taken = bytearray(len(text))
    for start, end in pictures.spans_in(text):  # drawn by lot, like a key, and known to be none
        taken[start:end] = b"\x01" * (end - start)
    facts = []
    found = [span for finder in _FINDERS for span in finder(written)]
    for kind, start, end in [*found, *contacts.phone_numbers(written, regions)]:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            facts.append(Fact(kind, start, end, text[start:end]))
    return sorted(facts, key=lambda fact: fact.start)
