"""Spelling, compounds and words that mean the same: what is meant is found, and the page says how it was read."""

import pytest
from django.core.exceptions import ValidationError

from community.activity.models import Event
from community.content.audiences import Audience
from community.search import lexical
from community.search.embedders import choice, weights
from community.search.finding import find, similar, while_typing
from community.search.models import Search, Synonyms, Vocabulary
from community.search.queries import synonyms, vocabulary
from community.search.queries.wording import reword
from tests.cast import make_question, make_topic

needs_weights = pytest.mark.skipif(
    weights.packaged() is None, reason="the weights of all-MiniLM-L6-v2 are not installed"
)


def titles(found):
    return [result.document.title for result in found]


@pytest.fixture
def in_german(cast, work):
    for title, body in (
        ("Die Druckerpatrone ist leer", "Sie ist erst eine Woche alt."),
        ("Passwort zurücksetzen geht nicht", "Der Link ist abgelaufen."),
        ("Rechnung ohne Anschrift", "Meine Straße fehlt."),
        ("Wie ändere ich die Lieferadresse?", "Ich bin umgezogen, die Adresse ist alt, die Lieferung bald da."),
    ):
        make_question(by=cast.asker, topic=cast.topic, title=title, body=body, language="de")
    work("search")
    lexical.count_words()


@pytest.mark.parametrize(
    ("typed", "meant", "title"),
    [
        ("thermostat dislpay", "thermostat display", "Thermostat display stays dark"),
        ("cancle subscribtion", "cancel subscription", "Cancel my subscription"),
        ("batery of sensor", "battery of sensor", "Battery of the door sensor is empty after a week"),
    ],
)
def test_what_is_misspelt_is_found_and_said(client, counted, typed, meant, title):
    found = find(typed, None)
    assert found.meant == meant
    assert titles(found)[0] == title
    html = client.get("/search/", {"q": typed}).content.decode()
    assert f"Shown for <strong>{meant}</strong>" in html


def test_words_that_are_cut_short_stand_for_the_whole(counted):
    for typed in ("thermost display", "displa thermost"):
        assert titles(while_typing(typed, None)) == ["Thermostat display stays dark"]
    assert titles(find("subscr cancel", None))[0] == "Cancel my subscription"
    assert reword("zzyzxq night").ways == ("zzyzxq night",)


def test_who_meant_exactly_that_gets_exactly_that(client, counted):
    html = client.get("/search/", {"q": '"dislpay"'}).content.decode()
    assert "Nobody has asked that yet" in html
    assert "Shown for" not in html


def test_a_word_that_is_written_here_is_not_respelt(counted):
    assert reword("charged twice valve").meant == ""
    assert reword("zzyzx qwrtpl").meant == ""


@needs_weights
def test_an_english_word_that_nobody_wrote_here_yet_is_no_mistake(counted, settings):
    def meant(typed):
        choice.look_again()
        return reword(typed).meant

    assert meant("value of the hub") == "valve of the hub"
    settings.EMBEDDER = "minilm"
    assert meant("value of the hub") == ""
    assert meant("thermostat dislpay") == "thermostat display"
    Vocabulary.objects.update(language="de")
    vocabulary.forget()
    assert meant("value of the hub") == "valve of the hub"


def test_what_merely_shares_a_word_stands_apart_and_counts_as_nothing_found(client, counted):
    found = find("thermostat of a steam engine", None)
    assert titles(found) == ["Thermostat display stays dark"]
    assert (found.fitting, found[0].fits) == (0, False)
    html = client.get("/search/", {"q": "thermostat of a steam engine"}).content.decode()
    in_order = ("Nobody has asked that yet.", "With some of these words", "display stays dark", "None of these?")
    assert sorted(in_order, key=html.index) == list(in_order)
    assert html.count('class="empty"') == 1 and html.index("display stays dark") < html.index('class="empty"')
    assert Search.objects.get().results == 0


def test_private_words_are_never_offered(cast, work):
    cast.question(title="Our tariff Quellenhof", audience=Audience.ORGANISATION, organisation=cast.organisation)
    cast.question(title="Something for everybody to read")
    work("search")
    lexical.count_words()
    assert "quellenhof" not in vocabulary.current()
    assert not any("quellenhof" in each.words for each in Vocabulary.objects.all())
    assert reword("quellenhoff").meant == ""


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Patrone wechseln", "Die Druckerpatrone ist leer"),
        ("drucker patrone", "Die Druckerpatrone ist leer"),
        ("Passwortzurücksetzung", "Passwort zurücksetzen geht nicht"),
        ("Rechnungsanschrift", "Rechnung ohne Anschrift"),
        ("Adresse der Lieferung", "Wie ändere ich die Lieferadresse?"),
    ],
)
def test_compounds_are_taken_apart_and_put_together(in_german, query, title):
    assert titles(find(query, None))[0] == title


def test_a_missing_space_is_put_back_in_any_language(counted):
    assert titles(find("doorsensor", None))[0] in (
        "Door sensor does not report open doors",
        "Battery of the door sensor is empty after a week",
    )


def test_words_that_mean_the_same_find_each_other(counted, cast):
    assert not any(result.by_words for result in find("bill", None))
    Synonyms.say(by=cast.editor, words=["bill", "Invoice", "receipt"])
    synonyms.forget()
    assert titles(find("bill wrong address", None))[0] == "Invoice shows the wrong address"
    assert "Where do I find my last invoice?" in titles(find("bill", None))
    assert "Invoice shows the wrong address" in titles(similar("my bill has another address", None))


def test_in_one_topic_they_mean_the_same_there_only(counted, cast, work):
    noises = make_topic("Noises")
    make_question(by=cast.asker, topic=noises, title="Adapter makes a strange noise")
    make_question(by=cast.asker, topic=cast.topic, title="Adapter of the hub is warm")
    work("search")
    Synonyms.say(by=cast.editor, words=["dongle", "adapter"], topic=noises)
    synonyms.forget()
    found = [result.document.title for result in find("dongle", None) if result.by_words]
    assert "Adapter makes a strange noise" in found
    assert "Adapter of the hub is warm" not in found


def test_saying_it_twice_is_saying_it_once_and_it_can_be_withdrawn(cast):
    first = Synonyms.say(by=cast.editor, words=["wifi", "WLAN"])
    assert Synonyms.say(by=cast.editor, words=[" wlan ", "Wi-Fi"]) == first
    first.withdraw(by=cast.editor)
    first.withdraw(by=cast.editor)
    verbs = Event.objects.filter(verb__startswith="search.synonyms").values_list("verb", flat=True)
    assert sorted(verbs) == ["search.synonyms.said", "search.synonyms.withdrawn"]
    for words in ([], ["one"], ["Same", "same"], ["a" * 61, "b"], [str(n) for n in range(13)]):
        with pytest.raises(ValidationError):
            Synonyms.say(by=cast.editor, words=words)


def test_an_editor_keeps_the_list_and_a_customer_does_not(client, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(cast.editor)
    page = client.post("/search/synonyms/", {"words": "wifi, wlan"}, follow=True).content.decode()
    assert "wifi, wlan" in page
    assert "Name at least two different words" in client.post("/search/synonyms/", {"words": "one"}).content.decode()
    group = Synonyms.objects.get()
    page = client.post(f"/search/synonyms/{group.pk}/remove/", follow=True).content.decode()
    assert not Synonyms.objects.exists()
    assert "No words yet" in page
    client.force_login(cast.asker)
    assert client.get("/search/synonyms/").status_code == 403


def test_what_is_found_while_typing_goes_on_with_the_word(client, counted):
    assert titles(while_typing("thermosta", None))[0] == "Thermostat display stays dark"
    assert titles(while_typing("where do i find my inv", None))[0] == "Where do I find my last invoice?"
    assert while_typing("t", None) == [] == while_typing("", None)
    page = client.get("/search/typed/", {"q": "thermosta"})
    assert "<mark>Thermostat</mark> display stays dark" in page.content.decode()
    assert page["Cache-Control"] == "private, no-cache"
    assert client.get("/search/typed/", {"q": "qwrtpl"}).content.strip() == b""


def test_a_word_that_was_first_written_today_is_found_while_it_is_typed(told):
    assert titles(while_typing("thermosta", None))[0] == "Thermostat display stays dark"
    assert titles(while_typing("door sens", None))
