"""Recheck: an article is to be read again, by somebody who knows whether it still holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Release


class Freshness(models.TextChoices):
    """How an article stands: nothing to do, to be read again, to be changed, of no use any more."""

    FRESH = "", _("up to date")
    VERIFY = "verify", _("to verify")
    NEEDS_EDIT = "needs-edit", _("needs an edit")
    OBSOLETE = "obsolete", _("obsolete")


class RecheckQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)


class Recheck(models.Model):
    """Why an article is looked at again, what was found, by whom. Open once for an article, once for ever for a release."""

    class Why(models.TextChoices):
        CYCLE = "cycle", _("nobody has checked it for long")
        RELEASE = "release", _("there is a new version")
        ASKED = "asked", _("somebody asked for it")

    class State(models.TextChoices):
        VERIFY = "verify", _("to verify")
        NEEDS_EDIT = "needs-edit", _("needs an edit")
        OBSOLETE = "obsolete", _("obsolete")

    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="rechecks")
    why = models.CharField(_("why"), max_length=20, choices=Why)
    release = models.ForeignKey(
        Release, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("version")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.VERIFY)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("found by")
    )
    decided_at = models.DateTimeField(_("found"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of an article")
        verbose_name_plural = _("checks of articles")
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(closed_at=None), name="recheck_open_once"),
            models.UniqueConstraint(
                fields=["article", "release"], condition=Q(release__isnull=False), name="recheck_once_a_release"
            ),
            models.CheckConstraint(
                condition=Q(state="verify") | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="recheck_found_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.get_state_display()}"
