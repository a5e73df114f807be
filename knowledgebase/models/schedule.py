"""Schedule: a revision that a second person has approved, and when readers are to see it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledgebase.models.revision import Revision


class ScheduleQuerySet(models.QuerySet):
    # "Its time has come, and nothing stood in the way so far."
    def due(self, now=None):
        return self.filter(at__lte=now or timezone.now(), refused_because="")

    def soonest_first(self):
        return self.order_by("at", "id")


class Schedule(models.Model):
    """The reviewer's word for a revision, kept until its time. It ends when the article is revised, sent back or published.

    What stood in the way when its time came is kept in `refused_because`: then it waits for a person.
    """

    article = models.OneToOneField("knowledgebase.Article", models.CASCADE, related_name="schedule")
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="schedule", verbose_name=_("revision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    at = models.DateTimeField(_("published at"))
    made_at = models.DateTimeField(default=timezone.now)
    refused_because = models.CharField(_("why it was not published"), max_length=300, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")
        indexes = [models.Index(fields=["at"], name="schedule_due", condition=models.Q(refused_because=""))]

    def __str__(self):
        return f"{self.revision} · {self.at:%Y-%m-%d %H:%M}"
