"""Every kind of page, as its people see it: at 320 and 1280 px, by day and by night, accessible and within its window."""

import pytest
from django.utils import timezone

from community.catalogue.models import IntakeField
from forum.models import Invitation
from tests.world import World

PAGES = {
    "visitor": [
        "home",
        "forum:question-list",
        "forum:question-detail",
        "forum:question-ask",
        "forum:topic",
        "forum:tag",
        "forum:release",
        "search:results",
        "kb:index",
        "kb:article-detail",
        "kb:article-history",
        "members:detail",
        "members:helped",
        "advocates:programme",
        "advocates:leaderboard",
        "forum:follow-by-mail",
        "notifications:guest-confirmation",
        "incidents:list",
        "incidents:detail",
        "moderation:log",
        "kb:requests",
        "api-docs",
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
    ],
    "asker": [
        "forum:question-detail",
        "forum:question-edit",
        "forum:question-history",
        "forum:topic-set",
        "forum:for-you",
        "forum:answer-confirmation-set",
        "cases:list",
        "cases:detail",
        "cases:new",
        "notifications:list",
        "notifications:settings",
        "following",
        "notifications:reply",
        "members:profile",
        "advocates:me",
        "api-keys",
        "attachments",
        "account_email",
        "account_change_password",
        "mfa_index",
        "usersessions_list",
        "moderation:flag",
    ],
    "agent": [
        "support:queue",
        "support:case",
        "incidents:new",
        "insights:index",
        "insights:deflection",
        "forum:outcome-set",
    ],
    "editor": [
        "kb:drafts",
        "kb:article-edit",
        "kb:article-new",
        "kb:requests",
        "kb:request-detail",
        "kb:ticket-detail",
        "videos",
        "video",
    ],
    "moderator": ["moderation:queue", "forum:merge-set", "forum:split-set"],
}


@pytest.mark.parametrize("role", PAGES)
def test_every_page_kind(person, role):
    world = World()
    more = _furnish(world)
    reader = person(None if role == "visitor" else getattr(world, role))
    for name in PAGES[role]:
        reader.walks_around(world.address(name))
    for address in more.get(role, ()):
        reader.walks_around(address)


def _furnish(world: World) -> dict[str, list[str]]:
    """One of each thing; returns further addresses by role, of things in another state than those of the world."""
    question, answer, _comment = world.thread
    question.accept(answer, by=world.asker)
    line = IntakeField.objects.create(topic=world.topic, label="Firmware of the hub", kind="version")
    question.edit(by=world.asker, intake={line: "3.10.1"})
    long = world.question(title="Averylongwordwithoutanyspacesthatsomebodypastedintothetitle does not break the page")
    world.answer(long, body="| a | b | c | d | e | f |\n|-|-|-|-|-|-|\n| " + " | ".join(["wideenough" * 3] * 6) + " |")
    question.escalate(by=world.asker, reason="It hurts.")
    assert world.article, world.flag
    assert world.common_request
    Invitation.make(long, _somebody_who_knows(world), by=world.asker)
    return {"asker": [f"/questions/{long.pk}/invitations/"]}


def _somebody_who_knows(world: World):
    world.advocate.note_seen(timezone.now())
    return world.advocate
