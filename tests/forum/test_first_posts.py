"""Some first posts wait for a moderator: with a link, or typed in no time. Nobody hears of them before, everybody after."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils import timezone

from community.catalogue.models import IntakeField
from community.clocks.models import Clock
from community.moderation.models import Decision, Review
from community.notifications.models import Notification
from forum.models import Answer, Comment, Question
from tests.cast import make_answer, make_member

ASKED = {"title": "The hub is lost again", "body": "Since today.", "tags": ""}
LINKED = ASKED | {"body": "As it says [here](https://cheap.example/hubs)."}


@pytest.fixture(autouse=True)
def limited(settings):
    settings.LIMITS_ENABLED = True
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def newcomer(db):
    return make_member("nora", full_name="Nora Newcomer")


def opened(client, page: str) -> str:
    """When the form of a page was opened, as the page says it."""
    return client.get(page).content.decode().split('name="opened" value="')[1].split('"')[0]


def ago(seconds: int) -> str:
    moment = timezone.now() - timedelta(seconds=seconds)
    return Signer(salt="content.drafting.opened").sign(moment.isoformat())


def ask(client, cast, said: dict, *, seconds: int = 60) -> tuple[Question, str]:
    page = client.post("/questions/ask/", said | {"topic": cast.topic.pk, "opened": ago(seconds)}, follow=True)
    return Question.objects.latest("pk"), page.content.decode()


def test_what_a_person_types_without_a_link_is_live_at_once(client, cast, newcomer):
    client.force_login(newcomer)
    question, page = ask(client, cast, ASKED)
    assert "Your question is live" in page
    assert question.hidden_at is None
    own = ASKED | {"body": "Like [this one](/questions/1/)."}
    assert not Review.objects.exists()
    Question.objects.all().update(created_at=timezone.now() - timedelta(minutes=2))
    assert ask(client, cast, own)[0].hidden_at is None


def test_a_link_in_what_the_topic_asks_is_a_link(client, cast, newcomer):
    line = IntakeField.objects.create(topic=cast.topic, label="Router")
    client.force_login(newcomer)
    question, _page = ask(client, cast, ASKED | {f"intake_{line.pk}": "see www.cheap.example"})
    assert question.hidden_at is not None


def test_a_first_question_with_a_link_waits_and_is_told_of_when_it_is_kept(client, cast, newcomer, work):
    client.force_login(newcomer)
    question, page = ask(client, cast, LINKED)
    assert "It has arrived." in page
    assert "A moderator looks at this question first" in page
    work()
    client.logout()
    assert client.get(f"/questions/{question.pk}/").status_code in (404, 410)
    assert "The hub is lost again" not in client.get("/questions/?tab=unanswered").content.decode()
    assert not Clock.objects.of(question).exists()

    client.force_login(cast.moderator)
    queue = client.get("/moderation/").content.decode()
    assert "First post, with a link" in queue
    Decision.make(Review.objects.get(), by=cast.moderator, action="keep")
    work()
    question.refresh_from_db()
    assert question.hidden_at is None
    assert Clock.objects.of(question).open().count() == 1
    assert "Your question is live" in Notification.objects.get(member=newcomer).title
    client.logout()
    assert "The hub is lost again" in client.get("/questions/").content.decode()


def test_who_is_asked_hears_of_an_answer_when_it_is_kept_and_not_before(client, cast, newcomer, work):
    question = cast.question()
    work()
    client.force_login(newcomer)
    page = f"/questions/{question.pk}/answers/"
    said = {"body": "See www.cheap.example or [this](https://cheap.example).", "opened": ago(60)}
    seen = client.post(page, said, follow=True).content.decode()
    assert "A moderator looks at this answer first" in seen
    work()
    question.refresh_from_db()
    assert question.answer_count == 0
    assert not Notification.objects.filter(member=cast.asker).exists()
    assert Clock.objects.of(question).open().exists()

    Decision.make(Review.objects.get(), by=cast.moderator, action="keep")
    work()
    question.refresh_from_db()
    assert question.answer_count == 1
    assert "Nora Newcomer answered your question" in Notification.objects.get(member=cast.asker).title
    assert not Clock.objects.of(question).running().exists()


def test_what_a_moderator_hides_is_never_told_of(client, cast, newcomer, work):
    question = cast.question()
    work()
    question.answer(by=newcomer, body="Buy at [cheap](https://cheap.example).")
    Decision.make(Review.objects.get(), by=cast.moderator, action="hide", reason="spam", statement="It is advertising.")
    work()
    assert not Notification.objects.filter(member=cast.asker).exists()
    assert not question.answers.shown().exists()


@pytest.mark.parametrize(
    ("address", "is_held"),
    [("{site}", False), ("{site}/kb/", False), ("{site}.cheap.example/", True), ("{site}@cheap.example", True)],
)
def test_a_site_that_begins_with_our_name_is_another_one(cast, newcomer, settings, address, is_held):
    settings.SITE_URL = "https://help.example"
    answer = cast.question().answer(by=newcomer, body=f"[Look]({address.format(site=settings.SITE_URL)})")
    assert answer.is_hidden is is_held


@pytest.mark.parametrize(("seconds", "is_held"), [(1, True), (4, False)])
def test_typed_faster_than_a_person_can(client, cast, newcomer, seconds, is_held):
    question = cast.question()
    client.force_login(newcomer)
    said = {"body": "Me too, please help.", "opened": ago(seconds)}
    client.post(f"/questions/{question.pk}/comments/", said)
    assert (Comment.objects.get().hidden_at is not None) is is_held


def test_a_form_that_was_never_opened_is_not_typed_by_a_person(client, cast, newcomer):
    client.force_login(newcomer)
    client.post(f"/questions/{cast.question().pk}/answers/", {"body": "Nice post.", "opened": "2020-01-01T00:00:00:x"})
    assert Review.objects.get().held_for == Review.HeldFor.QUICK
    assert Answer.objects.get().is_hidden


def test_a_refused_form_remembers_when_it_was_opened(client, cast, newcomer):
    client.force_login(newcomer)
    assert opened(client, "/questions/ask/").startswith(timezone.now().date().isoformat())
    first = ago(60)
    refused = client.post("/questions/ask/", {"title": "", "body": "", "opened": first}).content.decode()
    assert first.split(":")[-1] in refused


def test_who_is_known_is_never_held(client, cast, newcomer):
    question = cast.question()
    make_answer(question, by=newcomer, body="Reset it.")
    linked = "See [this](https://else.example)."
    assert not question.answer(by=newcomer, body=linked).is_hidden
    old = make_member("olga", date_joined=timezone.now() - timedelta(days=2))
    assert not question.answer(by=old, body=linked, typed_in=timedelta(seconds=1)).is_hidden
    assert not question.answer(by=cast.agent, body=linked).is_hidden


def test_signing_in_on_the_way_counts_as_typing(client, cast, newcomer):
    """What a visitor sent is sent again with one button, perhaps in a second."""
    said = ASKED | {"topic": str(cast.topic.pk), "draft": "question"}
    client.post("/questions/ask/", said)
    session = client.session
    session["pending_post"] = session["pending_post"] | {"at": (timezone.now() - timedelta(seconds=30)).isoformat()}
    session.save()
    client.force_login(newcomer)
    kept = client.get("/accounts/continue/")
    client.post("/questions/ask/", dict(kept.context["kept"]["data"]))
    assert not Question.objects.get().is_hidden
