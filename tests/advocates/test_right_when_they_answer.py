"""A real community replayed by date: who was right, and who would have been asked."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from django.db.models import F

from advocates import expertise
from community.members.models import Likelihood
from forum.helpers.likelihood import Standing, likelihoods
from forum.helpers.suggesting import LATELY, Asked
from forum.models import Answer, Question
from forum.models.invitation import AT_MOST, WAITS
from tests.operations import dumps
from tests.operations.importing import run

FIVE = 5
CAP = 3  # invitations of one member in a day, as it is without their choice
LEARNING = 60  # answers before predictions are compared: until then, nothing is known of anybody


class Day:
    """What was known in the night before a day."""

    def __init__(self, known: list[expertise.Record]):
        self.usual = expertise.usual_shares(known)
        self.shares = {
            (r.member_id, r.topic_id): Likelihood.of(r.right, r.wrong, usual=self.usual_in(r.topic_id)).share
            for r in known
        }
        self.standings = [
            Standing(r.member_id, r.topic_id, r.presence, self.shares[r.member_id, r.topic_id]) for r in known
        ]

    def likelihood(self, member_id: int, topic_id: int) -> float:
        usual = self.usual_in(topic_id)
        return self.shares.get((member_id, topic_id), Likelihood.of(0, 0, usual=usual).share)

    def usual_in(self, topic_id: int) -> float:
        return self.usual.get(topic_id, expertise.FIRST_GUESS)

    def likelihoods(self, question: Question) -> dict[int, float]:
        standings = [standing for standing in self.standings if standing.member_id != question.author_id]
        return likelihoods(standings, topic_id=question.topic_id, usual=self.usual_in(question.topic_id))

    def suggested(self, question: Question) -> list[int]:
        return _best(self.likelihoods(question), FIVE)


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("site", ["history", "beer"])
def test_who_is_asked_and_what_is_predicted_comes_true(proving, db, site, figure):
    """Two communities: half-lives and weights were settled on the first one, the second was only measured."""
    folder = dumps.REAL / f"stackexchange-{site}"
    if not folder.is_dir():
        pytest.skip(f"needs the real dump in ../shared/data/{folder.name}")
    run(folder)
    answers = list(
        Answer.objects.exclude(author=F("question__author")).select_related("question").order_by("created_at")
    )
    days = {}
    for at in sorted({_night_before(each) for answer in answers for each in (answer, answer.question)}):
        days[at] = Day(expertise.records(at=at))

    solved = {answer.question: answer.author_id for answer in answers if answer.pk == answer.question.solution_id}
    suggested = sum(right in days[_night_before(question)].suggested(question) for question, right in solved.items())
    active = sum(right in _most_active(question) for question, right in solved.items())
    lately = sum(right in _most_active(question, timedelta(days=180)) for question, right in solved.items())
    figure(
        f"who to ask, replayed by date ({site})",
        "the accepted answerer is among the five suggested more often than among the five most active of the topic",
        f"suggested {suggested} of {len(solved)}, most active {active}, most active of 180 days {lately}",
    )
    likely = {question: days[_night_before(question)].likelihoods(question) for question in solved}
    best, spread = _asked(likely, answers, is_spread=False), _asked(likely, answers, is_spread=True)
    figure(
        f"whom three invitations reach, replayed by date ({site})",
        "the member who is asked most is asked less often in a week than if always the likeliest were asked",
        f"spread: the accepted answerer of {_reached(spread, solved)} of {len(solved)}, at most {_most(spread)} in a week; "
        f"always the likeliest: of {_reached(best, solved)}, at most {_most(best)}",
    )
    assert _most(spread) < _most(best)
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


def _best(likely: dict[int, float], how_many: int) -> list[int]:
    return sorted(likely, key=lambda member: (-likely[member], member))[:how_many]


def _asked(
    likely: dict[Question, dict[int, float]], answers: list[Answer], *, is_spread: bool
) -> dict[Question, list[int]]:
    """Whom the three invitations of each question would have gone to, in order of time; with a cap of three in a day."""
    answered = {(answer.question_id, answer.author_id) for answer in answers}
    got: defaultdict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    asked: dict[Question, list[int]] = {}
    for question in sorted(likely, key=lambda q: q.created_at):
        fitting = {}
        for member, value in likely[question].items():
            before = [(question.created_at - at, did) for at, did in got[member]]
            if sum(age < timedelta(days=1) for age, _did in before) >= CAP:
                continue
            made_of_it = Asked(
                lately=sum(age < LATELY for age, _did in before),
                open=sum(age < WAITS and not did for age, did in before),
            )
            fitting[member] = value * (made_of_it.availability if is_spread else 1)
        asked[question] = _best(fitting, AT_MOST)
        for member in asked[question]:
            got[member].append((question.created_at, (question.pk, member) in answered))
    return asked


def _reached(asked: dict[Question, list[int]], solved: dict[Question, int]) -> int:
    return sum(right in asked[question] for question, right in solved.items())


def _most(asked: dict[Question, list[int]]) -> int:
    """How often the member who was asked most was asked within seven days."""
    at: defaultdict[int, list[datetime]] = defaultdict(list)
    for question, members in asked.items():
        for member in members:
            at[member].append(question.created_at)
    return max(sum(timedelta() <= when - first < LATELY for when in times) for times in at.values() for first in times)


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
