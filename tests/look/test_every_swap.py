"""Everything that a page swaps into itself is looked at with axe afterwards, by a test that is named here."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_TAG = r"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"{])*"
_SWAP = re.compile(rf'hx-(?:get|post|put|patch|delete)="({_TAG})"')

ASKING = "test_swaps.py::test_while_somebody_asks_and_after_they_were_helped"
TAKING_PART = "test_taking_part.py::test_with_the_keyboard_alone"

# Template, address as it stands there, and the test in tests/browser that looks at the page after the swap.
SWAPS = {
    ("components/_editor.html", "/private-facts/"): ASKING,
    ("components/_toggle.html", "{{ action }}{% if pressed %}remove/{% endif %}"): TAKING_PART,
    ("components/_vote.html", "{{ action }}{% if pressed %}remove/{% endif %}"): TAKING_PART,
    ("forum/_answer_actions.html", "/questions/{{ question.pk }}/solution/"): TAKING_PART,
    ("forum/_answer_actions.html", "/questions/{{ question.pk }}/solution/remove/"): ASKING,
    ("forum/_answer_actions.html", "/answers/{{ answer.id }}/comments/"): TAKING_PART,
    ("forum/_question_actions.html", "/questions/{{ question.pk }}/comments/"): ASKING,
    ("forum/_question_fields.html", "/questions/intake/"): ASKING,
    ("forum/question_ask.html", "/questions/similar/"): ASKING,
    ("forum/question_ask.html", "/questions/hints/"): ASKING,
    # It swaps nothing: the claim is seen by others.
    ("forum/_answer_form.html", "/questions/{{ question.pk }}/claim/"): TAKING_PART,
    (
        "components/_search_box.html",
        "/search/typed/",
    ): "test_searching.py::test_a_reader_types_walks_the_list_and_opens_what_helps",
    (
        "kb/_helpful.html",
        '{% url "kb:article-helpful" article.slug %}',
    ): "test_knowledge_base.py::test_a_reader_says_that_it_helped",
    (
        "kb/_thanks.html",
        '{% url "kb:article-why-not" article.slug %}',
    ): "test_knowledge_base.py::test_a_reader_says_that_it_did_not_help_and_why",
    (
        "kb/_asking.html",
        '{% url "kb:asking-answers" article.slug asking.pk %}',
    ): "test_knowledge_base.py::test_a_reader_says_that_it_did_not_help_and_why",
    (
        "kb/_lock.html",
        '{% url "kb:article-lock" article.slug %}',
    ): "test_knowledge_base.py::test_one_editor_writes_and_another_takes_over",
    (
        "support/_person.html",
        '{% url "support:case-known" case.ref %}',
    ): "test_swaps.py::test_each_step_of_an_agent_at_the_desk",
}

# Scripts that change the page by what they fetch themselves.
SCRIPTS = {
    "elements/draft-note.js": "test_drafts.py::test_typed_on_one_device_found_and_posted_on_another",
    "elements/markdown-editor.js": ASKING,
    "elements/mention-list.js": "test_mentions.py::test_a_name_is_chosen_with_the_keys_and_becomes_a_link",
    "widget/service.js": "test_help_widget.py::test_help_inside_a_page_of_another_site",
    "lib/upload.js": "test_pictures.py::test_pictures_by_button_and_from_the_clipboard_with_words",
    "seen.js": "test_people.py::test_looking_at_the_question_empties_the_bell",
}


def test_each_swap_of_a_template_has_a_test_that_looks_at_it():
    templates = ROOT / "templates"
    found = {
        (str(page.relative_to(templates)), address)
        for page in templates.rglob("*.html")
        for address in _SWAP.findall(page.read_text())
    }
    assert found == set(SWAPS)


def test_each_script_that_fetches_has_a_test_that_looks_at_it():
    scripts = ROOT / "static/js"
    found = {
        str(path.relative_to(scripts))
        for path in scripts.rglob("*.js")
        if re.search(r"\bfetch\(|XMLHttpRequest", path.read_text())
    }
    assert found == set(SCRIPTS)


def test_the_tests_that_are_named_look_with_axe():
    for name in {*SWAPS.values(), *SCRIPTS.values()}:
        module, test = name.split("::")
        words = (ROOT / "tests/browser" / module).read_text()
        body = words.partition(f"def {test}(")[2].partition("\ndef ")[0]
        assert "looks()" in body, f"{name} does not look at what was swapped"
