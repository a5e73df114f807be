"""Member: a person with an account. Staff are members with staff groups."""

from datetime import UTC, date, datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.standing import standing_of


def display_name(member) -> str:
    """How a member is addressed, for allauth's pages and mails."""
    return member.name


def has_page(is_active: bool, last_seen_on: date | None) -> bool:
    """Whether a member has a page of their own: all but those whose account was closed.

    Who came with an import was never here, cannot sign in, and has one: it says what they wrote.
    """
    return is_active or last_seen_on is None


def is_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("This time zone is not known."))


class MemberQuerySet(models.QuerySet):
    def people(self):
        """Members with an account that works: neither imported, closed nor automatic."""
        return self.filter(is_active=True, is_automatic=False)

    # "They have a page of their own": the twin of `has_page`.
    def with_page(self):
        return self.filter(models.Q(is_active=True) | models.Q(last_seen_on=None))

    def with_role(self, *roles):
        """Members who have one of `roles`."""
        return self.filter(groups__name__in=roles).distinct()

    def most_helpful_first(self):
        return self.order_by("-people_helped", "-points", "id")


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):
    def create_user(self, username, email="", password=None, **fields):
        """A new member, saved; without a password they sign in by code only."""
        member = self.model(username=username, email=self.normalize_email(email or ""), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, username, email="", password=None, **fields):
        member = self.create_user(username, email, password, is_superuser=True, **fields)
        member.join("administrators")
        return member

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class Member(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    The columns from `rank_name` on belong to higher rooms, which write them and can rebuild them from rows; they stand
    here so that a name can be shown with its rank anywhere, without a query.
    """

    class Reading(models.TextChoices):
        STEPS = "steps", _("just the steps")
        STORY = "story", _("the whole story")

    username = models.CharField(
        _("username"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[\w][\w.-]*$", _("Use letters, digits, dots, hyphens and underscores."))],
        error_messages={"unique": _("This username is taken.")},
    )
    email = models.EmailField(_("mail address"), blank=True)
    full_name = models.CharField(_("name shown"), max_length=80, blank=True)
    about = models.TextField(_("about you"), max_length=600, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[is_time_zone])
    reading = models.CharField(_("reads"), max_length=10, choices=Reading, default=Reading.STEPS)
    invitations_a_day = models.PositiveSmallIntegerField(
        _("asked to answer, at most so often a day"),
        default=3,
        validators=[MaxValueValidator(20)],
        help_text=_("Askers may ask who knows to answer. You decide each time; 0 means that nobody can ask you."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_automatic = models.BooleanField(_("is a program"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    last_seen_on = models.DateField(_("last seen"), null=True, blank=True)

    rank_name = models.CharField(max_length=60, blank=True, editable=False)
    rank_level = models.PositiveSmallIntegerField(default=0, editable=False)
    points = models.IntegerField(default=0, editable=False)
    people_helped = models.PositiveIntegerField(default=0, editable=False)
    unread_count = models.PositiveIntegerField(default=0, editable=False)
    staff_title = models.CharField(_("shown as staff"), max_length=60, blank=True)

    objects = MemberManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="member_username_once_in_any_case"),
            models.UniqueConstraint(Lower("email"), name="member_email_once", condition=~models.Q(email="")),
        ]
        indexes = [models.Index(fields=["-people_helped", "-points", "id"], name="member_most_helpful")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:detail", args=[self.username])

    @property
    def name(self) -> str:
        return self.full_name or self.username

    @property
    def has_page(self) -> bool:
        return has_page(self.is_active, self.last_seen_on)

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.replace(".", " ").replace("_", " ").replace("-", " ").split() or [self.username]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()

    @property
    def hue(self) -> int:
        """A step of the twelve avatar hues, from the name, so that it is the same everywhere."""
        return sum(self.username.encode()) % 12

    @property
    def standing(self):
        """Roles, grants and organisations. One query the first time."""
        return standing_of(self)

    @property
    def is_staff(self) -> bool:
        """Has a role, and so a door to the back office. One query the first time."""
        return self.is_superuser or self.standing.is_staff

    def join(self, *roles: str) -> None:
        """Give staff roles."""
        self.groups.add(*(Group.objects.get_or_create(name=role)[0] for role in roles))
        self.note_roles()

    def note_roles(self) -> None:
        """Take the roles that were just given or taken: staff are shown as what they are, others are not."""
        self.forget_standing()
        roles = self.standing.roles
        title = (self.staff_title or next((t for r, t in _STAFF_TITLES.items() if r in roles), "")) if roles else ""
        if title != self.staff_title:
            self.staff_title = title
            self.save(update_fields=["staff_title"])

    def forget_standing(self) -> None:
        """Read roles and grants anew at the next question; for code that just changed them."""
        self.__dict__.pop("_standing", None)

    def note_seen(self, now: datetime) -> None:
        """Remember the day of the last visit: one write a day."""
        today = now.astimezone(UTC).date()
        if self.last_seen_on != today:
            Member.objects.filter(pk=self.pk).update(last_seen_on=today)
            self.last_seen_on = today


_STAFF_TITLES = {
    "agents": "Support",
    "editors": "Editor",
    "moderators": "Moderator",
    "managers": "Community team",
    "administrators": "Community team",
}
