"""The agents' one queue: the right order, the same number of queries for any number of cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.clocks.models import Clock
from community.support.models import Case
from tests.cast import make_member, make_question, make_topic


def open_case(number: int, cast, *, topic=None) -> Case:
    customer = make_member(f"customer{number}")
    return Case.open_privately(by=customer, title=f"Request number {number}", body="Please.", topic=topic or cast.topic)


def refs_in_order(page: str, cases) -> list[str]:
    return sorted((case.ref for case in cases if case.ref in page), key=page.index)


def test_broken_promise_first_then_priority_then_who_waits_longest(cast, sign_in, work):
    old, new, urgent, late = (open_case(n, cast) for n in range(4))
    urgent.set_priority(Case.Priority.URGENT, by=cast.agent)
    Clock.objects.of(late).update(due_at=timezone.now() - timedelta(minutes=1))
    Clock.note_broken()
    work()
    page = sign_in(cast.agent).get("/support/").content.decode()
    assert refs_in_order(page, [old, new, urgent, late]) == [late.ref, urgent.ref, old.ref, new.ref]
    assert "1 case is past its promise." in page


def test_reply_takes_a_case_out_of_the_way(cast, sign_in):
    first, second = open_case(1, cast), open_case(2, cast)
    first.reply(by=cast.agent, body="Which one?")
    client = sign_in(cast.agent)
    page = client.get("/support/").content.decode()
    assert refs_in_order(page, [first, second]) == [second.ref]
    assert first.ref in client.get("/support/?tab=waiting").content.decode()
    first.customer_replies(body="The red one.")
    assert first.ref in client.get("/support/").content.decode()


def test_faces_of_the_queue(cast, sign_in):
    mine, theirs, nobodys, ended = (open_case(n, cast) for n in range(4))
    mine.take(by=cast.agent)
    theirs.take(by=cast.second_agent)
    ended.end(by=cast.second_agent, outcome="solved", public_words="")
    cases = [mine, theirs, nobodys, ended]
    client = sign_in(cast.agent)

    def shown(address):
        return {case.ref for case in cases if case.ref in client.get(address).content.decode()}

    assert shown("/support/") == {mine.ref, theirs.ref, nobodys.ref}
    assert shown("/support/?tab=mine") == {mine.ref}
    assert shown("/support/?tab=unowned") == {nobodys.ref}
    assert shown("/support/?tab=ended") == {ended.ref}


def test_filters_by_topic_and_state(cast, sign_in):
    garden = open_case(1, cast, topic=make_topic("Garden"))
    indoors = open_case(2, cast)
    indoors.acknowledge(by=cast.agent)
    client = sign_in(cast.agent)
    assert garden.ref in (page := client.get("/support/?topic=garden").content.decode())
    assert indoors.ref not in page
    assert indoors.ref in (page := client.get("/support/?state=acknowledged").content.decode())
    assert garden.ref not in page


@pytest.mark.parametrize("query", ["topic=nowhere", "state=odd", "tab=odd", "topic=%00", "state=%00"])
def test_odd_filters_are_no_error(cast, sign_in, query):
    open_case(1, cast)
    assert sign_in(cast.agent).get(f"/support/?{query}").status_code == 200


def test_next_page_goes_on_where_the_first_ended(cast, sign_in, monkeypatch):
    monkeypatch.setattr("community.support.views.queue.PAGE_SIZE", 2)
    cases = [open_case(n, cast) for n in range(5)]
    client = sign_in(cast.agent)
    seen, address = [], "/support/"
    while address:
        response = client.get(address)
        seen += [case.ref for case in response.context["page"]]
        cursor = response.context["page"].next_cursor
        address = f"/support/?after={cursor}" if cursor else ""
    assert seen == [case.ref for case in cases]


def test_same_queries_for_ten_and_for_a_hundred(cast, sign_in, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("community.support.views.queue.PAGE_SIZE", 200)
    client = sign_in(cast.agent)
    client.get("/support/")

    def count():
        with django_assert_max_num_queries(12) as found:
            client.get("/support/")
        return len(found)

    customer = cast.stranger
    for number in range(10):
        make_question(by=customer, topic=cast.topic, title=f"Question number {number}").escalate(
            by=customer, reason="Please."
        )
        Case.open_privately(by=customer, title=f"Request number {number}", body="Please.", topic=cast.topic)
    few = count()
    Case.objects.bulk_create(
        Case(customer=customer, title=f"More number {n}", topic=cast.topic, opened_why=Case.Why.CUSTOMER)
        for n in range(100)
    )
    assert count() == few


def test_page_of_a_case_has_the_same_queries_for_much_and_little(cast, case, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.agent)

    def count():
        with django_assert_max_num_queries(12) as found:
            client.get(f"/support/cases/{case.ref}/")
        return len(found)

    cast.answer(case.question)
    case.reply(by=cast.agent, body="Number 0?")
    case.add_note(by=cast.agent, body="Note 0")
    client.get(f"/support/cases/{case.ref}/")
    few = count()
    for number in range(1, 8):
        cast.answer(case.question, body=f"Answer {number}")
        case.reply(by=cast.agent, body=f"Number {number}?")
        case.add_note(by=cast.agent, body=f"Note {number}")
        Case.open_privately(by=cast.asker, title=f"Request number {number}", body="Please.", topic=cast.topic)
    assert count() == few
