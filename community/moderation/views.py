"""Reporting something, the moderators' queue, and the public log."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.content import subjects
from community.content.cards import site_picture
from community.lib.indexing import list_page
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.members.limits import limited
from community.members.permissions import member_required, staff_required
from community.moderation.forms import DecisionForm, FlagForm
from community.moderation.limits import FLAGS
from community.moderation.models import Decision, Flag, Reason, Review
from community.moderation.models.flag import leading_reason
from community.moderation.rules import SPAM_RULE
from community.moderation.statements import STANDARD

QUEUE_LENGTH = 50
KEYS = [
    ("h", gettext_lazy("hide, with the reason that is chosen")),
    ("o", gettext_lazy("keep")),
    ("l", gettext_lazy("lock a question")),
    ("j", gettext_lazy("next")),
    ("k", gettext_lazy("before")),
]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
@limited("flag", *FLAGS)
def flag(request, subject, subject_id):
    """Report a thing to the moderators, with a reason."""
    thing = subjects.get_visible(subject, subject_id, request.user)
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            Flag.raise_on(thing, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. A moderator looks at it; you need not do anything else."))
            return redirect(thing.get_absolute_url())  # type: ignore[attr-defined]
    context = {"form": form, "thing": thing, "kind": type(thing)._meta.verbose_name}
    return render(request, "moderation/flag.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@staff_required("moderate")
def queue(request):
    """What waits for a decision, most harmful first; the first one, or the one that was chosen, is open. Six queries."""
    waiting = Review.objects.open().decidable_by(request.user).most_harmful_first()
    reviews = list(
        waiting.select_related("author", "subject_type", "topic").prefetch_related(
            "subject", Prefetch("flags", Flag.objects.select_related("reporter"))
        )[:QUEUE_LENGTH]
    )
    chosen = request.GET.get("review", "")
    review = next((row for row in reviews if str(row.pk) == chosen), reviews[0] if reviews else None)
    form = DecisionForm(initial={"reason": leading_reason(review.flags.all())}) if review else None
    return render(request, "moderation/queue.html", _desk(reviews, review, form))


@require_POST
@never_cache
@staff_required("moderate")
def decide(request, review_id):
    """Decide about a review. The author of the thing may not (403); who comes second is told so."""
    review = get_object_or_404(Review.objects.select_related("author", "subject_type", "topic"), pk=review_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "moderation/queue.html", _desk([review], review, form), status=422)
    try:
        decision = Decision.make(review, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("%(what)s: %(thing)s. It stands in the public log.")
            % {"what": decision.get_action_display().capitalize(), "thing": review.subject_type.name},
        )
    return redirect("moderation:queue")


@require_safe
@public_page("moderation-log")
def log(request):
    """Every decision, for everybody: what was done, for which reason, by a person or a rule. Two queries."""
    decisions = Decision.objects.select_related("review", "review__subject_type")
    after = request.GET.get("after", "")
    page = paginate(decisions, after, order=["-at", "-id"], size=30)
    description = _("Every decision of the moderators, with its reason.")
    list_page(
        request,
        reverse("moderation:log"),
        title=_("Moderation log"),
        description=description,
        face={"after": after},
        picture=site_picture(),
    )
    context = {"page": page, "reasons": Reason.labels, "spam_rule": SPAM_RULE}
    return render(request, "moderation/log.html", context)


def _desk(reviews, review, form) -> dict:
    return {
        "reviews": reviews,
        "review": review,
        "form": form,
        "can_lock": review is not None and hasattr(review.subject, "set_locked"),
        "standard": STANDARD,
        "keys": KEYS,
    }
