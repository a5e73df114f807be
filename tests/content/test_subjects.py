"""Whatever can be reported, hidden, mailed about or found says the same things about itself."""

import pytest

from community.activity.models import Event
from community.content import subjects
from community.content.subjects import PROTOCOL
from tests.world import World


def things() -> dict[str, object]:
    world = World()
    question, answer, comment = world.thread
    return {
        "question": question,
        "answer": answer,
        "comment": comment,
        "article": world.article,
        "incident": world.incident,
        "ticket": world.ticket,
    }


def test_each_registered_model_has_the_whole_protocol():
    for name, model in subjects.all_subjects().items():
        assert [part for part in PROTOCOL if not callable(getattr(model, part, None))] == [], name
        assert model.noun.split(".")[-1] == name
        assert callable(model._default_manager.all().visible_to)


@pytest.mark.django_db
def test_each_of_them_can_be_read_hidden_and_shown_again(cast, client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    found = things()
    assert found.keys() == subjects.all_subjects().keys()
    for name, thing in found.items():
        assert subjects.name_of(thing) == name
        assert 0 < len(thing.excerpt(20)) <= 20
        # Tickets are for staff alone.
        reader = cast.moderator if name == "ticket" else cast.stranger
        client.force_login(reader)
        assert client.get(thing.get_absolute_url(), follow=True).status_code == 200
        assert thing.search_document() is None or thing.search_document()["title"]

        thing.hide(by=cast.moderator)
        assert not type(thing)._default_manager.visible_to(cast.stranger).filter(pk=thing.pk).exists(), name
        thing.unhide(by=cast.moderator)
        assert subjects.get_visible(name, thing.pk, reader) == thing
        assert Event.objects.about(thing).filter(actor=cast.moderator).count() == 2, name
