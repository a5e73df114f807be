"""The pages at the door and of one's own account are ours, in both senses."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from community.notifications.models import Mail

OURS = Path(__file__).resolve().parents[2] / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
ROOMS = ["account", "mfa", "usersessions"]
MAILS = sorted(
    str(path.relative_to(THEIRS)).removesuffix("_message.txt")
    for room in ("account", "mfa")
    for path in (THEIRS / room / "email").glob("*_message.txt")
    if not path.name.startswith("base")
)
FACTS = {
    "code": "K7PQ3X",
    "email": "ann@example.com",
    "activate_url": "https://example.com/confirm/",
    "password_reset_url": "https://example.com/reset/",
    "signup_url": "https://example.com/signup/",
    "username": "ann",
    "from_email": "old@example.com",
    "to_email": "new@example.com",
    "deleted_email": "gone@example.com",
    "ip": "203.0.113.9",
    "user_agent": "Firefox",
}
# What anybody opens, and what a member opens who has just shown that it is them.
OUTSIDE = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]
INSIDE = [
    "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/sessions/", "/accounts/logout/",
    "/accounts/reauthenticate/", "/accounts/profile/",
]  # fmt: skip


def test_no_page_of_allauth_is_left_as_it_came():
    pages = {str(path.relative_to(THEIRS)) for room in ROOMS for path in (THEIRS / room).rglob("*.html")}
    own = {page for page in pages if (OURS / page).exists()}
    # What is left extends one of ours and has nothing to show of its own.
    assert {page for page in pages - own if not Path(page).name.startswith("base")} == {
        "mfa/webauthn/snippets/login_script.html"
    }


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_at_the_door(client, db, path):
    page = client.get(path).content.decode()
    assert page.count("<h1") == 1
    assert "entrance__title" in page
    assert settings.SITE_NAME in page
    assert "testserver" not in re.sub(r'href="[^"]*"', "", page), "the site is called by its name"


def test_a_page_of_the_account(client, cast):
    member = cast.asker
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    member.set_password("a long enough secret")
    member.save(update_fields=["password"])
    client.post("/accounts/login/", {"login": "ann", "password": "a long enough secret"})
    client.post("/accounts/reauthenticate/", {"password": "a long enough secret"})
    for path in INSIDE:
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 200, path
        assert page.count("<h1") == 1, path
        assert 'hx-history="false"' in page, path


def test_a_wrong_password_is_told_beside_the_field_and_the_name_is_kept(client, cast):
    response = client.post("/accounts/login/", {"login": cast.asker.username, "password": "wrong"})
    page = response.content.decode()
    assert "error-summary" in page
    assert 'value="ann"' in page


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_has_a_subject_a_text_and_a_page(name):
    facts = FACTS | {"timestamp": timezone.now()}
    subject = render_to_string(f"{name}_subject.txt", facts).strip()
    text = render_to_string(f"{name}_message.txt", facts)
    page = render_to_string(f"{name}_message.html", facts)
    assert get_template(f"{name}_message.html").origin.name.startswith(str(OURS))
    assert get_template(f"{name}_subject.txt").origin.name.startswith(str(OURS))
    assert subject
    assert "\n" not in subject
    assert FACTS["code"] not in subject
    assert settings.SITE_NAME in text
    assert re.search(r"<h1[^>]*>[^<]+</h1>", page)
    assert "&lt;" not in text
    for address in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert address.startswith(("http://", "https://")), "a mail stands on no site"


def test_signing_up_mails_a_code_that_can_be_read(client, db):
    client.post(
        "/accounts/signup/", {"email": "new@example.com", "username": "newcomer", "password1": "porch light on!"}
    )
    mail = Mail.objects.get()
    code = re.search(r"\n    (\S+)\n", mail.text)[1]
    assert code in mail.html
    assert code not in mail.subject
