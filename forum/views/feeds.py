"""Atom feeds of what everybody may read: stable ids, true dates, 304 for who has it already."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.catalogue.models import Topic
from community.lib import markdown
from community.lib.public_pages import public_page
from forum.models import Question

ENTRIES = 30


class Feed(Atom1Feed):
    """Atom whose ids are addresses that never change, title or not."""

    content_type = "application/atom+xml; charset=utf-8"

    def add(self, *, number: str, post, title: str, address: str) -> None:
        """One entry for a post; `number` is its address without words."""
        self.add_item(
            title=title,
            link=settings.SITE_URL + address,
            description=None,  # type: ignore[arg-type]  # no empty summary
            content=markdown.for_elsewhere(post.body_html, settings.SITE_URL, pictures=True),
            unique_id=f"{settings.SITE_URL}{number}",
            author_name=post.author.name,
            author_link=settings.SITE_URL + post.author.get_absolute_url(),
            pubdate=post.created_at,
            updateddate=getattr(post, "modified_at", None) or post.edited_at or post.created_at,
        )

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item.get("content"):
            handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
@public_page("lists")
def newest(request):
    return _of_questions(request, _("Newest questions"), "/questions/", Question.objects.all())


@require_safe
@public_page("lists")
def unanswered(request):
    title = _("Questions that wait for an answer")
    return _of_questions(request, title, "/questions/?tab=unanswered", Question.objects.unanswered())


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
    """The question and its answers, newest first."""
    question = get_object_or_404(Question.objects.visible_to(None).select_related("author"), pk=question_id)
    if question.duplicate_of_id is not None:
        raise Http404("It was asked before, and lives on there.")
    feed = _feed(request, question.title, question.get_absolute_url())
    answers = question.answers.shown().select_related("author").order_by("-created_at", "-id")[:ENTRIES]
    for answer in answers:
        title = _("Answer by %s") % answer.author.name
        feed.add(number=f"/answers/{answer.pk}/", post=answer, title=title, address=f"/answers/{answer.pk}/")
    address = question.get_absolute_url()
    feed.add(number=f"/questions/{question.pk}/", post=question, title=question.title, address=address)
    return _respond(feed)


def _of_questions(request, title: str, page: str, questions):
    """A feed of questions that everybody may see, newest first. One query."""
    shown = questions.visible_to(None).filter(duplicate_of=None).select_related("author").newest_first()
    feed = _feed(request, f"{title} · {settings.SITE_NAME}", page)
    for question in shown[:ENTRIES]:
        address = question.get_absolute_url()
        feed.add(number=f"/questions/{question.pk}/", post=question, title=question.title, address=address)
    return _respond(feed)


def _feed(request, title: str, page: str) -> Feed:
    return Feed(
        title=title,
        link=settings.SITE_URL + page,
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + request.path,
        feed_guid=settings.SITE_URL + request.path,
    )


def _respond(feed: Feed) -> HttpResponse:
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
