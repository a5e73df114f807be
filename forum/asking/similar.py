"""What is already there about a thing: asked before, or written down as an article."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from pgvector.django import CosineDistance

from community.catalogue.models import Release
from community.lib.markdown import plain_text
from community.lib.prepared import Prepared, columns
from community.search.finding import Result, similar
from community.search.models import Document
from forum.models import Answer, Question
from knowledgebase.models import Article, ArticleSource

SHORTEST_QUERY = 8
LIKE_A_QUESTION = 6
FARTHEST = 0.6  # in cosine distance: beyond it, two texts have little in common
_SHOWN = columns(Document, "id", "kind", "title", "url", "is_answered", "is_solved")


def similar_to(text: str, person) -> list[Result]:
    """Questions and articles like `text` that `person` may see, nearest first. [] when it is too short to mean anything."""
    return similar(text, person) if len(text) >= SHORTEST_QUERY else []


def like_question(question_id: int) -> list[Document]:
    """Public questions and articles that mean about the same as a question, nearest first. One query.

    [] while the question has no vector yet.
    """
    return [Document.from_db("default", _SHOWN, row) for row in _LIKE_QUESTION.rows(question_id)]


def likely_asked_before(question: Question, person, how_many: int = 5) -> list[Question]:
    """Questions like this one that `person` may see and that are no duplicates themselves, nearest first."""
    found = similar(question.title, person, how_many * 2, kinds=("question",))
    numbers = [result.document.subject_id for result in found]
    rows = Question.objects.visible_to(person).filter(duplicate_of=None).exclude(pk=question.pk).in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows][:how_many]


def articles_from(question_id: int) -> list[Article]:
    """Published public articles that quote the question or one of its answers, with title, summary and date. One query."""
    articles = []
    for pk, slug, published_at, title, summary_html in _FROM_QUESTION.rows(question_id):
        article = Article(pk=pk, slug=slug, published_at=published_at)
        article.title, article.summary = title, plain_text(summary_html)
        articles.append(article)
    return articles


def articles_about(
    person, *, topic=None, tag: str | None = None, release: Release | None = None, how_many: int = 5
) -> list[Document]:
    """Published articles about a topic, a tag or a release that `person` may see, newest first. One query."""
    articles = Document.everything.visible_to(person).filter(kind="article")
    if topic is not None:
        articles = articles.filter(topic=topic)
    if tag is not None:
        articles = articles.filter(tags__contains=[tag])
    if release is not None:
        articles = articles.filter(versions__contains=[str(release)])
    return list(articles.only("title", "url").order_by(F("written_at").desc(), "-id")[:how_many])


def _near(question_id: int):
    """Documents near that of the question. The kind of content is joined by name, since its number would be frozen."""
    own = Document.everything.filter(
        subject_id=question_id, subject_type__app_label="forum", subject_type__model="question"
    )
    distance = CosineDistance("vector", Subquery(own.values("vector")[:1]))
    return (
        Document.objects.filter(kind__in=("question", "article"), maker=Subquery(own.values("maker")[:1]))
        .exclude(subject_id=question_id, kind="question")
        .annotate(distance=distance)
        .filter(distance__lt=FARTHEST)
        .order_by("distance")
        .values_list(*_SHOWN)[:LIKE_A_QUESTION]
    )


def _quoting(question_id: int):
    """Articles whose published revision quotes a post of the question."""
    answers = Answer.objects.filter(question=question_id).values("pk")
    posts = Q(post_revision__post_type__model="question", post_revision__post_id=question_id) | Q(
        post_revision__post_type__model="answer", post_revision__post_id__in=answers
    )
    sources = ArticleSource.objects.filter(
        posts, post_revision__post_type__app_label="forum", revision=OuterRef("current")
    )
    return (
        Article.objects.indexable()
        .filter(Exists(sources))
        .newest_first()
        .values_list("pk", "slug", "published_at", "current__title", "current__summary_html")[:3]
    )


_LIKE_QUESTION = Prepared(_near)
_FROM_QUESTION = Prepared(_quoting)
