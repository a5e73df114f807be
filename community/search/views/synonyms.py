"""Words that mean the same: the editors' list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.members.permissions import require, staff_required
from community.search.forms import SynonymsForm
from community.search.models import Synonyms
from community.search.permissions import can_say_synonyms


@require_safe
@staff_required("review-articles")
def synonyms(request):
    """All groups, and the form for another one. Three queries."""
    return _page(request, SynonymsForm(person=request.user))


@require_POST
@staff_required("review-articles")
def say(request):
    """A new group."""
    form = SynonymsForm(request.POST, person=request.user)
    if form.is_valid():
        topic = form.cleaned_data["topic"]
        require(can_say_synonyms(request.user, topic.pk if topic else None))
        try:
            group = Synonyms.say(by=request.user, words=form.cleaned_data["words"], topic=topic)
        except ValidationError as refused:
            form.add_error("words", refused)
        else:
            messages.success(request, _("Searches know it within seconds: %(words)s") % {"words": group.words})
            return redirect("search:synonyms")
    return _page(request, form)


@require_POST
@staff_required("review-articles")
def withdraw(request, synonyms_id):
    """The words of a group no longer mean the same."""
    group = get_object_or_404(Synonyms, pk=synonyms_id)
    require(can_say_synonyms(request.user, group.topic_id))
    group.withdraw(by=request.user)
    messages.success(request, _("Each of these words finds itself alone again: %(words)s") % {"words": group.words})
    return redirect("search:synonyms")


def _page(request, form):
    groups = [(group, can_say_synonyms(request.user, group.topic_id)) for group in Synonyms.objects.in_order()]
    return render(request, "search/synonyms.html", {"form": form, "groups": groups})
