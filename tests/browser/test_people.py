"""Being told, being seen, being protected: in a browser, on a phone and on a desk, by day and by night."""

import pytest

from community.activity import dispatch
from community.moderation.models import Flag
from community.notifications.models import Mail, Notification
from tests.advocates.ladder import make_ladder
from tests.browser.test_journey import wait_for
from tests.cast import make_answer, make_member, make_question


@pytest.fixture
def busy(cast):
    """Hugo has helped four people, Ann was told, Sam's spam was reported by somebody trusted."""
    make_ladder()
    for number in range(4):
        asker = make_member(f"asker{number}")
        question = make_question(by=asker, topic=cast.topic, title=f"The hub is dark in room {number}")
        question.accept(make_answer(question, by=cast.helper), by=asker)
    question = cast.question()
    cast.answer(question)
    spam = make_answer(question, by=cast.stranger, body="Cheap watches: https://watches.example")
    Flag.raise_on(spam, by=cast.advocate, reason="spam", note="A shop.")
    dispatch.drain()
    return question


def every_page(cast, question):
    mail = Mail.objects.filter(member=cast.asker, event__isnull=False).first()
    return [
        (None, "/advocates/"),
        (None, "/advocates/leaderboard/"),
        (None, "/moderation/log/"),
        (None, mail.headers["List-Unsubscribe"].strip("<>").partition("8000")[2]),
        (cast.helper, "/advocates/leaderboard/?period=all"),
        (cast.helper, "/advocates/me/"),
        (cast.stranger, "/advocates/me/"),
        (cast.asker, "/notifications/"),
        (cast.stranger, "/notifications/"),
        (cast.asker, "/notifications/settings/"),
        (cast.asker, f"/flags/question/{make_question(by=cast.helper, topic=cast.topic, title='Of another').pk}/"),
        (cast.moderator, "/moderation/"),
    ]


def test_every_page_of_the_people_is_accessible_and_fits(person, cast, busy):
    for member, path in every_page(cast, busy):
        somebody = person(member)
        somebody.walks_around(path)
        somebody.context.close()


def test_rank_stands_beside_the_name_of_who_helped(person, cast, busy):
    reader = person()
    reader.goes_to(f"/members/{cast.helper.username}/").sees("Lantern")
    reader.goes_to(busy.get_absolute_url()).sees("Lantern")
    hugo = person(cast.helper)
    hugo.goes_to("/notifications/").sees("You are a Lantern now")
    hugo.goes_to("/advocates/me/").sees("On the way to Torchbearer", "4 people to go")


def test_looking_at_the_question_empties_the_bell(person, cast, busy):
    ann = person(cast.asker)
    ann.goes_to("/notifications/")
    assert ann.page.locator("[data-unread-count]").first.inner_text() != "0"
    ann.goes_to(busy.get_absolute_url())
    wait_for(lambda: not Notification.objects.filter(member=cast.asker).unread().exists())
    ann.page.locator("[data-unread]").first.wait_for(state="detached")
    ann.looks()


def test_a_strangers_spam_is_reported_hidden_decided_and_stands_in_the_log(person, cast, busy):
    spam = cast.stranger.answers.get()
    agnes = person(cast.agent)
    agnes.goes_to(f"/flags/answer/{spam.pk}/")
    agnes.page.get_by_label("Spam or advertising").check()
    agnes.presses("Send to the moderators").sees("Thank you. A moderator looks at it")
    wait_for(lambda: type(spam).objects.filter(pk=spam.pk).exclude(hidden_at=None).exists())

    person().goes_to(busy.get_absolute_url()).does_not_see("Cheap watches")

    mona = person(cast.moderator)
    mona.goes_to("/moderation/").sees("Cheap watches", "Hidden at once by the spam rule", "A shop.")
    mona.page.keyboard.press("h")
    mona.sees("It stands in the public log", "Nothing waits for you")

    person().goes_to("/moderation/log/").sees("Answer hidden", "Spam or advertising", "by a moderator", "by a rule")
    sam = person(cast.stranger)
    wait_for(lambda: Mail.objects.filter(member=cast.stranger, text__contains="It advertises something").exists())
    sam.goes_to("/notifications/").sees("Your answer was hidden")
