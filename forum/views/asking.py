"""Asking: the form, what is similar while somebody types, what answers it already, the preview, and what happens next."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.content.drafting import at, begin, go_on, typed_in
from community.content.models import rendered
from community.members.limits import Rate, TooMany, count, limited, who
from community.members.permissions import member_required
from community.search.finding import Result
from community.search.shown import flow_mark, note_asked
from forum.asking import told
from forum.asking.held_out import as_seen_by
from forum.asking.hints import hints_for
from forum.asking.intake import is_number
from forum.asking.similar import similar_to
from forum.asking.suggestions import Seen, seen_by, suggestions_for
from forum.forms import QuestionForm
from forum.limits import LOOKS, TYPE_AHEAD, count_question
from forum.models import Question
from forum.views.asking_privately import goes_private, open_in_private
from forum.views.notices import say
from forum.views.posting import mark_refused, submit


@require_http_methods(["GET", "HEAD", "POST"])
def question_ask(request):
    """The form is for everybody; who is not signed in signs in when they send it, and loses nothing."""
    if request.method == "POST":
        form = begin(request, "question", QuestionForm(request.POST, member=request.user))
        if goes_private(form):
            return open_in_private(request, form)
        return _look_first(request, form) or _ask(request, form)
    begun = told.begun(request.GET) | {"kind": request.GET.get("kind") or Question.Kind.QUESTION}
    form = QuestionForm(member=request.user, initial=begun)
    drafts = at(request, "question")
    article = request.GET.get("article", "")[:100]
    anew = (
        any(begun[name] for name in ("title", "page", "version") if name in begun)
        or (bool(article) and _is_after_another_article(drafts, article))
        or ("kind" in request.GET and _is_of_another_kind(drafts, begun["kind"]))
    )
    form = begin(request, "question", form, anew=anew, found=drafts)
    if article:
        form.initial["article"] = article
    return show_form(request, form)


def form_again(request):
    """The form with all that was sent, unchecked: what somebody typed comes back to them, and nothing is posted."""
    form = go_on(request, "question", QuestionForm(member=request.user, initial=request.POST.dict()))
    return _unkept(show_form(request, form, seen=request.POST.get("seen")))


def show_form(request, form, **more):
    """`seen` is what came with the form when its suggestions were shown before; None shows that they were not.

    A title that is in the form already has what is similar below it, as while somebody types.
    """
    said = request.POST if request.method == "POST" else request.GET
    context = {
        "form": form,
        "search": flow_mark(said.get("search", "")),
        "found": _similar_at_once(request, form),
    } | more
    return render(request, "forum/question_ask.html", context)


def _look_first(request, form):
    """The form with what answers it already above it, once; None when it was shown before or nothing is near enough."""
    seen = Seen.read(request.POST.get("seen", ""))
    if seen is not None and not request.user.is_authenticated:
        seen.note(by=request.user)  # they pressed "none of these", and sign in before it becomes a question
    if "seen" in request.POST or not form.is_valid() or form.cleaned_data["kind"] != Question.Kind.QUESTION:
        return None
    try:
        count("before-asking", who(request), [Rate.parse(rate) for rate in LOOKS])
    except TooMany:
        return None
    title, topic = form.cleaned_data["title"], form.cleaned_data["topic"]
    suggestions = as_seen_by(request.user, suggestions_for(title, request.user), topic_id=topic.pk)
    if not suggestions:
        return None
    seen = seen_by(title, topic.pk, suggestions)
    return _unkept(show_form(request, form, suggestions=suggestions, seen=seen.written))


@member_required
def _ask(request, form):
    def make():
        said = form.cleaned_data
        fields = form.columns() | {"language": request.user.language, "intake": form.intake}
        question = Question.ask(
            by=request.user,
            title=said["title"],
            body=said["body"],
            topic=said["topic"],
            tags=said["tags"],
            typed_in=typed_in(request),
            **fields,
        )
        if seen := Seen.read(request.POST.get("seen", "")):
            seen.note(by=request.user, question=question)
        note_asked(request.POST.get("search", ""))
        return question

    question = submit(request, form, count_question, make)
    if question is None:
        return mark_refused(show_form(request, form, seen=request.POST.get("seen")), form)
    say(request, _what_happens_next(question))
    return redirect(question)


@require_POST
@limited("preview", "60/m")
def question_intake(request):
    """What the chosen topic asks as well: a fragment, and without scripts the whole page. It changes nothing.

    `question` is the one that is being edited, if it is not a new one.
    """
    if not request.htmx:
        return form_again(request)
    number = request.POST.get("question", "")
    edited = Question.objects.visible_to(request.user).filter(pk=number if is_number(number) else None).first()
    form = QuestionForm(member=request.user, question=edited, initial=request.POST.dict())
    return render(request, "forum/_intake.html", {"form": form})


@require_POST
@limited("preview", "60/m")
def question_hints(request):
    """A fragment: what would make the question easier to answer, while it is being typed. It changes nothing."""
    title, body = (request.POST.get(name, "").replace("\0", "") for name in ("title", "body"))
    is_question = request.POST.get("kind", Question.Kind.QUESTION) == Question.Kind.QUESTION
    return render(request, "forum/_hints.html", {"hints": hints_for(title, body) if is_question else []})


@require_safe
def question_similar(request):
    """A fragment: questions and articles like what is being typed. It changes nothing, and is never kept.

    That a member was shown something, or held out, is written down once a quarter.
    """
    text = request.GET.get("q") or request.GET.get("title") or ""
    found = _similar(request, text, request.GET.get("topic", ""))
    response = render(request, "forum/_similar.html", {"found": found})
    response["Cache-Control"] = "private, max-age=30"
    return response


@require_POST
@limited("preview", "60/m")
def preview(request):
    """A fragment: the words as the page will show them, made by what makes the page."""
    body = request.POST.get("body", "").replace("\0", "")[: Question.LONGEST]
    return HttpResponse(rendered(body) or _("Nothing to show yet."))


def _similar(request, text: str, chosen: str) -> list[Result]:
    """What is like a title, as the person may see it, for the chosen topic. It counts as typing; raises TooMany."""
    text = text.replace("\0", "")[:200].strip()
    if not text:
        return []
    count("type-ahead", who(request), [Rate.parse(rate) for rate in TYPE_AHEAD])
    topic = Topic.objects.filter(pk=int(chosen)).first() if is_number(chosen) else None
    return as_seen_by(request.user, similar_to(text, request.user), topic_id=topic.pk if topic else None)


def _similar_at_once(request, form) -> list[Result]:
    """What is like the title that a new form begins with. [] for one that was sent: it has its own way to show it."""
    if form.is_bound or form.begins_private or "seen" in request.POST:
        return []
    try:
        return _similar(request, str(form["title"].value() or ""), str(form["topic"].value() or ""))
    except TooMany:  # the form is worth more than what could stand in it
        return []


def _is_after_another_article(drafts, slug: str) -> bool:
    """Whether what somebody had begun to ask was not begun after reading that article."""
    return any(draft.fields.get("article") != slug for draft in drafts.values())


def _is_of_another_kind(drafts, kind: str) -> bool:
    """Whether somebody who follows a link to begin a discussion had begun a question, or the other way round."""
    return any(draft.fields.get("kind", Question.Kind.QUESTION) != kind for draft in drafts.values())


def _unkept(response):
    """What somebody typed stands in the page: nobody keeps a copy of it."""
    response["Cache-Control"] = "private, no-store"
    return response


def _what_happens_next(question: Question) -> str:
    """It is live, and by when a person answers. One query."""
    if question.is_hidden:
        # That it waits, and why, stands above the question itself.
        return _("Thank you. It has arrived.")
    if question.is_talk:
        return _("It is live. You are told of each reply.")
    clock = Clock.objects.of(question).open().filter(promise=Clock.Promise.FIRST_ANSWER).first()
    promise = clock.in_words() if clock is not None else ""
    return " ".join(filter(None, [_("Your question is live."), promise, _("You get a mail as soon as somebody does.")]))
