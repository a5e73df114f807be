"""Pages for who reviews: what changed, the sources beside it, and the decision."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.content.sending import once
from community.members.limits import limited
from community.members.permissions import member_required, require, staff_required
from knowledgebase import permissions
from knowledgebase.credit import credit_of
from knowledgebase.finding import find_article
from knowledgebase.forms import FoundForm, ReasonForm, ReviewCommentForm, ScheduleForm
from knowledgebase.limits import WRITING
from knowledgebase.models import ReviewComment, Schedule
from knowledgebase.readings import Reading
from knowledgebase.views.reading import changes_between


@require_safe
@member_required
def review(request, slug):
    """The newest revision as readers would see it, what it changes, what it quotes, what was said about it."""
    article = find_article(request.user, slug)
    may_review = permissions.can_review(request.user, article)
    require(may_review or permissions.can_edit(request.user, article), _("Only editors see what is in review."))
    newest = article.newest_revision()
    return render(
        request,
        "kb/article_review.html",
        {
            "article": article,
            "revision": newest,
            "reading": Reading.whole(newest),
            "changes": [] if newest.is_approved else changes_between(article.current, newest),
            "credit": credit_of(newest, request.user),
            "comments": ReviewComment.objects.filter(revision__article=article).select_related("author", "revision"),
            "may_edit": permissions.can_edit(request.user, article),
            "may_review": may_review,
            "may_publish": newest.is_in_review and permissions.can_publish(request.user, article, newest),
            "is_own": newest.author_id == request.user.pk,
            "schedule": Schedule.objects.filter(article=article).select_related("by").first(),
            "later": ScheduleForm(initial={"revision": newest.number}),
            "found": FoundForm(),
            "check": article.rechecks.open().select_related("release", "decided_by").first(),
            "reason": ReasonForm(),
            "remark": ReviewCommentForm(),
        },
    )


@require_POST
@staff_required("review-articles")
@limited("article", *WRITING)
def publish(request, slug):
    """Let the revision through that the reviewer has read."""
    article = find_article(request.user, slug)
    revision = get_object_or_404(article.revisions, number=_number(request))
    require(permissions.can_review(request.user, article), _("You may not publish articles about this topic."))
    require(
        permissions.can_publish(request.user, article, revision),
        _("You wrote this: somebody else has to read and publish it."),
    )
    return _decide(request, article, partial(article.publish, by=request.user, revision=revision), _("Published."))


@require_POST
@staff_required("review-articles")
@limited("article", *WRITING)
def schedule(request, slug):
    """Approve the revision that the reviewer has read, for a later time."""
    article = find_article(request.user, slug)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say when it is to be published: a day and a time."))
        return redirect("kb:article-review", article.slug)
    revision = get_object_or_404(article.revisions, number=form.cleaned_data["revision"])
    require(
        permissions.can_publish(request.user, article, revision),
        _("You wrote this, or may not publish articles about this topic."),
    )
    decision = partial(article.schedule_for, form.cleaned_data["at"], by=request.user, revision=revision)
    return _decide(request, article, decision, _("Approved. Readers see it when its time has come."))


@require_POST
@staff_required("review-articles")
@limited("article", *WRITING)
def unschedule(request, slug):
    """It waits for a review again."""
    article = find_article(request.user, slug)
    require(permissions.can_review(request.user, article), _("You may not publish articles about this topic."))
    return _decide(request, article, partial(article.unschedule, by=request.user), _("It is not scheduled any more."))


@require_POST
@staff_required("review-articles")
@limited("article", *WRITING)
def send_back(request, slug):
    """Send the revision back to its author, with a reason."""
    article = find_article(request.user, slug)
    require(permissions.can_review(request.user, article), _("You may not review articles about this topic."))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what has to change, so that the author knows what to do."))
        return redirect("kb:article-review", article.slug)
    decision = partial(article.send_back, by=request.user, reason=form.cleaned_data["reason"])
    return _decide(request, article, decision, _("Sent back. The author sees your reason."))


@require_POST
@staff_required("review-articles")
@limited("article", *WRITING)
def archive(request, slug):
    """Take a published article away from readers, or (`restore`) give it back to them."""
    article = find_article(request.user, slug)
    require(permissions.can_review(request.user, article), _("You may not archive articles about this topic."))
    if "restore" in request.POST:
        return _decide(request, article, partial(article.restore, by=request.user), _("Readers see it again."))
    decision = partial(article.archive, by=request.user)
    return _decide(request, article, decision, _("Archived. Readers no longer see it."))


@require_POST
@member_required
@limited("article", *WRITING)
def comment(request, slug):
    """Say something about the revision, among editors."""
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("Only editors comment on a review."))
    form = ReviewCommentForm(request.POST)
    if form.is_valid():
        once(request, lambda: article.comment_on_review(by=request.user, body=form.cleaned_data["body"]))
    else:
        messages.error(request, _("Write a remark first."))
    return redirect("kb:article-review", article.slug)


def _number(request) -> int:
    number = request.POST.get("revision", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _decide(request, article, decision: Callable[[], None], said: str):
    """Do what was decided and say so; what the verb refuses is said in its own words."""
    try:
        decision()
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("kb:article-review", article.slug)
