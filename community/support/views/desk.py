"""A case on the agents' desk: one page with all that is needed, and what is done from it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.content.drafting import at, begin, sent
from community.members.limits import limited
from community.support.forms import EndForm, HandoffForm, NoteForm, OwnerForm, PriorityForm, ReplyForm
from community.support.knowledge import known_about
from community.support.limits import DESK
from community.support.models import Case
from community.support.views.private import desk_case
from forum.models import Question

_SHOWN = 6  # questions and cases of the person, beside the case
_often = limited("desk", *DESK)


@require_safe
@desk_case
def case_detail(request, case):
    """The question and its thread, the private thread with notes, the person. Eight queries."""
    return _show(request, case)


@require_safe
@desk_case
def known(request, case):
    """A fragment: articles and solved questions like the case."""
    return render(request, "support/_known.html", {"case": case, "known": known_about(case)})


@require_POST
@_often
@desk_case
def set_owner(request, case):
    """Take the case; with `to` (a username), give it to that member."""
    if "to" not in request.POST:
        return _do(request, case, lambda: case.take(by=request.user), _("It is yours."))
    form = OwnerForm(request.POST, case=case)
    if not form.is_valid():
        messages.error(request, _("Nobody of that name can work on this case."))
        return redirect(case.get_desk_url())
    to = form.cleaned_data["to"]
    return _do(request, case, lambda: case.assign(to, by=request.user), _("%s has it now.") % to.name)


@require_POST
@_often
@desk_case
def acknowledge(request, case):
    return _do(
        request, case, lambda: case.acknowledge(by=request.user), _("The customer can see that you look into it.")
    )


@require_POST
@_often
@desk_case
def set_priority(request, case):
    form = PriorityForm(request.POST)
    if not form.is_valid():
        return _show(request, case, status=422)
    return _do(
        request, case, lambda: case.set_priority(form.cleaned_data["priority"], by=request.user), _("Priority changed.")
    )


@require_POST
@_often
@desk_case
def reply(request, case):
    form = begin(request, f"reply:{case.ref}", ReplyForm(request.POST, case=case))
    return _send(request, case, "reply_form", form, lambda **said: case.reply(by=request.user, **said), _("Sent."))


@require_POST
@_often
@desk_case
def add_note(request, case):
    form = begin(request, f"note:{case.ref}", NoteForm(request.POST, prefix="note"))
    return _send(
        request,
        case,
        "note_form",
        form,
        lambda **said: case.add_note(by=request.user, **said),
        _("Noted, for staff only."),
    )


@require_POST
@_often
@desk_case
def end(request, case):
    form = begin(request, f"end:{case.ref}", EndForm(request.POST, case=case, prefix="end"))
    return _send(
        request, case, "end_form", form, lambda **said: case.end(by=request.user, **said), _("The case has ended.")
    )


@require_POST
@_often
@desk_case
def reopen(request, case):
    return _do(request, case, lambda: case.reopen(by=request.user), _("The case is open again."))


@require_http_methods(["GET", "HEAD", "POST"])
@_often
@desk_case
def hand_off(request, case):
    """To whom, and what they have to know: a page of its own."""
    form = HandoffForm(request.POST or None, case=case, giver=request.user)
    begin(request, f"handoff:{case.ref}", form)
    if request.method == "POST" and form.is_valid():
        receiver = form.cleaned_data["receiver"]
        try:
            case.hand_off(receiver, note=form.cleaned_data["note"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            sent(request)
            messages.success(request, _("Handed to %s, who will say when they have it.") % receiver.name)
            return redirect("support:queue")
    status = 422 if form.errors else 200
    return render(request, "support/handoff.html", {"case": case, "form": form}, status=status)


@require_POST
@_often
@desk_case
def accept_handoff(request, case):
    return _do(request, case, lambda: case.accept_handoff(by=request.user), _("You have it."))


def _do(request, case: Case, verb: Callable[[], object], done: str):
    """Do it and go back to the case; say why, where it could not be done."""
    try:
        verb()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(case.get_desk_url())


def _send(request, case: Case, name: str, form, verb: Callable[..., object], done: str):
    """Do it with what the form says; show the page again with what was typed, where it could not be done."""
    if form.is_valid():
        try:
            verb(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            sent(request)
            messages.success(request, done)
            return redirect(case.get_desk_url())
    # What was tried may have gone part of the way before it was refused.
    case = Case.objects.with_all_beside().get(pk=case.pk)
    return _show(request, case, status=422, **{name: form})


def _show(request, case: Case, *, status: int = 200, **forms):
    thread = _private_thread(case)
    seen = max((entry.pk for entry in thread if not entry.is_note), default=0)
    question = case.question
    is_solved = question is not None and question.is_solved
    places = {"reply_form": f"reply:{case.ref}", "note_form": f"note:{case.ref}", "end_form": f"end:{case.ref}"}
    drafts = at(request, *places.values())
    ended = {"outcome": Case.Outcome.SOLVED if is_solved else "", "seen": seen}
    context = {
        "case": case,
        "thread": thread,
        "reply_form": ReplyForm(initial={"seen": seen}, case=case),
        "note_form": NoteForm(prefix="note"),
        "end_form": EndForm(initial=ended, case=case, prefix="end"),
        "priorities": Case.Priority.choices,
        "is_mine": case.owner_id == request.user.pk,
        "handoff": next((e.handoff for e in thread if e.is_note and _is_waiting(e)), None),
        "person": _person(request, case),
    }
    for name, place in places.items():
        begin(request, place, context[name], found=drafts)
    if question is not None:
        context["answers"] = question.answers.shown().best_first().select_related("author", "question")
        context["comments"] = question.comments.shown().oldest_first().select_related("author")
    return render(request, "support/case_detail.html", context | forms, status=status)


def _private_thread(case: Case) -> list:
    """Messages and notes, oldest first; each says whether it is a note, and whose side it is from. Two queries."""
    messages_ = list(case.messages.shown().select_related("author"))
    notes = list(case.notes.shown().select_related("author", "handoff", "handoff__receiver"))
    for entry in messages_:
        entry.is_note, entry.kind = False, "" if entry.author_id == case.customer_id else "staff"
    for entry in notes:
        entry.is_note, entry.kind = True, "note"
    return sorted([*messages_, *notes], key=lambda entry: (entry.created_at, entry.pk))


def _is_waiting(note) -> bool:
    return hasattr(note, "handoff") and note.handoff.is_waiting


def _person(request, case: Case) -> dict:
    """What stands beside a case about its customer. Two queries."""
    customer = case.customer
    questions = Question.objects.visible_to(request.user).filter(author=customer).exclude(pk=case.question_id)
    cases = Case.objects.handled_by(request.user).of_customer(customer).exclude(pk=case.pk).select_related("question")
    return {
        "member": customer,
        "local_time": timezone.now().astimezone(ZoneInfo(customer.time_zone)).time(),
        "organisations": case.organisation_names,
        "questions": list(questions.newest_first()[:_SHOWN]),
        "cases": list(cases.newest_first()[:_SHOWN]),
    }
