"""Wake-ups for the index. Safe to run twice at once."""

import logging

from celery import shared_task
from django.core.management import CommandError, call_command

from community.search import lexical, vectors
from community.search.embedders import choice
from community.search.models import Search, SearchDay

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def make_vectors() -> int:
    """Make the vectors that are missing; also swept by beat."""
    lexical.count_words_once()
    return vectors.make_missing()


@shared_task(ignore_result=True)
def learn() -> None:
    """Count words, and learn from the community's texts where that is what makes the vectors here."""
    lexical.count_words()
    if choice.wants_corpus():
        try:
            # A command, because what it imports takes seconds and a hundred megabytes.
            call_command("train_corpus")
        except CommandError as error:
            log.warning("%s", error)


@shared_task(ignore_result=True)
def keep_figures() -> None:
    """Count the days of searches anew, then forget what was searched more than ninety days ago."""
    SearchDay.count()
    Search.objects.forget()
