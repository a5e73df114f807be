"""Message: what a mail that came in says about itself, whether it came by a provider or from a mail server."""

import hashlib
from dataclasses import dataclass
from email.utils import getaddresses

from anymail.inbound import AnymailInboundMessage

# What one mail may weigh, with all that is attached to it.
LARGEST = 25_000_000
# What Python's parser of headers raises for some that break the rules.
_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "To", "Cc")


@dataclass(frozen=True)
class Message:
    """A parsed mail, and what the server that took it knows beside: the envelope, and its verdict about spam."""

    mime: AnymailInboundMessage
    key: str  # the Message-ID; a digest of everything where there is none
    envelope_sender: str | None = None  # "" for a bounce, None when nobody told
    envelope_recipient: str = ""
    is_spam: bool = False

    @classmethod
    def of_bytes(cls, raw: bytes, *, sender: str | None = None, recipient: str = "") -> "Message":
        """What a mail server hands over."""
        return cls._of(AnymailInboundMessage.parse_raw_mime_bytes(raw), sender, recipient, False)

    @classmethod
    def of_provider(cls, mime: AnymailInboundMessage) -> "Message":
        """What a provider's webhook brought."""
        return cls._of(mime, mime.envelope_sender, mime.envelope_recipient or "", bool(mime.spam_detected))

    @classmethod
    def _of(cls, mime: AnymailInboundMessage, sender: str | None, recipient: str, is_spam: bool) -> "Message":
        key = "".join(_header(mime, "Message-ID").split())
        return cls(mime, key or _digest(mime), sender, recipient, is_spam)

    def header(self, name: str) -> str:
        """The first header of that name as one line, or nothing."""
        return _header(self.mime, name)

    def has(self, name: str) -> bool:
        return name in self.mime

    @property
    def senders(self) -> list[str]:
        """The addresses in From, in small letters: more than one is as bad as none."""
        return [address.lower() for _name, address in getaddresses([self.header("From")]) if address]

    @property
    def sender(self) -> str:
        """The one address in From, or nothing."""
        senders = self.senders
        return senders[0] if len(senders) == 1 else ""

    @property
    def recipients(self) -> list[str]:
        """Where it was sent to: by the envelope first, then by what the headers say."""
        wanted = {name.lower() for name in _TO}
        named = [str(value) for name, value in self.mime.raw_items() if name.lower() in wanted]
        return [
            self.envelope_recipient,
            *(address for _name, address in getaddresses([storable(value) for value in named])),
        ]

    @property
    def answers(self) -> list[str]:
        """The Message-IDs of what it answers to, the nearest first."""
        nearest, earlier = self.header("In-Reply-To").split(), self.header("References").split()
        return list(dict.fromkeys([*nearest, *reversed(earlier)]))[:50]


def storable(text: str) -> str:
    """The text without what a database cannot keep: half characters, and the character 0."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _header(mime: AnymailInboundMessage, name: str) -> str:
    try:
        value = mime.get(name, "")
    except _UNREADABLE:
        value = next(raw for key, raw in mime.raw_items() if key.lower() == name.lower())
    return " ".join(storable(str(value)).split())


def _digest(mime: AnymailInboundMessage) -> str:
    """What knows a mail without a Message-ID again, however often it is handed over."""
    said = [_header(mime, name) for name in ("From", "To", "Date", "Subject")]
    words = [part.get_payload(decode=True) or b"" for part in mime.walk() if not part.is_multipart()]
    return f"sha256:{hashlib.sha256(repr((said, words)).encode()).hexdigest()}"
