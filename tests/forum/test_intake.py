"""A topic asks for what people need to help: in the form, on the page, in the search, for programs."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.api.models import ApiKey
from community.catalogue.models import IntakeField, Product, Release
from community.content.models import PostRevision
from community.search.finding import find
from community.search.index import refresh
from forum.models import Question
from tests.cast import make_topic

pytestmark = pytest.mark.django_db
Kind = IntakeField.Kind


@pytest.fixture
def firmware(cast):
    product = Product.objects.create(name="Hub", slug="hub")
    Release.objects.create(product=product, version="3.9.2")
    Release.objects.create(product=product, version="3.10.0")
    return IntakeField.objects.create(
        topic=cast.topic, label="Firmware", kind=Kind.VERSION, product=product, is_required=True
    )


@pytest.fixture
def light(cast):
    return IntakeField.objects.create(
        topic=cast.topic, label="Light", kind=Kind.CHOICE, choices="Green\nBlinks red", makes_tag=True, position=200
    )


@pytest.fixture
def router(cast):
    return IntakeField.objects.create(topic=cast.topic, label="Router", position=300)


def ask(client, topic, said=(), **more):
    words = {"title": "The hub loses its Wi-Fi", "body": "Since Monday, at night.", "tags": "night"}
    answers = {f"intake_{field.pk}": value for field, value in dict(said).items()}
    return client.post("/questions/ask/", words | {"topic": topic.pk} | answers | more)


def test_what_was_filled_in_stands_on_the_page_and_becomes_a_tag(client, cast, firmware, light, router):
    client.force_login(cast.asker)
    address = ask(client, cast.topic, {firmware: "v3.10.0", light: "Blinks red", router: ""})["Location"]
    page = Client().get(address).content.decode()
    assert re.search(r"<dt>Firmware</dt><dd>v3.10.0</dd><dt>Light</dt><dd>Blinks red</dd></dl>", page)
    question = Question.objects.get()
    assert sorted(question.tags.names()) == ["blinks red", "night"]
    assert str(question.release) == "Hub 3.10.0"


def test_the_form_adds_no_query_to_the_page_of_a_question(cast, firmware, light):
    def queries(question):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert Client().get(question.get_absolute_url()).status_code == 200
        return len(captured)

    plain, filled = cast.question(title="Without a form"), cast.question(intake={firmware: "3.9", light: "Green"})
    queries(plain)
    assert queries(filled) == queries(cast.question(title="Without a form again")) <= 6


def test_a_topic_shows_its_form_when_it_is_chosen(client, cast, firmware, light):
    assert "Firmware" not in client.get("/questions/ask/").content.decode()
    assert "Firmware" in client.get(f"/questions/ask/?topic={cast.topic.pk}").content.decode()
    fragment = client.post("/questions/intake/", {"topic": cast.topic.pk}, headers={"HX-Request": "true"})
    assert "Firmware" in fragment.content.decode() and "<html" not in fragment.content.decode()


def test_without_scripts_the_page_shows_the_form_and_loses_nothing(client, cast, firmware):
    typed = {"title": "The hub", "body": "Half a sen", "topic": cast.topic.pk, "tags": "a, b", "intake_9999": "kept"}
    page = client.post("/questions/intake/", typed)
    html = page.content.decode()
    assert page.status_code == 200 and "Firmware" in html
    assert "The hub" in html and "Half a sen" in html and 'value="a, b"' in html
    assert '<input type="hidden" name="intake_9999" value="kept">' in html
    assert client.post("/questions/intake/", {"topic": "nonsense", "body": "x"}).status_code == 200


@pytest.mark.parametrize("version", ["", "newest", "4111 1111 1111 1111", "1.2.3.4.5.6.7", "3" * 121])
def test_what_is_no_version_is_refused_and_stays_in_the_form(client, cast, firmware, version):
    client.force_login(cast.asker)
    page = ask(client, cast.topic, {firmware: version})
    assert page.status_code == 422 and version in page.content.decode()
    assert f"#id_intake_{firmware.pk}" in page.content.decode()
    assert not Question.objects.exists()


@pytest.mark.parametrize("version", ["3.10", "v3.10.1", "10.0.26100.1742", "2.4.1-beta.2", "5.12.0 (841)", "2024b"])
def test_versions_are_taken_as_devices_show_them(client, cast, firmware, version):
    client.force_login(cast.asker)
    assert ask(client, cast.topic, {firmware: version}).status_code == 302


def test_versions_compare_as_versions(cast, firmware):
    asked = {v: cast.question(title=f"On {v} it fails", intake={firmware: v}) for v in ("3.9", "v3.10", "3.10rc1", "4")}
    newer = set(Question.objects.from_version(firmware, "3.10").values_list("pk", flat=True))
    assert newer == {asked["v3.10"].pk, asked["4"].pk}
    older = set(Question.objects.before_version(firmware, "3.10").values_list("pk", flat=True))
    assert older == {asked["3.9"].pk, asked["3.10rc1"].pk}


def test_private_facts_in_the_form_are_asked_about_and_forgotten(client, cast, firmware, router):
    client.force_login(cast.asker)
    said = {firmware: "3.9", router: "Call 4111 1111 1111 1111"}
    assert ask(client, cast.topic, said).status_code == 422
    assert ask(client, cast.topic, said, private_facts="remove").status_code == 302
    assert "1111" not in Question.objects.get().intake_values.get(field=router).value


def test_an_edit_changes_the_form_and_its_history_says_so(client, cast, firmware, light):
    question = cast.question(tags=["night"], intake={firmware: "3.9.2", light: "Green"})
    client.force_login(cast.asker)
    address = f"/questions/{question.pk}/edit/"
    page = client.get(address).content.decode()
    assert 'value="3.9.2"' in page and 'value="night"' in page
    edited = {"title": question.title, "body": question.body, "topic": cast.topic.pk, "tags": "night"}
    edited |= {f"intake_{firmware.pk}": "3.10.0", f"intake_{light.pk}": "Blinks red"}
    assert client.post(address, edited).status_code == 302
    question.refresh_from_db()
    assert sorted(question.tags.names()) == ["blinks red", "night"]
    assert str(question.release) == "Hub 3.10.0"
    newest, first = PostRevision.objects.of(question)
    assert first.fields["intake"] == ["Firmware: 3.9.2", "Light: Green"]
    assert newest.fields["intake"] == ["Firmware: 3.10.0", "Light: Blinks red"]
    assert "Firmware: 3.9.2" in re.sub(
        r"<[^>]+>", "", client.get(f"/questions/{question.pk}/history/").content.decode()
    )


def test_private_facts_that_an_edit_takes_out_leave_the_history_too(cast, router):
    question = cast.question(intake={router: "Mine, 4111 1111 1111 1111"})
    question.edit(by=cast.asker, intake={router: "Mine"})
    assert not any("1111" in str(revision.fields) for revision in PostRevision.objects.of(question))


def test_the_search_finds_a_question_by_what_its_form_says(cast, router):
    question = cast.question(intake={router: "Zephyrbox 7590"})
    refresh(Question, [question.pk])
    assert [found.document.subject_id for found in find("Zephyrbox", None)] == [question.pk]


def test_a_field_that_was_answered_keeps_its_kind_and_is_not_deleted(client, cast, router, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    cast.question(intake={router: "Any"})
    router.kind = Kind.VERSION
    with pytest.raises(ValidationError, match="answered already"):
        router.full_clean()
    client.force_login(cast.editor)
    assert client.get(f"/admin/catalogue/topic/{cast.topic.pk}/change/").status_code == 200


def test_what_is_no_longer_asked_stays_with_the_questions_that_say_it(client, cast, router):
    question = cast.question(intake={router: "Any"})
    IntakeField.objects.update(is_asked=False)
    assert "Router" not in client.get(f"/questions/ask/?topic={cast.topic.pk}").content.decode()
    client.force_login(cast.asker)
    assert "Router" in client.get(f"/questions/{question.pk}/edit/").content.decode()


def test_a_new_name_of_a_line_stands_at_once_on_what_was_asked(
    client, cast, router, settings, django_capture_on_commit_callbacks
):
    settings.STAFF_NEED_SECOND_FACTOR = False
    address = cast.question(intake={router: "Zephyrbox"}).get_absolute_url()
    reader = Client()
    assert "<dt>Router</dt>" in reader.get(address).content.decode()
    client.force_login(cast.editor)
    topic = {"name": cast.topic.name, "slug": cast.topic.slug, "position": 1, "is_open": "on"}
    counted = {"intake_fields-TOTAL_FORMS": 1, "intake_fields-INITIAL_FORMS": 1, "intake_fields-0-id": router.pk}
    line = {"topic": cast.topic.pk, "label": "Box of the provider", "kind": "text", "position": 300, "is_asked": "on"}
    said = topic | counted | {f"intake_fields-0-{name}": value for name, value in line.items()}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/admin/catalogue/topic/{cast.topic.pk}/change/", said).status_code == 302
    assert "<dt>Box of the provider</dt><dd>Zephyrbox</dd>" in reader.get(address).content.decode()


def test_what_was_filled_in_is_kept_in_the_draft_and_stands_there_on_another_device(client, cast, firmware, router):
    client.force_login(cast.asker)
    other = IntakeField.objects.create(topic=make_topic("Valves"), label="Code on the display")
    said = {"title": "The hub", "topic": cast.topic.pk, f"intake_{router.pk}": "Zephyrbox", f"intake_{other.pk}": "E1"}
    assert client.post("/drafts/", said | {"draft": "question"}).status_code == 204
    laptop = Client()
    laptop.force_login(cast.asker)
    page = laptop.get("/questions/ask/").content.decode()
    assert f'<input type="text" name="intake_{router.pk}" value="Zephyrbox"' in page
    assert f'<input type="hidden" name="intake_{other.pk}" value="E1">' in page
    assert ask(laptop, cast.topic, {firmware: "3.9", router: "Zephyrbox"}, draft="question").status_code == 302
    assert "Zephyrbox" not in laptop.get("/questions/ask/").content.decode()


def test_an_edit_in_a_draft_has_its_lines_too(client, cast, router):
    question = cast.question(intake={router: "Zephyrbox"})
    client.force_login(cast.asker)
    said = {"title": question.title, "topic": cast.topic.pk, f"intake_{router.pk}": "Zephyrbox 2"}
    client.post("/drafts/", said | {"draft": f"question-edit:{question.pk}"})
    assert 'value="Zephyrbox 2"' in client.get(f"/questions/{question.pk}/edit/").content.decode()


def test_who_corrects_an_old_question_need_not_say_what_nobody_was_asked_then(client, cast, firmware):
    old, new = cast.question(title="Asked before"), cast.question(title="Asked since", intake={firmware: "3.9"})
    client.force_login(cast.asker)

    def correct(question, said):
        words = {"title": question.title, "body": "Better words.", "topic": cast.topic.pk, "tags": ""}
        return client.post(f"/questions/{question.pk}/edit/", words | {f"intake_{firmware.pk}": said}).status_code

    assert (correct(old, ""), correct(new, ""), correct(new, "3.10")) == (302, 422, 302)
    sent = {"topic": cast.topic.pk, "question": old.pk}
    fragment = client.post("/questions/intake/", sent, headers={"HX-Request": "true"}).content.decode()
    assert "Firmware" in fragment and "(optional)" in fragment


def test_talk_is_asked_nothing(client, cast, firmware):
    client.force_login(cast.asker)
    assert "Firmware" not in client.get(f"/questions/ask/?kind=discussion&topic={cast.topic.pk}").content.decode()
    assert ask(client, cast.topic, kind="discussion").status_code == 302
    assert not Question.objects.get().intake_values.exists()


def test_what_is_for_one_company_stays_there_with_its_lines(client, cast, router):
    question = cast.question(by=cast.colleague, audience="organisation", organisation=cast.organisation)
    question.edit(by=cast.colleague, intake={router: "Zephyrbox 7590"})
    refresh(Question, [question.pk])
    assert not find("Zephyrbox", cast.stranger) and find("Zephyrbox", cast.colleague)
    assert client.get(f"/api/v1/questions/{question.pk}").status_code == 404


def test_a_program_fills_in_the_form_and_reads_it(cast, firmware, light):
    key = ApiKey.make(member=cast.asker, name="mine", scope="write")[1]

    def send(**intake):
        said = {"title": "The hub loses its Wi-Fi", "body": "At night.", "topic": cast.topic.slug, "intake": intake}
        headers = {"Authorization": f"Bearer {key}"}
        return Client().post("/api/v1/questions", said, content_type="application/json", headers=headers)

    assert send().status_code == 422
    assert send(Firmware="3.10.0", Colour="red").status_code == 422
    made = send(Firmware="3.10.0", Light="Blinks red")
    assert made.status_code == 201 and made.json()["tags"] == ["blinks red"]
    assert made.json()["intake"] == [
        {"label": "Firmware", "kind": "version", "value": "3.10.0"},
        {"label": "Light", "kind": "choice", "value": "Blinks red"},
    ]
    asked = Client().get("/api/v1/topics").json()[0]["intake"]
    assert [(each["label"], each["is_required"]) for each in asked] == [("Firmware", True), ("Light", False)]
