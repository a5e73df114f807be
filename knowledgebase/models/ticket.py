"""Ticket: what somebody wrote to the help desk before there was a community, or beside it. For staff alone."""

import hashlib
import hmac
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.content.audiences import Audience
from community.members.standing import standing_of


class TicketQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Tickets are for staff; nobody else may know of one, its requester included: it has no page for them."""
        return self.all() if standing_of(person).is_staff else self.none()


class Ticket(models.Model):
    """A request to a help desk, imported. `source` is the help desk, in which `external_id` names one ticket.

    Who asked is a member, where their address is one; of others only a keyed hash is kept, to tell people apart.
    """

    noun: ClassVar[str] = "kb.ticket"
    LONGEST_BODY: ClassVar[int] = 60_000
    LONGEST_NUMBER: ClassVar[int] = 120

    source = models.CharField(_("help desk"), max_length=60)
    external_id = models.CharField(_("number there"), max_length=LONGEST_NUMBER)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    requester = models.CharField(max_length=64, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=LONGEST_BODY, blank=True)
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("written"))
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="ticket_once_per_help_desk"),
            models.CheckConstraint(condition=~Q(subject=""), name="ticket_has_a_subject"),
        ]
        indexes = [models.Index(fields=["-created_at"], name="ticket_newest")]

    def __str__(self):
        return f"{self.source} {self.external_id}"

    def get_absolute_url(self):
        return reverse("kb:ticket-detail", args=[self.pk])

    @staticmethod
    def hashed(address: str) -> str:
        """An address of mail as it is kept: by it two tickets of one person are known, and nobody is found from it."""
        return hmac.new(settings.SECRET_KEY.encode(), address.strip().lower().encode(), hashlib.sha256).hexdigest()

    # -- What other rooms ask

    def excerpt(self, length: int = 200) -> str:
        return Truncator(self.subject).chars(length)

    def search_document(self) -> dict | None:
        """For staff only. None while it is hidden."""
        if self.hidden_at is not None:
            return None
        return {
            "kind": "ticket",
            "title": self.subject,
            "solution_html": "",
            "body_html": linebreaks(self.body, autoescape=True),
            "rest_html": "",
            "tags": [],
            "topic": self.topic,
            "language": self.language,
            "audience": Audience.STAFF,
            "organisation": None,
            "is_answered": self.solved_at is not None,
            "is_solved": self.solved_at is not None,
            "written_at": self.created_at,
        }

    def hide(self, *, by) -> None:
        """Keep it out of search and of common requests."""
        self._set_hidden(timezone.now(), by)

    def unhide(self, *, by) -> None:
        """Let it be found by staff again."""
        self._set_hidden(None, by)

    def _set_hidden(self, at, by) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
            if (at is None) == (self.hidden_at is None):
                return
            self.hidden_at = at
            self.save(update_fields=["hidden_at"])
            Event.record(f"{self.noun}.{'hidden' if at else 'shown'}", actor=by, subject=self, topic=self.topic)


class ContactCost(models.Model):
    """What one contact costs the company by a channel: mail, chat, telephone. Others cost `COST_PER_CONTACT`."""

    COMMUNITY: ClassVar[str] = "community"
    CASE: ClassVar[str] = "case"
    SEARCH: ClassVar[str] = "search"

    channel = models.CharField(
        _("channel"),
        max_length=40,
        unique=True,
        help_text=_(
            "As the tickets name it. “community” stands for a question here, “case” for a case, “search” for a search."
        ),
    )
    cost = models.DecimalField(
        _("cost of one contact"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ["channel"]
        verbose_name = _("cost of a contact")
        verbose_name_plural = _("costs of contacts")
        constraints = [models.CheckConstraint(condition=Q(cost__gte=0), name="contact_cost_is_not_negative")]

    def __str__(self):
        return self.channel

    @classmethod
    def by_channel(cls) -> dict[str, float]:
        """The costs that were set. A search costs nothing unless somebody says so: nobody answered it. One query."""
        return {cls.SEARCH: 0.0} | {row.channel: float(row.cost) for row in cls.objects.all()}
