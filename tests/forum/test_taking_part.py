"""Answering, commenting, editing, and what staff do to keep things in order."""

from datetime import timedelta

import pytest
from django.test import Client

from community.activity.models import Event
from forum.models import Answer, Comment, Question
from tests.cast import make_question
from tests.forum.races import at_once

pytestmark = pytest.mark.django_db


def test_an_answer_is_live_at_once(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    answer = client.post(f"/questions/{question.pk}/answers/", {"body": "Set the *channel*."})
    assert answer["Location"] == Answer.objects.get().get_absolute_url()
    assert "<em>channel</em>" in Client().get(question.get_absolute_url()).content.decode()


def test_an_empty_answer_shows_the_question_again_with_what_is_wrong(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    page = client.post(f"/questions/{question.pk}/answers/", {"body": " "})
    assert page.status_code == 422 and "error-summary" in page.content.decode()


def test_past_the_limit_the_words_are_still_there(client, cast, settings):
    settings.LIMITS_ENABLED = True
    question = cast.question()
    cast.helper.date_joined -= timedelta(days=3)
    cast.helper.save()
    client.force_login(cast.helper)
    pages = [client.post(f"/questions/{question.pk}/answers/", {"body": f"Way number {n}"}) for n in range(5)]
    assert [page.status_code for page in pages] == [302] * 4 + [429]
    assert "Way number 4</textarea>" in pages[4].content.decode()


def test_a_locked_question_takes_nothing(client, cast):
    question = cast.question()
    question.set_locked(True, by=cast.moderator)
    client.force_login(cast.helper)
    assert client.post(f"/questions/{question.pk}/answers/", {"body": "Too late."}).status_code == 422
    assert client.post(f"/questions/{question.pk}/comments/", {"body": "Too late."}).status_code == 403
    assert not Answer.objects.exists() and not Comment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_sent_many_times_at_once_is_one(cast):
    question, clients = cast.question(), [Client() for _ in range(8)]
    for client in clients:
        client.force_login(cast.helper)
    path, said = f"/questions/{question.pk}/answers/", {"body": "Set the channel."}
    answers = at_once(*(lambda c=client: c.post(path, said) for client in clients))
    assert {response.status_code for response in answers} == {302} and Answer.objects.count() == 1


def test_two_different_answers_are_two(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    for body in ("One way.", "Another way."):
        client.post(f"/questions/{question.pk}/answers/", {"body": body})
    assert Answer.objects.count() == 2


def test_a_comment_under_an_answer_by_a_form_of_its_own(client, cast):
    answer = cast.answer()
    client.force_login(cast.stranger)
    path = f"/answers/{answer.pk}/comments/"
    assert "<html" in client.get(path).content.decode()
    assert "<html" not in client.get(path, headers={"HX-Request": "true"}).content.decode()
    client.post(path, {"body": "It helped me too."})
    assert Comment.objects.get().answer == answer


def test_only_others_can_say_that_detail_is_missing(client, cast):
    question = cast.question()
    client.force_login(cast.asker)
    client.post(f"/questions/{question.pk}/comments/", {"body": "More soon.", "asks_for_detail": "on"})
    assert Question.objects.get().needs_info_since is None


def test_an_edit_is_kept_and_the_old_address_leads_to_the_new(client, cast):
    question = cast.question(tags=["night"])
    old = question.get_absolute_url()
    client.force_login(cast.asker)
    changed = {
        "title": "The hub loses its Wi-Fi at two",
        "topic": cast.topic.pk,
        "body": "Since Tuesday.",
        "tags": "day",
    }
    client.post(f"/questions/{question.pk}/edit/", changed)
    question = Question.objects.get()
    assert question.get_absolute_url() != old and list(question.tags.names()) == ["day"]
    assert Client().get(old)["Location"] == question.get_absolute_url()
    history = client.get(f"/questions/{question.pk}/history/").content.decode()
    assert "Version 2" in history and "<del>**Monday**</del>" in history and "<ins>Tuesday</ins>" in history


def test_earlier_words_are_not_for_everybody(client, cast):
    answer = cast.answer()
    answer.edit(by=cast.helper, body="Without the number of my card.")
    client.force_login(cast.stranger)
    assert client.get(f"/answers/{answer.pk}/history/").status_code == 403


def test_who_may_escalate_does_and_it_is_written_down(client, cast):
    question = cast.question()
    client.force_login(cast.advocate)
    client.post(f"/questions/{question.pk}/escalation/", {"reason": "Looks like the firmware."})
    assert Event.objects.about(question).filter(verb="forum.question.escalated").exists()


def test_staff_say_in_public_how_it_ended(client, cast):
    question = cast.question()
    client.force_login(cast.agent)
    client.post(f"/questions/{question.pk}/outcome/", {"outcome": "planned", "reason": "It comes in spring."})
    page = Client().get(question.get_absolute_url()).content.decode()
    assert "Planned" in page and "It comes in spring." in page


def test_staff_check_an_answer(client, cast):
    answer = cast.answer()
    client.force_login(cast.agent)
    client.post(f"/answers/{answer.pk}/endorsement/")
    assert "Checked by staff" in Client().get(answer.question.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("who", "status"), [(None, 404), ("stranger", 404), ("colleague", 200), ("agent", 200)])
def test_what_is_for_a_company_is_for_nobody_else(client, cast, who, status):
    question = make_question(
        by=cast.colleague, topic=cast.topic, audience="organisation", organisation=cast.organisation
    )
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(question.get_absolute_url()).status_code == status
    in_list = question.title in client.get("/questions/").content.decode()
    assert in_list == (status == 200)
    assert question.title not in client.get("/feeds/questions.atom").content.decode()


def test_hidden_words_are_for_their_author_and_moderators(client, cast):
    answer = cast.answer(body="Call me on 555 0100.")
    answer.hide(by=cast.moderator)
    for who, seen in ((None, False), ("asker", False), ("helper", True), ("moderator", True)):
        client.logout()
        if who:
            client.force_login(getattr(cast, who))
        page = client.get(f"{answer.question.get_absolute_url()}?who={who}").content.decode()
        assert ("555 0100" in page) is seen, who
