"""The back office: each role finds the rooms it looks after, and nobody else finds a door."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from community.catalogue.models import Topic
from community.members.models import Member, Role
from tests.cast import make_member

pytestmark = pytest.mark.django_db

ROOMS = {
    "agent": {"support", "incidents"},
    "editor": {"catalogue", "knowledgebase", "taggit"},
    "moderator": {"moderation"},
    "manager": {"advocates"},
}


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


def rooms_of(client, member) -> list[str]:
    client.force_login(member)
    return [room["app_label"] for room in client.get("/admin/").context["app_list"]]


@pytest.mark.parametrize("role", ROOMS)
def test_a_role_finds_its_rooms_and_no_others(client, cast, role):
    assert set(rooms_of(client, getattr(cast, role))) == ROOMS[role]
    assert client.get("/admin/members/member/").status_code == 403


def test_an_administrator_finds_all_rooms_in_the_order_of_the_work(client, cast):
    rooms = rooms_of(client, cast.administrator)
    assert rooms[:4] == ["catalogue", "members", "forum", "taggit"]
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(address).status_code == 200, address


def test_an_editor_opens_a_topic(client, cast):
    client.force_login(cast.editor)
    line = {"label": "Firmware", "kind": "version", "position": 1, "is_asked": "on"}
    counted = {"intake_fields-TOTAL_FORMS": 1, "intake_fields-INITIAL_FORMS": 0}
    added = client.post(
        "/admin/catalogue/topic/add/",
        {"name": "Doorbells", "slug": "doorbells", "position": 3, "is_open": "on"}
        | counted
        | {f"intake_fields-0-{name}": value for name, value in line.items()},
    )
    assert added.status_code == 302
    assert "Doorbells" in client.get("/questions/ask/").content.decode()
    topic = Topic.objects.get(slug="doorbells")
    assert "Firmware" in client.get(f"/questions/ask/?topic={topic.pk}").content.decode()


def test_customers_get_the_page_that_says_no_and_visitors_the_one_that_signs_in(client, cast):
    assert client.get("/admin/").headers["Location"] == "/accounts/login/?next=/admin/"
    assert client.get("/admin/login/").headers["Location"] == "/accounts/login/?next=/admin/"
    client.force_login(cast.asker)
    refused = client.get("/admin/")
    assert refused.status_code == 403
    assert "data-error-page" in refused.content.decode()


def test_staff_without_a_second_factor_set_one_up_first(client, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(cast.administrator)
    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"


def test_roles_that_are_given_and_taken_here_are_seen_everywhere(client, cast):
    client.force_login(cast.administrator)
    member = make_member("noor")
    address = f"/admin/members/member/{member.pk}/change/"
    page = client.get(address)
    form = page.context["adminform"].form.initial | {"groups": [Role.AGENT.group.pk]}
    inlines = {"grants-TOTAL_FORMS": 0, "grants-INITIAL_FORMS": 0}
    fields = {name: value for name, value in form.items() if value is not None and name != "password"}

    assert client.post(address, fields | inlines).status_code == 302
    changed = Member.objects.get(pk=member.pk)
    assert (changed.staff_title, changed.is_staff) == ("Support", True)

    assert client.post(address, fields | inlines | {"groups": [], "staff_title": "Support"}).status_code == 302
    changed = Member.objects.get(pk=member.pk)
    assert (changed.staff_title, changed.is_staff) == ("", False)


def test_no_secret_of_a_member_stands_in_the_back_office(client, cast):
    factor = Authenticator.objects.create(user=cast.asker, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DP"})
    client.force_login(cast.administrator)
    assert client.get("/admin/usersessions/usersession/").status_code == 404
    page = client.get(f"/admin/mfa/authenticator/{factor.pk}/change/").content.decode()
    assert "Ann Asker" in page
    assert "JBSWY3DP" not in page

    client.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.exists()


def test_the_first_administrator_is_made_by_a_command():
    first = Member.objects.create_superuser("root", "root@example.com", "a long lamp 47")
    assert first.is_staff
    assert first.standing.holds("handle-cases")


def test_roles_are_there_from_the_first_day():
    assert {role.value for role in Role} <= set(Group.objects.values_list("name", flat=True))
