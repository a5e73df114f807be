"""What was asked before leads to where it was answered."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from community.clocks.models import Clock
from community.notifications.models import Mail, Notification, Subscription
from community.search import index
from forum.models import Duplicate, Question
from tests.forum.programs import program_of
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


def test_who_marks_chooses_among_questions_like_it(client, cast):
    canonical = cast.question(title="The hub loses its Wi-Fi every night at two")
    copy = cast.question(by=cast.stranger, title="The hub loses its Wi-Fi every single night")
    index.refresh(Question, [canonical.pk, copy.pk])
    client.force_login(cast.moderator)
    page = client.get(f"/questions/{copy.pk}/duplicate/").content.decode()
    assert f'type="radio" name="likely" value="{canonical.pk}"' in page
    assert f'name="likely" value="{copy.pk}"' not in page
    client.post(f"/questions/{copy.pk}/duplicate/", {"likely": canonical.pk, "canonical": ""})
    assert Question.objects.get(pk=copy.pk).duplicate_of == canonical


@pytest.mark.parametrize(
    ("said", "sentence"),
    [("", "Say which question"), ("99999", "There is no question at this address"), ("{own}", "duplicate of itself")],
)
def test_what_cannot_be_linked_is_said_on_the_form(client, cast, said, sentence):
    copy = cast.question()
    client.force_login(cast.moderator)
    page = client.post(f"/questions/{copy.pk}/duplicate/", {"canonical": said.format(own=copy.pk)})
    assert page.status_code == 422 and sentence in page.content.decode()


def test_followers_move_along_and_undo_takes_back_who_came_by_it_alone(cast):
    canonical, copy = cast.answer().question, cast.question(by=cast.stranger, title="Wi-Fi is gone at night again")
    Subscription.follow(cast.advocate, copy)
    Subscription.follow(cast.editor, copy)
    Subscription.unfollow(cast.manager, canonical)
    Subscription.follow(cast.manager, copy)
    link = Duplicate.mark(copy, canonical=canonical, by=cast.moderator)
    assert {cast.stranger, cast.advocate, cast.editor} <= followers(canonical)
    assert cast.manager not in followers(canonical)  # who muted it is left in peace
    canonical.say_me_too(by=cast.editor)
    link.undo(by=cast.moderator)
    assert followers(canonical) == {cast.asker, cast.helper, cast.editor}
    assert {cast.stranger, cast.advocate, cast.editor} <= followers(copy)


def test_who_came_by_two_links_stays_while_one_of_them_stands(cast, pair):
    copy, canonical = pair
    second = cast.question(by=cast.stranger, title="The same once more, by the same")
    Duplicate.mark(second, canonical=canonical, by=cast.moderator)
    copy.duplicate_link.undo(by=cast.moderator)
    assert cast.stranger in followers(canonical)
    second.duplicate_link.undo(by=cast.moderator)
    assert cast.stranger not in followers(canonical)


def test_undo_restores_what_had_been_led_on(cast):
    first, second, third = (cast.question(title=f"The hub blinks red, number {n}") for n in range(3))
    Duplicate.mark(first, canonical=second, by=cast.moderator)
    Duplicate.mark(second, canonical=third, by=cast.moderator)
    first.refresh_from_db()
    assert first.duplicate_of == third
    second.duplicate_link.undo(by=cast.moderator)
    for row in (first, second, third):
        row.refresh_from_db()
    assert (first.duplicate_of, first.duplicate_link.canonical) == (second, second)
    assert (second.duplicate_count, third.duplicate_count, second.duplicate_of) == (1, 0, None)


def test_linked_to_another_one_the_first_has_its_followers_back(cast, pair):
    copy, canonical = pair
    other = cast.question(title="What it is really about")
    Duplicate.mark(copy, canonical=other, by=cast.moderator)
    assert cast.stranger in followers(other) and cast.stranger not in followers(canonical)


def test_the_asker_is_asked_once_whether_it_solved_theirs(cast, pair, work):
    _copy, canonical = pair
    work()
    assert asked(cast.stranger) == 0
    canonical.accept(canonical.answers.get(), by=cast.asker)
    work()
    assert asked(cast.stranger) == 1
    canonical.unaccept(by=cast.asker)
    canonical.accept(cast.answer(canonical, by=cast.advocate), by=cast.asker)
    work()
    assert asked(cast.stranger) == 1


def test_where_it_is_solved_already_the_notice_asks(cast, work):
    canonical = cast.answer().question
    canonical.accept(canonical.answers.get(), by=cast.asker)
    copy = cast.question(by=cast.stranger, title="Wi-Fi is gone at night, what now?")
    Duplicate.mark(copy, canonical=canonical, by=cast.moderator)
    work()
    assert asked(cast.stranger) == 1


def test_yes_counts_as_somebody_who_was_helped(client, cast, pair, work):
    copy, canonical = pair
    canonical.accept(canonical.answers.get(), by=cast.asker)
    client.force_login(cast.stranger)
    assert "Did this solve yours?" in client.get(copy.get_absolute_url()).content.decode()
    path = f"/questions/{copy.pk}/duplicate/confirmation/"
    assert "Set the channel to 6" in client.get(path).content.decode()
    for _time in range(2):
        client.post(path, {"solved": "yes", "reason": ""})
    work()
    canonical.refresh_from_db()
    cast.helper.refresh_from_db()
    assert (canonical.me_too_count, canonical.solution.confirmed_count, cast.helper.people_helped) == (1, 1, 2)
    assert "You said that it solved yours." in client.get(path).content.decode()


def test_yes_says_nothing_while_nothing_is_solved(client, cast, pair):
    copy, canonical = pair
    client.force_login(cast.stranger)
    page = client.post(f"/questions/{copy.pk}/duplicate/confirmation/", {"solved": "yes"})
    assert page.status_code == 422 and canonical.me_toos.count() == 0


def test_no_opens_the_question_again_and_who_linked_it_is_told_why(client, cast, pair, work):
    copy, _canonical = pair
    client.force_login(cast.stranger)
    client.post(f"/questions/{copy.pk}/duplicate/confirmation/", {"solved": "no", "reason": "Mine is a cable."})
    work()
    copy.refresh_from_db()
    assert copy.duplicate_of is None and Clock.objects.of(copy).running().exists()
    told = Notification.objects.get(member=cast.moderator)
    assert "Sam Stranger says that it is another problem" in told.title
    assert "Mine is a cable." in Mail.objects.get(to=cast.moderator.email).text


def test_only_the_asker_is_asked(client, cast, pair):
    copy, _canonical = pair
    client.force_login(cast.helper)
    assert client.get(f"/questions/{copy.pk}/duplicate/confirmation/").status_code == 403


def test_staff_read_what_is_asked_most_often(client, cast, pair):
    copy, canonical = pair
    never = cast.question(title="Nobody else has ever asked this")
    client.force_login(cast.agent)
    page = client.get("/questions/asked-again/").content.decode()
    assert canonical.title in page and never.title not in page and copy.title not in page
    client.force_login(cast.stranger)
    assert client.get("/questions/asked-again/").status_code == 403


def test_with_nothing_linked_the_report_says_what_it_counts(client, cast):
    client.force_login(cast.agent)
    assert "Nothing was asked twice" in client.get("/questions/asked-again/").content.decode()


def test_a_program_links_asks_back_and_takes_it_back(cast):
    canonical, copy = cast.answer().question, cast.question(by=cast.stranger, title="Asked again in other words")
    moderator, asker = program_of(cast.moderator), program_of(cast.stranger)
    path = f"/questions/{copy.pk}/duplicate"
    assert asker(path, {"canonical": canonical.pk}).status_code == 403
    assert moderator(path, {"canonical": canonical.pk}).json()["duplicate_of"] == canonical.pk
    assert moderator(f"{path}/remove").json()["duplicate_of"] is None
    moderator(path, {"canonical": canonical.pk})
    assert asker(f"{path}/confirmation", {"solved": True}).status_code == 409
    canonical.accept(canonical.answers.get(), by=cast.asker)
    assert asker(f"{path}/confirmation", {"solved": True}).status_code == 200
    assert canonical.me_toos.get().member == cast.stranger


def followers(question) -> set:
    return {row.member for row in Subscription.objects.to(question).select_related("member")}


def asked(member) -> int:
    """How often they were asked whether it solved theirs."""
    return Notification.objects.filter(member=member, url__endswith="/duplicate/confirmation/").count()
