"""`manage.py train_corpus`: learn what words mean here from what is written here."""

from django.core.management.base import BaseCommand, CommandError

from community.search import vectors
from community.search.embedders import Unusable
from community.search.learning import learn


class Command(BaseCommand):
    help = "Learn vectors from the community's own words, for a language without a model. Workers do it each night."

    def handle(self, **options):
        try:
            trained = learn()
        except Unusable as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        if trained is None:
            self.stdout.write("Nothing new to learn: the vectors in use were learnt from these very texts.")
            return
        self.stdout.write(
            f"{trained.maker} was learnt from {trained.documents} texts; {trained.soundness:.0%} find their own other half."
        )
        vectors.wake()
