"""Open talk and news: posted like a question, but nobody waits for an answer and nothing has to be solved."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from community.clocks.models import Clock
from community.content.audiences import Audience
from community.members.models import Grant, Right
from community.notifications.models import Notification
from forum.models import Question
from tests.forum.programs import program_of

pytestmark = pytest.mark.django_db
WORDS = {"title": "What do you use your hub for?", "body": "I am curious.", "tags": ""}


@pytest.fixture
def talk(cast):
    return cast.question(kind="discussion", title=WORDS["title"])


def post(client, cast, **said):
    return client.post("/questions/ask/", WORDS | {"topic": cast.topic.pk} | said)


def test_everybody_may_begin_a_discussion_and_is_promised_nothing(client, cast):
    client.force_login(cast.stranger)
    led = post(client, cast, kind="discussion")
    talk = Question.objects.get()
    assert talk.kind == "discussion" and led["Location"] == talk.get_absolute_url()
    assert not Clock.objects.of(talk).exists()
    assert "You are told of each reply." in client.get(talk.get_absolute_url()).content.decode()


def test_without_a_word_about_it_a_question_is_asked(client, cast):
    client.force_login(cast.stranger)
    post(client, cast)
    assert Question.objects.get().kind == "question"


def test_a_link_begins_a_discussion(client, cast):
    page = client.get("/questions/ask/?kind=discussion").content.decode()
    assert 'value="discussion" id="id_kind_1" checked' in page or 'value="discussion" checked' in page.replace(
        ' id="id_kind_1"', ""
    ).replace(" required", "")
    assert 'value="announcement"' not in page
    assert "Begin a discussion" in page and "What would you like to talk about?" in page
    for word in ("Ask a question", "Your question", "what have you tried", "support team takes it"):
        assert word not in page.split("<main", 1)[1].split("</main>")[0], word


def test_a_link_to_begin_a_discussion_leaves_a_question_that_was_begun_where_it_is(client, cast):
    client.force_login(cast.stranger)
    client.post("/drafts/", {"draft": "question", "kind": "question", "title": "The hub is offline"})
    page = client.get("/questions/ask/?kind=discussion").content.decode()
    assert "Begin a discussion" in page and "You had begun something else here" in page
    assert "The hub is offline" not in page
    assert "Your question in one sentence" in client.get("/questions/ask/").content.decode()
    client.post("/drafts/", {"draft": "question", "kind": "discussion", "title": "How do you name your hubs?"})
    page = client.get("/questions/ask/").content.decode()
    assert "Begin a discussion" in page and "How do you name your hubs?" in page


def test_only_who_has_the_right_announces(client, cast):
    client.force_login(cast.stranger)
    assert post(client, cast, kind="announcement").status_code == 422
    Grant.give(cast.stranger, Right.ANNOUNCE, reason="Writes our news.")
    client.force_login(cast.stranger)
    assert post(client, cast, kind="announcement").status_code == 302
    assert Question.objects.get().kind == "announcement"


@pytest.mark.parametrize(
    ("chosen", "audience", "sees"),
    [
        ("public", Audience.PUBLIC, "stranger advocate colleague agent"),
        ("advocates", Audience.ADVOCATES, "advocate agent"),
        ("staff", Audience.STAFF, "agent"),
        ("{organisation}", Audience.ORGANISATION, "colleague agent"),
    ],
)
def test_who_announces_chooses_for_whom(client, cast, chosen, audience, sees):
    people = ["stranger", "advocate", "colleague", "agent"]
    client.force_login(cast.agent)
    post(client, cast, kind="announcement", audience=chosen.format(organisation=cast.organisation.pk))
    news = Question.objects.get()
    assert news.audience == audience
    for who in people:
        client.force_login(getattr(cast, who))
        listed = news.title in client.get("/questions/?tab=discussions").content.decode()
        assert (client.get(news.get_absolute_url()).status_code == 200) == listed == (who in sees), who


def test_a_question_is_not_for_staff_alone(client, cast):
    client.force_login(cast.agent)
    page = post(client, cast, kind="question", audience="staff")
    assert page.status_code == 422 and "Only an announcement can be for these people alone." in page.content.decode()


def test_it_stands_in_a_list_of_its_own_and_never_among_what_waits(cast, talk):
    question = cast.question()
    page = {tab: Client().get(f"/questions/?tab={tab}").content.decode() for tab in ("discussions", "unanswered")}
    assert talk.title in page["discussions"] and question.title not in page["discussions"]
    assert talk.title not in page["unanswered"] and question.title in page["unanswered"]
    assert talk.title in Client().get("/questions/").content.decode()
    assert talk.title in Client().get("/feeds/questions.atom").content.decode()
    assert talk.title not in Client().get("/feeds/unanswered.atom").content.decode()


def test_an_empty_list_says_how_to_begin(client):
    assert 'href="/questions/ask/?kind=discussion"' in client.get("/questions/?tab=discussions").content.decode()


@pytest.mark.parametrize("who", ["", "asker", "stranger", "agent"])
def test_its_page_speaks_of_replies_and_offers_nothing_to_solve(client, cast, talk, who):
    cast.answer(talk)
    if who:
        client.force_login(getattr(cast, who))
    page = client.get(talk.get_absolute_url()).content.decode()
    assert "One reply" in page and "Your reply" in page and "Post your reply" in page
    for word in ("Post your answer", "This solved it", "Did it work?", "Did not help", "I have this too", "/outcome/"):
        assert word not in page, word


def test_a_question_read_after_a_discussion_still_speaks_of_answers(cast, talk):
    Client().get(talk.get_absolute_url())
    page = Client().get(cast.answer().question.get_absolute_url()).content.decode()
    assert "Post your answer" in page and "Did it work?" in page and "Post your reply" not in page


def test_nothing_is_accepted_there(client, cast, talk):
    reply = cast.answer(talk)
    client.force_login(cast.asker)
    assert client.post(f"/questions/{talk.pk}/solution/", {"answer": reply.pk}).status_code == 403
    assert client.post(f"/answers/{reply.pk}/confirmation/", {"worked": "yes"}).status_code == 403
    with pytest.raises(ValidationError):
        talk.accept(reply, by=cast.asker)
    client.force_login(cast.stranger)
    assert client.post(f"/questions/{talk.pk}/me-too/").status_code == 403
    assert client.post(f"/questions/{talk.pk}/escalation/", {"reason": ""}).status_code == 403


def test_who_began_it_hears_of_a_reply(cast, talk, work):
    cast.answer(talk)
    work()
    assert Notification.objects.get(member=cast.asker).title == "Hugo Helper replied to you"


def test_a_program_does_the_same(client, cast):
    said = {"title": WORDS["title"], "body": WORDS["body"], "topic": cast.topic.slug}
    stranger, agent = program_of(cast.stranger), program_of(cast.agent)
    assert stranger("/questions", said | {"kind": "discussion"}).json()["kind"] == "discussion"
    assert stranger("/questions", said | {"kind": "announcement"}).status_code == 403
    assert stranger("/questions", said | {"audience": "staff"}).status_code == 403
    assert agent("/questions", said | {"kind": "announcement", "audience": "staff"}).status_code == 201
    news = said | {"kind": "announcement", "organisation": cast.organisation.slug, "title": "News for Acme alone"}
    assert agent("/questions", news).status_code == 201
    rows = client.get("/api/v1/questions?tab=discussions").json()["questions"]
    assert [row["kind"] for row in rows] == ["discussion"]
