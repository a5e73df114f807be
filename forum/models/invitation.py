"""Invitation: a helper was asked to answer a question."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.members.models import Member
from forum.models.answer import Answer
from forum.models.claim import Pass
from forum.models.question import Question

AT_MOST = 3  # people who are asked, or have agreed, at one question
WAITS = timedelta(days=3)  # for a word of whoever was asked
_HERE = timedelta(days=30)  # who has not been here for longer would hardly come for this
_A_DAY = timedelta(days=1)


class InvitationQuerySet(models.QuerySet):
    # "They were asked, and have not said anything yet."
    def open(self):
        return self.filter(state=Invitation.State.OPEN)

    def taking_a_place(self):
        """Those that count against how many are asked at one question."""
        return self.filter(state__in=(Invitation.State.OPEN, Invitation.State.ACCEPTED))

    def taken_up_by(self, member) -> None:
        """`member` writes an answer, or has written it, perhaps late: accepted, if they were asked. One query."""
        asked = self.filter(member=member, state__in=(Invitation.State.OPEN, Invitation.State.IGNORED))
        asked.update(state=Invitation.State.ACCEPTED, decided_at=timezone.now())

    def left_by(self, member) -> None:
        """`member` leaves it to others: declined, if they were asked. One query."""
        asked = self.taking_a_place().filter(member=member)
        asked.update(state=Invitation.State.DECLINED, decided_at=timezone.now())

    def who_asked(self, member):
        """The name of who asked `member` to answer the question of the outer query, for a Subquery."""
        asked = self.open().filter(question=OuterRef("pk"), member=member)
        name = Coalesce(NullIf("invited_by__full_name", Value("")), "invited_by__username", Value("—"))
        return asked.values_list(name)[:1]

    def tally(self) -> dict[str, int]:
        """How many were accepted, declined and ignored. One query."""
        names = (Invitation.State.ACCEPTED, Invitation.State.DECLINED, Invitation.State.IGNORED)
        return self.aggregate(**{name.value: Count("pk", filter=Q(state=name)) for name in names})


class Invitation(models.Model):
    """Somebody was asked to answer, once. Accepted, declined and ignored ones are counted: that is how asking gets better."""

    class State(models.TextChoices):
        OPEN = "open", _("has not said anything yet")
        ACCEPTED = "accepted", _("answers")
        DECLINED = "declined", _("leaves it to others")
        IGNORED = "ignored", _("did not say anything")
        SETTLED = "settled", _("not needed any more")
        WITHDRAWN = "withdrawn", _("taken back")

    question = models.ForeignKey(Question, models.CASCADE, related_name="invitations")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["question", "member"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="invitation_decided_when_not_open",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "invited_at"], name="invitation_of_member"),
            models.Index(fields=["invited_at"], name="invitation_open", condition=Q(state="open")),
        ]

    def __str__(self):
        return f"{self.member} · {self.question_id}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """They were asked, and have not said anything yet."""
        return self.state == self.State.OPEN

    # -- Verbs

    @classmethod
    def make(cls, question: Question, member: Member, *, by: Member) -> "Invitation":
        """Ask `member` to answer. Locks the question, then the member. Asking the same one again changes nothing.

        Raises ValidationError when the question is not open or waits for its asker, when three are asked already, and when
        this member cannot be asked: see `who_may_be_asked`.
        """
        with transaction.atomic():
            question.lock()
            if (before := cls.objects.filter(question=question, member=member).first()) is not None:
                return before
            if not question.is_open or question.is_talk or question.needs_info_since is not None or question.is_locked:
                raise ValidationError(
                    _("Nobody can be asked now: the question is settled, locked, or waits for its asker.")
                )
            if question.invitations.taking_a_place().count() >= AT_MOST:
                raise ValidationError(_("Three people are asked already. Wait for what they say."))
            Member.objects.select_for_update(no_key=True).get(pk=member.pk)
            if not who_may_be_asked(question, by=by).filter(pk=member.pk).exists() or not _sees(member, question):
                raise ValidationError(
                    format_lazy(_("{name} cannot be asked now. Choose somebody else."), name=member.name)
                )
            invitation = cls.objects.create(question=question, member=member, invited_by=by)
            Event.record("forum.invitation.made", actor=by, subject=invitation, topic=question.topic)
        return invitation

    def withdraw(self, *, by: Member) -> None:
        """Take it back while nothing was said; it is not made again. Doing it twice changes nothing."""
        with transaction.atomic():
            open_one = Invitation.objects.open().select_for_update(of=("self",)).filter(pk=self.pk).first()
            if open_one is None:
                return
            open_one._decide(self.State.WITHDRAWN)
            Event.record("forum.invitation.withdrawn", actor=by, subject=open_one, topic=open_one.question.topic)

    @classmethod
    def note_ignored(cls, now: datetime | None = None, *, limit: int = 200) -> int:
        """Close those of whom nothing was heard for three days; returns how many. Two processes at once close each once.

        Where the question got its help meanwhile nobody ignored anything: it was not needed any more.
        """
        with transaction.atomic():
            silent = (
                cls.objects.open()
                .filter(invited_at__lt=(now or timezone.now()) - WAITS)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("question")
                .order_by("invited_at")[:limit]
            )
            for invitation in silent:
                is_needed = invitation.question.is_waiting_for_help
                invitation._decide(cls.State.IGNORED if is_needed else cls.State.SETTLED)
            return len(silent)

    def _decide(self, state: State) -> None:
        self.state, self.decided_at = state, timezone.now()
        self.save(update_fields=["state", "decided_at"])


def who_may_be_asked(question: Question, *, by: Member):
    """Customers who may be asked to answer: here in the last month, not at their daily cap, and new to this question.

    Each has `asked_today`. Staff are the second tier and have queues of their own. Whether a question is for their eyes is
    not looked at here.
    """
    now = timezone.now()
    own = {"question": question, "member": OuterRef("pk")}
    return (
        Member.objects.people()
        .filter(groups=None, last_seen_on__gte=(now - _HERE).date())
        .exclude(pk__in=(question.author_id, by.pk))
        .exclude(Exists(Answer.objects.filter(question=question, author=OuterRef("pk"))))
        .exclude(Exists(Pass.objects.filter(**own)))
        .exclude(Exists(Invitation.objects.filter(**own)))
        .annotate(asked_today=Count("invitations", filter=Q(invitations__invited_at__gt=now - _A_DAY)))
        .filter(asked_today__lt=F("invitations_a_day"))
    )


def _sees(member: Member, question: Question) -> bool:
    return Question.objects.visible_to(member).filter(pk=question.pk).exists()
