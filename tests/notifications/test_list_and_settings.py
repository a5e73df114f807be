"""The list of notifications, what comes by mail, and the link with which mail stops."""

import pytest
from django.test import Client
from django.urls import reverse

from community.activity.models import Event
from community.members.models import Member
from community.notifications.models import Kind, Mail, MailPreference, Notification, Pace, Subscription
from tests.cast import make_answer, make_comment, make_question


@pytest.fixture
def told(cast, work):
    """Ann has three unread lines, about two questions."""
    question, other = cast.question(), make_question(by=cast.asker, topic=cast.topic, title="Another thing altogether")
    cast.answer(question)
    make_comment(question, by=cast.stranger)
    make_answer(other, by=cast.helper)
    work()
    cast.asker.refresh_from_db()
    return question


def unread(member):
    member.refresh_from_db()
    assert member.unread_count == Notification.objects.filter(member=member).unread().count()
    return member.unread_count


# -- The list


def test_list_groups_what_belongs_together(cast, client, told):
    client.force_login(cast.asker)
    page = client.get(reverse("notifications:list"))
    words = page.content.decode()
    assert words.count(told.title) == 2, "the heading, and for screen readers on the button"
    assert "Hugo Helper answered your question" in words
    assert "data-unread-count>3<" in words
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("threads", [1, 6])
def test_list_costs_the_same_for_many_rows(cast, client, work, django_assert_max_num_queries, threads):
    for number in range(threads):
        make_answer(make_question(by=cast.asker, topic=cast.topic, title=f"Problem number {number}"), by=cast.helper)
    work()
    client.force_login(cast.asker)
    with django_assert_max_num_queries(6):
        client.get(reverse("notifications:list"))


def test_nothing_is_read_by_looking(cast, client, told):
    client.force_login(cast.asker)
    client.get(reverse("notifications:list"))
    assert unread(cast.asker) == 3


def test_all_is_marked_as_read(cast, client, told):
    client.force_login(cast.asker)
    client.post(reverse("notifications:read-all"))
    assert unread(cast.asker) == 0


def test_looking_at_the_question_reads_what_was_told_about_it(cast, client, told):
    client.force_login(cast.asker)
    answer = client.post(reverse("notifications:seen"), {"path": told.get_absolute_url()})
    assert answer.json() == {"unread": 1}
    assert unread(cast.asker) == 1


@pytest.mark.parametrize("path", ["", "https://elsewhere.example/", "x" * 500])
def test_only_a_page_of_ours_can_be_seen(cast, client, told, path):
    client.force_login(cast.asker)
    assert client.post(reverse("notifications:seen"), {"path": path}).status_code == 422
    assert unread(cast.asker) == 3


def test_muted_thread_says_no_more(cast, client, told, work):
    client.force_login(cast.asker)
    client.post(reverse("notifications:mute", args=[Notification.objects.filter(url__contains=f"/{told.pk}/")[0].pk]))
    assert not Subscription.is_following(cast.asker, told)
    assert unread(cast.asker) == 1
    make_comment(told, by=cast.stranger, body="One more thing.")
    work()
    assert unread(cast.asker) == 1


def test_notifications_of_others_cannot_be_touched(cast, client, told):
    client.force_login(cast.stranger)
    notification = Notification.objects.filter(member=cast.asker).first()
    assert client.post(reverse("notifications:mute", args=[notification.pk])).status_code == 404
    client.post(reverse("notifications:read-all"))
    assert unread(cast.asker) == 3


# -- What comes by mail


def test_member_chooses_what_comes_by_mail(cast, client):
    client.force_login(cast.asker)
    form = MailPreference.choices_of(cast.asker) | {"followed": "off"}
    response = client.post(reverse("notifications:settings"), form)
    assert response.status_code == 302
    assert MailPreference.choices_of(cast.asker)["followed"] == "off"
    assert MailPreference.objects.count() == 1, "only what differs is written"


def test_decisions_cannot_be_switched_off(cast, client):
    assert "account" not in MailPreference.choices_of(cast.asker)
    with pytest.raises(ValueError, match="cannot be switched off"):
        MailPreference.choose(cast.asker, Kind.ACCOUNT, Pace.OFF)


# -- The link in a mail


@pytest.fixture
def link(cast, told):
    """The address in the newest mail to Ann about her first question."""
    mail = Mail.objects.filter(member=cast.asker, thread=f"forum.question:{told.pk}").newest_first().first()
    return mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")


def one_click(link, client=None):
    return (client or Client(enforce_csrf_checks=True)).post(link, {"List-Unsubscribe": "One-Click"})


def test_one_click_needs_no_cookie_and_no_token_and_never_redirects(cast, told, link):
    response = one_click(link)
    assert response.status_code == 200
    assert not response.cookies
    assert not Subscription.is_following(cast.asker, told)


def test_one_click_from_another_site_works_too(link):
    client = Client(
        enforce_csrf_checks=True, headers={"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
    )
    assert one_click(link, client).status_code == 200


def test_one_click_twice_is_fine(cast, told, link):
    assert one_click(link).status_code == one_click(link).status_code == 200
    assert Subscription.objects.filter(member=cast.asker, subject_id=told.pk).count() == 1


def test_opening_the_link_changes_nothing(cast, client, told, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "Nothing has changed yet" in page.content.decode()
    assert Subscription.is_following(cast.asker, told)
    assert page["Referrer-Policy"] == "same-origin"


def test_no_mail_comes_afterwards(cast, told, link, work):
    one_click(link)
    before = Mail.objects.filter(member=cast.asker).count()
    make_answer(told, by=cast.stranger)
    work()
    assert Mail.objects.filter(member=cast.asker).count() == before


def test_whole_kind_can_be_stopped_on_the_page(cast, client, told, link, work):
    client.post(link, {"what": "kind"})
    assert MailPreference.choices_of(cast.asker)["mine"] == "off"
    assert Subscription.is_following(cast.asker, told)


@pytest.mark.parametrize("change", ["x", "deleted"])
def test_link_that_was_not_made_here_is_unknown(cast, link, change):
    if change == "x":
        assert one_click(link[:-3] + "xx/").status_code == 404
    else:
        Event.objects.all().delete()
        Member.objects.filter(pk=cast.asker.pk).update(is_active=False)
        assert one_click(link).status_code == 200, "also for an account that is closed"


def test_link_of_a_question_that_is_gone_stops_the_kind(cast, link, told):
    Subscription.objects.all().delete()
    type(told).objects.filter(pk=told.pk).update(solution=None)
    told.answers.all().delete()
    told.delete()
    assert one_click(link).status_code == 200
    assert MailPreference.choices_of(cast.asker)["mine"] == "off"


# -- Signing up


def test_sign_up_mails_a_code_in_the_same_transaction(client, db):
    client.post(
        reverse("account_signup"),
        {"email": "new@example.com", "username": "newcomer", "password1": "a-long-enough-passphrase"},
    )
    mail = Mail.objects.get()
    assert mail.to == "new@example.com"
    assert mail.is_secret
    assert "List-Id" not in mail.headers
    assert mail.headers["Auto-Submitted"] == "auto-generated"
