"""A large, realistic community by COPY, for benchmarks."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils.text import slugify
from taggit.models import Tag, TaggedItem

from community.catalogue.models import Topic
from community.lib import markdown
from community.members.models import Member
from community.operations.load.words import TAGS, THINGS, Writer
from forum.models import Answer, MeToo, Question, Vote

DAYS = 365
_VARIANTS = 400  # rendered bodies of answers, reused: rendering each would be most of the time


class Load:
    """Makes members, topics, questions, answers, votes and me-toos; ids continue after what is there."""

    def __init__(self, questions: int, *, seed: int = 20, until: datetime | None = None):
        self.size = questions
        self.writer = Writer(seed)
        self.chance = self.writer.chance
        self.until = until or datetime.now(UTC)

    def make(self, say=lambda text: None) -> None:
        """Write everything; `say` is told what is done. A minute or so for 20,000 questions."""
        topics = self._topics()
        members = self._members()
        say(f"{len(members)} members")
        first_question = _next_id(Question)
        plans = [self._plan(number, topics, members) for number in range(self.size)]
        copy(Question, _QUESTION, (self._question(first_question + n, plan) for n, plan in enumerate(plans)))
        say(f"{self.size} questions")
        answers = self._answers(first_question, plans, members)
        say(f"{answers} answers")
        self._tag(first_question, plans)
        self._me_toos(first_question, plans, members)
        self._votes(members)
        for model in (Member, Question, Answer, MeToo, Vote, Tag, TaggedItem):
            _continue_ids(model)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        say("votes, me-toos, tags")

    def _topics(self) -> list[int]:
        names = [name.capitalize() for name in THINGS[:12]]
        for position, name in enumerate(names):
            Topic.objects.get_or_create(
                slug=f"load-{slugify(name)}", defaults={"name": f"{name}s", "position": position}
            )
        return list(Topic.objects.filter(slug__startswith="load-").values_list("id", flat=True))

    def _members(self) -> list[int]:
        first = _next_id(Member)
        ids = list(range(first, first + max(50, self.size // 20)))
        joined = self.until - timedelta(days=DAYS)
        rows = (
            (
                n,
                "!",
                f"load{n}",
                "",
                f"Load {n}",
                "",
                "en",
                "UTC",
                "steps",
                True,
                False,
                False,
                joined,
                "",
                0,
                0,
                0,
                0,
                "",
            )
            for n in ids
        )
        copy(Member, _MEMBER, rows)
        return ids

    def _plan(self, number: int, topics: list[int], members: list[int]) -> dict[str, Any]:
        age = timedelta(seconds=self.chance.uniform(0, DAYS * 86400))
        subject = self.writer.subject()
        answers = min(round(self.chance.expovariate(1 / 3)), 30)
        return {
            "at": self.until - age,
            "subject": subject,
            "author": self.chance.choice(members),
            "topic": topics[subject % len(topics)],
            "answers": answers,
            "is_solved": answers > 0 and self.chance.random() < 0.6,
            "me_toos": min(int(self.chance.paretovariate(1.2)) - 1, 40),
            "tags": self.writer.tags(),
        }

    def _question(self, pk: int, plan: dict[str, Any]) -> tuple:
        title = self.writer.title(plan["subject"])
        body = self.writer.question(plan["subject"])
        return (
            pk, plan["author"], body, markdown.render(body), "markdown", "en", plan["at"], "public", "question", title,
            slugify(title)[:80], plan["topic"], "", "", plan["answers"], plan["me_toos"], 0, 0, 0, 0,
            plan["at"] + timedelta(hours=1) if plan["answers"] else None, plan["at"] + timedelta(hours=plan["answers"]),
            plan["answers"] == 0, 0, plan["at"], False,
        )  # fmt: skip

    def _answers(self, first_question: int, plans: list[dict], members: list[int]) -> int:
        bodies = [(body, str(markdown.render(body))) for body in (self.writer.answer() for _ in range(_VARIANTS))]
        pks = count(_next_id(Answer))
        solutions: list[tuple[int, int, datetime]] = []

        def rows() -> Iterator[tuple]:
            for number, plan in enumerate(plans):
                for place in range(plan["answers"]):
                    pk, at = next(pks), plan["at"] + timedelta(hours=place + 1)
                    if place == 0 and plan["is_solved"]:
                        solutions.append((first_question + number, pk, at))
                    body, html = self.chance.choice(bodies)
                    author = self.chance.choice(members)
                    yield (pk, author, body, html, "markdown", "en", at, first_question + number, 0, 0, 0, 0, 0)

        copy(Answer, _ANSWER, rows())
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE load_solution (question bigint, answer bigint, at timestamptz)")
            with cursor.copy("COPY load_solution FROM STDIN") as writing:
                for row in solutions:
                    writing.write_row(row)
            cursor.execute(
                f"UPDATE {Question._meta.db_table} q SET solution_id = s.answer, solved_at = s.at "  # noqa: S608
                "FROM load_solution s WHERE q.id = s.question"
            )
            cursor.execute("DROP TABLE load_solution")
        return sum(plan["answers"] for plan in plans)

    def _tag(self, first_question: int, plans: list[dict]) -> None:
        tags = {name: Tag.objects.get_or_create(name=name, defaults={"slug": name})[0].pk for name in TAGS}
        kind = ContentType.objects.get_for_model(Question).pk
        pks = count(_next_id(TaggedItem))
        copy(
            TaggedItem,
            ["id", "tag", "content_type", "object_id"],
            ((next(pks), tags[tag], kind, first_question + n) for n, plan in enumerate(plans) for tag in plan["tags"]),
        )

    def _me_toos(self, first_question: int, plans: list[dict], members: list[int]) -> None:
        pks = count(_next_id(MeToo))
        copy(
            MeToo,
            ["id", "question", "member", "created_at"],
            (
                (next(pks), first_question + n, member, plan["at"])
                for n, plan in enumerate(plans)
                for member in self.chance.sample(members, plan["me_toos"])
            ),
        )

    def _votes(self, members: list[int]) -> None:
        """One to five votes on every third answer, and the scores to match."""
        pks = count(_next_id(Vote))
        # Read before the COPY begins: one connection cannot do both at once.
        answers = list(Answer.objects.filter(author__username__startswith="load").values_list("id", "created_at"))
        copy(
            Vote,
            ["id", "answer", "member", "created_at"],
            (
                (next(pks), pk, member, at)
                for pk, at in answers
                if pk % 3 == 0
                for member in self.chance.sample(members, self.chance.randint(1, 5))
            ),
        )
        Answer.objects.filter(author__username__startswith="load").recount()
        Question.objects.filter(author__username__startswith="load").recount()


def copy(model: type[models.Model], names: list[str], rows: Iterable[tuple]) -> None:
    """COPY rows into a model's table; `names` are fields, in the order of the values. Others get what a new row gets."""
    said = [model._meta.get_field(name) for name in names]
    others = [field for field in model._meta.concrete_fields if field not in said and field.has_default()]
    others = [field for field in others if not field.null and not isinstance(field, models.JSONField)]
    usual = tuple(field.get_default() for field in others)
    columns = ", ".join(f'"{field.column}"' for field in (*said, *others))
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as writing:
        for row in rows:
            writing.write_row((*row, *usual))


def _next_id(model: type[models.Model]) -> int:
    return (model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0) + 1


def _continue_ids(model: type[models.Model]) -> None:
    """Let the table's own numbering go on after the copied rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))"  # noqa: S608
        )


_MEMBER = [
    "id", "password", "username", "email", "full_name", "about", "language", "time_zone", "reading", "is_active",
    "is_superuser", "is_automatic", "date_joined", "rank_name", "rank_level", "points", "people_helped",
    "unread_count", "staff_title",
]  # fmt: skip
_QUESTION = [
    "id", "author", "body", "body_html", "body_format", "language", "created_at", "audience", "kind", "title", "slug",
    "topic", "outcome", "outcome_reason", "answer_count", "me_too_count", "duplicate_count", "best_score",
    "imported_votes", "imported_views", "first_answered_at", "last_activity_at", "asker_spoke_last", "vote_count", "modified_at",
    "nothing_helped",
]  # fmt: skip
_ANSWER = [
    "id", "author", "body", "body_html", "body_format", "language", "created_at", "question", "score", "imported_votes",
    "helpful", "confirmed_count", "failed_count",
]  # fmt: skip
