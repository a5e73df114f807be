"""Decision: what was done about a review, for which published reason, and what is said about it in public."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.moderation.models.flag import Reason
from community.moderation.models.review import Review


class DecisionQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at", "-id")


class Decision(models.Model):
    """Never changed afterwards. A review ends with one; a rule may have acted before, which is a decision too."""

    class Action(models.TextChoices):
        KEEP = "keep", _("kept")
        HIDE = "hide", _("hidden")
        LOCK = "lock", _("locked")

    LONGEST_STATEMENT = 2_000
    LONGEST_LINE = 240

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions", verbose_name=_("review"))
    action = models.CharField(_("what was done"), max_length=10, choices=Action)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    statement = models.TextField(_("to the author"), max_length=LONGEST_STATEMENT, blank=True)
    public_line = models.CharField(_("in the public log"), max_length=LONGEST_LINE)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    is_automatic = models.BooleanField(_("by a rule"), default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["review", "is_automatic"], name="decision_once_a_review"),
            models.CheckConstraint(
                condition=Q(action="keep") | (~Q(reason="") & ~Q(statement="")),
                name="decision_gives_reason_and_statement",
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=True, decided_by=None) | Q(is_automatic=False, decided_by__isnull=False),
                name="decision_is_by_somebody_or_by_a_rule",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="decision_newest")]

    def __str__(self):
        return f"{self.review}: {self.get_action_display()}"

    @classmethod
    def make(
        cls, review: Review, *, by, action: str, reason: str = "", statement: str = "", public_line: str | None = ""
    ):
        """Decide and do it: hide, lock, or keep (and show again what a rule had hidden). Ends the review; locks it.

        Raises PermissionDenied to the author of the thing, ValidationError when somebody else has decided already,
        when hiding or locking lacks a published reason or a statement to the author, and for a thing that cannot be locked.
        """
        action = cls.Action(action)
        if by.pk == review.author_id:
            raise PermissionDenied(_("Nobody decides about what they wrote themselves."))
        if action != cls.Action.KEEP and (not reason or not statement.strip()):
            raise ValidationError(_("Give one of the published reasons, and tell the author why."))
        with transaction.atomic():
            review.lock()
            if not review.is_open:
                raise ValidationError(_("Somebody else has decided this already."))
            subject = review.subject
            if action == cls.Action.LOCK and not hasattr(subject, "set_locked"):
                raise ValidationError(_("Only a question can be locked."))
            decision = cls.objects.create(
                review=review,
                action=action,
                reason=Reason(reason) if reason else "",
                statement=statement.strip(),
                public_line=" ".join((public_line or "").split())[: cls.LONGEST_LINE] or default_line(action, reason),
                decided_by=by,
            )
            if subject is not None:
                decision.carry_out(subject, by=by)
            review.closed_at, review.upheld = decision.at, action != cls.Action.KEEP
            review.save(update_fields=["closed_at", "upheld"])
            Event.record("moderation.decision.made", actor=by, subject=decision, topic=review.topic, action=str(action))
        return decision

    @classmethod
    def make_by_rule(cls, review: Review, *, reason: str, statement: str, public_line: str) -> "Decision":
        """Hide at once, until a moderator has looked: the review stays open. Call with the review locked."""
        decision = cls.objects.create(
            review=review,
            action=cls.Action.HIDE,
            reason=Reason(reason),
            statement=statement,
            public_line=public_line,
            is_automatic=True,
        )
        review.hidden_at_once = True
        review.save(update_fields=["hidden_at_once"])
        decision.carry_out(review.subject, by=None)
        Event.record("moderation.decision.made", actor=None, subject=decision, topic=review.topic, action="hide")
        return decision

    def carry_out(self, subject, *, by) -> None:
        """Do to the thing what was decided; doing it twice changes nothing."""
        if self.action == self.Action.HIDE:
            subject.hide(by=by)
        elif self.action == self.Action.LOCK:
            subject.set_locked(True, by=by)
        if self.action != self.Action.HIDE and self.review.held_for:
            subject.reveal()
        elif self.action != self.Action.HIDE and self.review.hidden_at_once:
            subject.unhide(by=by)

    # -- What other rooms ask

    def page_keys(self) -> tuple[str, ...]:
        """The public log."""
        return ("moderation-log",)


def default_line(action: str, reason: str) -> str:
    """What the public log says when the moderator adds nothing."""
    if action == Decision.Action.KEEP:
        return str(_("Looked at and kept: it breaks no rule."))
    return str(Reason(reason).label)
