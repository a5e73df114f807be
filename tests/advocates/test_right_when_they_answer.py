"""A real community replayed by date: who was right, and who would have been asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F

from advocates import expertise
from community.members.models import Likelihood
from forum.helpers.likelihood import Standing, most_likely
from forum.models import Answer, Question
from tests.operations import dumps
from tests.operations.importing import run

FIVE = 5
LEARNING = 60  # answers before predictions are compared: until then, nothing is known of anybody


@dataclass(frozen=True)
class Day:
    """What was known in the night before a day."""

    known: list[expertise.Record]
    usual: dict[int, float]

    def likelihood(self, member_id: int, topic_id: int) -> float:
        usual = self.usual_in(topic_id)
        own = next((r for r in self.known if (r.member_id, r.topic_id) == (member_id, topic_id)), None)
        return Likelihood.of(own.right if own else 0, own.wrong if own else 0, usual=usual).share

    def usual_in(self, topic_id: int) -> float:
        return self.usual.get(topic_id, expertise.FIRST_GUESS)

    def suggested(self, question: Question) -> list[int]:
        standings = [
            Standing(r.member_id, r.topic_id, r.presence, self.likelihood(r.member_id, r.topic_id))
            for r in self.known
            if r.member_id != question.author_id
        ]
        return most_likely(standings, topic_id=question.topic_id, usual=self.usual_in(question.topic_id))[:FIVE]


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("site", ["history", "beer"])
def test_who_is_asked_and_what_is_predicted_comes_true(db, site, figure):
    """Two communities: half-lives and weights were settled on the first one, the second was only measured."""
    folder = dumps.REAL / f"stackexchange-{site}"
    if not folder.is_dir():
        pytest.skip(f"needs the real dump in ../shared/data/{folder.name}")
    run(folder)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    answers = list(
        Answer.objects.exclude(author=F("question__author")).select_related("question").order_by("created_at")
    )
    days = {}
    for at in sorted({_night_before(each) for answer in answers for each in (answer, answer.question)}):
        known = expertise.records(at=at)
        days[at] = Day(known, expertise.usual_shares(known))

    solved = {answer.question: answer.author_id for answer in answers if answer.pk == answer.question.solution_id}
    suggested = sum(right in days[_night_before(question)].suggested(question) for question, right in solved.items())
    active = sum(right in _most_active(question) for question, right in solved.items())
    lately = sum(right in _most_active(question, timedelta(days=180)) for question, right in solved.items())
    figure(
        f"who to ask, replayed by date ({site})",
        "the accepted answerer is among the five suggested more often than among the five most active of the topic",
        f"suggested {suggested} of {len(solved)}, most active {active}, most active of 180 days {lately}",
    )
    deciles = _deciles(
        [
            (
                days[_night_before(answer)].likelihood(answer.author_id, answer.question.topic_id),
                answer.pk == answer.question.solution_id,
            )
            for answer in answers[LEARNING:]
        ]
    )
    gaps = [100 * abs(predicted - real) for predicted, real in deciles]
    figure(
        f"expertise, replayed by date ({site})",
        "predicted against really accepted within 10 points in each decile",
        f"largest gap {max(gaps):.1f}, mean {sum(gaps) / len(gaps):.1f} points; "
        + " ".join(f"{100 * predicted:.0f}/{100 * real:.0f}" for predicted, real in deciles),
    )
    assert suggested > lately > active
    assert deciles[-1][1] > deciles[0][1]


def _night_before(post: Question | Answer) -> datetime:
    return post.created_at.replace(hour=0, minute=0, second=0, microsecond=0)


def _most_active(question: Question, lately: timedelta | None = None) -> list[int]:
    answers = Answer.objects.filter(question__topic=question.topic, created_at__lt=question.created_at)
    if lately is not None:
        answers = answers.filter(created_at__gte=question.created_at - lately)
    counted = Counter(answers.exclude(author=question.author).values_list("author_id", flat=True))
    return [member for member, _answers in counted.most_common(FIVE)]


def _deciles(predicted: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Ten parts of equal size in order of prediction: mean prediction, and the share that was really accepted."""
    ordered = sorted(predicted, key=lambda pair: pair[0])
    parts = [ordered[len(ordered) * n // 10 : len(ordered) * (n + 1) // 10] for n in range(10)]
    return [
        (sum(share for share, _right in part) / len(part), sum(right for _share, right in part) / len(part))
        for part in parts
    ]
