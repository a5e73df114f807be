"""How often somebody may do what in the forum. Pages and the API share these, and count together."""

from datetime import timedelta

from django.utils import timezone

ANSWERS = ("4/m", "100/d")
COMMENTS = ("10/m", "100/d")
VOTES = ("5/m", "20/h", "50/d")
CONFIRMATIONS = ("10/m", "100/d")
TYPE_AHEAD = ("120/m",)
LOOKS = ("10/m", "100/d")  # at what answers a question already, before it is posted
DEFLECTIONS = ("10/m", "60/d")
_NEW_FOR = timedelta(days=1)


def questions_of(member) -> tuple[str, ...]:
    """A new member asks three questions on the first day; nobody asks more than twenty a day."""
    is_new = timezone.now() - member.date_joined < _NEW_FOR
    return ("3/d",) if is_new else ("4/m", "20/d")
