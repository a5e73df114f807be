"""Asking: the form, what is similar while somebody types, the preview, and what happens next."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.clocks.models import Clock
from community.lib import markdown
from community.members.limits import Rate, TooMany, count, limited, who
from community.members.permissions import member_required
from forum.forms import QuestionForm
from forum.hints import hints_for
from forum.limits import LOOKS, TYPE_AHEAD, questions_of
from forum.models import Question
from forum.similar import similar_to
from forum.suggestions import Seen, seen_by, suggestions_for
from forum.views.notices import say
from forum.views.posting import mark_refused, submit


@require_http_methods(["GET", "HEAD", "POST"])
def question_ask(request):
    """The form is for everybody; who is not signed in signs in when they send it, and loses nothing."""
    if request.method == "POST":
        form = QuestionForm(request.POST, member=request.user)
        return _look_first(request, form) or _ask(request, form)
    begun = {"title": request.GET.get("title", "")[:200], "topic": request.GET.get("topic", "")}
    form = QuestionForm(member=request.user, initial=begun)
    return render(request, "forum/question_ask.html", {"form": form})


def _look_first(request, form):
    """The form with what answers it already above it, once; None when it was shown before or nothing is near enough."""
    seen = Seen.read(request.POST.get("seen", ""))
    if seen is not None and not request.user.is_authenticated:
        seen.note(by=request.user)  # they pressed "none of these", and sign in before it becomes a question
    if "seen" in request.POST or not form.is_valid():
        return None
    try:
        count("before-asking", who(request), [Rate.parse(rate) for rate in LOOKS])
    except TooMany:
        return None
    title, topic = form.cleaned_data["title"], form.cleaned_data["topic"]
    suggestions = suggestions_for(title, request.user)
    if not suggestions:
        return None
    seen = seen_by(title, topic.pk, suggestions)
    context = {"form": form, "suggestions": suggestions, "seen": seen.written}
    response = render(request, "forum/question_ask.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@member_required
def _ask(request, form):
    def make():
        said = form.cleaned_data
        fields = form.columns() | {"language": request.user.language, "intake": form.intake}
        question = Question.ask(
            by=request.user, title=said["title"], body=said["body"], topic=said["topic"], tags=said["tags"], **fields
        )
        if seen := Seen.read(request.POST.get("seen", "")):
            seen.note(by=request.user, question=question)
        return question

    question = submit(request, form, "question", questions_of(request.user), make)
    if question is None:
        context = {"form": form, "seen": request.POST.get("seen")}
        return mark_refused(render(request, "forum/question_ask.html", context), form)
    say(request, _what_happens_next(question))
    return redirect(question)


@require_POST
@limited("preview", "60/m")
def question_intake(request):
    """What the chosen topic asks as well: a fragment, and without scripts the whole page. It changes nothing."""
    form = QuestionForm(member=request.user, initial=request.POST.dict())
    template = "forum/_intake.html" if request.htmx else "forum/question_ask.html"
    return render(request, template, {"form": form, "seen": request.POST.get("seen")})


@require_POST
@limited("preview", "60/m")
def question_hints(request):
    """A fragment: what would make the question easier to answer, while it is being typed. It changes nothing."""
    words = [request.POST.get(name, "").replace("\0", "") for name in ("title", "body")]
    return render(request, "forum/_hints.html", {"hints": hints_for(*words)})


@require_safe
def question_similar(request):
    """A fragment: questions and articles like what is being typed. It changes nothing, and is never kept."""
    count("type-ahead", who(request), [Rate.parse(rate) for rate in TYPE_AHEAD])
    text = (request.GET.get("q") or request.GET.get("title") or "").replace("\0", "")[:200].strip()
    found = similar_to(text, request.user)
    response = render(request, "forum/_similar.html", {"found": found, "text": text})
    response["Cache-Control"] = "private, max-age=30"
    return response


@require_POST
@limited("preview", "60/m")
def preview(request):
    """A fragment: the words as the page will show them, made by what makes the page."""
    body = request.POST.get("body", "").replace("\0", "")[: Question.LONGEST]
    return HttpResponse(markdown.render(body) or _("Nothing to show yet."))


def _what_happens_next(question: Question) -> str:
    """It is live, and by when a person answers. One query."""
    clock = Clock.objects.of(question).open().filter(promise=Clock.Promise.FIRST_ANSWER).first()
    promise = clock.in_words() if clock is not None else ""
    return " ".join(filter(None, [_("Your question is live."), promise, _("You get a mail as soon as somebody does.")]))
