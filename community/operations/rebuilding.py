"""What can be worked out anew from rows: the index, the counters on rows, points, expertise. Beside live traffic, any time."""

from collections.abc import Callable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import models, transaction

from advocates import expertise, points
from community.lib import versions
from community.members.models import Member
from community.notifications.models.notification import count_unread
from community.search import rebuilding, vectors
from community.search.embedders import choice
from forum.models import Answer, Question
from knowledgebase import uses
from knowledgebase.models import Article
from knowledgebase.requests.mining import mine

CHUNK = 500
Say = Callable[[str], None]


def search(say: Say) -> None:
    """Make every document of the index anew, then its words' counts and its vectors."""
    try:
        say(f"{rebuilding.rebuild(say)} documents")
    except rebuilding.NotRebuilt as reason:
        raise CommandError(str(reason)) from reason
    choice.look_again()
    if choice.wants_corpus():
        try:
            call_command("train_corpus")
        except CommandError as error:
            say(str(error))
        choice.look_again()
    while waiting := vectors.missing():
        say(f"{waiting} vectors to make")
        if not vectors.make_missing(budget=10):
            say("Another process makes them.")
            return


def counters(say: Say) -> None:
    """Count anew what stands on answers, questions, articles and members."""
    for ids in _locked(Answer):
        Answer.objects.filter(pk__in=ids).recount()
    for ids in _locked(Question):
        Question.objects.filter(pk__in=ids).recount()
    kind = ContentType.objects.get_for_model(Answer).pk
    uses.note((kind, pk) for pk in Answer.objects.filter(body_html__contains="/kb/").values_list("pk", flat=True))
    uses.forget_gone()
    for ids in _locked(Article):
        for article in Article.objects.filter(pk__in=ids):
            article.recount()
    for ids in _locked(Member):
        count_unread(ids)
    versions.bump("lists", "articles", "site")
    say(
        ", ".join(
            f"{model.objects.count()} {model._meta.verbose_name_plural}"
            for model in (Answer, Question, Article, Member)
        )
    )


def ledger(say: Say) -> None:
    """Work out points, people helped and ranks anew."""
    rebuilt = points.rebuild()
    say(
        f"{rebuilt.added} entries added, {rebuilt.unexplained} that no event explains, {rebuilt.corrected} members corrected"
    )


def expertises(say: Say) -> None:
    """Work out anew how likely each member is right about each topic."""
    say(f"{expertise.rebuild()} rows of members and topics")


def requests(say: Say) -> None:
    """Find the common requests anew."""
    mine(say)


WHAT: dict[str, Callable[[Say], None]] = {
    "search": search,
    "counters": counters,
    "points": ledger,
    "expertise": expertises,
    "requests": requests,
}


def _locked(model: type[models.Model]) -> Iterator[list[int]]:
    """Ids of all rows, some at a time, locked while they are counted: a count must see what others wrote before."""
    last = 0
    while True:
        with transaction.atomic():
            rows = model._base_manager.filter(pk__gt=last).order_by("pk").select_for_update(of=("self",), no_key=True)
            ids = list(rows.values_list("pk", flat=True)[:CHUNK])
            if not ids:
                return
            yield ids
        last = ids[-1]
