"""Somebody is named with an @: it leads to their page, and they are told once, if they may read it."""

import pytest

from community.content.models import Mention
from community.notifications.models import Notification
from forum.models import Comment
from tests.cast import make_answer, make_comment, make_member


def told(member) -> list[str]:
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("title", flat=True))


def test_a_name_is_a_link_in_the_preview_and_on_the_page(client, cast):
    client.force_login(cast.asker)
    body = f"Thanks @{cast.helper.username}, and @nobody-here."
    link = '<a href="/members/hugo/" rel="ugc nofollow noopener">@hugo</a>, and @nobody-here.'
    assert link in client.post("/questions/preview/", {"body": body}).content.decode()
    question = cast.question()
    client.post(f"/questions/{question.pk}/comments/", {"body": body})
    assert link in client.get(question.get_absolute_url()).content.decode()


def test_who_is_named_is_told_once_and_not_by_their_own_words(cast, work):
    question = cast.question()
    make_answer(question, by=cast.helper)
    work()
    Notification.objects.all().delete()
    comment = make_comment(question, by=cast.stranger, body="Does @hugo know? @hugo! Or @sam or @ann?")
    work()
    assert told(cast.helper) == ["Sam Stranger mentioned you"]
    assert told(cast.stranger) == []
    assert told(cast.asker) == ["Sam Stranger commented on your question"]
    comment.edit(by=cast.stranger, body=f"Does @hugo know, or @{cast.advocate.username}?")
    work()
    assert told(cast.helper) == ["Sam Stranger mentioned you"]
    assert told(cast.advocate) == ["Sam Stranger mentioned you"]


def test_taken_out_before_anybody_was_told_tells_nobody(cast, work):
    question = cast.question()
    work()
    comment = make_comment(question, by=cast.stranger, body=f"Does @{cast.helper.username} know?")
    comment.edit(by=cast.stranger, body="Does anybody know?")
    work()
    assert told(cast.helper) == []


def test_who_may_not_read_it_is_not_told(cast, work):
    question = cast.question(audience="staff", body=f"As @{cast.helper.username} and @{cast.agent.username} said.")
    work()
    assert told(cast.helper) == []
    assert told(cast.agent) == ["Ann Asker mentioned you"]
    assert question.body_html.count("/members/") == 2


def test_a_post_tells_ten_people_and_no_more(cast, work):
    names = [make_member(f"member{n}").username for n in range(12)]
    make_answer(cast.question(), by=cast.helper, body=" ".join(f"@{name}" for name in names))
    assert Mention.objects.count() == 10


def test_a_comment_that_becomes_an_answer_is_told_of_in_its_place(cast, work):
    question = cast.question()
    comment = make_comment(question, by=cast.stranger, body=f"As @{cast.helper.username} says.")
    work()
    comment.become_answer(by=cast.moderator, reason="It helps.")
    work()
    assert told(cast.helper) == ["Sam Stranger mentioned you"]
    assert not Comment.objects.exists()
    assert "#answer-" in Notification.objects.get(member=cast.helper).url


@pytest.mark.parametrize(("begun", "found"), [("hu", ["hugo"]), ("Helper", ["hugo"]), ("ann", []), ("x", [])])
def test_while_typing_those_who_may_be_meant_are_offered(client, cast, begun, found):
    assert cast.helper.username == "hugo"
    client.force_login(cast.asker)
    people = client.get("/mentions/", {"q": begun}).json()["people"]
    assert [username for username, _name in people] == found
