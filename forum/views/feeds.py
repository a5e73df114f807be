"""Atom feeds of what everybody may read: newest, unanswered, a topic, a tag, a question."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.catalogue.models import Topic
from community.lib.feeds import Feed
from community.lib.public_pages import public_page
from forum.models import Question
from forum.views.finding import find_public_question

ENTRIES = 30


@require_safe
@public_page("lists")
def newest(request):
    return _of_questions(request, _("Newest questions"), "/questions/", Question.objects.all())


@require_safe
@public_page("lists")
def unanswered(request):
    title = _("Questions that wait for an answer")
    return _of_questions(request, title, "/questions/?tab=unanswered", Question.objects.waiting_for_help())


@require_safe
@public_page("lists")
def of_topic(request, topic_slug):
    topic = get_object_or_404(Topic, slug=topic_slug)
    title = _("Questions about %s") % topic.name
    return _of_questions(request, title, topic.get_absolute_url(), Question.objects.filter(topic=topic))


@require_safe
@public_page("lists")
def of_tag(request, tag_slug):
    tag = get_object_or_404(Tag, slug=tag_slug)
    title = _("Questions tagged %s") % tag.name
    return _of_questions(request, title, f"/tags/{tag.slug}/", Question.objects.filter(tags=tag))


@require_safe
@public_page("question:{question_id}")
def of_question(request, question_id):
    """The question and its answers, newest first. Three queries; a duplicate leads to the feed of its canonical question."""
    question = find_public_question(question_id)
    if question.duplicate_of_id is not None:
        if Question.objects.visible_to(None).filter(pk=question.duplicate_of_id).exists():
            return redirect("forum:feed-question", question.duplicate_of_id, permanent=True)
        raise Http404("It was asked before, and where it lives on is not for everybody.")
    feed = Feed(request, title=question.title, page=question.get_absolute_url())
    answers = question.answers.shown().select_related("author").order_by("-created_at", "-id")[:ENTRIES]
    for answer in answers:
        title = _("Answer by %s") % answer.author.name
        _add(feed, answer, number=f"/answers/{answer.pk}/", title=title, address=f"/answers/{answer.pk}/")
    _add_question(feed, question)
    return feed.respond()


def _of_questions(request, title: str, page: str, questions):
    """A feed of questions that everybody may see, newest first. One query."""
    shown = questions.visible_to(None).filter(duplicate_of=None).select_related("author", "topic").newest_first()
    feed = Feed(request, title=title, page=page)
    for question in shown[:ENTRIES]:
        _add_question(feed, question)
    return feed.respond()


def _add_question(feed: Feed, question: Question) -> None:
    address, number = question.get_absolute_url(), f"/questions/{question.pk}/"
    _add(feed, question, number=number, title=question.title, address=address, categories=[question.topic.name])


def _add(feed: Feed, post, **facts) -> None:
    feed.add(
        html=post.body_html,
        author=post.author,
        at=post.created_at,
        changed_at=post.edited_at,
        language=post.language,
        **facts,
    )
