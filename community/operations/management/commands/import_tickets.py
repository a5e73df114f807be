"""`manage.py import_tickets FILE.csv`: bring the tickets of a help desk in, for staff and for common requests."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from community.catalogue.models import Topic
from community.operations.management.commands.import_stackexchange import Progress
from community.operations.tickets.columns import FIELDS, UnknownColumns
from community.operations.tickets.importing import Report, import_tickets
from community.operations.tickets.reading import Export, Unreadable
from community.search import vectors

# So many rows that were left out are named; the number of all of them is said in any case.
_NAMED = 50


class Command(BaseCommand):
    help = (
        "Import tickets from a CSV file that a help desk exported. Columns are known by their names. Its words are for staff: "
        "customers never see them. It can be run again: what has changed is corrected, nothing is there twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--source", default="", help="name of the help desk; else the file's name tells")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help=f"what a column says, where its name does not tell: {', '.join(FIELDS)}",
        )
        parser.add_argument("--date-format", default="", help="how times are written, such as %%m/%%d/%%Y %%H:%%M")
        parser.add_argument("--topic", help="slug of the topic of tickets that name none")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=sorted(dict(settings.LANGUAGES)))
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *, file: Path, source: str, topic: str | None, dry_run: bool, **options):
        try:
            export = Export(
                file,
                chosen=dict(self._pair(each) for each in options["map"]),
                date_format=options["date_format"],
                language=options["language"],
            )
            self.stdout.write(
                ", ".join(f"{name}: “{export.header[place]}”" for name, place in sorted(export.columns.items()))
            )
            report = import_tickets(
                export,
                source=source or slugify(file.stem) or "tickets",
                topic=self._topic(topic),
                dry_run=dry_run,
                progress=Progress(self.stdout),
            )
        except (Unreadable, UnknownColumns) as error:
            raise CommandError(str(error)) from error
        self._tell(report, dry_run=dry_run)
        if not dry_run and vectors.missing():
            vectors.wake()

    def _pair(self, text: str) -> tuple[str, str]:
        column, is_there, name = text.rpartition("=")
        if not is_there:
            raise CommandError(f"--map {text}: write COLUMN=FIELD.")
        return column, name

    def _topic(self, slug: str | None) -> Topic | None:
        if not slug:
            return None
        found = Topic.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no topic {slug!r}.")
        return found

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        """Numbers and lines; never a word of a ticket."""
        for line, reason in report.wrong[:_NAMED]:
            self.stdout.write(f"line {line} {reason}")
        if len(report.wrong) > _NAMED:
            self.stdout.write(f"and {len(report.wrong) - _NAMED} more")
        self.stdout.write(
            f"{report.found} rows: {report.made} new, {report.updated} changed, {report.unchanged} as before,"
            f" {len(report.wrong)} left out."
        )
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
