"""Kind: what a member may hear about. Pace: how soon it comes by mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pace(models.TextChoices):
    """How what is told comes to a member."""

    IMMEDIATE = "immediate", _("by mail, at once")
    DAILY = "daily", _("by mail, once a day")
    WEEKLY = "weekly", _("by mail, once a week")
    OFF = "off", _("only in the list here")
    NOTHING = "nothing", _("not at all")

    @property
    def is_digest(self) -> bool:
        """Whether it is gathered, and comes at a time of its own."""
        return self in (Pace.DAILY, Pace.WEEKLY)


class Kind(models.TextChoices):
    """What a member may hear about, as they would sort it."""

    MINE = "mine", _("Answers and comments to what I wrote")
    FOLLOWED = "followed", _("News in questions and incidents that I follow")
    FRESH = "fresh", _("New questions and articles in what I follow: topics, tags, people, searches")
    INVITED = "invited", _("When somebody asks me to answer")
    MENTIONED = "mentioned", _("When somebody mentions me")
    RECOGNITION = "recognition", _("When I helped: accepted answers, ranks, articles made of my words")
    CASES = "cases", _("Replies of the support team to my cases")
    ACCOUNT = "account", _("Decisions about what I wrote")

    @property
    def is_optional(self) -> bool:
        """Whether it can be switched off or made to wait: who is moderated must be told."""
        return self != Kind.ACCOUNT

    @property
    def usual_pace(self) -> Pace:
        """What holds until a member chooses. A topic can have a hundred new questions a day: those are gathered."""
        return Pace.DAILY if self == Kind.FRESH else Pace.IMMEDIATE
