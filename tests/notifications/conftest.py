"""A mail server on the loopback interface, as real as a small one gets."""

import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from community.notifications.models import Mail
from community.notifications.outbox import new_message_id
from community.operations.demo.backdating import Backdating


class MailServer:
    """Takes mails on a port of its own; `answers` says in which words it refuses the next ones."""

    def __init__(self):
        self.received = []
        self.answers = []
        self.rcpt_answers = []
        self.on_data = lambda: None
        self._controller = None

    def start(self, port=0):
        self.port = port or _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self._controller.start()

    def stop(self):
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt_answers:
            return self.rcpt_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        self.received.append(envelope)
        self.on_data()
        return "250 taken"

    def message_ids(self):
        lines = [line for e in self.received for line in e.content.decode().splitlines()]
        return [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("message-id:")]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    server.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
    yield server
    server.stop()


@pytest.fixture
def make_mail(db):
    def make(to="ann@example.com", **fields):
        fields = {
            "key": new_message_id(),
            "message_id": new_message_id(),
            "sender": "Porchlight <notify@localhost>",
        } | fields
        return Mail.objects.create(
            to=to, **({"subject": "Hello", "text": "A line.\n", "created_at": timezone.now()} | fields)
        )

    return make


@pytest.fixture
def clock(db):
    """`clock.set(moment)`: from then on it is that time, for everything that is written."""
    with Backdating() as clock:
        yield clock
