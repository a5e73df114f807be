"""Addresses in our mails that are for their receiver alone must not be posted with a quote that was not recognised."""

import re

_OURS = re.compile(r"\+[0-9a-f]{32}@|/notifications/(unsubscribe|settings|replies)/", re.IGNORECASE)


def without_addresses_of_ours(words: str) -> str:
    """The words without the lines that carry such an address."""
    return "\n".join(line for line in words.split("\n") if not _OURS.search(line))
