"""Who is told what: in the list and by mail, once, and never what is not theirs to know."""

import pytest
from django.utils import timezone

from community.activity.models import Delivery, Event
from community.content.audiences import Audience
from community.incidents.models import Incident
from community.notifications.models import Kind, Mail, MailPreference, Notification, Pace, Subscription
from community.notifications.readers import tell
from tests.cast import make_answer, make_comment
from tests.notifications.later import a_while_later


def told(member):
    return list(Notification.objects.filter(member=member).order_by("id").values_list("title", flat=True))


def mails_to(member):
    return list(Mail.objects.filter(member=member, event__isnull=False).order_by("id"))


def test_asker_is_told_of_an_answer_at_once(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    work()
    notification = Notification.objects.get(member=cast.asker)
    assert notification.title == "Hugo Helper answered your question"
    assert notification.thread_title == question.title
    assert notification.url == answer.get_absolute_url()
    assert notification.excerpt == "Set the channel to 6 by hand."
    cast.asker.refresh_from_db()
    assert cast.asker.unread_count == 1
    (mail,) = mails_to(cast.asker)
    assert mail.subject == f"Re: {question.title}"
    assert mail.sender == '"Hugo Helper via Porchlight" <notify@localhost>'
    assert "Accept it" in mail.text
    assert answer.get_absolute_url() in mail.text
    assert "Set the channel to 6 by hand." in mail.html


def test_nobody_is_told_of_their_own_deed(cast, work):
    question = cast.question()
    make_answer(question, by=cast.asker)
    make_comment(question, by=cast.asker)
    work()
    assert told(cast.asker) == []


def test_follower_is_told_and_a_stranger_is_not(cast, work):
    question = cast.question()
    Subscription.follow(cast.advocate, question)
    cast.answer(question)
    work()
    assert told(cast.advocate) == ["Hugo Helper answered a question that you follow"]
    assert told(cast.stranger) == []


def test_asker_gets_one_line_though_they_follow_their_question(cast, work):
    cast.answer()
    work()
    assert Notification.objects.filter(member=cast.asker).count() == 1


def test_helper_is_told_that_the_answer_was_accepted(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    question.say_me_too(by=cast.stranger)
    question.accept(answer, by=cast.asker)
    work()
    assert told(cast.helper)[0] == "Ann Asker accepted your answer"
    assert "A question that you follow is solved" in told(cast.stranger)
    mail = mails_to(cast.helper)[0]
    assert "everybody who has this problem sees it first" in mail.text


def test_acceptance_that_was_taken_back_before_it_was_read_is_not_told(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    question.accept(answer, by=cast.asker)
    question.unaccept(by=cast.asker)
    work()
    assert told(cast.helper) == []


def test_accepting_ten_times_is_told_once(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    for _time in range(10):
        question.accept(answer, by=cast.asker)
        work()
        question.unaccept(by=cast.asker)
        work()
    assert told(cast.helper).count("Ann Asker accepted your answer") == 1
    assert len(mails_to(cast.helper)) <= 3, "and once that a rank came and went"


def test_comment_on_an_answer_is_told_to_its_author(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    make_comment(question, by=cast.asker, answer=answer)
    work()
    assert told(cast.helper) == ["Ann Asker commented on your answer"]


def test_being_asked_for_detail_is_told_once_with_what_it_means(cast, work):
    question = cast.question()
    make_comment(question, by=cast.helper, asks_for_detail=True)
    work()
    assert told(cast.asker) == ["Hugo Helper needs to know more to help you"]
    assert "promised time stands still" in mails_to(cast.asker)[0].text


def test_asking_for_detail_without_a_comment_is_told_too(cast, work):
    question = cast.question()
    question.ask_for_detail(by=cast.agent)
    work()
    assert told(cast.asker) == ["Agnes Agent needs to know more to help you"]


def test_outcome_is_told_to_who_waits_for_it(cast, work):
    question = cast.question()
    question.say_me_too(by=cast.stranger)
    question.set_outcome("planned", by=cast.agent, reason="It comes in **May**.")
    work()
    assert told(cast.asker) == ["How your question ended: planned"]
    assert told(cast.stranger) == ["How a question that you follow ended: planned"]
    assert "It comes in May." in mails_to(cast.stranger)[0].text


def test_attached_question_hears_of_the_incident(cast, work):
    question = cast.question()
    incident = Incident.declare(by=cast.agent, title="Hubs offline", body="We look.", severity="major")
    question.attach_to(incident, by=cast.agent)
    work()
    incident.update(by=cast.agent, state="fixing", body="A fix is on its way.")
    work()
    assert told(cast.asker) == ["It is not only you: this is broken for many", "News: Fixing"]
    assert "A fix is on its way." in mails_to(cast.asker)[1].text


# -- Never


def test_nothing_is_told_of_what_was_hidden_meanwhile(cast, work):
    answer = cast.answer()
    answer.hide(by=cast.moderator)
    work()
    assert told(cast.asker) == []
    assert mails_to(cast.asker) == []


def test_not_even_who_sees_hidden_things_is_told_of_them(cast):
    """Moderators see what is hidden, and askers their own question; here the news is read before the hiding is."""
    question = cast.question()
    Subscription.follow(cast.moderator, question)
    answer = cast.answer(question)
    answer.hide(by=cast.administrator)
    tell([Event.objects.get(verb="forum.answer.posted")])
    assert told(cast.moderator) == []

    question.set_outcome("planned", by=cast.agent, reason="It comes in May.")
    question.hide(by=cast.administrator)
    tell([Event.objects.get(verb="forum.question.ended")])
    assert told(cast.asker) == []


def test_what_was_told_is_taken_back_when_it_is_hidden(cast, work):
    answer = cast.answer()
    work()
    assert told(cast.asker)
    answer.hide(by=cast.moderator)
    work()
    assert told(cast.asker) == []
    assert mails_to(cast.asker) == [], "the mail had not left"
    cast.asker.refresh_from_db()
    assert cast.asker.unread_count == 0


def test_hiding_a_question_takes_back_all_of_its_thread(cast, work):
    question = cast.question()
    cast.answer(question)
    make_comment(question, by=cast.stranger)
    work()
    question.hide(by=cast.moderator)
    work()
    assert told(cast.asker) == []


def test_follower_outside_the_audience_is_told_nothing(cast, work):
    question = cast.question(by=cast.colleague, audience=Audience.ORGANISATION, organisation=cast.organisation)
    Subscription.follow(cast.stranger, question)
    cast.answer(question, by=cast.agent)
    work()
    assert told(cast.stranger) == []
    assert told(cast.colleague) == ["Agnes Agent answered your question"]


def test_private_words_never_stand_in_a_subject(cast, work):
    question = cast.question(
        by=cast.colleague,
        title="Our master key is 4711",
        audience=Audience.ORGANISATION,
        organisation=cast.organisation,
    )
    cast.answer(question, by=cast.agent)
    work()
    (mail,) = mails_to(cast.colleague)
    assert "4711" not in mail.subject
    assert "4711" not in str(mail.headers)


def test_who_muted_the_thread_is_told_nothing(cast, work):
    question = cast.question()
    Subscription.unfollow(cast.asker, question)
    cast.answer(question)
    work()
    assert told(cast.asker) == []


def test_who_switched_a_kind_off_gets_no_mail_but_a_line(cast, work):
    MailPreference.choose(cast.asker, Kind.MINE, Pace.OFF)
    cast.answer()
    work()
    assert told(cast.asker)
    assert mails_to(cast.asker) == []


def test_closed_account_is_told_nothing(cast, work):
    question = cast.question()
    cast.asker.is_active = False
    cast.asker.save(update_fields=["is_active"])
    cast.answer(question)
    work()
    assert told(cast.asker) == []


def test_each_is_told_in_their_own_language(cast, work):
    cast.asker.language = "de"
    cast.asker.save(update_fields=["language"])
    cast.answer()
    work()
    assert 'lang="de"' in mails_to(cast.asker)[0].html


# -- Once


def test_event_that_is_read_twice_is_told_once(cast, work):
    cast.answer()
    work()
    tell([Event.objects.get(verb="forum.answer.posted")])
    assert len(told(cast.asker)) == 1
    assert len(mails_to(cast.asker)) == 1
    cast.asker.refresh_from_db()
    assert cast.asker.unread_count == 1


def test_events_out_of_order_give_the_same(cast):
    question = cast.question()
    cast.answer(question)
    make_comment(question, by=cast.stranger)
    tell(list(Event.objects.order_by("-id")))
    assert set(told(cast.asker)) == {
        "Hugo Helper answered your question",
        "Sam Stranger commented on your question",
    }
    Delivery.objects.all().delete()


# -- What the mail says to programs


def test_mails_of_a_thread_are_one_thread(cast, work):
    question = cast.question()
    cast.answer(question)
    work()
    a_while_later()
    make_comment(question, by=cast.stranger)
    work()
    first, second = mails_to(cast.asker)
    assert first.subject == second.subject
    assert first.headers["References"] == second.headers["References"] == f"<question-{question.pk}@localhost>"
    assert first.message_id != second.message_id


def test_mail_says_how_to_stop_it(cast, work):
    cast.answer()
    work()
    headers = mails_to(cast.asker)[0].headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/notifications/unsubscribe/")
    assert headers["List-Id"].endswith(".localhost>")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('Support "the bank" <a@bank.com>', '"Support the bank a bank.com via Porchlight" <notify@localhost>'),
        ("Zoë\r\nBcc: x@example.com", '"Zoë Bcc x example.com via Porchlight" <notify@localhost>'),
    ],
)
def test_name_cannot_pass_for_an_address(cast, work, name, shown):
    cast.helper.full_name = name
    cast.helper.save(update_fields=["full_name"])
    cast.answer()
    work()
    assert mails_to(cast.asker)[0].sender == shown


def test_long_answer_comes_as_its_first_words(cast, work):
    cast.answer(body="word " * 2000)
    work()
    (mail,) = mails_to(cast.asker)
    assert len(mail.text) < 3000
    assert "…" in mail.text
    assert timezone.now() >= mail.created_at
