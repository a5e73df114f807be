"""Roles, grants and organisations: read once, in force only while they hold."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.content.audiences import Audience
from community.members.models import Grant, Right
from community.members.standing import NOBODY, standing_of
from forum.models import Question
from tests.cast import make_topic


def test_a_grant_for_a_topic_holds_there_only(cast):
    billing = make_topic("Billing")
    Grant.give(cast.helper, Right.RETAG, topic=cast.topic, reason="knows it")

    assert cast.helper.standing.holds(Right.RETAG, cast.topic.pk)
    assert not cast.helper.standing.holds(Right.RETAG, billing.pk)
    assert not cast.helper.standing.holds(Right.RETAG)


def test_a_grant_ends(cast):
    grant = Grant.give(cast.helper, Right.RETAG, reason="peak", until=timezone.now() + timedelta(hours=1))
    assert cast.helper.standing.holds(Right.RETAG)

    Grant.objects.filter(pk=grant.pk).update(
        starts_at=timezone.now() - timedelta(hours=2), until=timezone.now() - timedelta(hours=1)
    )
    cast.helper.forget_standing()

    assert not cast.helper.standing.holds(Right.RETAG)


def test_a_revoked_grant_holds_no_more_and_may_be_given_again(cast):
    grant = Grant.give(cast.helper, Right.RETAG, reason="rank")
    grant.revoke(by=cast.manager)
    cast.helper.forget_standing()
    assert not cast.helper.standing.holds(Right.RETAG)

    again = Grant.give(cast.helper, Right.RETAG, reason="rank")

    assert again.pk != grant.pk
    assert cast.helper.standing.holds(Right.RETAG)


def test_the_same_grant_is_open_once(cast):
    first = Grant.give(cast.helper, Right.RETAG, reason="rank")

    assert Grant.give(cast.helper, Right.RETAG, reason="rank") == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(member=cast.helper, right=Right.RETAG)


def test_standing_costs_one_query(cast):
    member = type(cast.agent).objects.get(pk=cast.agent.pk)

    with CaptureQueriesContext(connection) as queries:
        assert member.standing.is_staff
        assert member.standing.holds(Right.HANDLE_CASES)
        assert not member.standing.holds(Right.MODERATE)

    assert len(queries) == 1


def test_an_administrator_may_everything_and_nobody_nothing(cast):
    assert all(cast.administrator.standing.holds(right) for right in Right)
    assert standing_of(AnonymousUser()) == standing_of(None) == NOBODY
    assert not any(NOBODY.holds(right) for right in Right)


def test_a_closed_account_has_no_standing(cast):
    cast.agent.is_active = False

    assert not standing_of(cast.agent).is_staff


def test_each_audience_sees_what_is_for_it(cast):
    kinds = {
        "everybody": cast.question(),
        "advocates": cast.question(audience=Audience.ADVOCATES, by=cast.agent),
        "staff": cast.question(audience=Audience.STAFF, by=cast.agent),
        "acme": cast.question(audience=Audience.ORGANISATION, organisation=cast.organisation, by=cast.agent),
    }

    def seen_by(person):
        visible = set(Question.objects.visible_to(person))
        assert all(question.is_for(person) == (question in visible) for question in kinds.values())
        return {name for name, question in kinds.items() if question in visible}

    assert seen_by(None) == {"everybody"}
    assert seen_by(cast.stranger) == {"everybody"}
    assert seen_by(cast.advocate) == {"everybody", "advocates"}
    assert seen_by(cast.colleague) == {"everybody", "acme"}
    assert seen_by(cast.agent) == {"everybody", "advocates", "staff", "acme"}


def test_an_audience_names_its_organisation(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.question(audience=Audience.ORGANISATION)
