"""A hundred answers are two mails; quiet hours hold mail back, and let it go afterwards."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from django.core.mail import send_mail

from community.notifications import sending
from community.notifications.models import Kind, Mail, MailPreference, Notification, Pace, QuietHours, Subscription
from community.notifications.waiting import let_leave
from tests.cast import make_answer, make_comment, make_member

START = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)


def mails_to(member):
    return list(Mail.objects.filter(member=member).order_by("id"))


@pytest.mark.proof
def test_a_hundred_answers_in_ten_minutes_are_two_mails(cast, work, clock, mail_server, figure):
    """Answers of the helper, read every half a minute; time goes on until nothing waits any more."""
    clock.set(START - timedelta(days=1))
    question = cast.question()
    followers = [cast.stranger, cast.advocate, make_member("finn"), cast.helper]
    for member in followers:
        Subscription.follow(member, question)
    work()
    words = {}
    for second in range(0, 606, 6):
        clock.set(START + timedelta(seconds=second))
        if second < 600:
            answer = make_answer(question, by=cast.helper, body=f"Try number {second // 6}, please.")
            words[answer.pk] = answer
        if second == 540:
            words[min(words) + 50].hide(by=cast.moderator)
        if second % 30 == 0:
            work()
            let_leave()
            sending.send_waiting()
    for minute in (10, 11, 12, 13, 15, 20, 30):
        clock.set(START + timedelta(minutes=minute))
        if minute == 11:  # the reader has not heard of it when the mail is written: that is looked at when it leaves
            words[min(words) + 60].hide(by=cast.moderator)
        if minute == 20:
            work()
        let_leave()
        sending.send_waiting()

    got = {member: [] for member in [cast.asker, *followers]}
    for envelope in mail_server.received:
        member = next(member for member in got if member.email in envelope.rcpt_tos)
        got[member].append(message_from_bytes(envelope.content))
    counts = {member.username: len(mails) for member, mails in got.items()}
    assert max(counts.values()) == 2
    assert counts.pop("hugo") == 0, "nobody is told of their own answers"
    assert set(counts.values()) == {2}
    for first, gathered in (mails for member, mails in got.items() if member != cast.helper):
        text = gathered.get_payload(0).get_payload(decode=True).decode()
        assert "97 things happened" in text, "all but the first, and but the two that were hidden"
        assert "number 99" in text
        assert "number 50," not in text
        assert "number 60," not in text
        assert gathered["References"] == first["References"] == f"<question-{question.pk}@localhost>"
        assert gathered["Subject"] == first["Subject"]
        assert gathered["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not Notification.objects.exclude(due_at=None).exists()
    figure(
        "mails about 100 answers in ten minutes, to each of 4 followers, to who wrote them, about hidden answers",
        "at most 2, 0, 0",
        f"{max(counts.values())}, 0, 0",
    )


def test_one_thing_that_waited_comes_as_its_whole_letter(cast, work, clock):
    clock.set(START)
    question = cast.question()
    cast.answer(question)
    work()
    clock.set(START + timedelta(minutes=2))
    make_comment(question, by=cast.stranger, body="Mine too.")
    work()
    assert len(mails_to(cast.asker)) == 1
    clock.set(START + timedelta(minutes=13))
    let_leave()
    let_leave()
    second = mails_to(cast.asker)[1]
    assert "Sam Stranger commented on your question" in second.text
    assert "> Mine too." in second.text


def test_what_was_read_or_muted_meanwhile_is_not_mailed(cast, work, clock):
    clock.set(START)
    question = cast.question()
    Subscription.follow(cast.stranger, question)
    cast.answer(question)
    work()
    make_comment(question, by=cast.helper, body="Mine too.")
    work()
    Notification.mark_read(cast.asker)
    Subscription.unfollow(cast.stranger, question)
    clock.set(START + timedelta(minutes=13))
    let_leave()
    assert len(mails_to(cast.asker)) == len(mails_to(cast.stranger)) == 1
    assert not Notification.objects.exclude(due_at=None).exists()


def test_a_mail_is_looked_at_once_more_when_it_leaves(cast, work, mail_server):
    answer = cast.answer()
    work()
    (mail,) = mails_to(cast.asker)
    answer.hide(by=cast.moderator)  # and no reader has heard of it yet
    sending.send_waiting()
    let_leave()
    assert mail_server.received == []
    assert not Mail.objects.filter(pk=mail.pk).exists()
    assert not Notification.objects.exclude(due_at=None).exists()


def test_what_cannot_wait_leaves_beside_what_gathers(cast, work, clock):
    clock.set(START)
    question = cast.question()
    cast.answer(question)
    work()
    make_comment(question, by=cast.helper, asks_for_detail=True)
    work()
    assert "needs to know more" in mails_to(cast.asker)[1].text


# -- Quiet hours


def quiet(member, starts, ends, zone="Europe/Berlin"):
    member.time_zone = zone
    member.save(update_fields=["time_zone"])
    QuietHours.choose(member, *(datetime.strptime(text, "%H:%M").time() for text in (starts, ends)))


def test_mail_waits_for_the_end_of_quiet_hours_and_codes_do_not(cast, work, clock):
    quiet(cast.asker, "22:00", "07:30")
    clock.set(datetime(2026, 11, 3, 23, 30, tzinfo=UTC))  # half past midnight in Berlin
    question = cast.question()
    cast.answer(question)
    make_comment(question, by=cast.helper, asks_for_detail=True)
    work()
    let_leave()
    assert mails_to(cast.asker) == []
    assert Notification.objects.filter(member=cast.asker).count() == 2, "the list knows it at once"
    send_mail("Your code", "ABC", None, [cast.asker.email])
    assert [mail.subject for mail in mails_to(cast.asker)] == ["Your code"]
    clock.set(datetime(2026, 11, 4, 6, 29, tzinfo=UTC))
    let_leave()
    assert len(mails_to(cast.asker)) == 1
    clock.set(datetime(2026, 11, 4, 6, 30, tzinfo=UTC))
    let_leave()
    (_code, mail) = mails_to(cast.asker)
    assert "2 things happened" in mail.text


@pytest.mark.parametrize(
    ("hours", "now", "over"),
    [
        (("22:00", "07:00"), "2026-11-03 20:59", "2026-11-03 20:59"),
        (("22:00", "07:00"), "2026-11-03 21:00", "2026-11-04 06:00"),
        (("12:00", "13:00"), "2026-11-03 11:30", "2026-11-03 12:00"),
        # In the night of 25 October 2026 Berlin has the hour from two to three twice, on 29 March none.
        (("22:00", "07:00"), "2026-10-24 21:00", "2026-10-25 06:00"),
        (("22:00", "07:00"), "2026-03-28 22:00", "2026-03-29 05:00"),
        (("22:00", "02:30"), "2026-10-24 23:00", "2026-10-25 00:30"),
        (("22:00", "02:30"), "2026-10-25 01:10", "2026-10-25 01:30"),
        (("22:00", "02:30"), "2026-03-29 00:20", "2026-03-29 01:30"),
    ],
)
def test_quiet_hours_go_by_the_clock_on_the_wall(cast, hours, now, over):
    quiet(cast.asker, *hours)
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert cast.asker.quiet_hours.over_after(moment).strftime("%Y-%m-%d %H:%M") == over


def test_switching_quiet_hours_off_lets_go_what_waits(cast, work, clock):
    quiet(cast.asker, "00:00", "23:59")
    clock.set(START)
    cast.answer()
    work()
    assert mails_to(cast.asker) == []
    QuietHours.choose(cast.asker, None, None)
    let_leave()
    assert len(mails_to(cast.asker)) == 1


# -- Digests


def test_a_day_comes_in_one_mail_in_the_morning(cast, work, clock, client):
    cast.asker.time_zone = "Asia/Tokyo"
    cast.asker.save(update_fields=["time_zone"])
    MailPreference.choose(cast.asker, Kind.MINE, Pace.DAILY)
    clock.set(START)
    question, other = cast.question(), cast.question(title="The door bell is silent")
    answers = [cast.answer(question), cast.answer(other, body="Press harder."), cast.answer(other, body="Not that.")]
    make_comment(question, by=cast.stranger, body="Mine too.")
    work()
    clock.set(datetime(2026, 11, 3, 22, 59, tzinfo=UTC))
    let_leave()
    assert mails_to(cast.asker) == []
    answers[2].hide(by=cast.moderator)
    clock.set(datetime(2026, 11, 3, 23, 1, tzinfo=UTC))
    let_leave()
    work()
    let_leave()
    (mail,) = mails_to(cast.asker)
    assert mail.subject == "Porchlight: your day, 3 pieces of news"
    assert "Press harder." in mail.text
    assert "Mine too." in mail.html
    assert "Not that." not in mail.text
    assert "References" not in mail.headers
    assert mail.key == f"digest:daily:{cast.asker.pk}:2026-11-04"

    clock.set(datetime(2026, 11, 4, 1, 0, tzinfo=UTC))
    cast.answer(question, body="Late.")
    work()
    Notification.objects.exclude(due_at=None).update(due_at=START)
    let_leave()
    assert len(mails_to(cast.asker)) == 1, "one a day, whatever happens"

    path = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert "No more daily digests" in client.get(path).content.decode()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailPreference.choices_of(cast.asker)["mine"] == MailPreference.choices_of(cast.asker)["fresh"] == "off"
    clock.set(datetime(2026, 11, 5, 1, 0, tzinfo=UTC))
    let_leave()
    assert len(mails_to(cast.asker)) == 1


def test_a_week_comes_on_monday_and_an_empty_one_not_at_all(cast, work, clock):
    for member in (cast.asker, cast.helper):
        MailPreference.choose(member, Kind.MINE, Pace.WEEKLY)
    clock.set(START)
    question = cast.question()
    answer = cast.answer(question)
    make_comment(question, by=cast.stranger, answer=answer)
    work()
    clock.set(START + timedelta(days=3))
    let_leave()
    assert mails_to(cast.asker) == []
    Notification.mark_read(cast.helper)
    clock.set(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
    let_leave()
    (mail,) = mails_to(cast.asker)
    assert "your week, 2 pieces of news" in mail.subject
    assert mails_to(cast.helper) == [], "all of it was read on the site"


def test_who_wants_to_hear_nothing_at_all_has_no_line(cast, work):
    MailPreference.choose(cast.asker, Kind.MINE, Pace.NOTHING)
    cast.answer()
    work()
    assert not Notification.objects.filter(member=cast.asker).exists()


def test_choices_are_made_on_one_page(cast, client):
    client.force_login(cast.asker)
    chosen = MailPreference.choices_of(cast.asker) | {"mine": "weekly", "quiet_from": "22:00"}
    page = client.post("/notifications/settings/", chosen)
    assert page.status_code == 422
    assert "Say both times" in page.content.decode()
    client.post("/notifications/settings/", chosen | {"quiet_to": "06:30"})
    assert MailPreference.choices_of(cast.asker)["mine"] == "weekly"
    assert 'value="22:00"' in client.get("/notifications/settings/").content.decode()
    client.post("/notifications/settings/", chosen | {"quiet_from": "", "quiet_to": ""})
    assert not QuietHours.objects.exists()
