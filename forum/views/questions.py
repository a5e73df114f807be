"""A question's page, its edits and its history."""

from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.content.drafting import begin, sent
from community.lib.indexing import list_page
from community.lib.public_pages import public_page
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions, structured
from forum.asking.similar import articles_from, like_question
from forum.forms import AnswerForm, QuestionEditForm
from forum.models import Question
from forum.revisions import Step, history_of
from forum.thread import note_held, read_question, read_thread, where_it_leads
from forum.views.finding import find_question
from forum.views.notices import say
from forum.views.posting import mark_refused, must_say_why, version_of
from forum.views.sharing import card_of


@require_safe
def question_short(request, question_id):
    """The number alone leads to the whole address."""
    return redirect(find_question(request, question_id), permanent=True)


@require_safe
@public_page("question:{question_id}")
def question_detail(request, question_id, slug):
    """The question and all that was said to it. A duplicate leads readers on; a wrong slug leads to the right one."""
    question = read_question(question_id, request.user)
    canonical = where_it_leads(question, request.user)
    if canonical is not None:
        return _lead_on(request, canonical)
    if slug != question.slug:
        return redirect(question, permanent=True)
    return render(request, "forum/question_detail.html", page_context(request, question))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("edit", "10/m", "100/d")
def question_edit(request, question_id):
    question = find_question(request, question_id)
    require(
        permissions.can_edit(request.user, question), _("Only its author, and who looks after posts, can edit this.")
    )
    form = QuestionEditForm(request.POST or None, member=request.user, question=question)
    must_say_why(form, request.user, question)
    begin(request, f"question-edit:{question_id}", form, base=version_of(question))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        question.edit(
            by=request.user,
            reason=said["reason"],
            title=" ".join(said["title"].split()),
            body=said["body"],
            topic=said["topic"],
            tags=said["tags"],
            intake=form.intake,
            **form.columns(),
        )
        sent(request)
        say(request, _("Your changes are live."))
        return redirect(question)
    return mark_refused(render(request, "forum/question_edit.html", {"form": form, "question": question}), form)


@require_safe
@member_required
def question_history(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_see_history(request.user, question), _("Earlier words are for their author and staff."))
    return show_history(request, question, question)


def show_history(request, post, question: Question):
    """What was written, and where it was brought, in one line of time; `newest` is the revision that stands."""
    history = history_of(post, request.user)
    context = {
        "post": post,
        "question": question,
        "history": history,
        "newest": next((entry.revision for entry in history if isinstance(entry, Step)), None),
        "may_undo": permissions.can_rearrange(request.user, question),
    }
    return render(request, "forum/history.html", context)


def page_context(request, question, form: AnswerForm | None = None) -> dict:
    """What `forum/question_detail.html` shows; `form` is an answer that was refused."""
    after = request.GET.get("after", "")
    thread = read_thread(question, request.user, after)
    address = question.get_absolute_url()
    _list(request, question, thread, after)
    return {
        "question": question,
        "thread": thread,
        "answers_base": address + "?",
        "form": form or _answer_form(request, question),
        "may": permissions.of(request.user, question),
        "articles": articles_from(question.pk),
        "similar": like_question(question.pk),
    } | (_for_members(request.user, question, thread) if request.user.is_authenticated else {})


def _answer_form(request, question: Question):
    """A member's form with their draft: one query. A reader's page has its form rendered already, so none is made."""
    if not request.user.is_authenticated or question.is_locked:
        return AnswerForm
    return begin(request, f"answer:{question.pk}", AnswerForm())


def thread_fragment(request, question_id):
    """The part of the page that changes when an answer is accepted."""
    question = read_question(question_id, request.user)
    return render(request, "forum/thread_fragment.html", page_context(request, question))


def _list(request, question: Question, thread, after: str) -> None:
    """Say how search engines may list the page: a later page of answers leads back to the first, which has them counted."""
    is_public = question.is_public and not question.is_hidden
    list_page(
        request,
        question.get_absolute_url(),
        title=question.title if is_public else "",
        description=question.excerpt(160),
        kind="article",
        face={"after": after},
        may_show=question.is_indexable,
        picture=card_of(question).picture(f"/questions/{question.pk}/") if is_public else None,
        data=() if after else structured.of_page(question, thread),
    )


def _for_members(person, question, thread) -> dict:
    """What only they see of it: where a duplicate leads, the case that it became, what is held back.

    At most two queries, and one more when something is hidden.
    """
    note_held(question, thread)
    canonical = Question.objects.visible_to(person).filter(pk=question.duplicate_of_id).first()
    case = getattr(question, "case", None)  # the second tier keeps it, if there is one
    shown = {
        "canonical": canonical,
        "me_too_url": f"/questions/{question.pk}/me-too/",
        "follow_url": f"/questions/{question.pk}/follow/",
    }
    if case is None or not case.is_for(person):
        return shown
    is_own = question.author_id == person.pk
    return shown | {"case": case, "case_address": case.get_absolute_url() if is_own else case.get_desk_url()}


def _lead_on(request, canonical):
    """Readers may keep this answer for ten minutes; a member's own browser may too."""
    response = redirect(canonical, permanent=True)
    response["Cache-Control"] = "private, max-age=600" if request.user.is_authenticated else "max-age=600"
    patch_vary_headers(response, ["Cookie"])
    return response
