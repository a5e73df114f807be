"""A night's mining: what many ask for becomes a request that keeps its id, says what it costs, and is covered by an article."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.activity.models import Event
from community.content.audiences import Audience
from community.search import index
from community.search.models import Search
from forum.models import Duplicate, Question
from knowledgebase.models import CommonRequest, ContactCost, RequestItem
from knowledgebase.requests.mining import mine
from tests.cast import make_question
from tests.knowledgebase.requests.made import published, request_about, ticket

pytestmark = pytest.mark.django_db


def test_what_many_ask_for_becomes_a_request_in_their_words(asked, settings):
    mine()
    assert CommonRequest.objects.count() == 2
    found = request_about("wi-fi")
    assert found.title in {question.title for question in asked["wifi"]}
    assert (found.state, found.volume, found.public_volume, found.solved_share) == ("gap", 4, 4, 0)
    assert found.cost == found.savings == 4 * settings.COST_PER_CONTACT
    assert found.weeks[-1] == 4
    assert len(found.weeks) == settings.MINING_WEEKS
    assert any("night" in phrase or "hub" in phrase for phrase in found.phrases)
    assert found.topic_id == asked["wifi"][0].topic_id


def test_a_second_run_changes_nothing(asked):
    mine()
    before = list(CommonRequest.objects.order_by("pk").values_list("pk", "title", "volume", "state"))
    events = Event.objects.count()
    mine()
    assert list(CommonRequest.objects.order_by("pk").values_list("pk", "title", "volume", "state")) == before
    assert Event.objects.count() == events
    assert RequestItem.objects.count() == 8


def test_a_request_keeps_its_id_owner_and_day_as_it_grows(asked, cast, indexed):
    mine()
    found = request_about("invoice")
    day = timezone.localdate() + timedelta(days=7)
    found.assign(owner=cast.editor, due_on=day, by=cast.editor)
    make_question(by=cast.helper, topic=cast.topic, title="The invoice has the wrong address again")
    indexed()
    mine()
    again = request_about("invoice")
    assert (again.pk, again.volume, again.owner, again.due_on) == (found.pk, 5, cast.editor, day)


def test_what_nobody_asks_for_any_more_is_quiet_and_comes_back(asked):
    mine()
    found = request_about("wi-fi")
    for question in asked["wifi"]:
        Question.objects.filter(pk=question.pk).update(hidden_at=timezone.now())
    index.refresh(Question, [question.pk for question in asked["wifi"]])
    mine()
    found.refresh_from_db()
    assert found.quiet_since
    assert found.volume == 0
    assert Event.objects.about(found).filter(verb="kb.request.quiet").exists()
    assert found not in CommonRequest.objects.asked_for()


def test_what_was_asked_again_counts_on_its_own_day_in_its_own_words(client, asked, cast, indexed):
    wifi = asked["wifi"]
    weeks_ago = timezone.now() - timedelta(weeks=3, hours=1)
    Question.objects.filter(pk__in=[question.pk for question in wifi]).update(created_at=weeks_ago)
    index.refresh(Question, [question.pk for question in wifi])
    again = [cast.question(by=cast.helper, title=f"Radio silence after sunset, {word}") for word in ("again", "still")]
    private = cast.question(title="CANARY radio silence", audience="organisation", organisation=cast.organisation)
    indexed()
    mine()
    assert not CommonRequest.objects.filter(inner_title__icontains="radio").exists()
    for question in (*again, private):
        Duplicate.mark(question, canonical=wifi[0], by=cast.moderator)
    indexed()
    mine()
    found = request_about("wi-fi")
    assert (found.volume, found.public_volume, found.weeks[-4], found.weeks[-1]) == (7, 6, 4, 3)
    assert found.title in {question.title for question in wifi}
    assert any("radio" in phrase for phrase in found.phrases)
    client.force_login(cast.editor)
    page = client.get(found.get_absolute_url()).content.decode()
    assert again[0].title in page and again[0].get_absolute_url() in page and "asked 4 times" not in page
    assert "CANARY" not in f"{found.title} {found.phrases}"
    # Whoever looks may read it: staff. Once it is hidden, nobody reads it here.
    again[1].hide(by=cast.moderator)
    assert again[1].title not in client.get(found.get_absolute_url()).content.decode()
    mine()
    assert request_about("wi-fi").volume == 6


def test_a_question_from_before_the_window_is_asked_for_as_long_as_it_is_asked_again(asked, cast, indexed, settings):
    old = timezone.now() - timedelta(weeks=settings.MINING_WEEKS + 2)
    wifi = asked["wifi"]
    for question in wifi[1:]:
        Duplicate.mark(question, canonical=wifi[0], by=cast.moderator)
    Question.objects.filter(pk=wifi[0].pk).update(created_at=old)
    index.refresh(Question, [wifi[0].pk])
    indexed()
    mine()
    found = request_about("wi-fi")
    assert (found.title, found.volume, sum(found.weeks), found.asked_count) == (wifi[0].title, 3, 3, 3)


def test_a_question_names_what_was_asked_again_in_quite_other_words(asked, cast, indexed):
    question = asked["others"][0]
    for title in ("The hub is loud every night", "Why is the hub loud at night"):
        Duplicate.mark(cast.question(by=cast.helper, title=title), canonical=question, by=cast.moderator)
    indexed()
    mine()
    found = CommonRequest.objects.get(title=question.title)
    assert (found.volume, found.title_from_id) == (3, question.pk)
    assert found in CommonRequest.objects.for_readers()


def test_tickets_count_by_what_their_channel_costs_and_only_staff_read_them(asked, indexed, settings):
    ContactCost.objects.create(channel="phone", cost=20)
    for number in range(2):
        ticket(number, f"CANARY the hub loses its Wi-Fi every night {number}")
    indexed()
    mine()
    found = request_about("wi-fi")
    assert found.volume == 6
    assert found.cost == 4 * settings.COST_PER_CONTACT + 2 * 20
    assert "CANARY" not in found.title
    assert not any("canary" in phrase for phrase in found.phrases)


def test_a_request_of_private_words_alone_has_no_title_until_staff_give_it_one(asked, cast, indexed):
    hidden = asked["others"][2]
    hidden.hide(by=cast.moderator)
    for number in range(3):
        ticket(number, f"CANARY cancel my subscription please {number}")
    indexed()
    mine()
    found = request_about("cancel")
    assert (found.title, found.phrases, found.public_volume) == ("", [], 0)
    assert "CANARY" in found.staff_title
    assert found not in CommonRequest.objects.for_readers()
    found.entitle("How to end a subscription", by=cast.editor)
    mine()
    found.refresh_from_db()
    assert found.title == "How to end a subscription"


def test_a_question_that_is_no_longer_public_takes_its_words_from_the_list_at_once(asked):
    mine()
    found = request_about("wi-fi")
    assert found in CommonRequest.objects.for_readers()
    source = Question.objects.get(pk=found.title_from_id)
    Question.objects.filter(pk=source.pk).update(audience=Audience.STAFF)
    index.refresh(Question, [source.pk])
    assert found not in CommonRequest.objects.for_readers()
    mine()
    found.refresh_from_db()
    assert found.title != source.title


def test_a_published_article_covers_what_it_is_like_until_people_still_ask(asked, cast, indexed):
    mine()
    article = published(cast, "The hub loses its Wi-Fi every night")
    indexed()
    mine()
    found = request_about("wi-fi")
    assert (found.state, found.article, found.savings) == ("covered", article, 0)
    assert found.article_likeness > 0.6
    for number in range(6):
        make_question(by=cast.helper, topic=cast.topic, title=f"The hub loses its Wi-Fi every night {number}")
    indexed()
    mine()
    found.refresh_from_db()
    assert (found.state, found.asked_since) == ("stale", 6)
    assert found.savings > 0


def test_an_article_that_does_not_answer_it_is_not_found_again(asked, cast, indexed):
    published(cast, "The hub loses its Wi-Fi every night")
    indexed()
    mine()
    found = request_about("wi-fi")
    found.unlink(by=cast.editor)
    assert found.state == "gap"
    mine()
    found.refresh_from_db()
    assert (found.state, found.article) == ("gap", None)


def test_readers_whom_it_does_not_help_make_it_stale(asked, cast, indexed):
    article = published(cast, "The hub loses its Wi-Fi every night")
    for number in range(5):
        article.note_reader(reader=str(number), helped=False)
    indexed()
    mine()
    assert request_about("wi-fi").state == "stale"


def test_searches_that_end_nowhere_are_a_gap_until_they_find_something(asked, cast, indexed):
    for _person in range(4):
        Search.note(uuid4(), query="firmware rollback hub", results=0, shown=[])
    Search.note(uuid4(), query="firmware rollback hub", results=3, shown=[])
    mine()
    gap = CommonRequest.objects.get(inner_title__icontains="rollback")
    assert (gap.state, gap.volume, gap.title) == ("gap", 4, "")
    assert gap not in CommonRequest.objects.for_readers()
    article = published(cast, "Firmware rollback for your hub")
    gap.link(article, by=cast.editor)
    indexed()
    mine()
    gap.refresh_from_db()
    assert (gap.state, gap.open_searches) == ("covered", 0)


def _in_vain(times: int, query: str) -> None:
    for _person in range(times):
        Search.note(uuid4(), query=query, results=0, shown=[])
    mine()


def test_a_gap_of_searches_is_closed_once_the_same_words_find_a_question_and_opens_when_they_do_not(
    client, asked, cast, indexed
):
    question = asked["others"][0]
    question.hide(by=cast.moderator)
    indexed()
    _in_vain(4, "Valve clicks loudly")
    gap = request_about("valve")
    assert (gap.volume, gap.open_searches) == (4, 1)
    question.unhide(by=cast.moderator)
    indexed()
    for _night in range(2):
        mine()
    gap.refresh_from_db()
    assert (gap.state, gap.open_searches, bool(gap.quiet_since), gap.volume) == ("gap", 0, True, 5)
    assert gap not in CommonRequest.objects.asked_for()
    assert Event.objects.about(gap).filter(verb="kb.request.met").count() == 1
    client.force_login(cast.editor)
    page = client.get(gap.get_absolute_url()).content.decode()
    assert "What was searched for finds something now" in page and "found since" in page
    question.hide(by=cast.moderator)
    indexed()
    mine()
    gap.refresh_from_db()
    assert (gap.open_searches, gap.quiet_since) == (1, None)
    # What found something before a night had looked is no gap of anybody's.
    _in_vain(3, "Thermostat display dark")
    assert not CommonRequest.objects.filter(inner_title__icontains="thermostat").exists()


def test_a_gap_of_searches_outlives_the_log_until_somebody_says_that_it_is_not_for_us(asked, cast, settings):
    _in_vain(4, "Firmware rollback hub")
    gap = request_about("rollback")
    Search.objects.all().delete()
    later = timezone.now() + timedelta(weeks=settings.MINING_WEEKS + 9)
    for _night in range(2):
        mine(now=later)
    gap.refresh_from_db()
    assert (gap.state, gap.volume, gap.quiet_since, sum(gap.weeks)) == ("gap", 4, None, 0)
    assert gap.items.get().words == "Firmware rollback hub"
    gap.decline(reason="We sell no such thing.", by=cast.editor)
    mine(now=later)
    gap.refresh_from_db()
    assert gap.quiet_since and gap.state == "not-for-us"
    assert not gap.items.exists()


def test_two_requests_that_merge_lead_to_one_and_keep_what_was_decided(asked, cast):
    mine()
    stays = request_about("wi-fi")
    # Found apart from it some nights ago, with one of its texts.
    part = CommonRequest.objects.create(title="The hub loses its Wi-Fi", volume=1)
    RequestItem.objects.filter(pk=stays.items.order_by("pk").first().pk).update(request=part)
    part.assign(owner=cast.editor, by=cast.editor)
    mine()
    part.refresh_from_db()
    stays.refresh_from_db()
    assert (part.merged_into, stays.owner, stays.volume) == (stays, cast.editor, 4)
    assert Event.objects.about(part).filter(verb="kb.request.merged", data__into=stays.pk).exists()
    with pytest.raises(ValidationError):
        part.decline(reason="No.", by=cast.editor)
