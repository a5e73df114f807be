"""Questions with their answers and comments, each thread whole, so that a reader never meets half of one."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from taggit.models import Tag, TaggedItem

from advocates import ledger, points
from community.activity.models import Event
from community.catalogue.models import Topic
from community.lib import versions
from community.operations.stackexchange.members import members_by_key
from community.operations.stackexchange.posts import Answers, Columns, Comments, Questions, Row
from community.operations.stackexchange.report import Report
from community.operations.stackexchange.site import Site
from community.operations.stackexchange.staging import Progress, rows
from community.search import index
from forum.models import Answer, Question

BATCH = 100

_CHANGED = """
SELECT t.id, t.digest FROM stage_thread t
  LEFT JOIN content_origin o ON o.site = %s AND o.kind = 'question' AND o.external_id = t.id::text
 WHERE (o.id IS NULL OR o.digest <> t.digest) AND t.id > %s ORDER BY t.id LIMIT %s
"""
_POSTS = """
SELECT post.*, encode(post.digest, 'hex') AS mark, u.name AS written_by
  FROM {} post JOIN stage_user u ON u.key = post.author WHERE post.{} = ANY(%s) ORDER BY post.id
"""
_ACCEPTED = """
SELECT answer_id, min(at) AS at FROM stage_accepted JOIN stage_question q ON q.accepted_id = answer_id
 WHERE q.id = ANY(%s) GROUP BY answer_id
"""
_TAGS = "SELECT name FROM stage_tag UNION SELECT left(unnest(tags), 100) FROM stage_question ORDER BY name"


@dataclass
class Threads:
    """Writes the staged threads of a site under a topic."""

    site: Site
    topic: Topic
    language: str
    report: Report

    def import_all(self, progress: Progress) -> None:
        """Write the threads that are new or changed, a batch in a transaction."""
        tags = self._import_tags()
        last, done = 0, 0
        while batch := rows(_CHANGED, self.site.host, last, BATCH):
            with transaction.atomic():
                _Batch(self, {row["id"]: row["digest"] for row in batch}, tags).write()
            last, done = batch[-1]["id"], done + len(batch)
            progress("Questions", done, self.report.questions.found)

    def _import_tags(self) -> dict[str, Tag]:
        """Every tag of the site by its name there, whether a question has it or not."""
        names = [row["name"] for row in rows(_TAGS)]
        here = {tag.name.lower(): tag for tag in Tag.objects.all()}
        self.report.tags.found = len(names)
        with transaction.atomic():
            for name in names:
                if name.lower() not in here:
                    # One by one, since taggit finds a free slug when a tag is saved ("c", "c++" and "c#").
                    here[name.lower()] = Tag.objects.create(name=name)
                    self.report.tags.made += 1
        return {name: here[name.lower()] for name in names}


class _Batch:
    """The threads of one transaction."""

    def __init__(self, threads: Threads, digests: dict[int, str], tags: dict[str, Tag]):
        self.topic, self.report, self.tags = threads.topic, threads.report, tags
        ids = list(digests)
        self.question_rows = rows(_POSTS.format("stage_question", "id"), ids)
        self.answer_rows = rows(_POSTS.format("stage_answer", "question_id"), ids)
        self.comment_rows = rows(_POSTS.format("stage_comment", "question_id"), ids)
        self.accepted_at = {row["answer_id"]: row["at"] for row in rows(_ACCEPTED, ids)}
        for row in self.question_rows:
            # A question stands for its whole thread: it is looked at again when any part of that changed.
            row["mark"] = digests[row["id"]]
        everything = (*self.question_rows, *self.answer_rows, *self.comment_rows)
        members = members_by_key(threads.site, {row["author"] for row in everything})
        settings = (threads.site, threads.language, members)
        self.questions = Questions(*settings, self.report.questions)
        self.answers = Answers(*settings, self.report.answers)
        self.comments = Comments(*settings, self.report.comments)

    def write(self) -> None:
        """Write the posts, then what connects and counts them, then what is searched."""
        self.questions.write(self.question_rows, lambda row: {"topic": self.topic, "locked_at": row["closed_at"]})
        self.answers.write(self.answer_rows, self._place_answer)
        self.comments.write(self.comment_rows, self._place_comment)
        self._tag()
        self._score()
        self._solve()
        questions = list(self.questions.by_number.values())
        pks = [question.pk for question in questions]
        Question.objects.filter(pk__in=pks).recount()
        index.refresh(Question, pks)
        keys = {key for question in questions for key in question.page_keys()}
        transaction.on_commit(lambda: versions.bump(*keys))

    def _place_answer(self, row: Row) -> Columns | None:
        question = self.questions.by_number.get(row["question_id"])
        return {"question": question} if question else None

    def _place_comment(self, row: Row) -> Columns | None:
        question = self.questions.by_number.get(row["question_id"])
        answer = self.answers.by_number.get(row["answer_id"])
        if question is None or (row["answer_id"] and answer is None):
            return None
        return {"question": question, "answer": answer}

    def _tag(self) -> None:
        """Give questions the tags that they have there, unless somebody edited them here."""
        kind = ContentType.objects.get_for_model(Question)
        wanted = {
            self.questions.by_number[row["id"]].pk: {self.tags[name[:100]].pk for name in row["tags"]}
            for row in self.question_rows
            if row["id"] in self.questions.by_number and row["id"] not in self.questions.edited_here
        }
        pairs = {(pk, tag) for pk, tags in wanted.items() for tag in tags}
        items = {
            (item.object_id, item.tag_id): item
            for item in TaggedItem.objects.filter(content_type=kind, object_id__in=wanted)
        }
        TaggedItem.objects.bulk_create(
            TaggedItem(content_type=kind, object_id=pk, tag_id=tag) for pk, tag in sorted(pairs - items.keys())
        )
        TaggedItem.objects.filter(pk__in=[items[pair].pk for pair in items.keys() - pairs]).delete()

    def _score(self) -> None:
        """Votes there and votes here together are the score."""
        Answer.objects.filter(pk__in=[answer.pk for answer in self.answers.by_number.values()]).recount()

    def _solve(self) -> None:
        """Accept the answers that were accepted there, unless it was decided here."""
        tally, changed = self.report.accepted, []
        helpers: set[int] = set()
        for row in self.question_rows:
            question = self.questions.by_number.get(row["id"])
            if question is None:
                continue
            answer = self.answers.by_number.get(row["accepted_id"])
            if answer is not None and answer.is_hidden:
                answer = None
            if question.solution_id == (answer and answer.pk) or _decided_here(question):
                continue
            tally.made += question.solution_id is None
            tally.updated += question.solution_id is not None
            at = self.accepted_at.get(row["accepted_id"])
            helpers.update(one.author_id for one in (question.solution, answer) if one is not None)
            question.solution = answer
            question.solved_at = max(filter(None, (at, answer.created_at))) if answer else None
            changed.append(question)
        Question.objects.bulk_update(changed, ["solution", "solved_at"])
        if helpers:
            # They did help people; no event says so, so no points follow.
            ledger.hold()
            points.settle_members(helpers)


def _decided_here(question: Question) -> bool:
    """Whether somebody here accepted an answer to it, or took a mark away."""
    verbs = ("forum.answer.accepted", "forum.answer.unaccepted")
    return Event.objects.filter(verb__in=verbs, data__question=question.pk).exists()
