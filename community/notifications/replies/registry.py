"""Where replies go: each room says it for its threads, in a module `replies.py` that is imported when Django starts.

    @takes_replies(Question)
    def place_of(question, *, member, told):
        ...
        return Place(sentence=_("Answer this mail to comment."), post=..., ...)

`told` is the event that the mail told of, where it is known. What raises a ValidationError takes no reply; its sentence
says why. The same function decides whether a mail invites a reply, and where one that came is posted, perhaps weeks later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from community.activity.models import Event
from community.members.models import Member


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the words of a reply go: as the page would take them, with the same verb, limits and rights."""

    sentence: Any  # what the mail says about replying, in one sentence
    address: str  # of the form on the site that takes the same words, in its field `body`
    button: Any  # the words on that form's button
    is_public: bool  # then private facts in the words are asked about first
    longest: int  # characters
    limit: str  # the name under which pages and mails count together
    rates: tuple[str, ...]
    post: Callable[[str], models.Model]  # the verb, with the member and the place in it


class PlaceOf(Protocol):
    def __call__(self, thread: Any, /, *, member: Member, told: Event | None) -> Place: ...


_places: dict[str, PlaceOf] = {}


def takes_replies(model: type[models.Model]) -> Callable[[PlaceOf], PlaceOf]:
    """Register the decorated function for threads of this model. Its default manager must have `visible_to(member)`."""

    def register(place_of: PlaceOf) -> PlaceOf:
        _places[model._meta.label_lower] = place_of
        return place_of

    return register


def place_of(thread: models.Model, *, member: Member, told: Event | None) -> Place:
    """Where a reply of the member goes. Raises ValidationError where none is taken. Whether they may see it is not asked."""
    find = _places.get(thread._meta.label_lower)
    if find is None:
        raise ValidationError(_("What you answered to takes no replies by mail."))
    return find(thread, member=member, told=told)
