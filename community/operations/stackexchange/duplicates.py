"""Links from a question to the one that was asked before it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from community.activity.models import Event
from community.lib import versions
from community.operations.stackexchange.report import Report
from community.operations.stackexchange.site import Site
from community.operations.stackexchange.staging import Progress, count, rows
from community.search import index
from forum.models import Duplicate, Question

BATCH = 200
# Links that came with an import, of questions that have no such link there now.
_STALE = """
SELECT d.id FROM forum_duplicate d JOIN forum_question q ON q.id = d.question_id
  JOIN content_origin o ON o.id = q.origin_id AND o.site = %s
 WHERE d.marked_by_id IS NULL AND NOT EXISTS (
    SELECT FROM stage_link l
      JOIN content_origin co ON co.site = o.site AND co.kind = 'question' AND co.external_id = l.canonical_id::text
      JOIN forum_question c ON c.origin_id = co.id
     WHERE l.question_id::text = o.external_id AND d.canonical_id IN (c.id, c.duplicate_of_id))
"""
_MISSING = """
SELECT l.question_id AS number, l.at, q.id AS question, c.id AS canonical
  FROM (SELECT DISTINCT ON (question_id) * FROM stage_link WHERE question_id > %s ORDER BY question_id, at) l
  JOIN content_origin qo ON qo.site = %s AND qo.kind = 'question' AND qo.external_id = l.question_id::text
  JOIN forum_question q ON q.origin_id = qo.id AND q.duplicate_of_id IS NULL
  JOIN content_origin co ON co.site = qo.site AND co.kind = 'question' AND co.external_id = l.canonical_id::text
  JOIN forum_question c ON c.origin_id = co.id AND c.id <> q.id
 ORDER BY l.question_id LIMIT %s
"""


def import_duplicates(site: Site, report: Report, progress: Progress) -> None:
    """Take away imported links that are gone there, and write those that are missing here. Call after the threads.

    A question has one canonical question here. Where it has several there, the first is taken and the others are counted.
    """
    if "PostLinks.xml" in report.missing:
        return
    further = count("stage_link") - count("(SELECT DISTINCT question_id FROM stage_link) AS linked")
    report.left_out["further duplicate links of the same question"] += further
    stale = [row["id"] for row in rows(_STALE, site.host)]
    for at in range(0, len(stale), BATCH):
        with transaction.atomic():
            _remove(stale[at : at + BATCH], report)
    last, done = 0, 0
    while batch := rows(_MISSING, last, site.host, BATCH):
        with transaction.atomic():
            _write(batch, report)
        last, done = batch[-1]["number"], done + len(batch)
        progress("Duplicates", done, report.duplicates.found)


def _remove(links: list[int], report: Report) -> None:
    gone = list(Duplicate.objects.filter(pk__in=links).values_list("question_id", "canonical_id"))
    Question.objects.filter(duplicate_link__in=links).update(duplicate_of=None)
    Duplicate.objects.filter(pk__in=links).delete()
    report.duplicates.gone += len(links)
    _freshen({pk for pair in gone for pk in pair})


def _write(batch: list[dict], report: Report) -> None:
    ids = {row["question"] for row in batch}
    questions = Question.objects.select_for_update(of=("self",)).in_bulk(ids | {row["canonical"] for row in batch})
    undone = set(
        Event.objects.filter(
            verb="forum.question.unmarked-duplicate",
            subject_type=ContentType.objects.get_for_model(Question),
            subject_id__in=ids,
        ).values_list("subject_id", flat=True)
    )
    for row in batch:
        question, canonical = questions[row["question"]], questions[row["canonical"]]
        # A canonical question is never a duplicate itself: a chain of links is followed to its end.
        end = questions.get(canonical.duplicate_of_id) or canonical.duplicate_of or canonical
        if question.pk in undone:
            report.duplicates.kept += 1
        elif end.pk == question.pk:
            report.left_out["duplicate links that go in a circle"] += 1
        else:
            Duplicate.objects.create(question=question, canonical=end, marked_by=None, marked_at=row["at"])
            question.duplicate_of = end
            question.save(update_fields=["duplicate_of"])
            _lead_on(question, end, questions)
            report.duplicates.made += 1
    _freshen(set(questions) | {question.duplicate_of_id for question in questions.values() if question.duplicate_of_id})


def _lead_on(question: Question, end: Question, questions: dict[int, Question]) -> None:
    """What pointed at a question that turned out to be a duplicate points at its canonical question."""
    Duplicate.objects.filter(canonical=question).update(canonical=end)
    Question.objects.filter(duplicate_of=question).update(duplicate_of=end)
    for other in questions.values():
        if other.duplicate_of_id == question.pk:
            other.duplicate_of = end


def _freshen(pks: set[int]) -> None:
    questions = Question.objects.filter(pk__in=pks)
    questions.recount()
    index.refresh(Question, pks)
    keys = {key for question in questions for key in question.page_keys()}
    transaction.on_commit(lambda: versions.bump(*keys))
