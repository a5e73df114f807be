"""How often somebody may do what in the forum. Pages and the API share these, and count together.

A site changes any of them by name with the setting `LIMITS`.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from community.members.limits import Rate, TooMany, count, who
from forum.models import Answer, Comment, Question
from forum.screening import is_new

QUESTIONS = ("4/m", "20/d")
ANSWERS = ("4/m", "100/d")
COMMENTS = ("10/m", "100/d")
VOTES = ("5/m", "20/h", "50/d")
FOLLOWS = ("30/m", "200/d")
GUESTS = ("10/h", "30/d")  # a visitor sends two forms for one question
UPKEEP = ("20/m", "200/d")
HELPING = ("30/m", "500/d")
INVITATIONS = ("6/m", "30/d")
SOLUTIONS = ("20/m", "200/d")
ESCALATIONS = ("5/h", "20/d")
CONFIRMATIONS = ("10/m", "100/d")
TYPE_AHEAD = ("120/m",)
LOOKS = ("10/m", "100/d")  # at what answers a question already, before it is posted
DEFLECTIONS = ("10/m", "60/d")
# On the first day: see forum.screening.
FIRST_QUESTIONS = ("3/d",)
FIRST_REPLIES = ("10/d",)
FIRST_DISTANCE = timedelta(seconds=30)


def count_question(request) -> None:
    """Count a question of the member. Raises TooMany."""
    is_first_day = is_new(request.user)
    if is_first_day:
        _keep_distance(request.user)
    _count("question", request, FIRST_QUESTIONS if is_first_day else QUESTIONS)


def count_answer(request) -> None:
    """Count an answer of the member. Raises TooMany."""
    _count_reply("answer", request, ANSWERS)


def count_comment(request) -> None:
    """Count a comment of the member. Raises TooMany."""
    _count_reply("comment", request, COMMENTS)


def _count_reply(what: str, request, rates: tuple[str, ...]) -> None:
    if is_new(request.user):
        _keep_distance(request.user)
        _count("first-reply", request, FIRST_REPLIES)
    _count(what, request, rates)


def _count(what: str, request, rates: tuple[str, ...]) -> None:
    count(what, who(request), [Rate.parse(rate) for rate in rates])


def _keep_distance(member) -> None:
    """Half a minute between two posts: a person needs that long, a program does not. Three queries, for new members."""
    if not settings.LIMITS_ENABLED:
        return
    now = timezone.now()
    for model in (Question, Answer, Comment):
        newest = model._base_manager.filter(author=member, created_at__gt=now - FIRST_DISTANCE).order_by("-created_at")
        if (post := newest.first()) is not None:
            raise TooMany(max(1, round((post.created_at + FIRST_DISTANCE - now).total_seconds())))
