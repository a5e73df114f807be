"""The pages of the programme: what it is, who helped most people, one's own rows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from advocates.helped import board
from tests.cast import make_answer, make_member, make_question, make_topic


def help_people(helper, topic, number, *, prefix=""):
    """Solve the problems of so many different people."""
    for count in range(number):
        asker = make_member(f"{prefix}{helper.username}-{topic.slug}-{count}")
        question = make_question(by=asker, topic=topic, title=f"{topic} does not work for {asker.username}")
        question.accept(make_answer(question, by=helper), by=asker)


@pytest.fixture
def settled(cast, work):
    """Hugo helped three people with Wi-Fi, Ada one with Wi-Fi and three with billing, Agnes of the staff five."""
    help_people(cast.helper, cast.topic, 3)
    help_people(cast.advocate, cast.topic, 1)
    help_people(cast.advocate, make_topic("Billing"), 3)
    help_people(cast.agent, cast.topic, 5)
    work("points")


def names(response):
    return [row.member.username for row in response.context["rows"]]


def test_board_goes_by_people_helped_and_leaves_staff_out(cast, client, settled):
    response = client.get(reverse("advocates:leaderboard"))
    assert names(response) == ["ada", "hugo"]
    assert not response.cookies


def test_volume_counts_nothing(cast, client, settled):
    question = cast.question(title="Everybody talks about it")
    for number in range(30):
        make_answer(question, by=cast.stranger, body=f"Me, me, me, number {number}.")
    assert "sam" not in names(client.get(reverse("advocates:leaderboard")))


def test_board_of_a_topic(cast, client, settled):
    assert names(client.get(reverse("advocates:leaderboard"), {"topic": cast.topic.slug})) == ["hugo", "ada"]
    assert client.get(reverse("advocates:leaderboard"), {"topic": "no-such"}).status_code == 404


def test_board_of_a_period(cast, client, settled):
    for answer in cast.helper.answers.select_related("question"):
        type(answer.question).objects.filter(pk=answer.question_id).update(
            solved_at=timezone.now() - timedelta(days=40)
        )
    assert names(client.get(reverse("advocates:leaderboard"))) == ["ada"]
    assert names(client.get(reverse("advocates:leaderboard"), {"period": "quarter"})) == ["ada", "hugo"]
    assert names(client.get(reverse("advocates:leaderboard"), {"period": "nonsense"})) == ["ada"]


def test_own_place_stands_with_its_neighbours(cast, client, work):
    for number in range(30):
        help_people(make_member(f"helper{number:02}"), cast.topic, 1, prefix="x")
    help_people(cast.helper, cast.topic, 1, prefix="y")
    cast.helper.points = -1
    cast.helper.save(update_fields=["points"])
    client.force_login(cast.helper)
    response = client.get(reverse("advocates:leaderboard"))
    assert len(response.context["rows"]) == 23
    own = response.context["rows"][-1]
    assert (own.member, own.is_own, own.place) == (cast.helper, True, 1), "all helped one person, so all share a place"


def test_equal_places_are_shared(cast, settled):
    help_people(cast.stranger, cast.topic, 3)
    places = {place.member_id: place.place for place in board()}
    assert places == {cast.advocate.pk: 1, cast.helper.pk: 2, cast.stranger.pk: 2}


@pytest.mark.parametrize("people", [1, 12])
def test_board_costs_the_same_for_many_rows(cast, client, django_assert_max_num_queries, people):
    for number in range(people):
        help_people(make_member(f"helper{number:02}"), cast.topic, 1)
    with django_assert_max_num_queries(5):
        client.get(reverse("advocates:leaderboard"))


def test_programme_shows_the_ladder_the_rules_and_somebody_who_helped(
    cast, client, settled, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        words = client.get(reverse("advocates:programme")).content.decode()
    for rank in ("Spark", "Lantern", "Torchbearer", "Beacon", "Lighthouse"):
        assert rank in words
    assert "Ada Advocate helped 4 people" in words
    assert "at most 10 times a day" in words


def test_member_sees_each_row_and_what_is_missing(cast, client, settled):
    client.force_login(cast.helper)
    response = client.get(reverse("advocates:me"))
    words = response.content.decode()
    assert "On the way to Torchbearer" in words
    assert "5 people to go" in words
    assert "75 points to go" in words
    assert words.count("The asker accepted your answer") == 3


def test_what_was_taken_back_stands_there_too(cast, client, work):
    question = cast.question()
    question.accept(cast.answer(question), by=cast.asker)
    question.unaccept(by=cast.asker)
    work("points")
    client.force_login(cast.helper)
    words = client.get(reverse("advocates:me")).content.decode()
    assert "Taken back: The asker accepted your answer" in words
    assert "+15" in words
    assert "-15" in words


@pytest.mark.parametrize("answers", [1, 20])
def test_own_rows_cost_the_same_however_many(cast, client, work, django_assert_max_num_queries, answers):
    help_people(cast.helper, cast.topic, answers)
    work("points")
    client.force_login(cast.helper)
    with django_assert_max_num_queries(12):
        client.get(reverse("advocates:me"))


def test_nobody_without_points_is_told_what_to_do(cast, client):
    client.force_login(cast.stranger)
    assert "Find somebody to help" in client.get(reverse("advocates:me")).content.decode()


def test_staff_read_that_they_have_no_rank(cast, client):
    client.force_login(cast.agent)
    assert "staff have neither points nor rank" in client.get(reverse("advocates:me")).content.decode()
