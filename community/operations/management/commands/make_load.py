"""`make_load --questions N`: a large, realistic community by COPY, for benchmarks."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from community.operations.load.make import Load


class Command(BaseCommand):
    help = "Fill the database with a large, made-up community."

    def add_arguments(self, parser):
        parser.add_argument("--questions", type=int, required=True, help="how many questions")
        parser.add_argument("--seed", type=int, default=20, help="the same seed makes the same community")

    def handle(self, *, questions, seed, **options):
        if questions < 1:
            raise CommandError("--questions must be at least 1.")
        with transaction.atomic():
            Load(questions, seed=seed).make(say=self.stdout.write)
