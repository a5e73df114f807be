"""Make an article out of an answer that worked: in the customers' own words, with its sources."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdownify import ATX, markdownify

from forum.models import Answer
from knowledgebase.models import Article, ArticleSource, Section
from knowledgebase.passages import passages_of


def promote_to_article(answer: Answer, *, by, section: Section | None = None) -> Article:
    """A draft made of `answer` and its question, owned by `by`; the one made before, if there is one.

    Its title is the question's, its symptoms are the question's words, its steps the answer's; it applies to the
    question's product, release and platform, and is for the question's audience. Every sentence names the revision of
    the post that it comes from. Locks answer and question, so two who promote at once make one draft.
    """
    with transaction.atomic():
        answer.lock()
        question = answer.question
        question.lock()
        made_of = {"drafted_from_type": ContentType.objects.get_for_model(answer), "drafted_from_id": answer.pk}
        before = Article.objects.filter(**made_of).first()
        if before is not None:
            return before
        return Article.draft(
            by=by,
            title=question.title,
            section=section or Section.for_topic(question.topic),
            topic=question.topic,
            language=question.language,
            audience=question.audience,
            organisation=question.organisation,
            steps=_as_markdown(answer),
            body=_symptoms(question),
            sources=[*_sources(question, question.title), *_sources(answer)],
            products=[question.product] if question.product else [],
            releases=[question.release] if question.release else [],
            platforms=[question.platform] if question.platform else [],
            **made_of,
        )


def _symptoms(question) -> str:
    with override(question.language):
        heading = _("How you notice it")
    return f"## {heading}\n\n{_as_markdown(question)}"


def _sources(post, *further: str) -> list[ArticleSource]:
    return [ArticleSource.quoting(post, passage) for passage in (*further, *passages_of(post.body_html))]


def _as_markdown(post) -> str:
    """The words of a post as Markdown; what was imported as HTML is turned into it."""
    if post.body_format == post.Format.MARKDOWN:
        return post.body
    return markdownify(post.body_html, heading_style=ATX, bullets="-").strip()
