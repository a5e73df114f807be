"""In a topic that is private by default, what somebody asks is a case from its first word on, and nobody else reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from community.activity.models import Event
from community.content.models import Draft
from community.notifications.models import Mail, Notification, Subscription
from community.search.models import Document
from community.support.models import Case
from forum import findable
from forum.asking.similar import similar_to
from forum.models import Question
from tests.cast import make_topic
from tests.forum.programs import program_of

pytestmark = pytest.mark.django_db
TITLE = "Zanzibar pension of my late husband"
BODY = "Born 4 May 1951, his **number** is 4111 1111 1111 1111."


@pytest.fixture
def pensions():
    return make_topic("Pensions", is_private_by_default=True)


def asked(member, topic, **more):
    client = Client()
    client.force_login(member)
    said = {"title": TITLE, "body": BODY, "topic": topic.pk, "tags": "zanzibar", "draft": "question"}
    return client.post("/questions/ask/", said | more)


def test_it_is_said_before_typing_and_again_before_it_is_sent(client, cast, pensions):
    for address in ("/questions/ask/", f"/questions/ask/?topic={pensions.pk}"):
        page = client.get(address).content.decode()
        assert "stays private" in page.partition('name="title"')[0] and "Pensions (private)" in page
    before = asked(cast.asker, pensions)
    page = before.content.decode()
    assert "This stays private" in page and "Only you and our support team will read this" in page and TITLE in page
    assert before["Cache-Control"] == "no-store, private" and not Case.objects.exists()
    assert TITLE in asked(cast.asker, pensions, back="yes").content.decode() and not Case.objects.exists()

    case_page = [asked(cast.asker, pensions, in_private="yes")["Location"] for _time in range(2)]

    case = Case.objects.get()
    assert case_page == [case.get_absolute_url()] * 2 and not Question.objects.exists()
    assert (case.customer, case.topic, case.opened_why) == (cast.asker, pensions, Case.Why.TOPIC)
    assert case.messages.get().body == f"{BODY}\n\nAbout: zanzibar"
    assert not Draft.objects.exists()


def test_nothing_of_the_words_gets_out(client, cast, pensions, work):
    Subscription.follow(cast.helper, pensions)
    asked(cast.asker, pensions, in_private="yes")
    case = Case.objects.get()
    case.reply(by=cast.agent, body="Zanzibar it is.")
    work()
    for person in (None, cast.stranger, cast.helper):
        reader = Client()
        if person is not None:
            reader.force_login(person)
        for address in (
            *(
                "/",
                "/questions/",
                "/topics/pensions/",
                "/search/?q=Zanzibar",
                "/sitemap.xml",
                "/sitemap-questions-1.xml",
            ),
            *("/feeds/questions.atom", "/feeds/topics/pensions.atom", "/tags/zanzibar/", "/api/v1/questions"),
            *("/questions/similar/?q=Zanzibar+pension", f"/members/{cast.asker.username}/", "/questions/for-you/"),
        ):
            page = reader.get(address, follow=True).content.decode()
            assert "late husband" not in page and "1951" not in page and case.ref not in page, address
        assert reader.get(case.get_absolute_url()).status_code in (302, 404)
    assert not Document.everything.exists() and not similar_to(TITLE, cast.stranger)
    assert not Notification.objects.filter(member=cast.helper).exists()
    assert not any("Zanzibar" in mail.subject or "1951" in mail.subject for mail in Mail.objects.all())
    assert not any("Zanzibar" in str(event.data) for event in Event.objects.all())


def test_in_public_stands_that_somebody_is_heard_and_search_engines_have_nothing_to_list(
    client, cast, pensions, django_capture_on_commit_callbacks
):
    client.get("/topics/pensions/")  # kept for the next reader, until something changes
    with django_capture_on_commit_callbacks(execute=True):
        asked(cast.asker, pensions, in_private="yes")
    page = client.get("/topics/pensions/")
    assert "1 person asked, 0 answered in private so far" in page.content.decode()
    assert "noindex" in page.content.decode() + page.headers.get("X-Robots-Tag", "")
    with django_capture_on_commit_callbacks(execute=True):
        Case.objects.get().reply(by=cast.agent, body="Here.")
        Case.open_privately(by=cast.stranger, title="Something of my own", body="Not counted.", topic=pensions)
    assert "1 person asked, answered in private" in client.get("/topics/pensions/").content.decode()
    assert pensions not in findable.topics()


def test_a_program_gets_the_case_and_knows_before(cast, pensions):
    send = program_of(cast.asker)
    call = {"title": TITLE, "body": BODY, "topic": "pensions"}
    made = [send("/questions", call) for _time in range(2)]
    assert {answer.status_code for answer in made} == {202}
    assert made[0].json() == {"url": Case.objects.get().get_absolute_url(), "ref": Case.objects.get().ref}
    topics = {topic["slug"]: topic["is_private"] for topic in Client().get("/api/v1/topics").json()}
    assert topics["pensions"] is True
    assert not Question.objects.exists()


def test_no_verb_writes_a_question_there_and_old_ones_stay_public(client, cast):
    topic = make_topic("Pensions")
    old = cast.question(topic=topic)
    topic.is_private_by_default = True
    topic.save()
    with pytest.raises(ValidationError, match="stays private"):
        cast.question(topic=topic)
    assert Client().get(old.get_absolute_url()).status_code == 200
    old.edit(by=cast.asker, body="Since Tuesday.")
    cast.answer(old)
    client.force_login(cast.moderator)
    news = {"title": "New forms from Monday on", "body": "Here.", "topic": topic.pk, "kind": "announcement"}
    assert client.post("/questions/ask/", news).status_code == 302
    assert Question.objects.get(kind="announcement").topic == topic
