"""The smallest parts: icon, lamp, avatar, time, sparkline, control."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from community.lib.templatetags import look


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_a_lamp_says_its_state_in_a_word():
    assert "Solved" in render('{% lamp "lit" %}')
    assert "No answer yet" in render('{% lamp "dim" %}')
    assert "lamp--warm" in render('{% lamp "warm" %}')


def test_a_lamp_beside_its_word_does_not_say_it_twice():
    assert "Solved" not in render('{% lamp "lit" "" %}')


def test_an_icon_is_silent_for_screen_readers():
    assert 'aria-hidden="true"' in render('{% icon "bell" %}')


def test_an_icon_that_points_along_the_line_turns_with_the_script():
    assert "icon--turns" in render('{% icon "arrow-end" %}')
    assert "icon--turns" not in render('{% icon "bell" %}')


def test_a_member_keeps_letters_and_hue(cast):
    shown = render("{% avatar member %}", member=cast.asker)
    assert "AA" in shown
    assert f"avatar--hue-{cast.asker.hue}" in shown


@pytest.mark.parametrize(
    ("name", "letters"), [("Nadia Okafor", "NO"), ("tom.b", "TB"), ("Wu", "WU"), ("Ōe", "ŌE"), ("", "?"), ("- -", "?")]
)
def test_two_letters_stand_for_a_name(name, letters):
    assert look.letters_of(name) == letters


def test_a_name_with_markup_is_escaped():
    assert "<b" not in render("{% avatar name %}", name="<b onclick")


def test_a_time_is_absolute_on_the_server_and_relative_in_the_browser():
    shown = render("{% when moment %}", moment=datetime(2026, 3, 4, 15, 30, tzinfo=UTC))
    assert shown.startswith("<relative-time><time datetime=")
    assert "2026-03-04T15:30:00+00:00" in shown
    assert "ago" not in shown


def test_a_time_follows_the_language_and_the_zone():
    moment = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    with translation.override("de"), timezone.override("Europe/Berlin"):
        assert "5. März 2026" in render("{% when moment %}", moment=moment)
    assert "March 4, 2026" in render('{% when moment "date" %}', moment=moment)


def test_no_time_is_no_text():
    assert render("{% when moment %}", moment=None) == ""


def test_a_sparkline_of_one_value_is_no_line():
    assert render("{% sparkline values %}", values=[3]) == ""


def test_a_sparkline_of_equal_values_does_not_divide_by_nothing():
    assert "<polyline" in render("{% sparkline values %}", values=[0, 0, 0])


def test_a_sparkline_with_words_is_an_image():
    assert 'role="img" aria-label="rising"' in render('{% sparkline values "rising" %}', values=[1, 2])


class Address(forms.Form):
    email = forms.EmailField(widget=forms.EmailInput(attrs={"placeholder": "Email address"}))
    city = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "for example Porto"}))


def test_a_placeholder_that_repeats_the_label_is_left_out():
    form = Address()
    assert "placeholder" not in render("{% control field %}", field=form["email"])
    assert "Porto" in render("{% control field %}", field=form["city"])


def test_what_is_the_same_for_everybody_is_rendered_once_with_gaps_for_the_rest():
    template = Template(
        "{% fixed kind with id=number name=name %}<a id='{{ id }}'>{{ kind }} {{ name }}</a>{% endfixed %}"
    )
    first = template.render(Context({"kind": "answer", "number": 7, "name": "<b>"}))
    again = template.render(Context({"kind": "answer", "number": 8, "name": "é"}))
    other = template.render(Context({"kind": "reply", "number": 9, "name": ""}))
    assert first == "<a id='7'>answer &lt;b&gt;</a>"
    assert again == "<a id='8'>answer é</a>"
    assert other == "<a id='9'>reply </a>"
    assert template.render(Context({"kind": "answer", "number": 1, "name": "x", "id": 5})) == "<a id='1'>answer x</a>"
