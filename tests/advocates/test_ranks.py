"""Ranks are earned with people helped and points, both; they bring rights, and are not lost for one vote."""

import pytest

from advocates.models import Rank, RankChange
from advocates.points import rebuild
from advocates.ranks import rank_for
from community.activity.models import Event
from community.lib import versions
from community.members.models import Grant
from community.notifications.models import Mail, Notification
from tests.cast import make_answer, make_member, make_question


def help_people(helper, topic, number, *, start=0):
    """Answer the questions of so many different people; returns the questions, solved."""
    questions = []
    for count in range(start, start + number):
        asker = make_member(f"person{count}")
        question = make_question(by=asker, topic=topic, title=f"Somebody's problem, number {count}")
        question.accept(make_answer(question, by=helper), by=asker)
        questions.append(question)
    return questions


@pytest.fixture
def torchbearer(cast, work):
    """Hugo, who has helped eight people."""
    help_people(cast.helper, cast.topic, 8)
    work()
    cast.helper.refresh_from_db()
    return cast.helper


def test_first_person_helped_gives_the_first_rank(cast, work):
    question = cast.question()
    question.accept(cast.answer(question), by=cast.asker)
    work()
    cast.helper.refresh_from_db()
    assert (cast.helper.rank_level, cast.helper.rank_name) == (1, "Spark")
    change = RankChange.objects.get()
    assert (change.before, change.after.name, change.people_helped, change.points) == (None, "Spark", 1, 15)


def test_rank_is_told_with_what_it_allows(torchbearer, work):
    titles = set(Notification.objects.filter(member=torchbearer).values_list("title", flat=True))
    assert "You are a Torchbearer now" in titles
    mail = Mail.objects.get(member=torchbearer, subject__contains="Torchbearer")
    assert "mark duplicates" in mail.text
    assert "8 people" in mail.text


def test_rank_brings_rights(torchbearer):
    torchbearer.forget_standing()
    assert torchbearer.standing.is_advocate
    assert torchbearer.standing.holds("escalate")
    assert not torchbearer.standing.holds("moderate")
    assert set(torchbearer.grants.values_list("source", flat=True)) == {Grant.Source.RANK}


def test_pages_with_the_name_are_made_anew(cast, work, django_capture_on_commit_callbacks):
    before = versions.read(("site",))
    with django_capture_on_commit_callbacks(execute=True):
        help_people(cast.helper, cast.topic, 1)
        work()
    assert versions.read(("site",)) != before


def test_points_without_people_are_not_enough():
    ranks = list(Rank.objects.order_by("level"))
    assert rank_for(1, 5000, has=0, ranks=ranks).name == "Spark"
    assert rank_for(500, 10, has=0, ranks=ranks).name == "Spark"
    assert rank_for(0, 5000, has=0, ranks=ranks) is None


@pytest.mark.parametrize(
    ("people", "points", "has", "name"),
    [
        (8, 120, 0, "Torchbearer"),
        (8, 119, 0, "Lantern"),
        (8, 108, 3, "Torchbearer"),
        (8, 107, 3, "Lantern"),
        (7, 120, 3, "Lantern"),
        (3, 36, 3, "Lantern"),
        (0, 0, 3, None),
        (25, 400, 3, "Beacon"),
    ],
)
def test_rank_is_kept_above_nine_tenths(people, points, has, name):
    rank = rank_for(people, points, has=has, ranks=list(Rank.objects.order_by("level")))
    assert (rank.name if rank else None) == name


def test_falling_takes_the_rights_back_and_is_explained(cast, torchbearer, work):
    for answer in torchbearer.answers.all()[:6]:
        answer.question.unaccept(by=answer.question.author)
    work()
    torchbearer.refresh_from_db()
    assert torchbearer.rank_name == "Spark"
    torchbearer.forget_standing()
    assert not torchbearer.standing.is_advocate
    fall = RankChange.objects.first()
    assert (fall.before.name, fall.after.name, fall.is_rise) == ("Torchbearer", "Spark", False)
    assert Event.objects.filter(verb="advocates.rank.lost").count() == 1


def test_becoming_staff_ends_rank_and_points(cast, torchbearer):
    torchbearer.join("agents")
    rebuild()
    torchbearer.refresh_from_db()
    assert (torchbearer.rank_name, torchbearer.points) == ("", 0)


def test_rights_follow_a_changed_ladder(torchbearer):
    rank = Rank.objects.get(name="Torchbearer")
    rank.rights = ["retag"]
    rank.save(update_fields=["rights"])
    rebuild()
    torchbearer.forget_standing()
    assert not torchbearer.standing.is_advocate
    assert torchbearer.standing.holds("retag")


def test_rank_that_is_settled_again_changes_nothing(torchbearer):
    changes, grants = RankChange.objects.count(), Grant.objects.count()
    rebuild()
    assert (RankChange.objects.count(), Grant.objects.count()) == (changes, grants)


def test_going_to_and_fro_is_told_once(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    for _time in range(3):
        question.accept(answer, by=cast.asker)
        work()
        question.unaccept(by=cast.asker)
        work()
    titles = Notification.objects.filter(member=cast.helper, title__contains="Spark").order_by("id")
    assert list(titles.values_list("title", flat=True)) == ["You are a Spark now", "You are no longer a Spark"]
    assert RankChange.objects.count() == 6, "each step is on record"
