"""What is new in what members follow: topics, tags, people, searches.

Each of them is the thread: it groups the list, and one click in the mail stops following it. Where somebody follows more
than one of them they are told by the first: people, then searches, tags, topics.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.models import Kind
from community.notifications.notices import Notice, followers_of, notice
from community.search.following import searches_that_find
from forum.models import Answer, Question
from knowledgebase.models import Article


@notice("forum.question.asked")
def question_asked(event) -> Iterator[Notice]:
    """Who follows the asker, the topic or a tag, and whose search finds it."""
    question: Question = event.subject
    common = _about(question, question, words=question.body_html, state=question.lamp) | {"actor": question.author}
    yield _by_person(
        question.author,
        title=format_lazy(_("{name} asks: {title}"), name=question.author.name, title=question.title),
        **common,
    )
    common |= {"title": format_lazy(_("New: {title}"), title=question.title)}
    yield from _found(question, common)
    for tag in question.tags.all():
        yield Notice(
            to=followers_of(tag),
            thread=tag,
            thread_title=format_lazy(_("The tag {name}"), name=tag.name),
            subject=format_lazy(_("New with the tag {name}"), name=tag.name),
            because=_("You get this because you follow this tag."),
            **common,
        )
    yield _in_topic(question, common)


@notice("forum.answer.posted")
def answer_by_somebody(event) -> Iterator[Notice]:
    """Who follows its author. That somebody made it of their comment is no news of theirs."""
    answer: Answer = event.subject
    if "comment" in event.data:
        return
    question = answer.question
    yield _by_person(
        answer.author,
        title=format_lazy(_("{name} answered: {title}"), name=answer.author.name, title=question.title),
        actor=answer.author,
        **_about(question, answer, words=answer.body_html, state=question.lamp),
    )


@notice("kb.article.published")
def article_published(event) -> Iterator[Notice]:
    """Who follows the topic, and whose search finds it: the first time that it is published."""
    article: Article = event.subject
    if not article.is_published or not event.data.get("first"):
        return
    common = _about(article, article, words=article.current.summary_html, state="lit") | {
        "title": format_lazy(_("New article: {title}"), title=article.title),
        "state_word": _("Published"),
    }
    yield from _found(article, common)
    yield _in_topic(article, common)


def _about(place: Question | Article, said: Question | Answer | Article, *, words: str, state: str) -> dict[str, Any]:
    return {
        "kind": Kind.FRESH,
        "place": place,
        "in_sight": said,
        "url": said.get_absolute_url(),
        "words": words,
        "state": state,
        "gathers": True,
        "action": _("Read it"),
    }


def _by_person(author: Member, **common: Any) -> Notice:
    return Notice(
        to=followers_of(author),
        thread=author,
        thread_title=author.name,
        subject=format_lazy(_("New by {name}"), name=author.name),
        because=_("You get this because you follow who wrote it."),
        **common,
    )


def _found(thing: Question | Article, common: dict[str, Any]) -> Iterator[Notice]:
    for search in searches_that_find(thing):
        yield Notice(
            to=[search.member],
            thread=search,
            thread_title=format_lazy(_("The search for “{query}”"), query=search.query),
            subject=format_lazy(_("New for your search: {query}"), query=search.query),
            because=_("You get this because you follow this search."),
            **common,
        )


def _in_topic(thing: Question | Article, common: dict[str, Any]) -> Notice:
    return Notice(
        to=followers_of(thing.topic),
        thread=thing.topic,
        thread_title=format_lazy(_("The topic {name}"), name=thing.topic.name),
        subject=format_lazy(_("New in {name}"), name=thing.topic.name),
        because=_("You get this because you follow this topic."),
        **common,
    )
