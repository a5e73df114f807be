"""How mail leaves: by the transport that `EMAIL_URL` names.

`smtp://user:password@host:587`, `smtp+tls://` (STARTTLS), `smtps://` or `smtp+ssl://` (TLS from the start);
`anymail://postmark?server_token=…` and the other providers of django-anymail, with the options of their backends;
`file:///folder`, `console:` and `memory:` for trying things out. Unset: the demo mailbox, where the row is the mailbox.
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

PATIENCE = 20  # seconds to wait for an answer of a mail server
_SMTP = {
    "smtp": {},
    "smtp+tls": {"use_tls": True},
    "smtp+ssl": {"use_ssl": True},
    "smtps": {"use_ssl": True},
}
_USUAL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}


def open_transport() -> BaseEmailBackend | None:
    """The mail backend of `EMAIL_URL`, not yet connected; None for the demo mailbox."""
    if not settings.EMAIL_URL:
        return None
    url = urlsplit(settings.EMAIL_URL)
    if url.scheme in _SMTP:
        options: dict[str, Any] = {
            "host": url.hostname or "localhost",
            "port": url.port or _USUAL_PORTS[url.scheme],
            "username": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "timeout": PATIENCE,
        }
        return get_connection("django.core.mail.backends.smtp.EmailBackend", **options, **_SMTP[url.scheme])
    if url.scheme == "anymail":
        return get_connection(f"anymail.backends.{url.hostname}.EmailBackend", **dict(parse_qsl(url.query)))  # type: ignore[arg-type]
    if url.scheme == "file":
        return get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=unquote(url.path))
    name = {"console": "console", "memory": "locmem"}[url.scheme]
    return get_connection(f"django.core.mail.backends.{name}.EmailBackend")
