"""Incident: something that is broken for many, told in public with updates."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Release, Topic
from community.content.audiences import Audience, Audienced, audience_scope
from community.content.models import AttachmentUse
from community.lib import markdown
from community.members.models import Member
from community.notifications.models import Subscription

_SAME_WITHIN = timedelta(minutes=10)


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Incidents in the audience of `person`, not hidden."""
        return self.filter(audience_scope(person), hidden_at=None)

    # "Everybody could read it, until somebody hid it."
    def was_public(self):
        return self.filter(audience=Audience.PUBLIC).exclude(hidden_at=None)

    # "Still broken, or watched after the repair."
    def open(self):
        return self.exclude(state=Incident.State.RESOLVED)

    def resolved(self):
        return self.filter(state=Incident.State.RESOLVED)

    # "We said that there would be news by now, and there are none."
    def update_overdue(self, now=None):
        return self.open().filter(next_update_at__lte=now or timezone.now())

    def newest_first(self):
        return self.order_by("-started_at", "-id")


class Incident(Audienced):
    """Something broken for many. What is known stands in its updates; the newest is the state."""

    class State(models.TextChoices):
        INVESTIGATING = "investigating", _("Investigating")
        CAUSE_FOUND = "cause-found", _("Cause found")
        WORKAROUND = "workaround", _("Workaround")
        FIXING = "fixing", _("Fixing")
        MONITORING = "monitoring", _("Monitoring")
        RESOLVED = "resolved", _("Resolved")

    class Severity(models.TextChoices):
        MINOR = "minor", _("minor")
        MAJOR = "major", _("major")
        CRITICAL = "critical", _("critical")

    noun: ClassVar[str] = "incidents.incident"

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(max_length=100, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.INVESTIGATING)
    severity = models.CharField(_("severity"), max_length=20, choices=Severity, default=Severity.MAJOR)
    topics = models.ManyToManyField(Topic, blank=True, related_name="incidents", verbose_name=_("topics"))
    releases = models.ManyToManyField(Release, blank=True, related_name="incidents", verbose_name=_("releases"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    next_update_at = models.DateTimeField(_("next update by"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta(Audienced.Meta):
        abstract = False
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            *Audienced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False) | (~Q(state="resolved") & Q(resolved_at=None)),
                name="incident_resolved_has_a_date",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("incidents:detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.state != self.State.RESOLVED

    @property
    def is_update_overdue(self) -> bool:
        return self.is_open and self.next_update_at is not None and self.next_update_at <= timezone.now()

    @classmethod
    def declare(
        cls, *, by, title: str, body: str, severity: str, topics=(), next_update_at: datetime | None = None, **fields
    ) -> "Incident":
        """Tell everybody that something is broken: a banner, a page, a first update.

        The same person declaring the same thing twice within ten minutes declares it once: the open one is returned. Locks
        the row of `by`.
        """
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=by.pk)
            now = timezone.now()
            declared = cls.objects.open().filter(declared_by=by, title=title, started_at__gt=now - _SAME_WITHIN).first()
            if declared is not None:
                return declared
            incident = cls(title=title, severity=severity, declared_by=by, next_update_at=next_update_at, **fields)
            incident.started_at = now
            incident.slug = _free_slug(title)
            incident.save()
            incident.topics.set(topics)
            incident._say(by=by, body=body, at=now)
            Subscription.follow(by, incident)
            Event.record("incidents.incident.declared", actor=by, subject=incident, severity=str(severity))
        return incident

    def update(self, *, by, state: str, body: str, next_update_at: datetime | None = None) -> "IncidentUpdate":
        """Say what is known now. The state `resolved` ends the incident; any other opens it again. Locks the row."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Incident.objects.select_for_update(of=("self",)))
            now = timezone.now()
            self.state = self.State(state)
            self.resolved_at = now if self.state == self.State.RESOLVED else None
            self.next_update_at = None if self.resolved_at else next_update_at
            self.save(update_fields=["state", "resolved_at", "next_update_at"])
            update = self._say(by=by, body=body, at=now)
            verb = "incidents.incident.resolved" if self.resolved_at else "incidents.incident.updated"
            Event.record(verb, actor=by, subject=self, update=update.pk, state=str(self.state))
        return update

    # -- What other rooms ask

    def page_keys(self) -> tuple[str, ...]:
        """Incidents show on every page, in the banner."""
        return ("site",)

    def excerpt(self, length: int = 200) -> str:
        newest = self.updates.newest_first().first()
        return markdown.excerpt(newest.body_html, length) if newest else ""

    def hide(self, *, by) -> None:
        self._set_hidden(timezone.now(), by)

    def unhide(self, *, by) -> None:
        self._set_hidden(None, by)

    def search_document(self) -> dict | None:
        """An incident is found by its title and updates while it is not hidden."""
        if self.hidden_at is not None:
            return None
        updates = [update.body_html for update in self.updates.newest_first()]
        return {
            "kind": "incident",
            "title": self.title,
            "solution_html": "",
            "body_html": " ".join(updates),
            "rest_html": "",
            "tags": [],
            "topic": None,
            "language": settings.LANGUAGE_CODE,
            "audience": self.audience,
            "organisation": self.organisation,
            "is_solved": not self.is_open,
            "written_at": self.started_at,
        }

    def _say(self, *, by, body: str, at: datetime) -> "IncidentUpdate":
        update = self.updates.create(author=by, state=self.state, body=body, body_html=markdown.render(body), at=at)
        AttachmentUse.note(update, update.body_html, by=by)
        return update

    def _set_hidden(self, at, by) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Incident.objects.select_for_update(of=("self",)))
            if (at is None) == (self.hidden_at is None):
                return
            self.hidden_at = at
            self.save(update_fields=["hidden_at"])
            Event.record(f"{self.noun}.{'hidden' if at else 'shown'}", actor=by, subject=self)


class IncidentUpdateQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Updates of incidents that `person` may know of."""
        return self.filter(incident__in=Incident.objects.visible_to(person))

    def newest_first(self):
        return self.order_by("-at", "-id")

    def newest_of_each(self):
        """The newest update of each incident."""
        return self.order_by("incident", "-at", "-id").distinct("incident")


class IncidentUpdate(models.Model):
    """One thing that was said about an incident, with the name of who said it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="updates")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=Incident.State)
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    at = models.DateTimeField(default=timezone.now)

    objects = IncidentUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def __str__(self):
        return f"{self.incident}: {self.get_state_display()}"


def _free_slug(title: str) -> str:
    """A slug that no incident has: the title, and a few letters that nobody else draws at the same moment."""
    stem = slugify(title)[:80].strip("-") or "incident"
    return f"{stem}-{get_random_string(4, 'abcdefghjkmnpqrstuvwxyz23456789')}"
