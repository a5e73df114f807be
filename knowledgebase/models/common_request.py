"""CommonRequest: what many ask for, found in questions, tickets and searches, and followed from night to night."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pgvector.django import HalfVectorField

from community.catalogue.models import Topic
from community.search.models import DIMENSIONS, Document
from knowledgebase.models.article import Article
from knowledgebase.models.deciding import Deciding
from knowledgebase.requests.grouping import SMALLEST


class CommonRequestQuerySet(models.QuerySet):
    # "It stands for itself: it was not merged into another."
    def standing(self):
        return self.filter(merged_into=None)

    # "Somebody still asks for it."
    def asked_for(self):
        return self.standing().filter(quiet_since=None)

    def for_readers(self):
        """What customers may see is coming: gaps and drafts that the staff named, or whose title everybody may still read.

        The title is a question's; once that question is no longer public, the request is not shown to customers either.
        """
        wording = Document.objects.filter(
            subject_type=OuterRef("title_from_type"), subject_id=OuterRef("title_from_id"), title=OuterRef("title")
        )
        return (
            self.asked_for()
            .filter(state__in=[CommonRequest.State.GAP, CommonRequest.State.DRAFTED], public_volume__gte=MOST_PRIVATE)
            .exclude(title="")
            .filter(Q(titled_by__isnull=False) | Exists(wording))
            .defer("centroid")
        )

    def worth_most_first(self):
        return self.order_by("-savings", "-volume", "-id")

    def with_all_beside(self):
        return self.select_related("topic", "owner", "article").defer("centroid")


# A request of which everybody could read fewer than that many wordings is not shown to customers.
MOST_PRIVATE = 3


class CommonRequest(Deciding, models.Model):
    """A group of things people ask for. The figures are those of the last run; `merged_into` leads on from one that is no more.

    `title` is made of public wordings alone, or by staff. `inner_title` may be anybody's words, and is for staff.
    """

    class State(models.TextChoices):
        GAP = "gap", _("gap")
        DRAFTED = "drafted", _("being written")
        COVERED = "covered", _("covered")
        STALE = "stale", _("stale")
        NOT_FOR_US = "not-for-us", _("not for us")

    noun: ClassVar[str] = "kb.request"
    LONGEST_REASON: ClassVar[int] = 500

    title = models.CharField(_("title"), max_length=200, blank=True)
    title_from_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True, related_name="+")
    title_from_id = models.BigIntegerField(null=True, blank=True)
    titled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("named by")
    )
    inner_title = models.CharField(max_length=200, blank=True, editable=False)
    phrases = ArrayField(models.CharField(max_length=100), default=list, blank=True, editable=False)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="common_requests", verbose_name=_("topic")
    )
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.GAP)
    reason = models.CharField(_("why not"), max_length=LONGEST_REASON, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="common_requests",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="common_requests", verbose_name=_("article")
    )
    # Likeness of the article that the program found; empty where staff linked it.
    article_likeness = models.FloatField(null=True, blank=True, editable=False)
    # How many of its questions that article quotes.
    article_quotes = models.PositiveIntegerField(default=0, editable=False)
    # Articles that staff said do not answer it.
    not_articles = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)

    volume = models.PositiveIntegerField(_("contacts"), default=0, editable=False)
    public_volume = models.PositiveIntegerField(default=0, editable=False)
    asked_since = models.PositiveIntegerField(_("asked since the article"), default=0, editable=False)
    asked_anyway = models.PositiveIntegerField(_("asked after reading the article"), default=0, editable=False)
    solved_count = models.PositiveIntegerField(_("solved"), default=0, editable=False)
    asked_count = models.PositiveIntegerField(_("asked of somebody"), default=0, editable=False)
    median_minutes = models.PositiveIntegerField(_("median time to answer"), null=True, blank=True, editable=False)
    cost = models.FloatField(_("cost"), default=0, editable=False)
    savings = models.FloatField(_("would save"), default=0, editable=False)
    weeks = ArrayField(models.PositiveIntegerField(), default=list, blank=True, editable=False)
    last_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    open_searches = models.PositiveIntegerField(_("searches that find nothing"), default=0, editable=False)

    centroid = HalfVectorField(dimensions=DIMENSIONS, null=True, editable=False)
    maker = models.CharField(max_length=80, blank=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_off")
    quiet_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("found"), default=timezone.now)
    mined_at = models.DateTimeField(_("looked at"), default=timezone.now)

    objects = CommonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("common request")
        verbose_name_plural = _("common requests")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="not-for-us") & ~Q(reason="")) | (~Q(state="not-for-us") & Q(reason="")),
                name="common_request_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drafted", "covered", "stale"]) | Q(article__isnull=False),
                name="common_request_covered_by_an_article",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="common_request_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-savings", "-volume", "-id"],
                name="common_request_worth",
                condition=Q(merged_into=None, quiet_since=None),
            )
        ]

    def __str__(self):
        return self.title or f"#{self.pk}"

    def get_absolute_url(self):
        return reverse("kb:request-detail", args=[self.pk])

    def page_keys(self) -> tuple[str, ...]:
        """Versions of the pages that show it to customers."""
        return ("requests",)

    @property
    def staff_title(self) -> str:
        """What staff call it: its title, else the most central wording, which may be private."""
        return self.title or self.inner_title or str(_("Without words"))

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @property
    def is_linked_by_staff(self) -> bool:
        """Whether somebody said that its article answers it; else the program found that."""
        return self.article_id is not None and self.article_likeness is None

    @property
    def solved_share(self) -> int | None:
        """In percent of what was asked of somebody; None where nothing was."""
        return round(100 * self.solved_count / self.asked_count) if self.asked_count else None

    @property
    def saves(self) -> str:
        """What documenting it would save in the window, in money."""
        return _money(self.savings)

    @property
    def costs(self) -> str:
        """What its contacts cost in the window."""
        return _money(self.cost)

    @property
    def usual_wait(self) -> str:
        """The median time to an answer, in words; empty where nothing was answered."""
        if self.median_minutes is None:
            return ""
        minutes = self.median_minutes
        if minutes < 100:
            return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
        hours = round(minutes / 60)
        if hours < 48:
            return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        return ngettext("%(n)s day", "%(n)s days", round(hours / 24)) % {"n": round(hours / 24)}

    @property
    def trend(self) -> str:
        """The last weeks in words, for the small line."""
        return _("Contacts per week: %(last)s in the last four weeks, %(before)s in the four before") % {
            "last": sum(self.weeks[-4:]),
            "before": sum(self.weeks[-8:-4]),
        }

    @property
    def rounded_volume(self) -> int:
        """As customers read it: no figure of the company's in detail."""
        step = 5 if self.volume < 50 else 50
        return max(step, round(self.volume / step) * step)

    def is_overdue(self, today=None) -> bool:
        return self.due_on is not None and self.is_open and self.due_on < (today or timezone.localdate())

    @property
    def is_found_now(self) -> bool:
        """Whether it is one by searches, each of which finds something now, without an article.

        Somebody may have asked meanwhile, which is what they find; what many have asked is a request without any search.
        """
        is_by_searches = self.volume > self.asked_count and self.asked_count < SMALLEST
        return self.state == self.State.GAP and is_by_searches and not self.open_searches

    @property
    def is_open(self) -> bool:
        """Whether somebody should still write about it."""
        return self.state in (self.State.GAP, self.State.DRAFTED, self.State.STALE)


def _money(amount: float) -> str:
    return f"{number_format(round(amount), force_grouping=True)} {settings.CURRENCY}"


class RequestItem(models.Model):
    """Something that somebody asked, and the request it is a part of. Its words stay where they were written.

    `key` is `question:12`, `ticket:5` or `search:` and the words; the rows are made anew by each run.
    """

    request = models.ForeignKey(CommonRequest, models.CASCADE, related_name="items")
    key = models.CharField(max_length=600, unique=True)
    subject_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True, related_name="+")
    subject_id = models.BigIntegerField(null=True, blank=True)
    times = models.PositiveIntegerField(default=1)
    likeness = models.FloatField(default=0)
    asked_at = models.DateTimeField()
    # Of a search: as it was typed last, and since when the same words find something.
    words = models.CharField(max_length=200, blank=True, editable=False)
    found_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("part of a common request")
        verbose_name_plural = _("parts of common requests")
        indexes = [models.Index(fields=["request", "-likeness"], name="request_item_central")]

    def __str__(self):
        return f"{self.request_id}: {self.subject_type_id}/{self.subject_id}"

    @property
    def subject_key(self) -> tuple[int, int] | None:
        """Content type and id of what was asked; None for a search, which is no row."""
        if self.subject_type_id is None or self.subject_id is None:
            return None
        return (self.subject_type_id, self.subject_id)

    @property
    def searched_for(self) -> str:
        """Of a search, its words; as they are compared, where a former run did not keep them as they were typed."""
        return "" if self.subject_id is not None else self.words or self.key.split(":", 2)[-1]
