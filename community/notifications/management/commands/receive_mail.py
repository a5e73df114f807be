"""`manage.py receive_mail < message`: for the pipe of a mail server."""

import sys
import traceback

from django.core.management.base import BaseCommand

from community.notifications.replies.message import LARGEST, Message
from community.notifications.replies.receiving import receive

TAKEN, TOO_LARGE, AGAIN_LATER = (
    0,
    69,
    75,
)  # as sysexits.h has them: EX_UNAVAILABLE bounces, EX_TEMPFAIL waits in the queue


class Command(BaseCommand):
    help = (
        "Take in one mail from standard input: post the reply that it is, or drop it. "
        "Exit codes: 0 taken, 69 too large, 75 something failed and it has to be handed over again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--sender", help="The sender of the envelope; empty for a bounce.")
        parser.add_argument("--recipient", default="", help="The address that it came to.")

    def handle(self, *args, sender, recipient, **options):
        try:
            raw = sys.stdin.buffer.read(LARGEST + 1)
            if len(raw) > LARGEST:
                self.stderr.write(f"A mail of more than {LARGEST // 1_000_000} MB is not taken.")
                sys.exit(TOO_LARGE)
            taken = receive(Message.of_bytes(raw, sender=sender, recipient=recipient))
        except Exception:  # noqa: BLE001  whatever it is, the mail server keeps the mail
            traceback.print_exc()
            sys.exit(AGAIN_LATER)
        self.stdout.write(f"{taken.get_outcome_display()}{f' ({taken.get_why_display()})' if taken.why else ''}")
