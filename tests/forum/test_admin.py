"""An administrator looks up posts, and changes none behind the log's back."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.mark.parametrize("model", ["question", "answer", "comment", "duplicate"])
def test_posts_can_be_looked_up_and_not_changed(client, cast, model):
    cast.answer()
    client.force_login(cast.administrator)
    assert client.get(f"/admin/forum/{model}/").status_code == 200
    assert client.get(f"/admin/forum/{model}/add/").status_code == 403


def test_a_question_opens_with_its_parts_named(client, cast):
    question = cast.answer().question
    client.force_login(cast.administrator)
    page = client.get(f"/admin/forum/question/{question.pk}/change/").content.decode()
    assert "How it stands" in page and "Who may see it" in page
