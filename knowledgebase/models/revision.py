"""Revision: one state of an article's words, by whom, why, and who let it through."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.content.models import AttachmentUse, Video
from community.lib import markdown
from community.members.standing import standing_of
from knowledgebase import conditions

_HEADING = re.compile(r'<h([2-6]) id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
# Ids of headings start with these, so that no heading takes an id that the page itself uses.
_IN_STEPS, _IN_BODY = "do-", "on-"
_READS_DRAFTS = ("propose-articles", "review-articles", "moderate")


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Revisions that `person` may read: of articles in sight the approved ones; others with who writes and reviews."""
        articles = self.model._meta.get_field("article").related_model._default_manager.visible_to(person)
        standing = standing_of(person)
        readable = Q(reviewed_at__isnull=False)
        if person is not None and person.is_authenticated:
            readable |= Q(author=person)
        topics = {topic for right, topic in standing.grants if right in _READS_DRAFTS and topic is not None}
        if topics:
            readable |= Q(article__topic__in=topics)
        if languages := {language for right, language in standing.languages if right in _READS_DRAFTS}:
            readable |= Q(article__language__in=languages, article__translation_of__isnull=False)
        if any(standing.holds(right) for right in _READS_DRAFTS):
            readable = Q()
        return self.filter(readable, article__in=articles)

    def approved(self):
        """Revisions that a second person let through; the newest of them is what readers see."""
        return self.exclude(reviewed_at=None)

    # "Handed in, and nobody has decided yet."
    def in_review(self):
        return self.filter(submitted_at__isnull=False, reviewed_at=None)

    def newest_first(self):
        return self.order_by("-number")


class Revision(models.Model):
    """What an article says in one state: the steps alone, and the whole story.

    The HTML, the list of `headings` (level, anchor, text) and the `conditions` that blocks have (platforms, whether versions
    differ) are made when the revision is written.
    """

    class Significance(models.TextChoices):
        TYPO = "typo", _("a typo: says the same")
        MEDIUM = "medium", _("medium: says it better or adds to it")
        MAJOR = "major", _("major: says something else")

    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in short"), max_length=500, blank=True)
    summary_html = models.TextField(editable=False, blank=True)
    steps = models.TextField(_("what to do"), max_length=30_000, blank=True)
    steps_html = models.TextField(editable=False, blank=True)
    body = models.TextField(_("the whole story"), max_length=60_000, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    headings = models.JSONField(default=list, blank=True, editable=False)
    conditions = models.JSONField(default=dict, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="article_revisions", verbose_name=_("author")
    )
    comment = models.CharField(_("what changed"), max_length=200, blank=True)
    significance = models.CharField(_("significance"), max_length=10, choices=Significance, default=Significance.MEDIUM)
    tells = models.BooleanField(_("tells those who asked"), default=False)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("translates")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    reviewed_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(submitted_at__isnull=False, reviewed_at=None),
                name="revision_in_review_once",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("author")), name="revision_author_is_not_its_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, submitted_at__isnull=False),
                name="revision_reviewed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(body="") | ~Q(steps=""), name="revision_says_something"),
            models.CheckConstraint(
                condition=Q(tells=False) | Q(significance="major"), name="revision_tells_of_major_news"
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    @property
    def is_approved(self) -> bool:
        return self.reviewed_at is not None

    @property
    def is_in_review(self) -> bool:
        return self.submitted_at is not None and self.reviewed_at is None

    def write(self, *, title: str, summary: str, steps: str, body: str) -> None:
        """Take over the words and make their HTML, in the language of the article. The caller saves.

        Raises ValidationError for a block that is for a platform which there is not.
        """
        self.title, self.summary = " ".join(title.split()), " ".join(summary.split())
        self.steps, self.body = steps.strip(), body.strip()
        names = conditions.platform_names(self.steps, self.body)
        with override(self.article.language):
            self.summary_html = markdown.render(self.summary)
            self.steps_html, in_steps = _with_anchors(self.steps, highest=3, prefix=_IN_STEPS, platforms=names)
            self.body_html, in_body = _with_anchors(self.body, highest=2, prefix=_IN_BODY, platforms=names)
        self.headings = in_steps + in_body
        conditions.require_known(self.steps_html, self.body_html, names=names)
        self.conditions = conditions.in_words(self.steps_html, self.body_html)

    def note_pictures(self, *, by, before: str = "") -> None:
        """Write down which pictures it shows, so that its readers see them. Call when it is saved."""
        AttachmentUse.note(self, self.whole_html, by=by, before=before)

    def page_keys(self) -> tuple[str, ...]:
        """Versions of the pages that show it."""
        return self.article.page_keys()

    def require_captions(self) -> None:
        """Raise ValidationError for a video in it that says nothing to who cannot hear it. One query, where it shows one."""
        names = markdown.videos_in(self.whole_html)
        mute = list(Video.objects.mute().named(names).select_related("attachment")) if names else []
        if mute:
            raise ValidationError(
                _(
                    "The video “%(title)s” has no captions yet. Add them at %(address)s, or say there that nobody "
                    "speaks in it and what it shows."
                ),
                params={"title": mute[0].title, "address": settings.SITE_URL + mute[0].get_absolute_url()},
            )

    @property
    def whole_html(self) -> str:
        return self.summary_html + self.steps_html + self.body_html

    def take_over(self, sources: Iterable) -> None:
        """Make copies of `sources` the sources of this revision, in their order."""
        copies = [source.copy_for(self, position) for position, source in enumerate(sources)]
        self.sources.all().delete()
        self.sources.model.objects.bulk_create(copies)


class ReviewComment(models.Model):
    """What a reviewer or the author said about a revision. Editors only."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="review_comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    body = models.TextField(_("text"), max_length=2_000)
    sent_back = models.BooleanField(_("sent the revision back"), default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("review comment")
        verbose_name_plural = _("review comments")

    def __str__(self):
        return self.body[:80]


def _with_anchors(source: str, *, highest: int, prefix: str, platforms: dict[str, str]) -> tuple[str, list[dict]]:
    """HTML whose highest heading is an h{highest} and whose headings link to themselves, and the list of those headings."""
    html = str(markdown.render(source, headings_from=highest, anchors=True, platforms=platforms))
    for start in range(highest - 1, highest - 4, -1):
        if f"<h{highest}" in html or not _HEADING.search(html):
            break
        html = str(markdown.render(source, headings_from=start, anchors=True, platforms=platforms))
    headings = []

    def link(match: re.Match[str]) -> str:
        level, anchor, inner = match[1], prefix + match[2], match[3]
        headings.append({"level": int(level), "anchor": anchor, "text": markdown.plain_text(inner)})
        if "<a " not in inner:
            inner = f'<a href="#{anchor}">{inner}</a>'
        return f'<h{level} id="{anchor}">{inner}</h{level}>'

    return _HEADING.sub(link, html), headings
