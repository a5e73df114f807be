"""`make_load --questions N`: a large, realistic community by COPY, for benchmarks."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from community.operations.load.documents import fill_index
from community.operations.load.make import Load


class Command(BaseCommand):
    help = "Fill the database with a large, made-up community."

    def add_arguments(self, parser):
        parser.add_argument("--questions", type=int, default=0, help="how many questions")
        parser.add_argument(
            "--documents", type=int, default=0, help="how many documents in the index that belong to nothing"
        )
        parser.add_argument("--seed", type=int, default=20, help="the same seed makes the same community")

    def handle(self, *, questions, documents, seed, **options):
        if questions < 1 and documents < 1:
            raise CommandError("Say how many: --questions or --documents, at least 1.")
        if questions > 0:
            with transaction.atomic():
                Load(questions, seed=seed).make(say=self.stdout.write)
        if documents > 0:
            fill_index(documents, seed=seed, say=self.stdout.write)
