"""Who writes articles works through common requests; customers see what is coming, in public words and round numbers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.activity.models import Event
from community.members.models import Grant, Member, Right
from community.search import index
from knowledgebase.models import Article as KbArticle
from knowledgebase.models import CommonRequest, RequestItem, Section, Ticket
from knowledgebase.permissions import can_work_on_requests
from tests.api.test_the_api import call, key_of  # noqa: F401  `call` is a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def common(cast) -> CommonRequest:
    return CommonRequest.objects.create(
        title="The hub loses its Wi-Fi", titled_by=cast.editor, topic=cast.topic, phrases=["loses wi-fi"], volume=23,
        public_volume=20, asked_count=20, solved_count=5, median_minutes=90, cost=184, savings=184, weeks=[3, 9, 11],
    )  # fmt: skip


@pytest.fixture
def private(cast) -> CommonRequest:
    return CommonRequest.objects.create(
        inner_title="CANARY of a ticket", topic=cast.topic, volume=40, savings=320, weeks=[40]
    )


def draft(cast, title="How to keep the Wi-Fi") -> KbArticle:
    section = Section.objects.get_or_create(slug="answers", defaults={"name": "Answers"})[0]
    return KbArticle.draft(by=cast.editor, title=title, section=section, topic=cast.topic, body="Do it.")


def page(client, person=None, path="/kb/requests/"):
    client.logout()
    if person is not None:
        client.force_login(person)
    response = client.get(path)
    return response, response.content.decode()


def test_editors_see_what_is_worth_most_first_and_customers_what_is_coming(client, cast, common, private):
    _response, list_ = page(client, cast.editor)
    assert list_.index("CANARY of a ticket") < list_.index("The hub loses its Wi-Fi")
    assert "184" in list_
    assert "loses wi-fi" in list_
    for person in (None, cast.stranger, cast.advocate):
        response, coming = page(client, person)
        assert "The hub loses its Wi-Fi" in coming
        assert "CANARY" not in coming
        assert "about 25 people asked" in coming
        assert "184" not in coming
        assert "noindex" in coming
    assert page(client, cast.agent)[1].count("CANARY") >= 1
    assert response.status_code == 200


def test_a_list_without_anything_says_why(client, cast):
    assert "Nothing is asked often yet" in page(client, cast.editor)[1]
    assert "Nothing is missing" in page(client)[1]


def test_the_list_is_filtered_by_state_owner_and_topic(client, cast, common, private):
    common.assign(owner=cast.editor, by=cast.editor)
    assert "CANARY" not in page(client, cast.editor, "/kb/requests/?owner=me")[1]
    assert "loses its Wi-Fi" not in page(client, cast.editor, "/kb/requests/?owner=nobody")[1]
    assert "No request fits" in page(client, cast.editor, "/kb/requests/?state=stale")[1]
    assert "CANARY" in page(client, cast.editor, "/kb/requests/?state=gap&topic=wi-fi")[1]
    for nonsense in ("state=x", "owner=x", "after=x"):
        assert page(client, cast.editor, f"/kb/requests/?{nonsense}")[0].status_code == 404


def test_a_request_is_taken_with_a_day_given_back_and_its_history_says_so(client, cast, common):
    client.force_login(cast.editor)
    address = common.get_absolute_url()
    day = timezone.localdate() + timedelta(days=3)
    assert client.post(f"{address}assignment/", {"due_on": day.isoformat()}, follow=True).status_code == 200
    common.refresh_from_db()
    assert (common.owner, common.due_on) == (cast.editor, day)
    client.post(f"{address}assignment/", {"owner": cast.second_editor.username})
    response = client.post(f"{address}assignment/", {"owner": cast.stranger.username})
    assert response.status_code == 422
    assert "Nobody of that name may write articles" in response.content.decode()
    past = client.post(f"{address}assignment/", {"due_on": "2020-01-01"})
    assert (past.status_code, "That day is over" in past.content.decode()) == (422, True)
    words = page(client, cast.editor, address)[1]
    assert f"Given to {cast.second_editor.name}" in words
    # Whoever may write is in the list, nobody else, and what may be done stands before what is known.
    Grant.give(cast.agent, Right.PROPOSE_ARTICLES, reason="writes", topic=cast.topic)
    Grant.give(cast.helper, Right.PROPOSE_ARTICLES, reason="advocate")
    response, words = page(client, cast.editor, address)
    offered = {name for name, _label in response.context["assignment"].fields["owner"].widget.choices}
    assert offered == {member.username for member in Member.objects.all() if can_work_on_requests(member)}
    assert cast.agent.username in offered and cast.helper.username not in offered
    assert f'value="{cast.second_editor.username}" selected' in words
    assert words.index("Take it") < words.index("Not for us") < words.index("Figures")
    client.force_login(cast.editor)
    client.post(f"{address}assignment/remove/")
    common.refresh_from_db()
    assert common.owner is None
    assert Event.objects.about(common).count() == 3


def test_not_for_us_needs_a_reason_and_can_be_taken_back(client, cast, common):
    client.force_login(cast.editor)
    address = common.get_absolute_url()
    assert client.post(f"{address}refusal/", {"reason": " "}).status_code == 422
    client.post(f"{address}refusal/", {"reason": "The provider has to answer this."})
    common.refresh_from_db()
    assert (common.state, common.savings) == ("not-for-us", 0)
    assert "The provider has to answer this." in page(client, cast.editor, address)[1]
    assert "loses its Wi-Fi" not in page(client)[1]
    client.force_login(cast.editor)
    client.post(f"{address}refusal/remove/")
    common.refresh_from_db()
    assert (common.state, common.reason, common.savings) == ("gap", "", 184)


def test_an_article_moves_it_from_gap_to_written_to_covered(client, cast, common):
    client.force_login(cast.editor)
    address, article = common.get_absolute_url(), draft(cast)
    assert client.post(f"{address}article/", {"article": "nowhere"}).status_code == 422
    client.post(f"{address}article/", {"article": f"https://example.com/kb/{article.slug}/"})
    common.refresh_from_db()
    assert (common.state, common.article) == ("drafted", article)
    assert "Somebody is writing about it" in page(client)[1]
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    common.refresh_from_db()
    common.decide()
    assert (common.state, common.savings) == ("covered", 0)
    client.force_login(cast.editor)
    client.post(f"{address}article/remove/")
    common.refresh_from_db()
    assert (common.state, common.article, common.not_articles) == ("gap", None, [article.pk])


def test_a_title_for_customers_is_asked_about_private_facts(client, cast, private):
    client.force_login(cast.editor)
    address = private.get_absolute_url()
    assert client.post(f"{address}title/", {"title": "Card 4111 1111 1111 1111 is refused"}).status_code == 422
    client.post(f"{address}title/", {"title": "A card is refused"})
    private.refresh_from_db()
    assert (private.title, private.titled_by) == ("A card is refused", cast.editor)


def test_a_merged_request_leads_to_the_one_that_stays(client, cast, common, private):
    CommonRequest.objects.filter(pk=private.pk).update(merged_into=common)
    client.force_login(cast.editor)
    assert client.get(private.get_absolute_url())["Location"] == common.get_absolute_url()
    assert client.post(f"{private.get_absolute_url()}refusal/", {"reason": "x"}).status_code == 422
    with pytest.raises(ValidationError):
        private.assign(owner=cast.editor, by=cast.editor)


def test_examples_are_read_where_they_stand_today(client, cast, common, work):
    question = cast.question(title="Hub loses the Wi-Fi")
    ticket = Ticket.objects.create(source="desk", external_id="1", subject="Lost Wi-Fi", created_at=timezone.now())
    work()
    index.refresh(Ticket, [ticket.pk])
    for name, thing in (("question", question), ("ticket", ticket)):
        RequestItem.objects.create(
            request=common, key=f"{name}:{thing.pk}", subject_type=index.ContentType.objects.get_for_model(thing),
            subject_id=thing.pk, asked_at=timezone.now(),
        )  # fmt: skip
    RequestItem.objects.create(request=common, key="search:en:wifi lost", times=4, asked_at=timezone.now())
    words = page(client, cast.editor, common.get_absolute_url())[1]
    assert all(each in words for each in ("Hub loses the Wi-Fi", "Lost Wi-Fi", "wifi lost", "searched 4 times"))
    assert "Lost Wi-Fi" in page(client, cast.agent, ticket.get_absolute_url())[1]
    question.hide(by=cast.moderator)
    work()
    assert "Hub loses the Wi-Fi" not in page(client, cast.editor, common.get_absolute_url())[1]


def test_programs_of_staff_do_the_same(call, cast, common, private):  # noqa: F811
    key, other = key_of(cast.editor), key_of(cast.asker)
    assert call("get", "/articles/requests", key=other)[0] == 403
    status, coming = call("get", "/articles/requests/coming", key=other)
    assert (status, coming) == (200, [{"title": common.title, "state": "gap", "asked_by_about": 25}])
    status, found = call("get", "/articles/requests", key=key)
    assert [(row["id"], row["title_is_public"]) for row in found["requests"]] == [
        (private.pk, False),
        (common.pk, True),
    ]
    path, article = f"/articles/requests/{common.pk}", draft(cast)
    status, said = call("post", f"{path}/assignment", {"due_on": "2999-01-01"}, key)
    assert (status, said["owner"]["username"]) == (200, cast.editor.username)
    assert call("post", f"{path}/assignment", {"owner": "nobody"}, key)[0] == 422
    assert call("post", f"{path}/article", {"article": article.slug}, key)[1]["state"] == "drafted"
    assert call("post", f"{path}/article/remove", {}, key)[1]["article"] is None
    assert call("post", f"{path}/refusal", {"reason": "Not ours."}, key)[1]["state"] == "not-for-us"
    assert call("post", f"{path}/refusal/remove", {}, key)[1]["state"] == "gap"
    assert call("post", f"{path}/title", {"title": "Wi-Fi at night"}, key)[1]["title"] == "Wi-Fi at night"
    assert call("post", f"{path}/assignment/remove", {}, key)[1]["owner"] is None
    assert call("post", f"{path}/refusal", {"reason": "x"}, other)[0] == 403
    assert call("get", path, key=key)[1]["examples"] == []
