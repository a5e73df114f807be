"""The bar that makes a visitor somebody else, and the mailbox of everybody: in demo mode only."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from community.members.models import Member
from community.notifications.models import Mail
from tests.cast import make_member

SAME_SITE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def maren(db) -> Member:
    return make_member("maren", full_name="Maren Solheim")


@pytest.fixture
def letter(maren) -> Mail:
    mail = EmailMultiAlternatives("Bartek answered", "Read it: http://testserver/questions/1/", to=[maren.email])
    mail.attach_alternative('<p><a href="http://testserver/questions/1/">Read it</a></p>', "text/html")
    mail.send()
    return Mail.objects.get()


def test_one_click_makes_a_visitor_somebody_else(client, demo_mode, maren):
    response = client.post(reverse("demo:switch"), {"username": "maren", "next": "/demo/mail/"}, **SAME_SITE)
    assert response.status_code == 302 and response["Location"] == "/demo/mail/"
    assert client.get("/demo/mail/").context["user"] == maren


def test_an_empty_name_signs_out(client, demo_mode, maren):
    client.force_login(maren)
    client.post(reverse("demo:switch"), {"username": ""}, **SAME_SITE)
    assert not client.get("/demo/mail/").context["user"].is_authenticated


def test_the_bar_leads_nowhere_else(client, demo_mode, maren):
    response = client.post(reverse("demo:switch"), {"username": "maren", "next": "https://evil.example/"}, **SAME_SITE)
    assert response["Location"] == "/"


def test_only_the_cast_can_be_played(client, demo_mode, cast):
    assert cast.administrator.username == "root"
    assert client.post(reverse("demo:switch"), {"username": "root"}, **SAME_SITE).status_code == 404


def test_another_site_cannot_switch(demo_mode, maren):
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(reverse("demo:switch"), {"username": "maren"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 403


def test_there_is_nothing_of_it_outside_the_demo(client, settings, letter):
    settings.DEMO = False
    assert client.post(reverse("demo:switch"), {"username": "maren"}, **SAME_SITE).status_code == 404
    for name, args in (("mail-list", []), ("mail-detail", [letter.pk]), ("mail-html", [letter.pk])):
        assert client.get(reverse(f"demo:{name}", args=args)).status_code == 404
    assert b"demo-bar" not in client.get("/styleguide/").content


def test_every_mail_stands_in_the_list(client, demo_mode, letter):
    page = client.get(reverse("demo:mail-list")).content.decode()
    assert "Bartek answered" in page and "Maren Solheim" in page
    assert "Bartek answered" in client.get(reverse("demo:mail-list"), {"to": letter.to}).content.decode()
    assert "Bartek answered" not in client.get(reverse("demo:mail-list"), {"to": "other@example.com"}).content.decode()


def test_the_list_pages(client, db, demo_mode, django_assert_max_num_queries):
    for number in range(25):
        EmailMultiAlternatives(f"Mail {number}", "Words", to=["ann@example.com"]).send()
    with django_assert_max_num_queries(3):
        first = client.get(reverse("demo:mail-list"), {"to": "ann@example.com"})
    assert "Mail 24" in first.content.decode() and "Mail 3<" not in first.content.decode()
    after = first.context["page"].next_cursor
    second = client.get(reverse("demo:mail-list"), {"to": "ann@example.com", "after": after})
    assert "Mail 3<" in second.content.decode()


def test_a_mail_shows_its_text_with_links_that_work(client, demo_mode, letter):
    page = client.get(reverse("demo:mail-detail", args=[letter.pk])).content.decode()
    assert '<a href="http://testserver/questions/1/"' in page
    assert "Read it as Maren Solheim" in page
    assert "sandbox=" in page and "allow-scripts" not in page and "allow-same-origin" not in page


def test_the_html_of_a_mail_runs_nothing_and_leads_out_of_its_frame(client, demo_mode, letter):
    response = client.get(reverse("demo:mail-html", args=[letter.pk]))
    assert '<base target="_top">' in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script" not in policy and "sandbox " in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_bar_costs_no_query_and_no_cookie(client, demo_mode, db, django_assert_num_queries):
    from community.operations.demo.context import demo

    with django_assert_num_queries(0):
        assert [persona.username for persona in demo(None)["demo"].people][:3] == ["maren", "chidi", "aylin"]
        assert demo(None)["demo"].current is None
