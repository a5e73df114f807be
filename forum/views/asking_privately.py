"""Asking where everything stays private: a page that says so, then the case."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from community.members.permissions import member_required
from community.search.shown import note_asked
from forum.asking.privately import ask_privately, stays_private
from forum.forms import QuestionForm
from forum.limits import count_question
from forum.models import Question
from forum.views.notices import say
from forum.views.posting import mark_refused, submit

_ABOUT_THE_FORM = ("csrfmiddlewaretoken", "in_private", "back")


def goes_private(form: QuestionForm) -> bool:
    """Whether what was sent, and is complete, is for staff alone."""
    return form.is_valid() and stays_private(form.cleaned_data["topic"], form.cleaned_data.get("kind", ""))


@member_required
def open_in_private(request, form: QuestionForm):
    """Say once more who will read it; sent again with that, it is a case. A form that was taken back is shown again."""
    topic = form.cleaned_data["topic"]
    if "back" in request.POST:
        return render(request, "forum/question_ask.html", {"form": form})
    if "in_private" not in request.POST:
        return _confirm(request, form)
    case = submit(request, form, count_question, lambda: ask_privately(by=request.user, topic=topic, **_words(form)))
    if case is None:
        return mark_refused(render(request, "forum/question_ask.html", {"form": form}), form)
    note_asked(request.POST.get("search", ""))
    say(request, _("We have it. Only you and our support team can read it."))
    return redirect(case)


def _confirm(request, form: QuestionForm):
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in _ABOUT_THE_FORM]
    context = {
        "form": form,
        "kept": kept,
        "topic": form.cleaned_data["topic"],
        "body": Question(body=_words(form)["body"]),
    }
    context["body"].render_body()
    response = render(request, "forum/question_ask_privately.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _words(form: QuestionForm) -> dict[str, str]:
    """The words, with what else the form says of it: a case has no fields for that."""
    said = form.cleaned_data
    facts = [str(said[name]) for name in ("product", "release", "platform") if said.get(name)]
    lines = [f"{field.label}: {value}" for field, value in form.intake.items() if value]
    about = ", ".join([*facts, *lines, *said.get("tags", ())])
    return {"title": said["title"], "body": said["body"], "about": _("About: %s") % about if about else ""}
