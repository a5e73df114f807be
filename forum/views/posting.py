"""Sending a form that makes something: once, within the limits, and without losing a word when it is refused."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.content.sending import once
from community.members.limits import TooMany


def held() -> str:
    """What somebody is told whose post waits for a moderator."""
    return _(
        "Thank you. A moderator looks at it before others see it: we do that with some first posts. "
        "You get a mail when it is live."
    )


def submit(request, form: forms.Form, count: Callable[[HttpRequest], None], make: Callable[[], models.Model]):
    """What `make` returns, once for the same words; None when the form is refused, and then it says why.

    Only what is really made counts towards the limit that `count` keeps.
    """
    if not form.is_valid():
        return None

    def counted():
        count(request)
        return make()

    try:
        return once(request, counted)
    except ValidationError as error:
        form.add_error(None, error)
    except TooMany as error:
        form.add_error(None, _too_many(error.retry_after))
        form.retry_after = error.retry_after
    return None


def _too_many(seconds: int) -> str:
    if seconds < 60:
        sentence = ngettext(
            "That was quick. Nothing you typed is lost: send it again in %d second.",
            "That was quick. Nothing you typed is lost: send it again in %d seconds.",
            seconds,
        )
        return sentence % seconds
    minutes = round(seconds / 60)
    sentence = ngettext(
        "That was a lot at once. Nothing you typed is lost: send it again in %d minute.",
        "That was a lot at once. Nothing you typed is lost: send it again in %d minutes.",
        minutes,
    )
    return sentence % minutes


def mark_refused(response, form: forms.Form):
    """Give the page that shows a refused form its status: 429 past a limit, else 422. A form not sent leaves 200."""
    if not form.is_bound:
        return response
    retry_after = getattr(form, "retry_after", None)
    response.status_code = 429 if retry_after else 422
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def version_of(post) -> str:
    """What the post says now, as a version that another edit changes."""
    return (post.edited_at or post.created_at).isoformat()


def ask_first(request, question, form: forms.Form, title: str, label: str):
    """A page with one short form about a question."""
    context = {"question": question, "form": form, "title": title, "label": label}
    return mark_refused(render(request, "forum/upkeep.html", context), form)
