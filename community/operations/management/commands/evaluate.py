"""`manage.py evaluate TASK FILE…`: quality on labelled files, one `name value` line for each figure."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from community.operations.evaluation import floor, identity, makers, requests, retrieval
from community.operations.evaluation.files import Unreadable
from community.search.embedders import Unusable

_TASKS = {"retrieval": retrieval, "requests": requests, "floor": floor, "identity": identity}


class Command(BaseCommand):
    help = (
        "Measure quality on labelled files, by the makers of vectors that the site uses. Nothing is written down.  "
        "retrieval PAIRS.tsv…: is a duplicate found.  requests FILE.csv…: are common requests found.  "
        "floor KNOWN.csv UNKNOWN.csv: is nothing shown where nothing is known.  "
        "identity FILE.csv: does a common request stay the same one while weeks go by."
    )

    def add_arguments(self, parser):
        parser.add_argument("task", choices=sorted(_TASKS))
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--maker",
            default=makers.usual(),
            choices=sorted({name for task in _TASKS.values() for name in task.MAKERS}),
            help="who makes the vectors; else the one that this site uses",
        )

    def handle(self, *, task: str, files: list[Path], maker: str, **options):
        if maker not in _TASKS[task].MAKERS:
            raise CommandError(f"{maker} takes no part in {task}: one of {', '.join(_TASKS[task].MAKERS)}.")
        try:
            for name, value in _TASKS[task].evaluate(files, by=maker):
                self.stdout.write(f"{name} {_plain(value)}")
        except (Unreadable, Unusable) as error:
            raise CommandError(str(error)) from error


def _plain(value: float) -> str:
    """Whole numbers as such, others with three digits behind the point."""
    return f"{value:.0f}" if float(value).is_integer() and abs(value) > 1 else f"{value:.3f}"
