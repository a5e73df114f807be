"""Following topics, tags, people and searches: told of what is new, once, and only of what is theirs to see."""

import pytest
from taggit.models import Tag

from community.api.models import ApiKey
from community.catalogue.models import Product, Release
from community.content.audiences import Audience
from community.notifications.models import Kind, Mail, MailPreference, Notification, Pace, Subscription
from community.notifications.unsubscribing import link
from community.search.models import SavedSearch
from tests.cast import make_topic
from tests.world import World


def told(member):
    return list(Notification.objects.filter(member=member).order_by("id").values_list("thread_title", "title"))


def press(client, path, **said):
    return client.post(path, said, headers={"sec-fetch-site": "same-origin"})


def test_each_page_has_its_button_and_one_page_lists_all(cast, client, work):
    cast.question(tags=["router"])
    Release.objects.create(product=Product.objects.create(name="Hub", slug="hub"), version="3.10.1")
    client.force_login(cast.stranger)
    assert "You follow nothing yet" in client.get("/notifications/following/").content.decode()
    pages = {
        f"/topics/{cast.topic.slug}/": {},
        "/tags/router/": {},
        "/releases/hub/3.10.1/": {},
        f"/members/{cast.helper.username}/": {},
        "/search/": {"q": "blinking hub", "kind": "question"},
    }
    for page, said in pages.items():
        assert f'action="{page}follow/"' in client.get(page, said).content.decode()
        press(client, f"{page}follow/", **said)
        assert f'action="{page}follow/remove/"' in client.get(page, said).content.decode()
        press(client, f"{page}follow/", **said)
    mine = client.get("/notifications/following/").content.decode()
    for title in ("Wi-Fi", "router", "Hub 3.10.1", "Hugo Helper", "blinking hub"):
        assert mine.count(f">{title}</a>") == 1, title
    for page, said in pages.items():
        press(client, f"{page}follow/remove/", **said)
    assert "You follow nothing yet" in client.get("/notifications/following/").content.decode()
    assert not SavedSearch.objects.exists()
    assert press(client, f"/members/{cast.stranger.username}/follow/").status_code == 403
    assert press(client, "/search/follow/", q=" ").status_code == 409


@pytest.mark.parametrize("path", ["/topics/wi-fi/", "/tags/router/", "/members/hugo/", "/search/?q=hub"])
def test_signed_out_pages_carry_no_cookie_and_their_button_leads_to_sign_in(cast, client, path):
    cast.question(tags=["router"])
    assert cast.helper
    page = client.get(path)
    assert not page.cookies
    assert "follow/" in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode()
    answer = press(client, f"{path.partition('?')[0]}follow/", q="hub", kind="")
    assert answer["Location"].startswith("/accounts/login/")


def test_what_is_followed_tells_of_a_new_question_once(cast, work):
    cast.question(title="Only here so that the tag is", tags=["router"])
    work()
    everything = (cast.topic, Tag.objects.get(name="router"), cast.asker)
    for followed in everything:
        Subscription.follow(cast.stranger, followed)
    Subscription.follow(cast.helper, everything[0])
    Subscription.follow(cast.advocate, everything[1])
    Subscription.follow(cast.asker, everything[0])
    cast.question(tags=["router"])
    work()
    title = "The hub loses its Wi-Fi every night"
    assert told(cast.stranger) == [("Ann Asker", f"Ann Asker asks: {title}")], "followed thrice, told once"
    assert told(cast.helper) == [("The topic Wi-Fi", f"New: {title}")]
    assert told(cast.advocate) == [("The tag router", f"New: {title}")]
    assert told(cast.asker) == [], "nobody is told of their own question"
    assert not Mail.objects.filter(member__in=[cast.stranger, cast.helper]).exists(), "it comes in the daily digest"


def test_answers_of_whom_one_follows_are_told_and_hidden_ones_taken_back(cast, work):
    Subscription.follow(cast.stranger, cast.helper)
    question = cast.question()
    cast.answer(question)
    work()
    assert told(cast.stranger) == [("Hugo Helper", f"Hugo Helper answered: {question.title}")]
    question.hide(by=cast.moderator)
    work()
    assert told(cast.stranger) == []


@pytest.mark.parametrize(
    ("query", "kind", "is_told"),
    [
        ("wifi night", "", True),
        ("losing hubs", "question", True),
        ("Monday -printer", "", True),
        ("hub printer", "", False),
        ("hub", "article", False),
        ("the", "", False),
    ],
)
def test_a_followed_search_tells_of_what_has_all_its_words(cast, work, query, kind, is_told):
    MailPreference.choose(cast.stranger, Kind.FRESH, Pace.IMMEDIATE)
    SavedSearch.follow(cast.stranger, query=query, kind=kind)
    cast.question()
    work()
    assert bool(told(cast.stranger)) == is_told
    assert Mail.objects.filter(member=cast.stranger, subject=f"New for your search: {query}").exists() == is_told


def test_a_followed_search_finds_articles_and_stops_with_one_click(cast, work, client):
    search = SavedSearch.follow(cast.stranger, query="channel", kind="article")
    assert SavedSearch.follow(cast.stranger, query=" channel ", kind="article") == search
    world = World()
    assert world.article
    work()
    assert told(cast.stranger) == [("The search for “channel”", "New article: How to set the channel")]
    path = link(cast.stranger, Kind.FRESH, search).removeprefix("http://localhost:8000")
    assert "Stop following it" in client.get(path).content.decode()
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert not SavedSearch.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_private_questions_are_told_to_their_audience_alone(cast, work):
    for member in (cast.stranger, cast.colleague, cast.agent):
        Subscription.follow(member, cast.topic)
        SavedSearch.follow(member, query="hub")
    asker = cast.colleague
    cast.question(by=cast.agent, audience=Audience.ORGANISATION, organisation=cast.organisation)
    work()
    assert told(cast.stranger) == []
    assert len(told(asker)) == 1


def test_a_program_follows_what_a_page_can(cast, client, work):
    from_topic = make_topic("Billing")
    cast.question(tags=["router"])
    _key, words = ApiKey.make(member=cast.stranger, name="bot", scope="write")
    headers = {"authorization": f"Bearer {words}"}
    paths = [f"/topics/{from_topic.slug}", "/tags/router", "/members/hugo", "/search"]
    assert cast.helper
    for path in paths:
        said = {"q": "hub"} if path == "/search" else {}
        for verb, state in (("follow", True), ("follow/remove", False)):
            answer = client.post(f"/api/v1{path}/{verb}", said, content_type="application/json", headers=headers)
            assert answer.json() == {"is_following": state}, answer.content
