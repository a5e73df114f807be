"""Who may know of a case: its customer, and staff who handle it. All others get what a case that does not exist gets."""

import pytest

from community.activity.models import Event
from community.search.models import Document
from community.support.models import Case

SECRET = "Elm Road"
CUSTOMER_PAGES = ["", "messages/"]
DESK_PAGES = [
    "",
    "known/",
    "owner/",
    "acknowledgement/",
    "priority/",
    "messages/",
    "notes/",
    "handoff/",
    "handoff/acceptance/",
    "outcome/",
    "outcome/remove/",
]
OTHERS = ["stranger", "helper", "advocate", "colleague", "editor", "moderator", "manager"]


def address(door: str, ref: str, page: str) -> str:
    return f"/{door}/{ref}/{page}"


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize(("door", "pages"), [("cases", CUSTOMER_PAGES), ("support/cases", DESK_PAGES)])
def test_others_get_the_404_of_a_case_that_does_not_exist(cast, private_case, sign_in, who, door, pages):
    client = sign_in(getattr(cast, who))
    for page in pages:
        for ask in (client.get, client.post):
            there = ask(address(door, private_case.ref, page))
            nowhere = ask(address(door, "C-222222", page))
            assert (there.status_code, nowhere.status_code) in [(404, 404), (405, 405)]
            assert there.content == nowhere.content
            assert there.headers == nowhere.headers


def test_customer_is_no_agent(cast, private_case, sign_in):
    for page in DESK_PAGES:
        assert sign_in(cast.asker).post(address("support/cases", private_case.ref, page)).status_code in (404, 405)


@pytest.mark.parametrize("door", ["cases", "support/cases"])
def test_who_is_not_signed_in_is_asked_to_sign_in_whether_it_exists_or_not(client, private_case, door):
    for ref in (private_case.ref, "C-222222"):
        response = client.get(address(door, ref, ""))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_agent_who_left_finds_nothing_more(cast, private_case, sign_in):
    client = sign_in(cast.agent)
    assert client.get(address("support/cases", private_case.ref, "")).status_code == 200
    cast.agent.groups.clear()
    assert client.get(address("support/cases", private_case.ref, "")).status_code == 404
    assert client.get(address("cases", private_case.ref, "")).status_code == 404


def test_agent_without_second_factor_is_sent_to_set_one_up(cast, private_case, sign_in, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    response = sign_in(cast.agent).get(address("support/cases", private_case.ref, ""))
    assert response.status_code == 302
    assert SECRET not in response.content.decode()


def test_agent_on_the_customers_address_is_led_to_the_desk(cast, private_case, sign_in):
    response = sign_in(cast.agent).get(address("cases", private_case.ref, ""))
    assert response["Location"] == private_case.get_desk_url()


@pytest.mark.parametrize("who", [*OTHERS, "asker", "agent", "administrator"])
def test_scope_and_its_twin_agree(cast, private_case, case, who):
    person = getattr(cast, who)
    for one in (private_case, case):
        assert Case.objects.visible_to(person).filter(pk=one.pk).exists() == one.is_for(person)
    assert private_case.is_for(person) == (who in ("asker", "agent", "administrator"))


def test_nobody_signed_out_sees_a_case(private_case):
    assert not Case.objects.visible_to(None).exists()
    assert not private_case.is_for(None)


def test_nobody_keeps_a_copy_of_private_pages(cast, private_case, sign_in):
    pages = {
        "/support/": cast.agent,
        private_case.get_desk_url(): cast.agent,
        f"{private_case.get_desk_url()}handoff/": cast.agent,
        "/cases/": cast.asker,
        "/cases/new/": cast.asker,
        private_case.get_absolute_url(): cast.asker,
    }
    for page, person in pages.items():
        response = sign_in(person).get(page)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert 'hx-history="false"' in response.content.decode()


def test_private_words_are_nowhere_else(cast, private_case, work, sign_in):
    private_case.reply(by=cast.agent, body="Is it Elm Road 12?")
    private_case.add_note(by=cast.agent, body="Elm Road again.")
    private_case.end(by=cast.agent, outcome="solved", public_words="Elm Road it is.")
    work()
    assert not Document.everything.filter(text__contains=SECRET).exists()
    assert not Document.everything.filter(title__contains="invoice").exists()
    assert not any(SECRET in str(event.data) for event in Event.objects.all())
    assert SECRET not in sign_in(cast.stranger).get("/members/ann/").content.decode()


def test_references_do_not_tell_how_many_there_are(cast):
    refs = [
        Case.open_privately(by=cast.asker, title=f"Request number {n}", body="…", topic=cast.topic).ref
        for n in range(5)
    ]
    assert len(set(refs)) == 5
    assert all(len(ref) == 8 and ref.startswith("C-") for ref in refs)


def test_reference_may_be_typed_in_small_letters(cast, private_case, sign_in):
    assert sign_in(cast.asker).get(f"/cases/{private_case.ref.lower()}/").status_code == 200


@pytest.mark.parametrize("ref", ["C-%00%00%00%00", "C-", "C-' OR 1", "10", "C-" + "A" * 50])
def test_odd_references_are_nowhere(cast, sign_in, ref):
    assert sign_in(cast.asker).get(f"/cases/{ref}/").status_code == 404
