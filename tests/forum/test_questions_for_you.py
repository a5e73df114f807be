"""Helpers find what waits for them, see that somebody is writing, and may leave a question to others."""

from datetime import timedelta

from django.utils import timezone

from forum.models import Claim, Pass
from tests.cast import make_answer, make_comment, make_question, make_topic


def listed(client, member) -> list[str]:
    """The titles of the questions that are offered, in order."""
    client.force_login(member)
    page = client.get("/questions/for-you/")
    return [offer.question.title for offer in page.context["offers"]]


def test_what_one_was_right_about_comes_first(client, cast, work):
    billing = make_topic("Billing")
    for _n in range(3):
        question = cast.question(title="Solved before")
        question.accept(make_answer(question, by=cast.helper), by=cast.asker)
    work()
    make_question(by=cast.asker, topic=cast.topic, title="The hub is lost again")
    make_question(by=cast.asker, topic=billing, title="Where is my invoice?")
    assert listed(client, cast.helper) == ["The hub is lost again", "Where is my invoice?"]
    assert "You have helped in Wi-Fi before" in client.get("/questions/for-you/").content.decode()


def test_ones_own_language_comes_before_the_others(client, cast):
    make_question(by=cast.asker, topic=cast.topic, title="Der Hub blinkt rot", language="de")
    cast.question(title="The hub blinks red")
    assert listed(client, cast.helper) == ["The hub blinks red", "Der Hub blinkt rot"]


def test_what_needs_no_help_of_theirs_is_not_offered(client, cast):
    own = make_question(by=cast.helper, topic=cast.topic, title="My own question")
    answered = cast.question(title="Answered by another")
    make_answer(answered, by=cast.advocate)
    mine = cast.question(title="Answered by me, and it did not help")
    make_answer(mine, by=cast.helper).confirm(by=cast.asker, worked=False)
    make_comment(cast.question(title="Its asker has to speak"), by=cast.advocate, body="Which?", asks_for_detail=True)
    locked = cast.question(title="Nobody can add to it")
    locked.set_locked(True, by=cast.moderator)
    cast.question(title="For staff only", audience="staff")
    wanted = cast.question(title="What others said did not help")
    make_answer(wanted, by=cast.advocate).confirm(by=cast.asker, worked=False)
    assert own.title not in listed(client, cast.helper)
    assert listed(client, cast.helper) == [wanted.title]


def test_what_is_left_to_others_is_not_offered_again(client, cast):
    question = cast.question()
    assert listed(client, cast.helper) == [question.title]
    page = client.post(f"/questions/{question.pk}/pass/", follow=True)
    assert "Nobody waits for you" in page.content.decode()
    assert listed(client, cast.advocate) == [question.title]
    client.force_login(cast.helper)
    client.post(f"/questions/{question.pk}/pass/remove/")
    assert listed(client, cast.helper) == [question.title]


def test_others_see_for_ten_minutes_that_somebody_is_writing(client, cast):
    first, second = cast.question(title="Asked first"), cast.question(title="Asked second")
    client.force_login(cast.helper)
    client.post(f"/questions/{first.pk}/claim/")
    assert "is writing" not in client.get(first.get_absolute_url()).content.decode()
    assert listed(client, cast.advocate) == [second.title, first.title]
    assert "Hugo Helper is writing an answer now" in client.get(first.get_absolute_url()).content.decode()

    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "is writing" not in client.get(first.get_absolute_url()).content.decode()
    assert listed(client, cast.advocate) == [first.title, second.title]


def test_who_has_answered_is_writing_no_more(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    client.post(f"/questions/{question.pk}/claim/")
    client.post(f"/questions/{question.pk}/answers/", {"body": "Hold reset."})
    assert not Claim.objects.exists()


def test_the_answer_field_says_by_itself_that_somebody_writes(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    assert f'hx-post="/questions/{question.pk}/claim/"' in client.get(question.get_absolute_url()).content.decode()
    assert client.post(f"/questions/{question.pk}/claim/", headers={"HX-Request": "true"}).status_code == 204
    client.force_login(cast.asker)
    assert "/claim/" not in client.get(question.get_absolute_url()).content.decode()
    assert client.post(f"/questions/{question.pk}/claim/").status_code == 403


def test_saying_it_twice_is_saying_it_once(cast):
    question = cast.question()
    for _time in range(2):
        Claim.make(question, by=cast.helper)
        Pass.make(question, by=cast.helper)
    assert (Claim.objects.count(), Pass.objects.count()) == (0, 1)
