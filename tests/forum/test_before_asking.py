"""Before a question is posted its asker sees what answers it already, once, and loses nothing whatever they press."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.content.models import Draft
from community.search.index import refresh
from community.search.vectors import make_missing
from forum.asking.sentences import answering
from forum.models import Deflection, Question
from forum.tasks import forget_typed_words
from knowledgebase.models import Article
from tests.forum.answered import BEST, TITLE, TYPED, make_answered
from tests.knowledgebase.articles import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(cast):
    return make_answered(cast)


def look(client, cast, **changes):
    return client.post("/questions/ask/", TYPED | {"topic": cast.topic.pk} | changes)


def seen_in(page) -> str:
    return re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1]


def press(client, cast, question, seen, **more):
    typed = TYPED | {"topic": cast.topic.pk, "seen": seen, "helped": f"question-{question.pk}"} | more
    return client.post("/questions/deflections/", typed)


def test_the_sentence_that_answers_is_marked_above_the_form(client, cast, solved):
    client.force_login(cast.asker)
    page = look(client, cast)
    html = page.content.decode()
    assert page.status_code == 200 and f"<mark>{BEST}</mark>" in html
    assert TYPED["title"] in html and TYPED["body"] in html and "This answered it" in html
    assert Question.objects.count() == 1 and not Deflection.objects.exists()


@pytest.mark.parametrize(
    ("html", "title", "quoted"),
    [
        (
            "<p>Home → People → Invite. She gets a mail, taps it, done.</p>",
            "How can I give my wife access to the app?",
            "Home → People → Invite.",
        ),
        (
            (
                "<blockquote><p>My hub loses its Wi-Fi every night.</p></blockquote><h2>The hub loses its Wi-Fi at night</h2>"
                "<p>Does the hub lose its Wi-Fi every night, or only now and then? Choose a fixed Wi-Fi channel for the hub.</p>"
                "<table><tr><td>Wi-Fi of the hub at night</td></tr></table><pre>hub loses wifi every night</pre>"
            ),
            "My hub loses Wi-Fi every night",
            "Choose a fixed Wi-Fi channel for the hub.",
        ),
        ("<h2>Hub and Wi-Fi</h2><p>Hello there! We are looking into this.</p>", "My hub loses Wi-Fi every night", ""),
    ],
)
def test_the_sentence_is_what_to_do_and_no_heading_greeting_or_question(db, html, title, quoted):
    assert answering(html, title, title)[1] == quoted


def test_where_no_sentence_answers_the_page_quotes_none(client, cast, solved):
    solved.solution.edit(by=cast.helper, body="I had that too, for a year, thank you all.")
    page = look(client, cast).content.decode()
    assert "This answered it" in page and TITLE in page and "<mark>" not in page


def test_an_article_answers_with_what_to_do_and_not_with_what_happens(client, cast):
    summary = "Every night around three the hub loses its Wi-Fi, and comes back ten minutes later."
    make_published(cast, title=TITLE, summary=summary, steps="1. Choose a fixed Wi-Fi channel for the hub.")
    refresh(Article, Article.objects.values_list("pk", flat=True))
    make_missing()
    page = look(client, cast).content.decode()
    assert "<mark>Choose a fixed Wi-Fi channel for the hub.</mark>" in page


def test_this_answered_it_ends_with_thanks_and_is_written_down(client, cast, solved):
    client.force_login(cast.asker)
    seen = seen_in(look(client, cast))
    thanks = press(client, cast, solved, seen)
    html = thanks.content.decode()
    assert thanks.status_code == 200 and "Good that you found it" in html and "I have this too" in html
    row = Deflection.objects.get()
    assert (row.outcome, row.member, row.topic, row.typed) == ("answered", cast.asker, cast.topic, TYPED["title"])
    assert [(each.subject, each.place, each.helped) for each in row.suggestions.all()] == [(solved, 1, True)]
    press(client, cast, solved, seen)
    assert Deflection.objects.count() == 1


def test_none_of_these_posts_the_question_and_keeps_what_was_seen(client, cast, solved):
    client.force_login(cast.asker)
    posted = look(client, cast, seen=seen_in(look(client, cast)))
    question = Question.objects.latest("pk")
    assert posted["Location"] == question.get_absolute_url() and question.title == TYPED["title"]
    row = Deflection.objects.get()
    assert (row.outcome, row.question) == ("none", question)
    assert [each.subject for each in row.suggestions.all()] == [solved]


def test_it_did_not_after_all_leads_back_to_the_form_with_every_word(client, cast, solved):
    client.force_login(cast.asker)
    seen = seen_in(look(client, cast))
    thanks = press(client, cast, solved, seen).content.decode()
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', thanks))
    kept["body"] = re.search(r"<textarea name=\"body\" hidden>\n(.*?)</textarea>", thanks, re.S)[1]
    page = client.post("/questions/deflections/remove/", kept)
    html = page.content.decode()
    assert TYPED["title"] in html and TYPED["body"] in html and TYPED["tags"] in html
    assert f'<option value="{cast.topic.pk}" selected>' in html
    assert Deflection.objects.get().outcome == "none" and not Deflection.objects.get().suggestions.filter(helped=True)
    assert look(client, cast, seen=seen_in(page)).status_code == 302
    assert Deflection.objects.get().question == Question.objects.latest("pk")


def test_who_is_not_signed_in_is_written_down_when_they_press_and_not_before(client, cast, solved):
    page = look(client, cast)
    assert "This answered it" in page.content.decode() and not client.cookies
    assert not Deflection.objects.exists()
    press(client, cast, solved, seen_in(page))
    row = Deflection.objects.get()
    assert (row.outcome, row.member) == ("answered", None)


def test_none_of_these_is_written_down_before_somebody_signs_in_and_becomes_the_question_after(client, cast, solved):
    seen = seen_in(look(client, cast))
    assert look(client, cast, seen=seen).status_code == 302
    assert Deflection.objects.get().question is None
    client.force_login(cast.asker)
    look(client, cast, seen=seen)
    row = Deflection.objects.get()
    assert (row.outcome, row.member, row.question) == ("none", cast.asker, Question.objects.latest("pk"))


def test_this_answered_it_ends_the_draft_and_going_back_begins_it_again(client, cast, solved):
    client.force_login(cast.asker)
    page = look(client, cast, draft="question", draft_pages="a1")
    assert Draft.objects.get().fields["body"] == TYPED["body"]
    press(client, cast, solved, seen_in(page), draft="question", draft_pages="a1")
    assert not Draft.objects.exists()
    client.post("/questions/deflections/remove/", TYPED | {"seen": seen_in(page), "draft": "question"})
    assert Draft.objects.get().fields["title"] == TYPED["title"]


def test_what_is_gone_when_it_is_pressed_leads_back_to_the_form(client, cast, solved):
    client.force_login(cast.asker)
    page = look(client, cast)
    solved.hide(by=cast.moderator)
    again = press(client, cast, solved, seen_in(page))
    assert again.status_code == 200 and TYPED["body"] in again.content.decode()
    assert not Deflection.objects.exists()


def test_going_back_and_sending_it_again_makes_one_question(client, cast, solved):
    client.force_login(cast.asker)
    first = look(client, cast, seen=seen_in(look(client, cast)))
    assert look(client, cast, seen=seen_in(look(client, cast)))["Location"] == first["Location"]
    assert Question.objects.count() == 2


def test_whose_session_ended_signs_in_and_goes_on_where_they_were(client, cast, solved):
    seen = seen_in(look(client, cast))
    look(client, cast, seen=seen)
    client.force_login(cast.asker)
    page = client.get("/accounts/continue/").content.decode()
    assert seen in page and TYPED["body"] in page


def test_who_begins_to_talk_is_not_stopped(client, cast, solved):
    client.force_login(cast.asker)
    assert look(client, cast, kind="discussion").status_code == 302


@pytest.mark.parametrize("title", ["How do I change the name on my invoice?", "The kettle leaks at its lid"])
def test_what_is_merely_alike_stops_nobody(client, cast, solved, title):
    client.force_login(cast.asker)
    assert look(client, cast, title=title).status_code == 302


def test_what_nobody_has_answered_yet_stops_nobody(client, cast):
    question = cast.question(title=TITLE)
    refresh(Question, [question.pk])
    make_missing()
    client.force_login(cast.stranger)
    assert look(client, cast).status_code == 302


def test_a_question_that_is_not_for_them_is_not_shown(client, cast, solved):
    Question.objects.filter(pk=solved.pk).update(audience="staff")
    refresh(Question, [solved.pk])
    make_missing()
    client.force_login(cast.asker)
    assert look(client, cast).status_code == 302


def test_what_was_shown_cannot_be_made_up(client, cast, solved):
    client.force_login(cast.asker)
    page = press(client, cast, solved, "made:up")
    assert page.status_code == 200 and TYPED["body"] in page.content.decode()
    assert not Deflection.objects.exists()


def test_private_facts_are_not_kept_and_words_are_forgotten_after_ninety_days(client, cast, solved):
    client.force_login(cast.asker)
    title = "My hub loses Wi-Fi every night, ann@mailbox.org"
    page = look(client, cast, title=title, private_facts="keep")
    assert 'name="private_facts" value="keep"' in page.content.decode()
    press(client, cast, solved, seen_in(page))
    assert "ann@" not in Deflection.objects.get().typed and "hub" in Deflection.objects.get().typed
    Deflection.objects.update(at=timezone.now() - timedelta(days=89))
    assert forget_typed_words() == 0
    Deflection.objects.update(at=timezone.now() - timedelta(days=91))
    assert forget_typed_words() == 1
    assert Deflection.objects.get().typed == ""


def test_a_refused_form_is_not_shown_suggestions_again(client, cast, solved):
    client.force_login(cast.asker)
    seen = seen_in(look(client, cast))
    refused = look(client, cast, seen=seen, tags="a,b,c,d,e,f")
    assert (
        refused.status_code == 422 and seen_in(refused) == seen and "This answered it" not in refused.content.decode()
    )


def test_an_editor_of_posts_sees_how_it_ended(client, cast, solved, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(cast.asker)
    press(client, cast, solved, seen_in(look(client, cast)))
    client.force_login(cast.administrator)
    page = client.get(f"/admin/forum/deflection/{Deflection.objects.get().pk}/change/")
    assert page.status_code == 200 and TITLE in page.content.decode()
