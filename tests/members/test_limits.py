"""Limits hold across processes, end with their window, and lose nobody's words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.limits import Rate, TooMany, count, forget_old, network_of
from community.members.models import LimitWindow
from forum.models import Answer, Comment


@pytest.fixture(autouse=True)
def _limited(settings):
    settings.LIMITS_ENABLED = True


def test_the_fifth_answer_in_a_minute_waits(client, cast):
    question = cast.question()
    here_for_long(cast.helper)
    client.force_login(cast.helper)

    answers = [client.post(f"/questions/{question.pk}/answers/", {"body": f"Try number {n}."}) for n in range(5)]

    assert [a.status_code for a in answers[:4]] == [302] * 4
    assert answers[4].status_code == 429
    assert int(answers[4]["Retry-After"]) <= 60
    assert "Try number 4." in answers[4].content.decode()
    assert Answer.objects.count() == 4


def here_for_long(member) -> None:
    member.date_joined -= timedelta(days=3)
    member.save()


def test_who_is_new_takes_half_a_minute_between_two_posts(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    send = f"/questions/{question.pk}/answers/"
    assert client.post(send, {"body": "Try this."}).status_code == 302
    refused = client.post(send, {"body": "Try that."})
    assert refused.status_code == 429
    assert 20 <= int(refused["Retry-After"]) <= 30
    assert "Try that." in refused.content.decode()
    assert "Nothing you typed is lost" in refused.content.decode()
    Answer.objects.update(created_at=timezone.now() - timedelta(seconds=31))
    assert client.post(send, {"body": "Try that."}).status_code == 302


def test_who_is_new_replies_ten_times_on_the_first_day(client, cast):
    question = cast.question()
    client.force_login(cast.helper)
    statuses = []
    for n in range(11):
        kind = "answers" if n % 2 else "comments"
        statuses.append(client.post(f"/questions/{question.pk}/{kind}/", {"body": f"Try number {n}."}).status_code)
        for model in (Answer, Comment):
            model.objects.update(created_at=timezone.now() - timedelta(minutes=5))
        LimitWindow.objects.exclude(key__startswith="first-reply").delete()
    assert statuses == [302] * 10 + [429]


def test_a_site_sets_other_rates(client, cast, settings):
    settings.LIMITS = {"answer": "1/m"}
    question = cast.question()
    here_for_long(cast.helper)
    client.force_login(cast.helper)
    statuses = [client.post(f"/questions/{question.pk}/answers/", {"body": f"Try {n}."}).status_code for n in range(2)]
    assert statuses == [302, 429]


def test_a_network_searches_sixty_times_a_minute_and_a_member_as_often_as_they_like(client, cast):
    def search(n, address):
        return client.get("/search/", {"q": f"hub {n}"}, REMOTE_ADDR=address).status_code

    one_network = [search(n, f"2001:db8::{n}") for n in range(61)]
    assert one_network == [200] * 60 + [429]
    assert search(1, "2001:db8:1::1") == 200
    assert client.get("/questions/similar/", {"q": "hub blinks red"}, REMOTE_ADDR="2001:db8::1").status_code == 200
    client.force_login(cast.asker)
    assert search(99, "2001:db8::1") == 200


def test_another_member_is_counted_apart(db):
    count("thing", "member:1", [Rate.parse("1/m")])
    count("thing", "member:2", [Rate.parse("1/m")])

    with pytest.raises(TooMany) as refused:
        count("thing", "member:1", [Rate.parse("1/m")])
    assert 1 <= refused.value.retry_after <= 60


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("nonsense", "unknown"),
    ],
)
def test_an_ipv6_provider_gives_one_network(address, network):
    assert network_of(address) == network


def test_old_windows_are_forgotten(db):
    count("thing", "member:1", [Rate.parse("1/m")])
    assert forget_old(timezone.now()) == 0
    assert forget_old(timezone.now() + timedelta(days=3)) == 1
    assert not LimitWindow.objects.exists()
