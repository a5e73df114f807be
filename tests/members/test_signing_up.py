"""Joining: by mail address and password, proved by a code; later also by a code alone."""

import re

import pytest

from community.members.models import Member
from community.notifications.models import Mail

NEW = {"email": "nia@example.com", "username": "nia", "password1": "a long lamp 47"}


def code_in(mail: Mail) -> str:
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.text, re.MULTILINE)[1]


def test_a_code_proves_the_mail_address(client, db):
    first = client.post("/accounts/signup/", NEW, follow=True)
    assert "code" in first.content.decode()
    assert "_auth_user_id" not in client.session

    mail = Mail.objects.get(to="nia@example.com")
    client.post("/accounts/confirm-email/", {"code": code_in(mail)}, follow=True)

    assert client.session["_auth_user_id"] == str(Member.objects.get(username="nia").pk)


def test_a_wrong_code_proves_nothing(client, db):
    client.post("/accounts/signup/", NEW)

    client.post("/accounts/confirm-email/", {"code": "AAAA-AAAA"})

    assert "_auth_user_id" not in client.session


def test_signing_in_by_code_needs_no_password(client, cast):
    cast.asker.emailaddress_set.create(email=cast.asker.email, verified=True, primary=True)

    client.post("/accounts/login/code/", {"email": cast.asker.email})
    mail = Mail.objects.get(to=cast.asker.email)
    client.post("/accounts/login/code/confirm/", {"code": code_in(mail)})

    assert client.session["_auth_user_id"] == str(cast.asker.pk)


def test_a_known_and_an_unknown_address_look_alike(client, cast):
    cast.asker.emailaddress_set.create(email=cast.asker.email, verified=True, primary=True)

    known = client.post("/accounts/password/reset/", {"email": cast.asker.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "admin"),
        ("username", "a b"),
        ("username", "ANN"),
        ("password1", "short"),
        ("password1", "password1234"),
        ("email", "nothing"),
    ],
)
def test_what_cannot_be_taken_is_said(client, cast, field, value):
    assert cast.asker.username == "ann"
    answer = client.post("/accounts/signup/", NEW | {field: value})

    assert answer.status_code in (200, 422)
    assert answer.context["form"].errors[field]
    assert not Member.objects.filter(username="nia").exists()


def test_security_mail_carries_no_list_headers(client, db):
    client.post("/accounts/signup/", NEW)

    assert not any(name.startswith("List-") for name in Mail.objects.get().headers)
