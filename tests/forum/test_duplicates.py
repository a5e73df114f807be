"""What was asked before leads to where it was answered."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from community.clocks.models import Clock
from community.notifications.models import Subscription
from forum.models import Duplicate, Question
from tests.forum.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    """A question that was asked again by somebody else."""
    canonical = cast.answer().question
    copy = cast.question(by=cast.stranger, title="Wi-Fi is gone at night, what now?")
    Duplicate.mark(copy, canonical=canonical, by=cast.moderator)
    return copy, canonical


def test_readers_are_led_on_for_ten_minutes(client, pair):
    copy, canonical = pair
    answer = client.get(copy.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, canonical.get_absolute_url())
    assert answer["Cache-Control"] == "max-age=600"


@pytest.mark.parametrize("who", ["stranger", "moderator"])
def test_who_asked_and_staff_stay_and_see_the_link(client, cast, pair, who):
    copy, canonical = pair
    client.force_login(getattr(cast, who))
    page = client.get(copy.get_absolute_url())
    assert page.status_code == 200 and canonical.get_absolute_url() in page.content.decode()


def test_another_member_is_led_on_and_a_follower_is_not(client, cast, pair):
    copy, _canonical = pair
    client.force_login(cast.helper)
    assert client.get(copy.get_absolute_url()).status_code == 301
    Subscription.follow(cast.helper, copy)
    assert client.get(copy.get_absolute_url()).status_code == 200


def test_it_is_counted_its_promise_ends_and_the_asker_follows_the_other(cast, pair):
    copy, canonical = pair
    assert Question.objects.get(pk=canonical.pk).duplicate_count == 1
    assert not Clock.objects.of(copy).open().exists()
    assert Subscription.is_following(copy.author, canonical)


def test_a_duplicate_of_a_duplicate_leads_to_the_first(cast, pair):
    copy, canonical = pair
    third = cast.question(title="And once more, in other words")
    Duplicate.mark(third, canonical=copy, by=cast.moderator)
    assert third.duplicate_of == canonical


def test_no_question_is_a_duplicate_of_itself_also_not_in_a_circle(cast, pair):
    copy, canonical = pair
    for asked_before in (canonical, copy):
        with pytest.raises(ValidationError):
            Duplicate.mark(canonical, canonical=asked_before, by=cast.moderator)


def test_two_again(client, cast, pair):
    copy, canonical = pair
    client.force_login(cast.moderator)
    client.post(f"/questions/{copy.pk}/duplicate/remove/")
    client.post(f"/questions/{copy.pk}/duplicate/remove/")
    client.logout()
    assert client.get(copy.get_absolute_url()).status_code == 200
    assert Question.objects.get(pk=canonical.pk).duplicate_count == 0
    assert Clock.objects.of(copy).running().exists()


@pytest.mark.parametrize("written", ["{pk}", "/questions/{pk}/x/", "http://localhost:8000{path}?a=b#answer-1"])
def test_the_other_question_is_named_by_number_or_address(client, cast, written):
    canonical, copy = cast.question(), cast.question(title="Asked again in other words")
    client.force_login(cast.moderator)
    said = written.format(pk=canonical.pk, path=canonical.get_absolute_url())
    client.post(f"/questions/{copy.pk}/duplicate/", {"canonical": said})
    assert Question.objects.get(pk=copy.pk).duplicate_of == canonical


@pytest.mark.django_db(transaction=True)
def test_two_who_link_two_questions_to_each_other_at_once_make_no_circle(cast):
    one, two = cast.question(), cast.question(title="The other of the two questions")
    moderator = cast.moderator
    for _time in range(10):
        both = at_once(partial(mark, one.pk, two.pk, moderator), partial(mark, two.pk, one.pk, moderator))
        assert sorted(both) == ["linked", "refused"]
        Duplicate.objects.get().undo(by=moderator)


def mark(question, canonical, by):
    try:
        Duplicate.mark(Question.objects.get(pk=question), canonical=Question.objects.get(pk=canonical), by=by)
    except ValidationError:
        return "refused"
    return "linked"
