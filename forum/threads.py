"""What the knowledge base asks about questions: which one a post belongs to, what was asked again, and what after reading."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Coalesce

from community.content.audiences import Audience
from forum.models import Answer, Question
from forum.models.queries import QuestionQuerySet
from knowledgebase.threads import Again, Key, Reading


class QuestionThreads:
    """Questions with their answers and duplicates; see `knowledgebase.threads.Threads`."""

    def of_posts(self, posts: Collection[Key]) -> dict[Key, Key]:
        """Of a question itself or the one that it is a duplicate of, of an answer that of its question. Two queries."""
        question, answer = (ContentType.objects.get_for_model(model).pk for model in (Question, Answer))
        found = {}
        for kind, rows, path in ((question, Question.objects, ""), (answer, Answer.objects, "question__")):
            wanted = [pk for each, pk in posts if each == kind]
            root = Coalesce(f"{path}duplicate_of_id", f"{path}id")
            for pk, root_pk in rows.filter(pk__in=wanted).order_by().annotate(root=root).values_list("pk", "root"):
                found[kind, pk] = (question, root_pk)
        return found

    def asked_anyway(self, articles: Collection[int], since: datetime) -> Iterable[Reading]:
        """What stands: nothing that was hidden. One query."""
        kind = ContentType.objects.get_for_model(Question).pk
        asked = Question.objects.filter(after_article__in=articles, created_at__gte=since, hidden_at=None)
        rows = asked.order_by("pk").values_list("after_article", "pk", "created_at")
        return [Reading(article, (kind, pk), at) for article, pk, at in rows]

    def asked_again(self, since: datetime) -> Iterable[Again]:
        """One query."""
        return _again(Question.objects.filter(created_at__gte=since))

    def again_in_sight(self, questions: Collection[Key], person) -> Iterable[Again]:
        """One query."""
        return _again(Question.objects.visible_to(person).filter(pk__in=_ids(questions)))

    def posts_again(self, questions: Collection[Key]) -> Iterable[tuple[Key, Question]]:
        """One query."""
        kind = ContentType.objects.get_for_model(Question).pk
        rows = Question.objects.filter(duplicate_of__in=_ids(questions), audience=Audience.PUBLIC, hidden_at=None)
        return [((kind, post.duplicate_of_id or 0), post) for post in rows.order_by("created_at", "pk")]


def _again(rows: QuestionQuerySet) -> list[Again]:
    kind = ContentType.objects.get_for_model(Question).pk
    again = rows.filter(duplicate_of__isnull=False, hidden_at=None).order_by("created_at", "pk")
    columns = "title", "slug", "language", "topic", "audience", "created_at", "duplicate_of"
    return [
        Again(
            question=(kind, question.pk),
            leads_to=(kind, question.duplicate_of_id),
            words=question.title,
            url=question.get_absolute_url(),
            language=question.language,
            topic=question.topic_id,
            is_public=question.is_public,
            at=question.created_at,
        )
        for question in again.only(*columns)
    ]


def _ids(questions: Collection[Key]) -> list[int]:
    kind = ContentType.objects.get_for_model(Question).pk
    return [pk for each, pk in questions if each == kind]
