"""Hints help to write a question that can be answered, in each language of the site, and never refuse one."""

import pytest

from forum.asking.hints import hints_for
from forum.models import Question

FULL = "I restarted the hub twice and moved it away from the router, but the light stays red."


def names(title, body=FULL):
    return {hint.name for hint in hints_for(title, body)}


@pytest.mark.parametrize(
    "title",
    [
        "Help please!!!", "I have a problem", "It doesn't work", "Brauche dringend Hilfe",
        "Es geht nicht mehr", "Besoin d'aide svp", "Ça ne marche pas", "Necesito ayuda por favor", "No funciona",
        "Preciso de ajuda", "Não funciona", "Ho un problema", "Non funziona più",
        "Hulp nodig", "Het werkt niet meer",
    ],
)  # fmt: skip
def test_a_title_that_could_stand_above_anything_is_noticed(title):
    assert "title" in names(title)


@pytest.mark.parametrize(
    "title",
    [
        "The hub loses its Wi-Fi every night", "Help with E1", "Twist klackert nachts", "Le code de connexion expire",
        "El termostato no funciona", "O aplicativo fecha sozinho", "La caldaia non parte", "Wifi valt 's nachts weg",
    ],
)  # fmt: skip
def test_a_title_that_names_the_thing_is_left_alone(title):
    assert "title" not in names(title)


@pytest.mark.parametrize(
    "said",
    [
        "It shows an error when I press the button and then nothing happens at all.",
        "Es kommt eine Fehlermeldung, wenn ich den Knopf drücke, und dann passiert nichts.",
        "Il affiche une erreur quand j'appuie sur le bouton et ensuite plus rien.",
        "Sale un error cuando pulso el botón y después no pasa nada más.",
        "Aparece um erro quando carrego no botão e depois não acontece nada.",
        "Mostra un errore quando premo il pulsante e poi non succede niente.",
        "Er komt een foutmelding als ik op de knop druk en daarna gebeurt er niets.",
    ],
)
def test_an_error_without_its_words_is_noticed(said):
    assert names("The hub stops at night", said) == {"error"}
    assert names("The hub stops at night", f"{said} “Valve motor blocked”") == set()
    assert names("The hub stops at night", f"{said} `timeout`") == set()
    assert names("The hub stops: E1", said) == set()


def test_capitals_shout_and_codes_do_not():
    assert "capitals" in names("MY HEATING IS COLD")
    assert "capitals" in names("МОЙ ДОМ ХОЛОДНЫЙ")
    assert "capitals" not in names("E1 on the Twist, MQTT and API too")
    assert "capitals" not in names("我的暖气不工作了请问怎么办")


def test_a_text_of_a_few_words_is_too_short_and_one_not_begun_is_not():
    assert "short" in names("The hub loses its Wi-Fi", "see title")
    assert names("The hub loses its Wi-Fi", "") == set()
    assert "short" not in names("The hub loses its Wi-Fi", "![](/files/a.webp)")


@pytest.mark.django_db
def test_hints_come_while_somebody_types_and_stop_nobody(client, cast):
    typed = {"title": "HELP PLEASE!!!", "body": "nothing works"}
    fragment = client.post("/questions/hints/", typed).content.decode()
    assert "Capitals read as shouting" in fragment and "Say a little more" in fragment and "<html" not in fragment
    client.force_login(cast.asker)
    refused = client.post("/questions/ask/", typed).content.decode()
    assert "Capitals read as shouting" in refused
    assert client.post("/questions/ask/", typed | {"topic": cast.topic.pk}).status_code == 302
    assert Question.objects.count() == 1
