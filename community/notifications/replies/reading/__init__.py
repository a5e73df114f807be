"""What somebody wrote in a mail: without what they answered to, and without their signature."""

from email.utils import parseaddr

from django.conf import settings

from community.notifications.replies.reading.body import text_of
from community.notifications.replies.reading.lines import joined
from community.notifications.replies.reading.quotes import Part, Sender, parted
from community.notifications.replies.reading.secrets import without_addresses_of_ours
from community.notifications.replies.reading.signatures import without_signature

__all__ = ["Sender", "text_of", "words_in", "words_of"]


def words_of(mime) -> str:
    """The words of a mail (an `AnymailInboundMessage`), as Markdown; nothing where it has none of its own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return words_in(text_of(mime), Sender(name, address))


def words_in(text: str, sender: Sender) -> str:
    """The new words in a plain text.

    Of answers between the lines, each stays with the lines that it answers, as a quote. Of one answer below everything,
    or above it, only the answer stays: what it answers stands on the page already.
    """
    parts = [Part(part.quote, without_signature(part.words)) for part in parted(text, sender)]
    parts = [part for part in parts if part.words.strip()]
    keeps_quotes = len(parts) > 1
    pieces = []
    for part in parts:
        if keeps_quotes and part.quote:
            pieces.append("\n".join(f"> {line}".rstrip() for line in part.quote))
        pieces.append(joined(part.words))
    return without_addresses_of_ours("\n\n".join(pieces)).strip()
