"""A reader arrives on a question page."""

import pytest

pytestmark = pytest.mark.django_db


def test_reader_sees_question_and_answer(client, cast):
    answer = cast.answer()
    page = client.get(answer.question.get_absolute_url())
    assert page.status_code == 200
    assert "The hub loses its Wi-Fi every night" in page.content.decode()
    assert "Set the channel to 6 by hand." in page.content.decode()
    assert not page.cookies


def test_wrong_slug_leads_to_the_right_one(client, cast):
    question = cast.question()
    answer = client.get(f"/questions/{question.pk}/something-else/")
    assert (answer.status_code, answer["Location"]) == (301, question.get_absolute_url())
