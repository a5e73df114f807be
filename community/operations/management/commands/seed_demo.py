"""`manage.py seed_demo`: the cast and a believable month of content, once."""

import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from community.operations.demo import seeding


class Command(BaseCommand):
    help = "Make the demo community: a made-up company, its people and a month of their questions. Does so once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset", action="store_true", help="Drop everything first. Demo mode only; what visitors wrote is lost."
        )

    def handle(self, *args, **options):
        if options["reset"]:
            if not settings.DEMO:
                raise CommandError("--reset drops the whole database, so it works in demo mode only (DEMO=true).")
            seeding.start_over()
        elif seeding.is_seeded():
            self.stdout.write("The demo is there already; nothing was changed.")
            return
        began = time.monotonic()
        try:
            stage = seeding.seed(report=self.report)
        except seeding.NotEmptyError as error:
            raise CommandError(
                "There are questions here already, and the demo would be mixed with them. It is for an empty database."
            ) from error
        self.stdout.write(
            f"The demo is there: {len(stage.people)} people and a month of their questions, "
            f"in {time.monotonic() - began:.0f} seconds."
        )

    def report(self, done: int, of: int) -> None:
        """Ten lines in a log, one line that moves in a terminal."""
        if sys.stdout.isatty():
            self.stdout.write(f"\rPlaying the month: {done} of {of}", ending="\n" if done == of else "")
            self.stdout.flush()
        elif done % (of // 10) == 0:
            self.stdout.write(f"Playing the month: {done} of {of}")
