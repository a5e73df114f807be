"""What the knowledge base asks about questions: which one a post belongs to, and what was asked although there was an article."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Coalesce

from forum.models import Answer, Question
from knowledgebase.threads import Key, Reading


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
