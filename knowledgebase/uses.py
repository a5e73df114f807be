"""Where articles are used: which posts link to them, worked out from the posts' HTML. May run at any time, and twice."""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef

from community.lib import versions
from knowledgebase.models import Article, ArticleUse

AT_MOST = 20  # articles of one post
_LINK = re.compile(r"""href="(?P<site>https?://[^/"]+)?/kb/(?P<slug>[-\w]+)/(?:[#?][^"]*)?\"""")


def slugs_in(html: str) -> list[str]:
    """The addresses of articles to which HTML links on this site, each once."""
    links = (match for match in _LINK.finditer(html) if match["site"] in (None, settings.SITE_URL))
    return list(dict.fromkeys(match["slug"] for match in links))[:AT_MOST]


def note(posts: Iterable[tuple[int, int]]) -> None:
    """Write down which articles these posts (kind and number) use now. Locks each article whose count changes."""
    for kind, pk in posts:
        _note(kind, pk)


def forget_gone() -> None:
    """Delete the uses by posts that are no longer there, and count anew. One statement for each kind of post."""
    for kind in ContentType.objects.filter(pk__in=ArticleUse.objects.values("post_type")):
        model = kind.model_class()
        there = Exists(model._base_manager.filter(pk=OuterRef("post_id"))) if model else None
        gone = ArticleUse.objects.filter(post_type=kind)
        gone = gone.filter(~there) if there is not None else gone
        articles = set(gone.values_list("article", flat=True))
        gone.delete()
        _recount(articles)


def _note(kind: int, pk: int) -> None:
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    with transaction.atomic():
        post = model._base_manager.filter(pk=pk).first() if model else None
        slugs = slugs_in(post.body_html) if post is not None else []
        before = dict(ArticleUse.objects.filter(post_type=kind, post_id=pk).values_list("article", "is_public"))
        if not slugs and not before:
            return
        is_public = model._default_manager.visible_to(None).filter(pk=pk).exists()
        now = set(Article.objects.filter(slugs__slug__in=slugs).values_list("pk", flat=True)) if slugs else set()
        ArticleUse.objects.filter(post_type=kind, post_id=pk).exclude(article__in=now).delete()
        for article in sorted(now):
            ArticleUse.objects.update_or_create(
                article_id=article, post_type_id=kind, post_id=pk, defaults={"is_public": is_public}
            )
        _recount({*before, *now} if before != dict.fromkeys(now, is_public) else set())


def _recount(articles: Iterable[int]) -> None:
    """Write the count of each article anew, and make its page fresh."""
    for article in Article._base_manager.filter(pk__in=articles).order_by("pk"):
        with transaction.atomic():
            article.lock()
            article.recount()
        transaction.on_commit(partial(versions.bump, *article.page_keys()))
