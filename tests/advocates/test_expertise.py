"""How likely somebody is right about a topic: from what became of their answers, and never from how many there are."""

from datetime import timedelta

import pytest
from django.utils import timezone
from scipy.special import betaincinv

from advocates import expertise
from community.members.models import Expertise, Likelihood
from forum.models import Answer, Question
from tests.cast import make_answer, make_member, make_question, make_topic


@pytest.fixture
def solved(cast):
    """`solved(n, by=)`: n questions that somebody's answer solved."""

    def make(how_many, *, by, topic=None):
        for _n in range(how_many):
            question = make_question(by=cast.asker, topic=topic or cast.topic)
            question.accept(make_answer(question, by=by), by=cast.asker)

    return make


def row(member, topic) -> Expertise:
    return Expertise.objects.get(member=member, topic=topic)


def test_accepted_answers_make_an_expert_in_their_topic_only(client, cast, solved, work):
    make_topic("Billing")
    solved(8, by=cast.helper)
    work()
    assert row(cast.helper, cast.topic).is_proven
    assert Expertise.objects.filter(member=cast.helper).count() == 1
    page = client.get(Question.objects.first().get_absolute_url()).content.decode()
    assert "right more often than most in Wi-Fi" in page
    assert "right more often than most" in client.get("/members/hugo/").content.decode()


def test_many_answers_that_nobody_took_make_no_expert(client, cast, solved, work):
    solved(8, by=cast.helper)
    for question in Question.objects.all():
        make_answer(question, by=cast.stranger, body="Turn it off and on again.")
    work()
    often, seldom = row(cast.helper, cast.topic), row(cast.stranger, cast.topic)
    assert often.low > seldom.high
    assert not seldom.is_proven


def test_confirmed_and_endorsed_answers_count_as_right_and_failed_ones_as_wrong(cast, work):
    for n, say in enumerate(
        (
            lambda answer: answer.confirm(by=cast.stranger),
            lambda answer: answer.endorse(by=cast.agent),
            lambda answer: answer.confirm(by=cast.asker, worked=False),
            lambda answer: None,
        )
    ):
        say(make_answer(cast.question(), by=cast.helper, body=f"Answer {n}."))
    work()
    known = row(cast.helper, cast.topic)
    assert (round(known.right, 2), round(known.wrong, 2)) == (2, 1)
    assert round(known.presence, 2) == 4


def test_taking_it_all_back_leaves_nothing_but_presence(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    question.accept(answer, by=cast.asker)
    work()
    question.unaccept(by=cast.asker)
    work()
    assert row(cast.helper, cast.topic).weight == 0
    answer.hide(by=cast.moderator)
    work()
    assert not Expertise.objects.exists()


def test_half_a_year_is_half_a_weight_and_a_silent_month_counts_as_wrong(cast, solved):
    solved(1, by=cast.helper)
    now = timezone.now()
    known = expertise.records(at=now + expertise.HALF_LIFE)[0]
    assert known.right == pytest.approx(0.5, abs=0.01)

    answer = cast.answer(cast.question(), by=make_member("silvia"))
    of_her = {"members": [answer.author_id]}
    assert expertise.records(at=now + timedelta(days=29), **of_her)[0].wrong == 0
    assert expertise.records(at=now + timedelta(days=31), **of_her)[0].wrong == pytest.approx(1, abs=0.02)


def test_private_threads_tell_nothing(cast, work):
    question = cast.question(audience="staff")
    question.accept(make_answer(question, by=cast.helper), by=cast.asker)
    work()
    assert not Expertise.objects.exists()


def test_rebuilding_writes_what_the_readers_wrote(cast, solved, work):
    solved(3, by=cast.helper)
    work()
    expertise.rebuild()
    before = row(cast.helper, cast.topic)
    Expertise.objects.update(right=99, share=0.99, low=0.98, high=1)
    Expertise.objects.create(
        member=cast.stranger, topic=cast.topic, usual=0.2, share=0.5, low=0.4, high=0.6, counted_at=before.counted_at
    )
    expertise.rebuild()
    after = Expertise.objects.get()
    assert after.right == pytest.approx(before.right, abs=0.001)
    assert after.share == pytest.approx(before.share, abs=0.001)


@pytest.mark.parametrize(("right", "wrong"), [(0, 0), (1, 0), (9, 1), (40, 3), (0, 20), (5, 5)])
@pytest.mark.parametrize("usual", [0.1, 0.25, 0.6])
def test_the_interval_is_within_three_points_of_the_exact_one(right, wrong, usual):
    known = Likelihood.of(right, wrong, usual=usual)
    a, b = 10 * usual + right, 10 * (1 - usual) + wrong
    assert known.low == pytest.approx(betaincinv(a, b, 0.1), abs=0.035)
    assert known.high == pytest.approx(betaincinv(a, b, 0.9), abs=0.035)
    assert known.low <= known.share <= known.high


def test_people_for_whom_an_answer_worked_were_helped(client, cast, work):
    answer = cast.answer()
    answer.confirm(by=cast.stranger)
    answer.confirm(by=cast.advocate)
    answer.confirm(by=cast.agent, worked=False)
    work()
    cast.helper.refresh_from_db()
    assert cast.helper.people_helped == 2
    page = client.get("/members/hugo/helped/").content.decode()
    assert "2 people helped" in page
    assert "helped 2 people" in page
    assert answer.question.title in page


def test_the_list_behind_the_number_shows_no_private_question(client, cast, work):
    question = cast.question(audience="staff", title="Only staff may read this one")
    question.accept(make_answer(question, by=cast.helper), by=cast.asker)
    work()
    assert "Only staff may read" not in client.get("/members/hugo/helped/").content.decode()
    client.force_login(cast.agent)
    assert "Only staff may read" in client.get("/members/hugo/helped/").content.decode()


def test_the_order_of_answers_can_be_rebuilt(cast):
    answer = cast.answer()
    answer.vote(by=cast.stranger)
    counted = answer.helpful
    Answer.objects.update(helpful=0, score=0)
    Answer.objects.all().recount()
    answer.refresh_from_db()
    assert (answer.helpful, answer.score) == (counted, 1)
