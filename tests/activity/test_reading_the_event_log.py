"""What is written to the log is read by all who asked for it, whatever happens to the readers."""

import pytest
from django.db import transaction
from django.utils import timezone

from community.activity import dispatch, registry
from community.activity.models import Delivery, Event

VERB = "test.thing.happened"


@pytest.fixture
def reader(monkeypatch):
    """Register a reader for the length of a test."""

    def register(name, read, verb=VERB):
        monkeypatch.setitem(registry._readers, name, read)
        monkeypatch.setitem(registry._by_verb, verb, {*registry._by_verb.get(verb, ()), name})
        return read

    return register


def happen(cast, **data):
    with transaction.atomic():
        return Event.record(VERB, actor=cast.asker, subject=cast.topic, **data)


def test_each_reader_gets_each_event(cast, reader):
    seen = {"a": [], "b": []}
    reader("a", lambda events: seen["a"].extend(e.data["n"] for e in events))
    reader("b", lambda events: seen["b"].extend(e.data["n"] for e in events))
    for n in range(3):
        happen(cast, n=n)

    dispatch.read_all()

    assert sorted(seen["a"]) == sorted(seen["b"]) == [0, 1, 2]
    assert not Delivery.objects.exists()


def test_an_event_that_nobody_reads_leaves_no_delivery(cast):
    happen(cast)

    assert Event.objects.filter(verb=VERB).exists()
    assert not Delivery.objects.filter(event__verb=VERB).exists()


def test_an_event_needs_the_transaction_of_its_change(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        Event.record(VERB, actor=None, subject=None)


def test_one_poisoned_event_delays_nobody(cast, reader):
    seen = []

    def read(events):
        for event in events:
            if event.data["n"] == 1:
                raise RuntimeError("poison")
            seen.append(event.data["n"])

    reader("picky", read)
    for n in range(4):
        happen(cast, n=n)

    dispatch.read_all()

    assert set(seen) == {0, 2, 3}
    left = Delivery.objects.get()
    assert (left.event.data["n"], left.attempts, left.parked_at) == (1, 1, None)
    assert "poison" in left.error
    assert left.due > timezone.now()


def test_what_keeps_failing_is_parked_and_can_be_released(cast, reader):
    reader("broken", lambda events: 1 / 0)
    happen(cast)

    for _try in range(len(Delivery.PATIENCE) + 1):
        Delivery.objects.update(due=timezone.now())
        dispatch.read_all()

    parked = Delivery.objects.parked().get()
    assert dispatch.backlog() == {"oldest_unread_seconds": 0, "unread": 0, "parked": 1}
    dispatch.read_all()
    assert parked == Delivery.objects.parked().get()

    mended = []
    reader("broken2", mended.extend)
    registry._readers["broken"] = mended.extend
    parked.release()
    dispatch.read_all()
    assert [event.verb for event in mended] == [VERB]


def test_a_failing_batch_leaves_no_half_effect(cast, reader):
    def read(events):
        for event in events:
            cast.topic.description += str(event.data["n"])
            cast.topic.save()
        if len(events) > 1:
            raise RuntimeError("after the effect")

    reader("half", read)
    happen(cast, n=1)
    happen(cast, n=2)
    cast.topic.description = ""

    dispatch.read_all()

    cast.topic.refresh_from_db()
    assert not Delivery.objects.exists()
    assert len(cast.topic.description) >= 2


def test_readyz_tells_how_far_behind_the_log_is(client, cast, reader):
    reader("slow", lambda events: None)
    happen(cast)

    facts = client.get("/readyz").json()

    assert facts["status"] == "ok"
    assert facts["events"]["unread"] >= 1
    assert facts["events"]["parked"] == 0
