"""`manage.py import_stackexchange DIR`: bring a Stack Exchange dump into the community."""

import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from community.catalogue.models import Topic
from community.operations.stackexchange.dump import Dump, Unreadable
from community.operations.stackexchange.importing import Busy, import_dump
from community.operations.stackexchange.report import Report
from community.operations.stackexchange.site import Site
from community.search import lexical, vectors

EVERY = 2.0  # seconds between two lines of progress, where lines cannot be written over


class Command(BaseCommand):
    help = (
        "Import a Stack Exchange dump: Posts.xml, Users.xml, Comments.xml, Votes.xml, PostLinks.xml and Tags.xml in a folder. "
        "It can be run again: it goes on where it was stopped, and brings what a later dump has changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--site", help="host of the site, such as beer.stackexchange.com; else the folder's name tells"
        )
        parser.add_argument(
            "--topic", help="slug of the topic for its questions; else one named after the site is made"
        )
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=sorted(dict(settings.LANGUAGES)))

    def handle(self, *, folder: Path, site: str | None, topic: str | None, language: str, **options):
        try:
            dump = Dump(folder)
            origin = Site.named(site) if site else Site.of_folder(folder)
            self.stdout.write(f"Importing {origin.host} from {folder}")
            for name in dump.missing:
                self.stdout.write(f"  {name} is not there: {_WITHOUT[name]}")
            report = import_dump(
                dump, origin, self._topic(origin, topic), language=language, progress=Progress(self.stdout)
            )
        except (Unreadable, Busy, ValueError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or folder} cannot be read: {error.strerror}.") from error
        self._tell(report)
        if report.changed_something:
            lexical.count_words()
        if waiting := vectors.missing():
            vectors.wake()
            self.stdout.write(
                f"{waiting} documents are found by their words now, and by likeness as workers get to them."
            )

    def _topic(self, origin: Site, slug: str | None) -> Topic:
        if slug:
            try:
                return Topic.objects.get(slug=slug)
            except Topic.DoesNotExist as error:
                raise CommandError(f"There is no topic {slug!r}.") from error
        name = origin.title
        return Topic.objects.get_or_create(slug=slugify(origin.host.split(".")[0]), defaults={"name": name})[0]

    def _tell(self, report: Report) -> None:
        columns = ("found", "made", "updated", "unchanged", "kept", "gone", "back")
        self.stdout.write(f"{'':12}" + "".join(f"{column:>11}" for column in columns))
        for name, tally in report.tallies().items():
            self.stdout.write(f"{name:12}" + "".join(f"{getattr(tally, column):>11}" for column in columns))
        self.stdout.write(f"{report.votes} votes for and against are counted in the scores.")
        for reason, number in report.left_out.items():
            if number:
                self.stdout.write(f"Left out: {number} {reason}.")
        if report.gone_addresses:
            self.stdout.write("No longer there, and kept here with a note:")
            for address in report.gone_addresses:
                self.stdout.write(f"  {address}")
        if not report.changed_something:
            self.stdout.write("Nothing has changed since the last import.")


class Progress:
    """Writes how far a step is: over the same line on a terminal, now and then elsewhere."""

    def __init__(self, out):
        self.out = out
        self.is_terminal = sys.stdout.isatty() and getattr(out, "_out", None) is sys.stdout
        self.next_at = time.monotonic() + EVERY
        self.step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self.next_at:
            return
        share = f"{done / total:4.0%}" if total else ""
        figures = "" if step == "Reading" else f" {done} of {total}"
        ending = "\r" if self.is_terminal else "\n"
        self.out.write(f"  {step}{figures} {share}   ", ending=ending)
        self.out.flush()
        self.next_at = now + (0.2 if self.is_terminal else EVERY)


_WITHOUT = {
    "Users.xml": "authors are known by number only.",
    "Comments.xml": "there will be no comments.",
    "Votes.xml": "scores are those of Posts.xml, and an answer counts as accepted on the day it was written.",
    "PostLinks.xml": "there will be no duplicate links.",
    "Tags.xml": "only tags that a question has are known.",
}
