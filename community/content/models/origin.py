"""Where an imported thing comes from. Its attribution is shown wherever the thing is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.Model):
    """A row of another site, and the row that it became here."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member")
        QUESTION = "question", _("question")
        ANSWER = "answer", _("answer")
        COMMENT = "comment", _("comment")

    site = models.CharField(_("site"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    external_id = models.CharField(_("id there"), max_length=80)
    url = models.URLField(_("address there"), max_length=400, blank=True)
    author_name = models.CharField(_("author there"), max_length=200, blank=True)
    author_url = models.URLField(_("author's page there"), max_length=400, blank=True)
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text=_("Of the row as it was read, to see what changed."))
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="origin", verbose_name=_("member")
    )
    gone_at = models.DateTimeField(_("no longer there since"), null=True, blank=True)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        constraints = [models.UniqueConstraint(fields=["site", "kind", "external_id"], name="origin_once")]

    def __str__(self):
        return f"{self.site} {self.kind} {self.external_id}"
