"""Article: an answer worth writing down, in the customers' own words, with its sources."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Platform, Product, Release, Topic
from community.content.audiences import Audienced, audience_scope
from community.content.videos import showing
from community.lib import markdown
from community.members.standing import standing_of
from knowledgebase.models.asking import Asking
from knowledgebase.models.enquiring import Enquiring
from knowledgebase.models.filing import Filing
from knowledgebase.models.freshening import Freshening
from knowledgebase.models.hearing import Hearing
from knowledgebase.models.lifecycle import LifeCycle
from knowledgebase.models.locking import Locking
from knowledgebase.models.recheck import Freshness
from knowledgebase.models.revision import Revision
from knowledgebase.models.scheduling import Scheduling
from knowledgebase.models.section import Section
from knowledgebase.models.source import ArticleSource
from knowledgebase.models.translating import IN_A_LIST, Translating

# Who holds one of these sees drafts, what is in review and what is archived.
_SEES_DRAFTS = ("propose-articles", "review-articles", "moderate")


def shelf_scope(person, prefix: str = "") -> Q:
    """Of an article in several languages a list names the original, and the translation into the reader's own language."""
    scope = Q(**{f"{prefix}translation_of": None})
    if person is not None and person.is_authenticated:
        scope |= Q(**{f"{prefix}language": person.language})
    return scope


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Articles that `person` may know of: published ones in their audience; drafts for their owner and for editors."""
        standing = standing_of(person)
        in_audience = audience_scope(person)
        if any(standing.holds(right) for right in _SEES_DRAFTS):
            return self.filter(in_audience)
        in_sight = Q(status=Article.Status.PUBLISHED, hidden_at=None)
        topics = {topic for right, topic in standing.grants if right in _SEES_DRAFTS and topic is not None}
        if topics:
            in_sight |= Q(topic__in=topics)
        languages = {language for right, language in standing.languages if right in _SEES_DRAFTS}
        if languages:
            in_sight |= Q(language__in=languages, translation_of__isnull=False)
        in_sight &= in_audience
        if person is not None and person.is_authenticated:
            in_sight |= Q(owner=person)
        return self.filter(in_sight)

    # "Readers find it: published, and nobody has hidden it."
    def published(self):
        return self.filter(status=Article.Status.PUBLISHED, hidden_at=None)

    # "It stands on the shelves that this person walks along."
    def shelved_for(self, person):
        return self.filter(shelf_scope(person))

    # "A search engine may show it."
    def indexable(self):
        return self.published().filter(audience="public")

    # "Everybody could read it, until it was hidden or archived."
    def was_public(self):
        archived = Q(status=Article.Status.ARCHIVED)
        return self.filter(archived | Q(status=Article.Status.PUBLISHED, hidden_at__isnull=False), audience="public")

    # "A second person has to look at it": what was approved for later waits again only once something stood in the way.
    def in_review(self):
        waiting = Revision.objects.in_review().exclude(schedule__refused_because="")
        return self.filter(Exists(waiting.filter(article=OuterRef("pk"))))

    # "A second person has approved it for a time that has not come yet."
    def scheduled(self):
        return self.filter(schedule__isnull=False).select_related("schedule", "schedule__by").order_by("schedule__at")

    # "Somebody is still writing: never published, or with changes that nobody has handed in."
    def being_written(self):
        unfinished = Revision.objects.filter(article=OuterRef("pk"), submitted_at=None, reviewed_at=None)
        return self.filter(
            Exists(unfinished.filter(Q(number__gt=OuterRef("current__number")) | Q(article__current=None)))
        ).exclude(status=Article.Status.ARCHIVED)

    def sourced_from(self, *posts):
        """Articles whose current revision quotes one of `posts`: a question and its answers, say. One query."""
        quoted = Q()
        for post in posts:
            quoted |= Q(
                post_revision__post_type=ContentType.objects.get_for_model(post), post_revision__post_id=post.pk
            )
        if not posts:
            return self.none()
        return self.filter(Exists(ArticleSource.objects.filter(quoted, revision=OuterRef("current"))))

    # "Readers should be able to read it in that language, and cannot": originals, with no translation begun.
    def untranslated(self, language: str):
        begun = self.model._base_manager.filter(translation_of=OuterRef("pk"), language=language)
        return self.published().filter(~Exists(begun), translation_of=None).exclude(language=language)

    # "It may be a translation of something, and nobody has said so."
    def on_their_own(self, language: str):
        return self.published().filter(translation_of=None, translations=None, language=language)

    # "The original has changed since", most important first.
    def stale(self):
        return self.published().exclude(staleness="").order_by("staleness", "-helpful_count", "-id")

    def newest_first(self):
        return self.order_by(F("published_at").desc(nulls_last=True), "-id")

    def most_helpful_first(self):
        return self.order_by("-helpful_count", "unhelpful_count", "-id")

    def with_words(self):
        """With what a card or a page shows: section, topic, the published words and who wrote them. No further query."""
        return self.select_related("section", "topic", "owner", "current", "current__author", "current__reviewed_by")

    def with_asking(self):
        """With what readers are asked (`open_asking`, or None). No further query."""
        is_open = FilteredRelation("askings", condition=Q(askings__ended_at=None))
        return self.annotate(open_asking=is_open).select_related("open_asking")

    def with_languages(self, person):
        """With all that readers find of it in any language (`languages_read`), as `person` may see it. No further query."""
        original = Coalesce(OuterRef("translation_of"), OuterRef("pk"))
        either = Q(pk=original) | Q(translation_of=original)
        found = Article.objects.visible_to(person).published().filter(either).order_by()
        return self.annotate(languages_read=ArraySubquery(found.values(json=JSONObject(**IN_A_LIST))))


class Article(Enquiring, Filing, Freshening, Hearing, Locking, Scheduling, Translating, LifeCycle, Audienced):
    """Stands on a shelf, is about a topic, and says what its current revision says."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in-review", _("in review")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    class Staleness(models.TextChoices):
        """How far a translation is behind what it translates."""

        FRESH = "", _("up to date")
        STALE = "stale", _("the original says more since")
        MAJOR = "major", _("the original says something else since")

    noun: ClassVar[str] = "kb.article"
    open_asking: Asking | None = None  # fetched by `with_asking` alone
    languages_read: list[dict] | None = None  # read by `with_languages` alone

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="articles", verbose_name=_("topic"))
    slug = models.SlugField(_("address"), max_length=100, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="articles", verbose_name=_("owner")
    )
    current = models.OneToOneField(
        Revision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published revision")
    )
    products = models.ManyToManyField(Product, blank=True, related_name="articles", verbose_name=_("products"))
    releases = models.ManyToManyField(Release, blank=True, related_name="articles", verbose_name=_("releases"))
    platforms = models.ManyToManyField(Platform, blank=True, related_name="articles", verbose_name=_("platforms"))
    applies_to = ArrayField(models.CharField(max_length=130), default=list, blank=True, editable=False)
    drafted_from_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_from_id = models.BigIntegerField(null=True, blank=True)
    drafted_from = GenericForeignKey("drafted_from_type", "drafted_from_id")
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations", verbose_name=_("translation of")
    )
    staleness = models.CharField(
        _("as a translation"), max_length=10, choices=Staleness, default=Staleness.FRESH, blank=True, editable=False
    )
    freshness = models.CharField(
        _("as of now"), max_length=20, choices=Freshness, default=Freshness.FRESH, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    verified_at = models.DateTimeField(_("last verified"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    unhelpful_count = models.PositiveIntegerField(default=0, editable=False)
    visitor_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Readers who said whether it helped and were not signed in."
    )
    use_count = models.PositiveIntegerField(default=0, editable=False, help_text="Public answers that link to it.")

    objects = ArticleQuerySet.as_manager()

    class Meta(Audienced.Meta):
        abstract = False
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            *Audienced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in-review"], current=None, published_at=None)
                | Q(status__in=["published", "archived"], current__isnull=False, published_at__isnull=False),
                name="article_published_has_a_revision",
            ),
            models.UniqueConstraint(
                fields=["drafted_from_type", "drafted_from_id"],
                condition=Q(drafted_from_id__isnull=False),
                name="article_drafted_once_from_a_post",
            ),
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                condition=Q(translation_of__isnull=False),
                name="article_translated_once_into_a_language",
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")), name="article_is_not_its_own_translation"
            ),
            models.CheckConstraint(
                condition=Q(staleness="") | Q(translation_of__isnull=False), name="article_stale_as_a_translation"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], name="article_newest", condition=Q(status="published", hidden_at=None)
            ),
            models.Index(
                fields=["-helpful_count", "unhelpful_count", "-id"],
                name="article_most_helpful",
                condition=Q(status="published", hidden_at=None),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("kb:article-detail", args=[self.slug])

    # -- What it is, computed from facts

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.hidden_at is None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_indexable(self) -> bool:
        return self.is_published and self.is_public

    @property
    def updated_at(self):
        """When readers last got new words; None before the first publication."""
        return self.current.reviewed_at if self.current else None

    @property
    def reader_count(self) -> int:
        """How many readers said whether it helped."""
        return self.helpful_count + self.unhelpful_count

    def newest_revision(self) -> Revision:
        """What an editor goes on from: the pending revision, else the published one. One query."""
        return self.revisions.newest_first().select_related("author", "reviewed_by")[0]

    def pending_revision(self) -> Revision | None:
        """The newest revision, if nobody has approved it yet. One query."""
        newest = self.newest_revision()
        return None if newest.is_approved else newest

    # -- What other rooms ask

    def page_keys(self) -> tuple[str, ...]:
        """Versions of the pages that show this article."""
        return (f"article:{self.slug}", "articles", "lists")

    def excerpt(self, length: int = 200) -> str:
        """The summary, else the first words."""
        words = self.current or self.newest_revision()
        return markdown.excerpt(words.summary_html or words.steps_html + words.body_html, length)

    def search_document(self) -> dict | None:
        """Title, steps and story of what is published, and what its videos say. None before that, once archived, and while
        hidden."""
        if self.current is None or not self.is_published:
            return None
        films = showing.videos_of(self.current, self.current.whole_html).values()
        return {
            "kind": "article",
            "title": self.title,
            "solution_html": self.current.summary_html + self.current.steps_html,
            "body_html": self.current.body_html,
            "rest_html": escape(" ".join(film.words(self.language) for film in films)),
            "tags": [],
            "versions": [str(release) for release in self.releases.select_related("product")],
            "writers": sorted({self.owner_id, self.current.author_id}),
            "topic": self.topic,
            "language": self.language,
            "audience": self.audience,
            "organisation": self.organisation,
            "is_solved": True,
            "written_at": self.published_at,
        }
