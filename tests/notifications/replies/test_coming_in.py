"""How mail comes in: by a provider's webhook, and by the pipe of a mail server. Nothing is lost when something fails."""

import io
import json
import os
import subprocess
import sys
from base64 import b64encode

import pytest
from django.core.management import call_command
from django.db import connection

from community.notifications.models import InboundMail
from community.notifications.replies.message import LARGEST, Message
from community.notifications.replies.receiving import receive
from forum.models import Comment
from tests.notifications.replies.conftest import reply_to
from tests.notifications.replies.shapes import mail as raw_mail

WEBHOOK = "/anymail/postmark/inbound/"
SECRET = "mail:a-long-secret"


@pytest.fixture
def mail(cast, newest_mail):
    cast.answer()
    return newest_mail(cast.asker)


@pytest.fixture
def _provider(settings):
    settings.INBOUND_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def delivery(mail, words="It is 2.4.1.", *, attachments=(), headers=()) -> dict:
    """What Postmark posts for an answer to a mail."""
    return {
        "FromFull": {"Email": mail.to, "Name": "Ann Asker"},
        "ToFull": [{"Email": mail.headers["Reply-To"], "Name": ""}],
        "OriginalRecipient": mail.headers["Reply-To"],
        "Subject": mail.subject,
        "MessageID": "0a1b",
        "TextBody": f"{words}\n\nOn Sat, Nov 21, 2026 at 10:14 AM {mail.sender} wrote:\n\n> It said this\n",
        "HtmlBody": "",
        "Headers": [
            {"Name": "Return-Path", "Value": f"<{mail.to}>"},
            {"Name": "Message-ID", "Value": "<one@mail.example.com>"},
            {"Name": "In-Reply-To", "Value": mail.message_id},
            *({"Name": name, "Value": value} for name, value in headers),
        ],
        "Attachments": list(attachments),
    }


def post(client, payload, secret=SECRET, address=WEBHOOK):
    headers = {"authorization": "Basic " + b64encode(secret.encode()).decode()} if secret else {}
    return client.post(address, json.dumps(payload), content_type="application/json", headers=headers)


# -- The webhook


@pytest.mark.usefixtures("_provider")
def test_provider_posts_a_reply_and_it_is_posted(client, mail):
    assert post(client, delivery(mail)).status_code == 200
    assert Comment.objects.get().body == "It is 2.4.1."


@pytest.mark.usefixtures("_provider")
def test_provider_that_posts_it_again_changes_nothing(client, mail):
    for _time in range(3):
        assert post(client, delivery(mail)).status_code == 200
    assert Comment.objects.count() == 1


@pytest.mark.usefixtures("_provider")
def test_photo_of_several_megabytes_does_not_keep_its_words_out(client, mail):
    photo = {"Name": "IMG_1.jpeg", "ContentType": "image/jpeg", "Content": b64encode(b"\xff\xd8" * 1_500_000).decode()}
    assert post(client, delivery(mail, attachments=[photo])).status_code == 200
    assert Comment.objects.get().body == "It is 2.4.1."


@pytest.mark.usefixtures("_provider")
def test_spam_and_bounces_by_the_word_of_the_provider_are_dropped(client, mail):
    assert post(client, delivery(mail, headers=[("X-Spam-Status", "Yes")])).status_code == 200
    bounce = delivery(mail)
    bounce["Headers"][:2] = [{"Name": "Return-Path", "Value": "<>"}, {"Name": "Message-ID", "Value": "<two@x>"}]
    assert post(client, bounce).status_code == 200
    assert not Comment.objects.exists()
    assert set(InboundMail.objects.values_list("why", flat=True)) == {"spam", "bounce"}


@pytest.mark.usefixtures("_provider")
@pytest.mark.parametrize("secret", ["", "mail:wrong", "mail:"])
def test_nobody_without_the_secret_posts_anything(client, mail, secret):
    assert post(client, delivery(mail), secret).status_code == 400
    assert not InboundMail.objects.exists()


@pytest.mark.usefixtures("_provider")
@pytest.mark.parametrize(
    "address", ["/anymail/mailgun/inbound/", "/anymail/nobody/inbound/", "/anymail/postmark/tracking/"]
)
def test_only_the_provider_of_the_settings_is_known(client, mail, address):
    assert post(client, delivery(mail), address=address).status_code == 404


def test_where_no_provider_is_set_there_is_no_webhook(client, mail):
    assert post(client, delivery(mail)).status_code == 404


@pytest.mark.usefixtures("_provider")
def test_looking_at_the_webhook_does_nothing(client, db):
    assert client.get(WEBHOOK).status_code == 405
    assert client.head(WEBHOOK).status_code == 200


@pytest.mark.usefixtures("_provider")
def test_failure_is_an_error_to_the_provider_and_nothing_has_happened(client, mail):
    client.raise_request_exception = False
    with _broken_table():
        assert post(client, delivery(mail)).status_code == 500
    assert not InboundMail.objects.exists()
    assert post(client, delivery(mail)).status_code == 200
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("REPLY_ADDRESS", "help.example.com", "REPLY_ADDRESS must be an address such as reply@example.com"),
        ("INBOUND_URL", "anymail://postmark", "INBOUND_URL must name a secret"),
        (
            "INBOUND_URL",
            "https://postmark?webhook_secret=a:b",
            "INBOUND_URL must be a URL that starts with one of anymail://",
        ),
    ],
)
def test_setting_that_cannot_be_used_stops_the_start(name, value, sentence):
    done = subprocess.run(
        [sys.executable, "-c", "import community.settings"],
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert sentence in done.stderr.splitlines()[-1]


def test_settings_give_the_secrets_of_the_provider_their_names():
    address = "anymail://mailgun?webhook_secret=a:b&webhook_signing_key=k%26y"
    code = "from community.settings import ANYMAIL, INBOUND_PROVIDER; print(INBOUND_PROVIDER, ANYMAIL)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "INBOUND_URL": address}, capture_output=True, text=True
    )
    assert done.stdout == "mailgun {'WEBHOOK_SECRET': 'a:b', 'MAILGUN_WEBHOOK_SIGNING_KEY': 'k&y'}\n"


# -- The pipe


def pipe(monkeypatch, raw: bytes, *arguments) -> tuple[int, str]:
    """The exit code, and what it said."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_mail", *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return end.code, said.getvalue()
    return 0, said.getvalue()


def test_mail_server_hands_a_reply_over(monkeypatch, mail):
    assert pipe(monkeypatch, reply_to(mail)) == (0, "posted\n")
    assert Comment.objects.get().body == "It is 2.4.1."


def test_what_is_dropped_on_purpose_is_taken(monkeypatch, mail):
    code, said = pipe(monkeypatch, reply_to(mail), "--sender=")
    assert (code, said) == (0, "not posted, and nobody was told (a mail that could not be delivered)\n")


def test_envelope_says_where_it_came_to(monkeypatch, mail):
    raw = reply_to(mail, headers={"To": "undisclosed-recipients:;"})
    assert pipe(monkeypatch, raw, "--sender=ann@example.com", f"--recipient={mail.headers['Reply-To']}")[0] == 0
    assert Comment.objects.exists()


def test_failure_leaves_the_mail_in_the_queue_of_the_server(monkeypatch, mail):
    raw = reply_to(mail)
    with _broken_table():
        assert pipe(monkeypatch, raw)[0] == 75
    assert not InboundMail.objects.exists()
    assert pipe(monkeypatch, raw)[0] == 0
    assert Comment.objects.count() == 1


def test_too_large_goes_back(monkeypatch, db):
    code, said = pipe(monkeypatch, b"x" * (LARGEST + 1))
    assert code == 69
    assert "25 MB" in said


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\x00\xff",
        b'From: "\nTo: <>\nMessage-ID: <\x00>\n\n\xff',
        "From: \udcff@x\nMessage-ID: <ü>\n\n".encode("utf-8", "surrogateescape"),
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: text/plain; charset=utf-7\nMessage-ID: <7@x>\n\n+2D0-",
        raw_mail("x", headers="To: =?x?b?!!?=\n"),
    ],
    ids=["nothing", "noise", "broken headers", "bytes in headers", "no boundary", "half a character", "unknown words"],
)
def test_mail_that_breaks_the_rules_is_a_row_and_no_error(db, raw):
    assert receive(Message.of_bytes(raw)).why == "no-address"


class _broken_table:  # noqa: N801  reads as a sentence
    """The database takes no comment meanwhile, as when a disk is full."""

    def __enter__(self):
        self._run("ALTER TABLE forum_comment ADD CONSTRAINT full_disk CHECK (false) NOT VALID")

    def __exit__(self, *error):
        self._run("ALTER TABLE forum_comment DROP CONSTRAINT full_disk")

    def _run(self, sql):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql)
