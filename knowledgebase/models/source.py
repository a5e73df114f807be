"""ArticleSource: whose words an article is made of."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from markdownify import ATX, markdownify

from community.content.models import Origin, PostRevision
from community.lib import markdown
from knowledgebase.models.revision import Revision
from knowledgebase.passages import passages_of, same_words


class ArticleSource(models.Model):
    """A passage of an article, and the revision of the post in which its words stand.

    The post is found by the generic columns of its PostRevision, so this room need not know what kinds of posts there
    are. `author`, `url` and `origin`, with its licence, are kept beside it: credit is shown without reading the post.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="sources")
    position = models.PositiveIntegerField(_("position"))
    post_revision = models.ForeignKey(
        PostRevision, models.PROTECT, related_name="article_sources", verbose_name=_("post, as it was quoted")
    )
    passage = models.TextField(_("passage"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who wrote it")
    )
    url = models.CharField(_("address of the post"), max_length=300)
    origin = models.ForeignKey(
        Origin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imported from")
    )

    class Meta:
        ordering = ["revision", "position"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(fields=["revision", "position"], name="article_source_position")]

    def __str__(self):
        return self.passage[:80] or self.url

    @classmethod
    def quoting(cls, post, passage: str) -> "ArticleSource":
        """A source, not saved yet, that says that `passage` stands in what `post` says now.

        Writes the post's first revision if there is none: call with the post locked.
        """
        return cls(
            post_revision=PostRevision.current(post),
            passage=passage,
            author=post.author,
            url=post.get_absolute_url(),
            origin_id=getattr(post, "origin_id", None),
        )

    def copy_for(self, revision: Revision, position: int) -> "ArticleSource":
        """The same source for another revision, not saved yet."""
        return type(self)(
            revision=revision,
            position=position,
            post_revision_id=self.post_revision_id,
            passage=self.passage,
            author_id=self.author_id,
            url=self.url,
            origin_id=self.origin_id,
        )

    def quoting_instead(self, post_revision: PostRevision, passage: str) -> "ArticleSource":
        """A source for another passage of the same post, as a revision of it has it, not saved yet."""
        other = self.copy_for(self.revision, self.position)
        other.post_revision, other.passage = post_revision, passage
        return other

    @property
    def post_key(self) -> tuple[int, int]:
        """Which post it is: content type and id. Needs `post_revision` loaded."""
        return (self.post_revision.post_type_id, self.post_revision.post_id)


def posts_in_sight(sources: list[ArticleSource], person) -> set[tuple[int, int]]:
    """Which posts of `sources` `person` may know of, as pairs of content type and id. One query for all."""
    return posts_in_sight_of([source.post_key for source in sources], person)


def posts_in_sight_of(keys: list[tuple[int, int]], person) -> set[tuple[int, int]]:
    """Which of these posts `person` may know of: pairs of content type and id. One query for all."""
    ids = defaultdict(set)
    for kind, pk in keys:
        ids[kind].add(pk)
    parts = [
        ContentType.objects.get_for_id(kind)
        .model_class()
        ._default_manager.visible_to(person)
        .filter(pk__in=pks)
        .order_by()
        .annotate(post_type_id=models.Value(kind, models.IntegerField()))
        .values_list("post_type_id", "pk")
        for kind, pks in sorted(ids.items())
    ]
    return set(parts[0].union(*parts[1:])) if parts else set()


def text_in(revision: PostRevision) -> str:
    """All words of a post as that revision has them, without white space: a passage stands in it if this has it in it."""
    return same_words(revision.title) + same_words("".join(passages_of(html_of(revision, is_html(revision.post)))))


def is_html(post: Any) -> bool:
    """Whether a post was imported as HTML. What it was written in never changes."""
    return post is not None and post.body_format == post.Format.HTML


def html_of(revision: PostRevision, from_html: bool) -> str:
    """The text of a revision as a page shows it."""
    return str(markdown.sanitise(revision.body) if from_html else markdown.render(revision.body))


def as_markdown(revision: PostRevision) -> str:
    """The text of a revision in the form in which an article quotes the whole of it."""
    if is_html(revision.post):
        return markdownify(html_of(revision, from_html=True), heading_style=ATX, bullets="-").strip()
    return revision.body.strip()
