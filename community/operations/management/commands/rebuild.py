"""`manage.py rebuild WHAT…`: work out anew from rows what can be worked out."""

from django.core.management.base import BaseCommand

from community.operations.rebuilding import WHAT


class Command(BaseCommand):
    help = "Work out anew from rows: search (documents, words, vectors), counters, points. Safe while the site runs."

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="+", choices=sorted(WHAT))

    def handle(self, *, what, **options):
        for name in what:
            self.stdout.write(f"Rebuilding {name}")
            WHAT[name](lambda sentence: self.stdout.write(f"  {sentence}"))
