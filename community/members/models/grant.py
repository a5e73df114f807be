"""Roles are groups; rights beyond them are Grants. Every permission reads only these two."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic


class Role(models.TextChoices):
    """A staff group. The value is the name of the group."""

    AGENT = "agents", _("Agent")
    EDITOR = "editors", _("Editor")
    MODERATOR = "moderators", _("Moderator")
    MANAGER = "managers", _("Programme manager")
    ADMINISTRATOR = "administrators", _("Administrator")

    @property
    def group(self) -> Group:
        return Group.objects.get_or_create(name=self.value)[0]


class Right(models.TextChoices):
    """What a Grant may allow."""

    SEE_ADVOCATES = "see-advocates", _("see what is for advocates")
    EDIT_POSTS = "edit-posts", _("edit others' posts")
    RETAG = "retag", _("change topic and tags")
    MARK_DUPLICATES = "mark-duplicates", _("mark duplicates")
    PROPOSE_ARTICLES = "propose-articles", _("propose articles")
    REVIEW_ARTICLES = "review-articles", _("review and publish articles")
    ESCALATE = "escalate", _("escalate questions")
    ANNOUNCE = "announce", _("post announcements")
    SET_OUTCOME = "set-outcome", _("set outcomes")
    ENDORSE = "endorse", _("endorse answers")
    MODERATE = "moderate", _("decide on flags")
    HANDLE_CASES = "handle-cases", _("handle cases")
    DECLARE_INCIDENTS = "declare-incidents", _("declare incidents")
    SEE_INSIGHTS = "see-insights", _("see figures")
    MANAGE_PROGRAMME = "manage-programme", _("manage the advocates' programme")


class GrantQuerySet(models.QuerySet):
    def in_force(self, now=None):
        """Grants that hold now: begun, neither ended nor revoked."""
        now = now or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), revoked_at=None, starts_at__lte=now)


class Grant(models.Model):
    """A right, for a topic, for a language or everywhere, by whom, why, until when."""

    class Source(models.TextChoices):
        STAFF = "staff", _("given by staff")
        RANK = "rank", _("comes with a rank")
        CERTIFICATION = "certification", _("comes with a certification")
        SURGE = "surge", _("called in for a peak")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    right = models.CharField(_("right"), max_length=40, choices=Right)
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_(
            "For the language teams of the knowledge base: the right holds for articles in this language alone."
        ),
    )
    source = models.CharField(_("source"), max_length=20, choices=Source, default=Source.STAFF)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "right", "topic", "source", "language"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="grant_open_once",
            ),
            models.CheckConstraint(condition=Q(language="") | Q(topic=None), name="grant_for_a_topic_or_a_language"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("starts_at")), name="grant_ends_later"
            ),
        ]

    def __str__(self):
        where = self.topic.name if self.topic is not None else self.get_language_display() if self.language else ""
        return f"{self.member}: {self.get_right_display()}" + (f" ({where})" if where else "")

    @classmethod
    def give(
        cls, member, right, *, by=None, reason, topic=None, language="", source=Source.STAFF, until=None
    ) -> "Grant":
        """The open grant of this right from this source, made if there is none. Safe when two give it at once."""
        grant, _made = cls.objects.get_or_create(
            member=member,
            right=right,
            topic=topic,
            language=language,
            source=source,
            revoked_at=None,
            defaults={"granted_by": by, "reason": reason, "until": until},
        )
        member.forget_standing()
        return grant

    def revoke(self, *, by=None) -> None:
        """End the grant now. Revoking twice changes nothing."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Grant.objects.select_for_update())
            if self.revoked_at is None:
                self.revoked_at, self.revoked_by = timezone.now(), by
                self.save(update_fields=["revoked_at", "revoked_by"])
        self.member.forget_standing()
