"""An article for what many ask: a draft out of the questions in which it was solved, or one that somebody writes themselves."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledgebase.drafting import Solved, draft_of, threads_about
from knowledgebase.models import Article, CommonRequest


def draft_for(common: CommonRequest, *, by, anyway: bool = False) -> Article:
    """The draft that was made for a request, or a new one, linked to it: in customers' words, a source for every sentence.

    Only public, solved questions become part of it, those most like the others first. Whoever drafts has the request, if
    nobody had it. Raises ValidationError where there is none, for a request that another one has taken in, and where a
    published article says it already, unless it is to be written `anyway`. Locks the request and every post that it quotes.
    """
    with transaction.atomic():
        common.lock_standing()
        threads = _solved(common)
        written = [] if anyway else _quoting(threads, common, by)
        if written:
            raise ValidationError(
                _("“%(title)s” is made of these questions already. Link it, or draft another one all the same.")
                % {"title": written[0].title}
            )
        article = draft_of(threads, by=by, title=common.title, drafted_from=common)
        _hand_over(common, article, by)
    return article


def write_for(common: CommonRequest, *, by, **said) -> Article:
    """A draft in the writer's own words (`said`, as `Article.draft` takes it), which answers the request from now on.

    Raises ValidationError where somebody has begun one meanwhile. Locks the request.
    """
    with transaction.atomic():
        common.lock_standing()
        if common.is_linked_by_staff:
            raise ValidationError(
                _("“%(title)s” was begun for this request meanwhile. Your words are still in the form.")
                % {"title": common.article.title}
            )
        article = Article.draft(by=by, **said)
        _hand_over(common, article, by)
    return article


def written_already(common: CommonRequest, person) -> list[Article]:
    """Published articles, in sight of `person`, that are made of what a draft would be made of. Six queries.

    Not those of which somebody said that they do not answer it.
    """
    return _quoting(_solved(common), common, person)


def _solved(common: CommonRequest) -> list[Solved]:
    items = common.items.order_by("-likeness", "id")
    return threads_about([item.subject_key for item in items if item.subject_key is not None])


def _quoting(threads: Sequence[Solved], common: CommonRequest, person) -> list[Article]:
    posts = [post for thread in threads for post in (thread.question, thread.solution)]
    published = Article.objects.visible_to(person).published().sourced_from(*posts)
    return list(published.exclude(pk__in=common.not_articles).most_helpful_first()[:3]) if posts else []


def _hand_over(common: CommonRequest, article: Article, by) -> None:
    common.link(article, by=by)
    if common.owner_id is None:
        common.assign(owner=by, by=by, due_on=common.due_on)
