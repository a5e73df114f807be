"""Moving, tagging, merging and splitting: a form, what will happen, and a button that does it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.content.sending import once
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import outlook, permissions
from forum.forms.threads import MergeForm, MoveForm, SplitForm, TagsForm, WhyForm
from forum.limits import UPKEEP
from forum.models import Merge, Question, Split
from forum.views.finding import find_question
from forum.views.notices import say
from forum.views.posting import ask_first, mark_refused

_ABOUT_THE_FORM = ("csrfmiddlewaretoken", "confirmed", "back")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def topic_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_retag(request.user, question), _not_yours())
    is_own = permissions.is_asker(request.user, question)
    form = MoveForm(_posted(request), question=question, is_own=is_own)

    def move(topic, reason) -> Question:
        question.move(to=topic, by=request.user, reason=reason)
        say(request, _("The question stands in another topic now."))
        return question

    words = {"title": _("Move it to another topic"), "label": _("Move it")}
    return _arrange(request, question, form, words, lambda topic, reason: outlook.of_move(question, topic), move)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def tags_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_retag(request.user, question), _not_yours())
    is_own = permissions.is_asker(request.user, question)
    form = TagsForm(_posted(request), initial={"tags": sorted(question.tags.names())}, is_own=is_own)
    if request.method == "POST" and form.is_valid():
        question.retag(form.cleaned_data["tags"], by=request.user, reason=form.cleaned_data["reason"])
        say(request, _("The question has these tags now."))
        return redirect(question)
    return ask_first(request, question, form, _("Change its tags"), _("Save the tags"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def merge_set(request, question_id):
    """Whoever comes late is led to the question that it became a part of."""
    question = find_question(request, question_id)
    if question.is_merged and permissions.can_rearrange(request.user, question):
        return redirect(question.leads_to)
    require(permissions.can_merge(request.user, question), _not_yours())
    form = MergeForm(_posted(request), person=request.user, question=question)

    def foresee(canonical, reason, likely=None) -> list[str]:
        _must_rearrange(request.user, canonical)
        return outlook.of_merge(question, canonical, reason)

    def merge(canonical, reason, likely=None) -> Question:
        _must_rearrange(request.user, canonical)
        made = once(request, lambda: Merge.make(question, into=canonical, by=request.user, reason=reason))
        say(request, _("The two are one question now."))
        return made.canonical

    words = {
        "title": _("Merge it into another question"),
        "label": _("Merge them"),
        "text": _("For the same thing asked twice, or in two halves. All that was said here stands there then."),
    }
    return _arrange(request, question, form, words, foresee, merge)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def merge_remove(request, question_id):
    """A page that asks why; without a merge there is nothing to undo."""
    question = find_question(request, question_id)
    merge = Merge.objects.standing().filter(question=question).select_related("question", "canonical__topic").first()
    if merge is None:
        require(permissions.can_rearrange(request.user, question), _not_yours())
        return redirect(question)
    require(permissions.can_rearrange(request.user, merge.canonical), _not_yours())
    form = WhyForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            merge.undo(by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            say(request, _("The two questions are two again."))
            return redirect(find_question(request, question_id))
    context = {
        "question": merge.canonical,
        "form": form,
        "title": _("Undo the merge"),
        "label": _("Make them two again"),
        "text": _("What came from “%(title)s” goes back there. What was said since stays.") % {"title": question.title},
    }
    return mark_refused(render(request, "forum/upkeep.html", context), form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def split_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_split(request.user, question), _not_yours())
    if "confirmed" in request.POST:
        sent = Split.objects.just_made(question, by=request.user, title=request.POST.get("title", "")).first()
        if sent is not None:
            return redirect(sent.made)
    begun = {"topic": question.topic_id, "asks": request.GET.get("asks", "")}
    form = SplitForm(_posted(request), question=question, initial=begun)

    def foresee(asks, answers, title, topic, words, reason) -> list[str]:
        return outlook.of_split(question, asks=asks, answers=answers, title=title, topic=topic, by=request.user)

    def split(**said) -> Question:
        made = once(request, lambda: Split.make(question, by=request.user, **said))
        say(request, _("This is a question of its own now."))
        return made.made

    words = {
        "title": _("Make a question of a part of it"),
        "label": _("Split it off"),
        "text": _("For something else that somebody asked here, and the answers to it."),
    }
    return _arrange(request, question, form, words, foresee, split)


def _not_yours() -> str:
    return _("Only who looks after threads in this topic can do that.")


def _must_rearrange(person, canonical: Question) -> None:
    """Raise ValidationError for who may not look after threads at the other end."""
    canonical = canonical.leads_to
    if not permissions.can_rearrange(person, canonical):
        raise ValidationError(
            _("You cannot add to “%(title)s”: you do not look after threads in its topic.") % {"title": canonical.title}
        )


def _arrange(
    request,
    question: Question,
    form: forms.Form,
    words: dict[str, Any],
    foresee: Callable[..., list[str]],
    do: Callable[..., Question],
):
    """The form; sent, what will happen; confirmed, the page of what was made. What is in the way is said on the form."""
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            if "confirmed" in request.POST:
                return redirect(do(**form.cleaned_data))
            kept = [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in _ABOUT_THE_FORM
            ]
            context = {"question": question, "sentences": foresee(**form.cleaned_data), "kept": kept} | words
            return render(request, "forum/outlook.html", context)
        except ValidationError as error:
            form.add_error(None, error)
    page = render(
        request, "forum/upkeep.html", {"question": question, "form": form} | words | {"label": _("See what happens")}
    )
    return page if "back" in request.POST else mark_refused(page, form)


def _posted(request):
    return request.POST if request.method == "POST" else None
