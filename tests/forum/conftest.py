"""What the mail tests have, for following by mail."""

from tests.notifications.conftest import clock, mail_server

__all__ = ["clock", "mail_server"]
