"""Words that mean the same: the editors' list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.members.permissions import require, staff_required
from community.search.forms import SynonymsForm
from community.search.models import Synonyms
from community.search.permissions import can_say_synonyms


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required("review-articles")
def synonyms(request):
    """All groups, and the form for another one. Three queries to read it."""
    form = SynonymsForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        topic = form.cleaned_data["topic"]
        require(can_say_synonyms(request.user, topic.pk if topic else None))
        try:
            group = Synonyms.say(by=request.user, words=form.cleaned_data["words"], topic=topic)
        except ValidationError as refused:
            form.add_error("words", refused)
        else:
            messages.success(request, _("Searches know it within seconds: %(words)s") % {"words": group.words})
            return redirect("search:synonyms")
    groups = [(group, can_say_synonyms(request.user, group.topic_id)) for group in Synonyms.objects.in_order()]
    return render(request, "search/synonyms.html", {"form": form, "groups": groups})


@require_POST
@staff_required("review-articles")
def withdraw(request, synonyms_id):
    """The words of a group no longer mean the same."""
    group = get_object_or_404(Synonyms, pk=synonyms_id)
    require(can_say_synonyms(request.user, group.topic_id))
    group.withdraw(by=request.user)
    messages.success(request, _("Each of these words finds itself alone again: %(words)s") % {"words": group.words})
    return redirect("search:synonyms")
