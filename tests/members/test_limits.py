"""Limits hold across processes, end with their window, and lose nobody's words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.members.limits import Rate, TooMany, count, forget_old, network_of
from community.members.models import LimitWindow
from forum.models import Answer


@pytest.fixture(autouse=True)
def _limited(settings):
    settings.LIMITS_ENABLED = True


def test_the_fifth_answer_in_a_minute_waits(client, cast):
    question = cast.question()
    client.force_login(cast.helper)

    answers = [client.post(f"/questions/{question.pk}/answers/", {"body": f"Try number {n}."}) for n in range(5)]

    assert [a.status_code for a in answers[:4]] == [302] * 4
    assert answers[4].status_code == 429
    assert int(answers[4]["Retry-After"]) <= 60
    assert "Try number 4." in answers[4].content.decode()
    assert Answer.objects.count() == 4


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
