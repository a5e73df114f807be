"""What became of what articles quote: opens and settles the tasks of their owners.

Everything is worked out from rows: the post, its revisions, the log, and what the article quotes today. So it may be done again
at any time, and for a post of which nothing is known to have changed.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from community.activity.models import Event
from community.content.audiences import Audience
from community.content.models import PostRevision
from knowledgebase.models import Article, ArticleSource, SourceTask
from knowledgebase.models.source import posts_in_sight

Key = tuple[int, int]  # content type and id of a post
Kind = SourceTask.Kind


def look_at(posts: Iterable[Key], *, seen: int = 0) -> None:
    """Open a task for each article that quotes one of these posts and no longer says what the post says, and settle those
    that are no longer needed. `seen` is the number of the newest event that says so; closed tasks stay closed for the
    same event. A handful of queries for each article that quotes one.
    """
    for type_id, post_id in sorted(set(posts)):
        for article, source in _quoting(type_id, post_id):
            _settle_or_open(article, source, _what_became_of(article, source), seen)


def look_again(article: Article) -> None:
    """Settle the tasks of an article that quotes other words now, or is not there for readers any more."""
    for task in article.source_tasks.open():
        sources = [source for quoting, source in _quoting(task.post_type_id, task.post_id) if quoting.pk == article.pk]
        if not sources or task.kind not in _what_became_of(article, sources[0]):
            task.settle()


def look_everywhere() -> int:
    """Look at every post that has a newer revision than what is quoted, or is not there; returns how many there are.

    Finds what no event told of: posts that an import has changed or taken away.
    """
    newer = PostRevision.objects.filter(
        post_type=OuterRef("post_revision__post_type"),
        post_id=OuterRef("post_revision__post_id"),
        number__gt=OuterRef("post_revision__number"),
    )
    keys = "post_revision__post_type", "post_revision__post_id"
    found = set(_watched().filter(Exists(newer)).values_list(*keys))
    there: dict[int, set[int]] = {}
    for type_id, post_id in _watched().values_list(*keys).distinct():
        there.setdefault(type_id, set()).add(post_id)
    for type_id, ids in there.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        kept = set() if model is None else set(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        found |= {(type_id, pk) for pk in ids - kept}
    look_at(found)
    return len(found)


def _watched():
    """Sources of what articles say: of the published revision, before that of any. Translations quote what theirs quotes."""
    said = Q(revision=F("revision__article__current")) | Q(revision__article__current=None)
    return ArticleSource.objects.filter(said, revision__article__translation_of=None).exclude(
        revision__article__status=Article.Status.ARCHIVED
    )


def _quoting(type_id: int, post_id: int) -> list[tuple[Article, ArticleSource]]:
    """Each article that quotes the post, with its newest source of it. One query."""
    sources = (
        _watched()
        .filter(post_revision__post_type=type_id, post_revision__post_id=post_id)
        .select_related("revision__article__topic", "revision__article__current", "post_revision")
        .order_by("revision__number", "post_revision__number")
    )
    newest = {source.revision.article_id: source for source in sources}
    return [(source.revision.article, source) for _pk, source in sorted(newest.items())]


def _what_became_of(article: Article, source: ArticleSource) -> dict[str, PostRevision | None]:
    """What happened to the post since it was quoted, with the revision that says what it says now."""
    quoted = source.post_revision
    post: Any = quoted.post
    if post is None:
        return {Kind.GONE: None}
    found: dict[str, PostRevision | None] = {}
    newest = PostRevision.objects.of(post).first()
    if newest is not None and (newest.title, newest.body) != (quoted.title, quoted.body):
        found[Kind.EDITED] = newest
    for_few = article.audience in (Audience.STAFF, Audience.ORGANISATION)
    if post.hidden_at is not None or not (for_few or posts_in_sight([source], None)):
        found[Kind.HIDDEN] = None
    log = Event.objects.about(post).filter(at__gte=article.created_at, verb__endswith=".unaccepted")
    if not getattr(post, "is_solution", True) and Kind.HIDDEN not in found and log.exists():
        found[Kind.UNACCEPTED] = None
    return found


def _settle_or_open(article: Article, source: ArticleSource, found: dict[str, PostRevision | None], seen: int) -> None:
    with transaction.atomic():
        article.lock()
        tasks = list(
            article.source_tasks.filter(
                post_type_id=source.post_revision.post_type_id, post_id=source.post_revision.post_id
            )
        )
        for task in tasks:
            if task.is_open and task.kind not in found:
                task.settle()
        for kind, now in found.items():
            _open(article, source, kind, now, seen, [task for task in tasks if task.kind == kind])


def _open(
    article: Article, source: ArticleSource, kind: str, now: PostRevision | None, seen: int, before: list[SourceTask]
) -> None:
    """Open a task, or bring the open one up to date. What somebody has decided about this change is decided."""
    standing = next((task for task in before if task.is_open), None)
    if standing is not None:
        if standing.now != now or seen > standing.seen:
            standing.now, standing.seen = now, max(seen, standing.seen)
            standing.save(update_fields=["now", "seen"])
        return
    decided = [task for task in before if task.outcome != SourceTask.Outcome.SETTLED]
    same = [task for task in decided if task.now == now] if kind == Kind.EDITED else decided
    if any(kind == Kind.EDITED or task.seen >= seen for task in same):
        return
    task = SourceTask.objects.create(
        article=article,
        post_type_id=source.post_revision.post_type_id,
        post_id=source.post_revision.post_id,
        kind=kind,
        quoted=source.post_revision,
        now=now,
        url=source.url,
        seen=seen,
    )
    Event.record(
        "kb.article.source-changed", actor=None, subject=article, topic=article.topic, task=task.pk, kind=str(kind)
    )
