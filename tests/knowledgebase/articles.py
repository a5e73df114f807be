"""Articles for the tests, reached through the verbs."""

from community.catalogue.models import Topic
from community.members.models import Member
from forum.models import Answer
from forum.promotion import promote_to_article
from knowledgebase.models import Article, Section
from tests.cast import Cast, make_topic


def make_section(name="Wi-Fi and network") -> Section:
    return Section.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def make_article(
    *,
    by: Member,
    title="Keep the hub on one channel",
    steps="1. Open *Settings*.\n2. Choose channel 6.",
    section: Section | None = None,
    topic: Topic | None = None,
    **fields,
) -> Article:
    """A draft."""
    return Article.draft(
        by=by, title=title, steps=steps, section=section or make_section(), topic=topic or make_topic("Wi-Fi"), **fields
    )


def make_published(cast: Cast, **fields) -> Article:
    """Written by one editor, published by the other."""
    article = make_article(**({"by": cast.editor} | fields))
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    return article


def make_solution(cast: Cast, *, body="Set the channel to 6 by hand. It has held since.", **fields) -> Answer:
    """An answer that the asker accepted."""
    question = cast.question(**fields)
    answer = cast.answer(question, body=body)
    question.accept(answer, by=cast.asker)
    return answer


def make_promoted(cast: Cast, answer: Answer | None = None) -> Article:
    """An article made of a solution, published."""
    article = promote_to_article(answer or make_solution(cast), by=cast.editor)
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    return article
