"""Sending a form that makes something: once, within the limits, and without losing a word when it is refused."""

from collections.abc import Callable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import render
from django.utils.translation import ngettext

from community.content.sending import once
from community.members.limits import Rate, TooMany, count, who


def submit(request, form: forms.Form, what: str, rates: Sequence[str], make: Callable[[], models.Model]):
    """What `make` returns, once for the same words; None when the form is refused, and then it says why.

    Only what is really made counts towards the limit of `what`.
    """
    if not form.is_valid():
        return None

    def counted():
        count(what, who(request), [Rate.parse(rate) for rate in rates])
        return make()

    try:
        return once(request, counted)
    except ValidationError as error:
        form.add_error(None, error)
    except TooMany as error:
        minutes = max(1, round(error.retry_after / 60))
        sentence = ngettext(
            "That was a lot at once. Nothing you typed is lost: send it again in %d minute.",
            "That was a lot at once. Nothing you typed is lost: send it again in %d minutes.",
            minutes,
        )
        form.add_error(None, sentence % minutes)
        form.retry_after = error.retry_after
    return None


def mark_refused(response, form: forms.Form):
    """Give the page that shows a refused form its status: 429 past a limit, else 422. A form not sent leaves 200."""
    if not form.is_bound:
        return response
    retry_after = getattr(form, "retry_after", None)
    response.status_code = 429 if retry_after else 422
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def ask_first(request, question, form: forms.Form, title: str, label: str):
    """A page with one short form about a question."""
    context = {"question": question, "form": form, "title": title, "label": label}
    return mark_refused(render(request, "forum/upkeep.html", context), form)
