"""Forms that keep a draft: what was typed is in them again, and is kept when they are refused.

form = begin(request, f"answer:{question.pk}", AnswerForm())   # the page that shows the form
sent(request)                                                  # the view has made something of it; `once` says so too

Whatever else becomes of a form that names its draft (components/_draft.html), its words are kept by the middleware: after
a limit, a right that is gone, an error of ours. A view does nothing for that.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from community.content import places
from community.content.models import Draft
from community.content.models.draft import Fields
from community.content.private_facts import find, masked
from community.content.public_words import Choice, facts_in
from community.members import pending

PLACE, PAGES, BASE, CHOICE = "draft", "draft_pages", "draft_base", "private_facts"
OPENED = "opened"
# Fields that say something of the form, and are no words of it: sent again they may differ.
ABOUT_THE_FORM = frozenset({"csrfmiddlewaretoken", PLACE, PAGES, BASE, OPENED, "seen"})
# What a page knew when it was loaded is not what it knows when a draft is taken up again.
_NOT_KEPT = ABOUT_THE_FORM | {CHOICE, "end-seen", "submit", "helped"}
_signer = Signer(salt="content.drafting.opened")
_MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


@dataclass(frozen=True)
class Begun:
    """What a page says of the draft of its form: `form.draft`."""

    place: str
    pages: str = ""
    base: str = ""
    saved_at: datetime | None = None  # when the words in the form were typed; None when they are not from a draft
    waits_since: datetime | None = None  # there is a draft, and the form begins with something else
    has_changed: bool = False  # what the form changes has changed since
    has_other: bool = False  # another window had typed something else
    opened: str = ""  # when the form was opened first, signed: `typed_in` reads it

    @property
    def is_told(self) -> bool:
        """Whether the member has to hear of it."""
        return bool(self.saved_at or self.waits_since)

    @property
    def address(self) -> str:
        place = places.find(self.place)
        return place.address if place is not None else "/"


def at(request: HttpRequest, *names: str) -> dict[str, Draft]:
    """The member's drafts at places, by their names, for a page with several forms. One query."""
    return {draft.place: draft for draft in Draft.objects.of(request.user).filter(place__in=names)}


def begin(
    request: HttpRequest,
    place: str,
    form: Any,
    *others: Any,
    base: str = "",
    anew: bool = False,
    found: Mapping[str, Draft] | None = None,
) -> Any:
    """`form`, with what the member typed into it and `others` last time, and `form.draft` for the page.

    `base` is the version of what the form changes. With `anew` the words stay where they are, and the page says so. One
    query, unless the drafts of the page were `found` before. A visitor's form is the same for everybody, and one that was
    sent shows what was sent: no query.
    """
    if not request.user.is_authenticated:
        form.draft = Begun(place)
        return form
    page = secrets.token_hex(6)
    if form.is_bound:
        pages, known, opened = (request.POST.get(name) for name in (PAGES, BASE, OPENED))
        form.draft = Begun(place, pages or page, known or base, opened=opened or "")
        return form
    draft = (at(request, place) if found is None else found).get(place)
    now = _stamp(timezone.now())
    if draft is None:
        form.draft = Begun(place, page, base, opened=now)
    elif anew:
        form.draft = Begun(place, page, base, waits_since=draft.saved_at, opened=now)
    else:
        for each in (form, *others):
            _fill(each, draft.fields)
        form.draft = Begun(
            place,
            f"{page} {draft.page}".strip(),
            draft.base or base,
            saved_at=draft.saved_at,
            has_changed=bool(draft.base) and draft.base != base,
            has_other=bool(draft.other),
            opened=_stamp(draft.saved_at),
        )
    return form


def go_on(request: HttpRequest, place: str, form: Any) -> Any:
    """`form`, which shows what was sent without checking it, and `form.draft` as the page had it. No query."""
    pages, base, opened = (request.POST.get(name, "") for name in (PAGES, BASE, OPENED))
    form.draft = Begun(place, pages, base, opened=opened)
    return form


def typed_in(request: HttpRequest) -> timedelta:
    """How long ago the form that was sent was opened, or its draft was kept; nothing for one that was never opened."""
    try:
        opened = datetime.fromisoformat(_signer.unsign(request.POST.get(OPENED, "")))
    except BadSignature:
        return timedelta()
    return timezone.now() - opened


def sent(request: HttpRequest) -> None:
    """What the request carried has become something: its draft is gone. At most three queries."""
    place = request.POST.get(PLACE, "")
    if not place or not request.user.is_authenticated:
        return
    gone = facts_in(*map(str, request.POST.values())) if request.POST.get(CHOICE) == Choice.REMOVE else ()
    Draft.note_sent(by=request.user, place=place, gone=gone)
    request.sent_draft = place  # type: ignore[attr-defined]


def keep_posted(data: QueryDict, *, by) -> Draft | None:
    """Keep the form in `data` as a draft of `by`. Raises ValidationError where that is no form, and for too much.

    Who chose to remove private facts has them removed from the draft as well.
    """
    fields = fields_of(data)
    if data.get(CHOICE) == Choice.REMOVE:
        fields = {name: masked(text, find(text)) if isinstance(text, str) else text for name, text in fields.items()}
    pages = data.get(PAGES, "").split()[:2]
    return Draft.keep(fields, by=by, place=data.get(PLACE, ""), pages=pages, base=data.get(BASE, ""))


@pending.inherited_by
def keep_after_signing_in(member, data: pending.Data, at: datetime) -> None:
    """What somebody sent before they signed in is their draft until they send it again; it was typed by then."""
    posted = QueryDict(mutable=True)
    for name, value in data:
        posted.appendlist(name, value)
    if PLACE in posted:
        with suppress(ValidationError):
            keep_posted(posted, by=member)
        data.append((OPENED, _stamp(at)))


def fields_of(data: QueryDict) -> Fields:
    """The words and choices of a form that was sent."""
    lists = {name: data.getlist(name) for name in data if name not in _NOT_KEPT}
    return {name: values if len(values) > 1 else values[0] for name, values in lists.items() if values}


def _stamp(moment: datetime) -> str:
    return _signer.sign(moment.isoformat(timespec="seconds"))


def _fill(form: Any, fields: Mapping[str, str | list[str]]) -> None:
    """A form whose fields follow from what is chosen in it makes them in `take_up(fields)`."""
    if hasattr(form, "take_up"):
        form.take_up(fields)
    for name, field in form.fields.items():
        value = fields.get(form.add_prefix(name))
        if isinstance(field, _MANY):
            form.initial[name] = [value] if isinstance(value, str) else value or []
        elif value is not None:
            form.initial[name] = value
