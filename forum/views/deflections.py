"""Before a question is posted: somebody says that what they were shown answers it, or that it did not after all."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from community.content import drafting, subjects
from community.members.limits import limited
from community.notifications.models import Subscription
from forum import permissions
from forum.asking.suggestions import Seen
from forum.limits import DEFLECTIONS
from forum.models import MeToo, Question
from forum.views.asking import form_again

# What belongs to the buttons and not to the question.
_OF_BUTTONS = frozenset({"csrfmiddlewaretoken", "helped", "seen", "private_facts"})


@require_POST
@limited("deflection", *DEFLECTIONS)
def deflection_set(request):
    """Thank them, and write down what answered it. For everybody: who is not signed in is counted without a name.

    Whoever names something that was not shown, or is gone meanwhile, gets the form with their words.
    """
    seen = Seen.read(request.POST.get("seen", ""))
    helped = seen.named(request.POST.get("helped", "")) if seen is not None else None
    if seen is None or helped is None:
        return form_again(request)
    try:
        subject = subjects.get_visible(*helped, request.user)
    except Http404:
        return form_again(request)
    with transaction.atomic():
        seen.note(by=request.user, helped=helped)
        drafting.sent(request)
    typed = [(name, value) for name, value in request.POST.items() if name not in _OF_BUTTONS and value]
    context = {"subject": subject, "seen": seen.written, "typed": typed, "is_question": isinstance(subject, Question)}
    response = render(request, "forum/deflection.html", context | _offers(request.user, subject))
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@limited("deflection", *DEFLECTIONS)
def deflection_remove(request):
    """It did not answer it after all: back to the form with all that was typed, and without the suggestions."""
    if seen := Seen.read(request.POST.get("seen", "")):
        seen.note(by=request.user)
    return form_again(request)


def _offers(person, subject) -> dict:
    """What they can say about the question that answered theirs. Two queries for a member."""
    if not isinstance(subject, Question):
        return {}
    offers = {
        "me_too_url": f"/questions/{subject.pk}/me-too/",
        "follow_url": f"/questions/{subject.pk}/follow/",
        "is_own": permissions.is_asker(person, subject),
    }
    if person.is_authenticated:
        offers["has_me_too"] = MeToo.objects.filter(question=subject, member=person).exists()
        offers["follows"] = Subscription.objects.to(subject).filter(member=person).exists()
    return offers
