"""What is known of a case: its columns, what they mean, and who may know of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.members.models import Team
from community.members.standing import standing_of
from community.support.models.queue import CaseQuerySet, new_ref
from forum.models import Question


class CaseRecord(models.Model):
    """The columns of a case. Its verbs stand in Case."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        ACKNOWLEDGED = "acknowledged", _("Seen")
        IN_PROGRESS = "in-progress", _("In progress")
        WAITING = "waiting-on-customer", _("Waiting on the customer")
        RESOLVED = "resolved", _("Resolved")
        CLOSED = "closed", _("Closed")

    class Why(models.TextChoices):
        """Why it was opened."""

        PROMISE = "promise-broken", _("nobody answered in time")
        ASKER = "asker", _("the asker wanted staff")
        ADVOCATE = "advocate", _("an advocate passed it on")
        STAFF = "staff", _("staff stepped in")
        CUSTOMER = "private-request", _("a private request")
        TOPIC = "private-topic", _("asked in a private topic")

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        NORMAL = 2, _("Normal")
        HIGH = 3, _("High")
        URGENT = 4, _("Urgent")

    Outcome = Question.Outcome
    noun: ClassVar[str] = "support.case"

    ref = models.CharField(_("reference"), max_length=12, unique=True, default=new_ref, editable=False)
    question = models.OneToOneField(
        Question, models.PROTECT, null=True, blank=True, related_name="case", verbose_name=_("question")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases", verbose_name=_("customer")
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("topic")
    )
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("team"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases_owned",
        verbose_name=_("owner"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )
    opened_why = models.CharField(_("why"), max_length=20, choices=Why)
    opened_reason = models.CharField(_("in their words"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Question.Outcome, blank=True)
    public_words = models.TextField(_("how it ended, in words"), blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("seen"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    first_reply_at = models.DateTimeField(_("first reply"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("reopened"), null=True, blank=True)
    # The place in the queue: rewritten by what happens, so that a page of it is one indexed read.
    is_late = models.BooleanField(_("a promise is broken"), default=False, editable=False)
    waits_since = models.DateTimeField(_("waits since"), default=timezone.now, editable=False)

    objects = CaseQuerySet.as_manager()

    organisation_names: list[str]  # of the customer; only from `with_all_beside()`

    class Meta:
        abstract = True
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=Q(question__isnull=False) | ~Q(title=""), name="case_is_about_something"),
            models.CheckConstraint(
                condition=Q(state__in=["resolved", "closed"], ended_at__isnull=False)
                | (~Q(state__in=["resolved", "closed"]) & Q(ended_at=None, outcome="")),
                name="case_ended_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-is_late", "-priority", "waits_since", "id"], name="case_queue", condition=Q(ended_at=None)
            ),
            models.Index(fields=["owner"], name="case_owner_open", condition=Q(ended_at=None)),
            models.Index(fields=["customer", "-opened_at", "-id"], name="case_customer"),
            models.Index(fields=["-ended_at"], name="case_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self):
        return self.title if self.question is None else self.question.title

    def get_absolute_url(self):
        """The customer's page of the case."""
        return reverse("cases:detail", args=[self.ref])

    def get_desk_url(self):
        """The agents' page of the case."""
        return reverse("support:case", args=[self.ref])

    # -- What it is

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_private(self) -> bool:
        """Whether it was never public: there is no question behind it."""
        return self.question_id is None

    @property
    def is_untouched(self) -> bool:
        """Nobody of the staff has done anything about it yet."""
        return self.state == self.State.NEW and self.owner_id is None

    @property
    def takes_replies(self) -> bool:
        """Whether the customer may write: while it is open, and for two weeks after it ended."""
        return self.state != self.State.CLOSED

    def is_for(self, person) -> bool:
        """Whether `person` may know of it: the customer, and staff who handle its topic. Twin of `visible_to`."""
        if person is None or not person.is_authenticated:
            return False
        return person.pk == self.customer_id or self.is_handled_by(person)

    def is_handled_by(self, person) -> bool:
        """Whether `person` may work on it. Twin of `handled_by`."""
        return standing_of(person).holds("handle-cases", self.topic_id)

    @property
    def has_overdue_clock(self) -> bool:
        """Whether a promise about the case or its question is broken now. Two queries at most."""
        if Clock.objects.of(self).overdue().exists():
            return True
        return self.question is not None and Clock.objects.of(self.question).overdue().exists()

    # -- What other rooms ask

    def page_keys(self) -> tuple[str, ...]:
        """A case shows on the page of its question; one from a private topic is counted on the page of that, and no more."""
        if self.question is not None:
            return self.question.page_keys()
        return ("lists",) if self.opened_why == self.Why.TOPIC else ()
