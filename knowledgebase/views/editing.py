"""Pages for who writes: a new article, the next revision, what is unfinished."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.catalogue.models import Platform
from community.content.drafting import begin, sent
from community.content.sending import once
from community.content.videos import showing
from community.lib import markdown
from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import leading, permissions
from knowledgebase.conditions import platform_names
from knowledgebase.credit import credit_of
from knowledgebase.drafting import LONGEST_STORY, draft_of
from knowledgebase.finding import find_article, request_in_hand
from knowledgebase.forms import AddressForm, FilingForm, SolvedQuestionsForm, SourcesForm, WordsForm
from knowledgebase.limits import NEW_ARTICLES, WRITING
from knowledgebase.models import Article, Recheck, SourceTask
from knowledgebase.requests.drafts import write_for
from knowledgebase.views.reading import changes_between


@require_safe
@member_required
def drafts(request):
    """What is being written, what waits for a review, what is published: the editors' way in. Six queries."""
    require(permissions.can_see_work(request.user), _("Only editors see drafts."))
    articles = Article.objects.visible_to(request.user).with_words()
    return render(
        request,
        "kb/drafts.html",
        {
            "in_review": articles.in_review().order_by("id"),
            "scheduled": articles.scheduled()[:50],
            "to_check": Recheck.objects.open().count(),
            "being_written": articles.being_written().order_by("-id"),
            "may_draft": permissions.can_draft(request.user),
            "changed_sources": SourceTask.objects.visible_to(request.user).open().count(),
            "archived": articles.filter(status=Article.Status.ARCHIVED).newest_first()[:20],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("article", *NEW_ARTICLES)
def new(request):
    """Begin an article; with `?request=`, one that answers a common request."""
    require(permissions.can_draft(request.user), _("Only editors begin articles."))
    common = request_in_hand(request.user, request.GET["request"]) if "request" in request.GET else None
    words = WordsForm(request.POST or None, initial={"title": common.title if common else ""})
    filing = FilingForm(request.user, request.POST or None)
    if request.method != "POST":
        filing.initial.update(leading.filed_for(request.GET))
    if common is not None:
        filing.initial.update(topic=common.topic_id, language=common.language)
    begin(request, f"article-request:{common.pk}" if common else "article", words, filing)
    if request.method == "POST" and words.is_valid() and filing.is_valid():
        make = Article.draft if common is None else partial(write_for, common)
        try:
            return _saved(
                request, once(request, lambda: make(by=request.user, **words.first_words(), **filing.filed()))
            )
        except ValidationError as error:
            words.add_error(None, error)
    return _form(
        request,
        {"form": words, "filing": filing, "common": common, "questions": None if common else SolvedQuestionsForm()},
    )


@require_POST
@member_required
@limited("preview", "60/m")
def preview(request):
    """A fragment: the words as the article will show them, made by what makes it."""
    require(permissions.can_see_work(request.user), _("Only editors write articles."))
    body = request.POST.get("body", "").replace("\0", "")[:LONGEST_STORY]
    html = str(markdown.render(body, anchors=True, platforms=platform_names(body)))
    shown = showing.with_words(html, showing.videos_for(request.user, html))
    return HttpResponse(shown or _("Nothing to show yet."))


@require_POST
@member_required
@limited("article", *NEW_ARTICLES)
def draft_from_questions(request):
    """A draft out of solved questions: in their words, with a source for every sentence."""
    require(permissions.can_draft(request.user), _("Only editors begin articles."))
    form = SolvedQuestionsForm(request.POST)
    if form.is_valid():
        threads = form.cleaned_data["addresses"]
        require(permissions.can_draft(request.user, threads[0].question.topic_id))
        try:
            article = once(request, lambda: draft_of(threads, by=request.user))
            messages.success(
                request, _("Here is the draft. Its words are those of the questions and answers; shape them.")
            )
            return redirect("kb:article-edit", article.slug)
        except ValidationError as error:
            form.add_error("addresses", error)
    return _form(request, {"form": WordsForm(), "filing": FilingForm(request.user), "questions": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("article", *WRITING)
def edit(request, slug):
    """Write the next revision. What was typed stays in the form when somebody else was quicker."""
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("You may not change this article."))
    newest = article.newest_revision()
    data = request.POST or None
    words = WordsForm.for_revision(newest, data)
    sources = SourcesForm(newest, credit_of(newest, request.user), data)
    filing = FilingForm(request.user, data, instance=article) if permissions.can_file(request.user, article) else None
    forms = [form for form in (words, sources, filing) if form is not None]
    begin(request, f"article:{slug}", *forms, base=str(newest.number))
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419  show what is wrong with each
        try:
            with transaction.atomic():
                article.revise(
                    by=request.user, sources=sources.sources(), based_on=words.based_on(article), **words.words()
                )
                if filing is not None:
                    article.file_under(by=request.user, **filing.filed())
            sent(request)
            return _saved(request, article)
        except ValidationError as error:
            words.add_error(None, error)
    address = AddressForm(initial={"slug": article.slug})
    return _form(
        request,
        {
            "article": article,
            "form": words,
            "sources": sources,
            "filing": filing,
            "address": address,
            "held": article.writer(),
            "since": original_since(article) if article.is_translation else None,
        },
    )


@require_POST
@member_required
@limited("article", *WRITING)
def submit(request, slug):
    """Hand the article in for review."""
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("You may not change this article."))
    _submit(request, article)
    return redirect("kb:article-review", article.slug)


@require_POST
@member_required
@limited("article", *WRITING)
def readdress(request, slug):
    """Give the article another address."""
    article = find_article(request.user, slug)
    require(permissions.can_file(request.user, article), _("Only reviewers change the address of an article."))
    form = AddressForm(request.POST)
    try:
        if form.is_valid():
            article.readdress(form.cleaned_data["slug"], by=request.user)
            messages.success(request, _("The article has a new address. The old one leads to it."))
            return redirect("kb:article-edit", article.slug)
    except ValidationError as error:
        form.add_error("slug", error)
    messages.error(request, " ".join(str(error) for error in form.errors.get("slug", [])))
    return redirect("kb:article-edit", article.slug)


def original_since(article: Article) -> dict:
    """What a translation translates, and what changed in it since the revision that the translation says the same as."""
    newest = article.newest_revision()
    original = article.original
    return {"original": original, "changes": changes_between(newest.based_on, original.current)}


def _form(request, context: dict):
    context["platforms"] = list(Platform.objects.values_list("slug", flat=True))
    bad = any(form.errors for form in context.values() if hasattr(form, "errors"))
    return render(request, "kb/article_form.html", context, status=422 if bad else 200)


def _saved(request, article: Article):
    """On to the review page after "save and hand in", else to the draft."""
    if "submit" in request.POST:
        _submit(request, article)
    else:
        messages.success(request, _("Saved. Readers see it once a second person has published it."))
    return redirect("kb:article-review", article.slug)


def _submit(request, article: Article) -> None:
    try:
        article.submit(by=request.user)
        messages.success(request, _("Handed in. Somebody else reads it now and publishes it."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
