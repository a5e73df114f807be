"""The main job, from a search engine to the public log, as people do it."""

import re
import time

from community.notifications.models import Mail
from community.support.models import Case
from forum.models import Question

TITLE = "The hub loses its Wi-Fi every night at two"
ANSWER = "Set the channel to 6 by hand: at two the hub looks for a better one, and does not find back."


def wait_for(look, seconds=30):
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)
    return found


def code_mailed_to(address: str) -> str:
    mail = wait_for(lambda: Mail.objects.filter(to=address).order_by("-pk").first())
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.text, re.MULTILINE)[1]


def sign_up(newcomer, name: str) -> None:
    newcomer.goes_to("/accounts/signup/")
    newcomer.writes("Mail address", f"{name}@example.com").writes("Username", name).writes("Password", "a long lamp 47")
    newcomer.presses("Create account")
    newcomer.sees("code").looks()
    newcomer.writes("Code", code_mailed_to(f"{name}@example.com"))
    newcomer.presses("Confirm")


def test_a_reader_comes_from_a_search_engine(person, cast):
    answer = cast.answer()
    answer.question.accept(answer, by=cast.asker)
    for width in (390, 1280):
        reader = person(width=width)
        reader.goes_to(answer.question.get_absolute_url())
        reader.sees(answer.question.title, "Set the channel to 6 by hand.", "Solution")
        assert list(reader.cookies()) == []
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


def test_signing_up_asking_answering_accepting(person, cast):
    cast.topic.save()
    nia = person()
    sign_up(nia, "nia")

    nia.goes_to("/questions/ask/")
    nia.writes("Title", TITLE).chooses("Topic", "Wi-Fi")
    nia.page.locator("textarea[name=body]").fill("Every night at **two** it goes dark. Hub version 4.1.")
    nia.presses("Ask")
    nia.sees(TITLE, "Your question is live", "A person answers by").looks()
    question = Question.objects.get(title=TITLE)

    hugo = person(cast.helper)
    hugo.goes_to("/questions/?tab=unanswered").presses(TITLE, exact=False)
    hugo.sees("Every night at").looks()
    hugo.page.locator("form[action$='/answers/'] textarea[name=body]").fill(ANSWER)
    hugo.presses("Post your answer")
    hugo.sees(ANSWER[:30]).looks()

    wait_for(lambda: Mail.objects.filter(to="nia@example.com", subject__contains=TITLE).exclude(sent_at=None))
    nia.goes_to("/notifications/").sees(TITLE)
    nia.goes_to(question.get_absolute_url()).presses("Accept", exact=False)
    nia.sees("Solution").looks()

    sam = person(cast.stranger)
    sam.goes_to(question.get_absolute_url()).presses("too", exact=False)
    sam.page.locator("form[action*='/vote/'] button").first.click()
    wait_for(
        lambda: (question.me_toos.exists() and question.solution_id is None) or Question.objects.get().best_score == 1
    )
    question.refresh_from_db()
    assert (question.is_solved, question.me_too_count, question.best_score) == (True, 1, 1)


def test_a_question_becomes_a_case_and_ends_in_public(person, cast):
    question = cast.question(title=TITLE)
    ann = person(cast.asker)
    ann.goes_to(question.get_absolute_url())
    ann.goes_to(f"/questions/{question.pk}/escalation/")
    ann.page.locator("form[action*='/escalation/'] textarea, form textarea").first.fill("Three nights without alarm.")
    ann.page.locator("form[method=post] button[type=submit]").last.click()
    case = wait_for(lambda: Case.objects.filter(question=question).first())

    agnes = person(cast.agent)
    agnes.goes_to("/support/").sees(TITLE)
    agnes.goes_to(f"/support/cases/{case.ref}/").sees("Ann Asker")


def test_a_page_without_javascript_still_asks(site, browser, person, cast):
    ann = person(cast.asker)
    plain = browser.new_context(java_script_enabled=False, base_url=site)
    plain.add_cookies(ann.context.cookies())
    page = plain.new_page()
    cast.topic.save()
    page.goto("/questions/ask/")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Topic").select_option(label="Wi-Fi")
    page.locator("textarea[name=body]").fill("Without any script.")
    page.get_by_role("button", name="Ask", exact=True).last.click()
    plain.close()

    assert Question.objects.get().title == TITLE
