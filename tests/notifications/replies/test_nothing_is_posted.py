"""Bounces, programs, loops, strangers, spam: nothing of it is posted, nobody is answered, and an operator sees a row."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import InboundMail, Mail, ReplyToken
from community.notifications.replies.receiving import MOST_AN_HOUR
from community.notifications.replies.refusing import MOST_AN_HOUR as MOST_TOLD
from community.support.models import Case, CaseMessage
from forum.models import Answer, Comment
from tests.notifications.replies.conftest import reply_to

Why = InboundMail.Why

# What makes a mail unwanted: headers, the envelope, and why it is dropped.
UNWANTED = {
    "a holiday note": ({"Auto-Submitted": "auto-replied"}, {}, Why.AUTOMATIC),
    "a program": ({"Auto-Submitted": "auto-generated; x=y"}, {}, Why.AUTOMATIC),
    "a holiday note of Exchange": ({"X-Auto-Response-Suppress": "All"}, {}, Why.AUTOMATIC),
    "an old autoresponder": ({"X-Autoreply": "yes"}, {}, Why.AUTOMATIC),
    "another one": ({"X-Autorespond": "Re: it"}, {}, Why.AUTOMATIC),
    "vacation of Unix": ({"Precedence": "bulk"}, {}, Why.AUTOMATIC),
    "a junk precedence": ({"Precedence": "junk"}, {}, Why.AUTOMATIC),
    "auto_reply precedence": ({"Precedence": "auto_reply"}, {}, Why.AUTOMATIC),
    "a mailing list": ({"List-Id": "<all.example.com>"}, {}, Why.AUTOMATIC),
    "FirstClass": ({"X-FC-MachineGenerated": "true"}, {}, Why.AUTOMATIC),
    "a subject in English": ({"Subject": "Automatic reply: Re: The hub"}, {}, Why.AUTOMATIC),
    "out of office": ({"Subject": "Out of Office: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in German": ({"Subject": "Automatische Antwort: Re: The hub"}, {}, Why.AUTOMATIC),
    "Abwesenheit": ({"Subject": "Abwesenheitsnotiz: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in French": ({"Subject": "Réponse automatique : Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in Spanish": ({"Subject": "Respuesta automática: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in Portuguese": ({"Subject": "Resposta automática: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in Italian": ({"Subject": "Risposta automatica: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in Dutch": ({"Subject": "Automatisch antwoord: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in Japanese": ({"Subject": "自動返信: Re: The hub"}, {}, Why.AUTOMATIC),
    "a subject in Russian": ({"Subject": "Автоответ: Re: The hub"}, {}, Why.AUTOMATIC),
    "a receipt": ({"Subject": "Read: Re: The hub"}, {}, Why.AUTOMATIC),
    "an empty envelope": ({}, {"sender": ""}, Why.BOUNCE),
    "Postfix's name for an empty envelope": ({}, {"sender": "MAILER-DAEMON"}, Why.BOUNCE),
    "an empty return path": ({"Return-Path": "<>"}, {}, Why.BOUNCE),
    "a mailer daemon": ({"From": "MAILER-DAEMON@example.com"}, {}, Why.BOUNCE),
    "a failed delivery": ({"X-Failed-Recipients": "x@example.com"}, {}, Why.BOUNCE),
    "our own address": ({"From": "Porchlight <notify@help.example.com>"}, {}, Why.LOOP),
    "an address for replies": ({"From": f"reply+{'0' * 32}@help.example.com"}, {}, Why.LOOP),
    "somebody's loop": ({"X-Loop": "reply@help.example.com"}, {}, Why.LOOP),
    "spam by a flag": ({"X-Spam-Flag": "YES"}, {}, Why.SPAM),
    "spam by a status": ({"X-Spam-Status": "Yes, score=9.1"}, {}, Why.SPAM),
    "a virus": ({"X-SES-Virus-Verdict": "FAIL"}, {}, Why.SPAM),
    "a stranger": ({"From": "Sam <sam@example.com>"}, {}, Why.WRONG_SENDER),
    "a name that says another": ({"From": '"ann@example.com" <sam@example.com>'}, {}, Why.WRONG_SENDER),
    "two senders": ({"From": "ann@example.com, sam@example.com"}, {}, Why.WRONG_SENDER),
    "nobody": ({"From": None}, {}, Why.WRONG_SENDER),
    "a forged sender": ({"Authentication-Results": "mx.example; spf=pass; dmarc=fail (p=NONE)"}, {}, Why.FORGED),
    "a forged sender without a policy": ({"Authentication-Results": "mx.example; spf=fail; dkim=none"}, {}, Why.FORGED),
    "no address for replies": ({"To": "notify@help.example.com"}, {}, Why.NO_ADDRESS),
    "an address that is nobody's": ({"To": f"reply+{'a' * 32}@help.example.com"}, {}, Why.NO_ADDRESS),
}


@pytest.fixture
def mail(cast, newest_mail) -> Mail:
    """The news of an answer, to Ann."""
    cast.answer()
    return newest_mail(cast.asker)


def nothing_was_posted():
    return not (Comment.objects.exists() or CaseMessage.objects.exists() or Answer.objects.count() > 1)


@pytest.mark.proof
def test_whatever_is_no_reply_of_the_member_is_dropped_in_silence(cast, mail, take_in, figure):
    mails = Mail.objects.count()
    found = {}
    for name, (headers, envelope, why) in UNWANTED.items():
        taken = take_in(reply_to(mail, headers=headers), **envelope)
        found[name] = (taken.outcome, taken.why) == (InboundMail.Outcome.DROPPED, why)
    assert found == dict.fromkeys(UNWANTED, True)
    assert nothing_was_posted()
    assert Mail.objects.count() == mails, "nobody is answered"
    figure("Mails that are no reply of the member's (programs, bounces, loops, strangers, forged, spam): posted", "none",
           f"0 of {len(UNWANTED)}")  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "no"},
        {"X-Spam-Status": "No, score=-1"},
        {"Authentication-Results": "mx.example; spf=softfail; dkim=pass; dmarc=pass"},
        {"Authentication-Results": "mx.example; spf=fail; dkim=pass"},
        {"Subject": "Re: Out of office does not show on the hub"},
        {"From": "ANN@Example.COM"},
        {"Return-Path": "<ann@example.com>"},
    ],
    ids=lambda headers: next(iter(headers.values())),
)
def test_reply_of_a_person_is_posted(mail, take_in, headers):
    assert take_in(reply_to(mail, headers=headers)).outcome == "posted"


def test_delivery_report_is_a_bounce(mail, take_in):
    raw = reply_to(mail).replace(
        b'Content-Type: text/plain; charset="utf-8"', b"Content-Type: multipart/report; boundary=x"
    )
    assert take_in(raw).why == Why.BOUNCE


def test_our_own_mail_that_comes_back_is_dropped(mail, take_in):
    assert take_in(reply_to(mail, headers={"Message-ID": mail.message_id})).why == Why.LOOP


def test_confirmed_second_address_may_write_and_an_unconfirmed_one_not(cast, mail, take_in):
    EmailAddress.objects.create(user=cast.asker, email="Ann@Home.example", verified=True)
    EmailAddress.objects.create(user=cast.asker, email="ann@new.example", verified=False)
    assert take_in(reply_to(mail, headers={"From": "ann@new.example"})).why == Why.WRONG_SENDER
    assert take_in(reply_to(mail, headers={"From": "ann@home.example"})).outcome == "posted"


def test_address_that_the_member_has_not_confirmed_writes_nothing(cast, mail, take_in):
    EmailAddress.objects.create(user=cast.asker, email=cast.asker.email, verified=False)
    assert take_in(reply_to(mail)).why == Why.WRONG_SENDER


def test_who_gave_us_a_tagged_address_writes_from_the_plain_one(cast, mail, take_in):
    cast.asker.email = "ann+forum@example.com"
    cast.asker.save(update_fields=["email"])
    assert take_in(reply_to(mail, headers={"From": "ann@example.com"})).outcome == "posted"
    assert take_in(reply_to(mail, headers={"From": "ann+x@example.com"})).why == Why.WRONG_SENDER


@pytest.mark.proof
def test_address_of_somebody_else_takes_no_reply(cast, newest_mail, mail, take_in, work, figure):
    """Whoever finds another member's address for replies, to a question or to a private case, posts nothing with it."""
    case = Case.open_privately(by=cast.asker, title="My invoice", body="It is wrong.", topic=cast.topic)
    case.reply(by=cast.agent, body="Which one?")
    private = newest_mail(cast.asker)
    before = CaseMessage.objects.count()
    for theirs in (mail, private):
        for thief in (cast.stranger, cast.helper, cast.agent, cast.administrator):
            assert take_in(reply_to(theirs, headers={"From": thief.email})).why == Why.WRONG_SENDER
    assert CaseMessage.objects.count() == before
    assert not Comment.objects.exists()
    figure(
        "Another member's address for replies, used by four people on a question and on a case: posted",
        "none",
        "0 of 8",
    )


def test_closed_account_posts_nothing(cast, mail, take_in):
    cast.asker.is_active = False
    cast.asker.save(update_fields=["is_active"])
    assert take_in(reply_to(mail)).why == Why.CLOSED


def test_token_in_capitals_or_in_the_envelope_is_found(mail, take_in):
    assert take_in(reply_to(mail, headers={"To": mail.headers["Reply-To"].upper()})).outcome == "posted"
    raw = reply_to(mail, "Once more.", headers={"To": "undisclosed-recipients:;"})
    assert take_in(raw, recipient=mail.headers["Reply-To"]).outcome == "posted"


# -- Once


def test_same_mail_twice_is_posted_once(mail, take_in):
    raw = reply_to(mail)
    first, second = take_in(raw), take_in(raw)
    assert first == second
    assert second.outcome == "posted"
    assert Comment.objects.count() == 1
    assert InboundMail.objects.count() == 1


def test_same_words_sent_again_are_posted_once(mail, take_in):
    take_in(reply_to(mail))
    assert take_in(reply_to(mail)).outcome == "posted"
    assert Comment.objects.count() == 1


def test_mail_without_an_id_is_known_by_what_it_says(mail, take_in):
    raw = reply_to(mail, headers={"Message-ID": None})
    assert take_in(raw) == take_in(raw)
    assert Comment.objects.count() == 1


def test_too_many_in_an_hour_are_a_loop(cast, mail, take_in):
    for number in range(MOST_AN_HOUR):
        take_in(reply_to(mail, f"Line {number}."))
    assert take_in(reply_to(mail, "One more.")).why == Why.LOOP
    InboundMail.objects.update(received_at=timezone.now() - timedelta(hours=2))
    assert take_in(reply_to(mail, "An hour later.")).outcome == "posted"


def test_strangers_cannot_use_up_what_a_member_may_send(mail, take_in):
    for number in range(MOST_AN_HOUR + 1):
        take_in(reply_to(mail, f"Line {number}.", headers={"From": "eve@example.net"}))
    assert take_in(reply_to(mail)).outcome == "posted"


def test_two_programs_cannot_answer_each_other_for_ever(cast, mail, take_in):
    """Even one that says nothing about being a program."""
    ReplyToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    before = Mail.objects.count()
    for number in range(MOST_AN_HOUR):
        take_in(reply_to(mail, f"I am away {number}."))
    assert Mail.objects.count() == before + MOST_TOLD


@pytest.mark.django_db(transaction=True)
def test_same_mail_from_four_at_once_is_posted_once(mail, take_in):
    raw = reply_to(mail)
    taken, failed = [], []

    def take():
        try:
            taken.append(take_in(raw).outcome)
        except Exception as error:  # noqa: BLE001  shown below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (taken, failed) == (["posted"] * 4, [])
    assert Comment.objects.count() == InboundMail.objects.count() == 1


# -- What an operator sees


def test_operator_sees_what_became_of_each_and_no_words(cast, client, mail, take_in):
    taken = take_in(reply_to(mail, "My card is 4111 1111 1111 1111."))
    take_in(reply_to(mail, headers={"From": "eve@example.net"}))
    client.force_login(cast.administrator)
    rows = client.get(reverse("admin:notifications_inboundmail_changelist")).content.decode()
    assert "eve@example.net" in rows
    assert "not from the member&#x27;s address" in rows
    one = client.get(reverse("admin:notifications_inboundmail_change", args=[taken.pk])).content.decode()
    assert "private facts in public words" in one
    assert "4111" not in one
