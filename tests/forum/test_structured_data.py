"""What a search engine reads on a question page: schema.org's QAPage, field by field."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from forum.models import Answer, Question
from forum.thread import ANSWERS_A_PAGE
from tests.cast import make_answer, make_comment, make_member, make_question
from tests.structured import data_of, flaws_in, flaws_of_question, one_of

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


def page_of(client, question, more=""):
    return client.get(question.get_absolute_url() + more).content.decode()


def read(client, question):
    """The question as the page states it, which is found to be without a flaw."""
    html = page_of(client, question)
    assert flaws_of_question(html) == []
    return one_of(html, "QAPage")["mainEntity"]


@pytest.fixture
def thread(cast):
    answer = cast.answer()
    question = answer.question
    other = make_answer(question, by=cast.stranger, body="Or move the *hub*.")
    make_comment(question, by=cast.helper, body="Which version?")
    make_comment(question, by=cast.asker, answer=answer, body="That was it.")
    answer.vote(by=cast.stranger)
    question.say_me_too(by=cast.stranger)
    question.accept(answer, by=cast.asker)
    return question, answer, other


def test_the_question(client, thread):
    question, _answer, _other = thread
    asked = read(client, question)
    assert asked["name"] == question.title and asked["text"] == "Since Monday."
    assert asked["url"] == SITE + question.get_absolute_url()
    assert asked["author"] == {"@type": "Person", "name": "Ann Asker", "url": f"{SITE}/members/ann/"}
    assert (asked["answerCount"], asked["commentCount"], asked["upvoteCount"]) == (2, 1, 1)
    assert parse_datetime(asked["datePublished"]) <= parse_datetime(asked["dateModified"])
    assert asked["comment"][0]["text"] == "Which version?"


def test_the_accepted_answer_and_the_others(client, thread):
    question, answer, other = thread
    asked = read(client, question)
    accepted, suggested = asked["acceptedAnswer"], asked["suggestedAnswer"]
    assert accepted["@type"] == "Answer" and accepted["text"] == "Set the channel to 6 by hand."
    assert accepted["url"] == f"{SITE}{question.get_absolute_url()}#answer-{answer.pk}"
    assert (accepted["upvoteCount"], accepted["commentCount"]) == (1, 1)
    assert accepted["author"]["name"] == "Hugo Helper" and parse_datetime(accepted["datePublished"])
    assert [each["url"] for each in suggested] == [f"{SITE}{question.get_absolute_url()}#answer-{other.pk}"]
    assert suggested[0]["text"] == "Or move the hub."


def test_without_a_solution_every_answer_is_a_suggestion(client, thread, cast):
    question, _answer, _other = thread
    question.unaccept(by=cast.asker)
    asked = read(client, question)
    assert "acceptedAnswer" not in asked and len(asked["suggestedAnswer"]) == 2


def test_what_was_hidden_is_not_there(client, thread, cast):
    question, answer, other = thread
    other.hide(by=cast.moderator)
    answer.comments.get().hide(by=cast.moderator)
    asked = read(client, question)
    assert asked["answerCount"] == 1 and "suggestedAnswer" not in asked
    assert "comment" not in asked["acceptedAnswer"]
    # A moderator still sees it; what the page states is for everybody.
    client.force_login(cast.moderator)
    html = page_of(client, question)
    assert "Or move the" in html
    assert "Or move the" not in str(data_of(html)) and "That was it." not in str(data_of(html))


def test_nothing_typed_can_end_the_script(client, cast):
    question = cast.question(title="</script><script>alert(1)</script> <!-- & ")
    make_answer(question, by=cast.helper, body="`</script>`")
    assert "<script>alert" not in page_of(client, question)
    assert read(client, question)["name"] == question.title


def test_until_somebody_answered_there_is_none_and_the_page_is_not_to_be_shown(client, cast):
    html = page_of(client, cast.question())
    assert '<meta name="robots" content="noindex">' in html and "ld+json" not in html


def test_a_question_that_five_people_share_is_found_but_states_no_answers(client, cast):
    question = cast.question()
    for number in range(5):
        question.say_me_too(by=make_member(f"neighbour{number}"))
    html = page_of(client, question)
    assert 'name="robots"' not in html
    assert [thing["@type"] for thing in data_of(html)] == ["BreadcrumbList"]


def test_where_the_question_stands(client, thread):
    question, _answer, _other = thread
    crumbs = one_of(page_of(client, question), "BreadcrumbList")["itemListElement"]
    assert [(crumb["position"], crumb["name"]) for crumb in crumbs] == [
        (1, "Questions"),
        (2, "Wi-Fi"),
        (3, question.title),
    ]
    assert crumbs[1]["item"] == f"{SITE}/topics/wi-fi/"


def test_a_program_says_that_it_is_one(client, thread, cast):
    question, _answer, _other = thread
    robot = make_member("robot", is_automatic=True)
    make_answer(question, by=robot, body="Have you tried the manual?")
    make_comment(question, by=robot, body="I am a program.")
    asked = read(client, question)
    said = {each["text"]: each.get("digitalSourceType") for each in (*asked["suggestedAnswer"], *asked["comment"])}
    assert said["Have you tried the manual?"] == said["I am a program."] == "AlgorithmicMediaDigitalSource"
    assert said["Or move the hub."] is None and "digitalSourceType" not in asked


def test_who_has_left_has_no_page_to_name_and_who_was_imported_has_one(client, thread, cast):
    question, _answer, _other = thread
    cast.stranger.is_active, cast.stranger.last_seen_on = False, timezone.now().date()
    cast.stranger.save(update_fields=["is_active", "last_seen_on"])
    imported = make_member("from-elsewhere", is_active=False, full_name="Fern Elsewhere")
    make_answer(question, by=imported, body="From another site.")
    left, came = sorted(read(client, question)["suggestedAnswer"], key=lambda answer: answer["text"], reverse=True)
    assert left["author"] == {"@type": "Person", "name": "Sam Stranger"}
    assert client.get("/members/sam/").status_code == 410
    assert client.get(came["author"]["url"].removeprefix(SITE)).status_code == 200


def test_a_long_thread_counts_all_answers_and_states_those_of_its_first_page(client, cast):
    question = cast.question()
    helpers = [make_member(f"helper{number}") for number in range(3)]
    Answer.objects.bulk_create(
        Answer(question=question, author=helpers[n % 3], body=f"Way {n}", body_html=f"<p>Way {n}</p>")
        for n in range(ANSWERS_A_PAGE + 2)
    )
    question.recount()
    asked = read(client, question)
    assert (asked["answerCount"], len(asked["suggestedAnswer"])) == (ANSWERS_A_PAGE + 2, ANSWERS_A_PAGE)

    after = re.search(r"after=([\w-]+)", page_of(client, question))[1]
    html = page_of(client, question, f"?after={after}")
    assert f'<link rel="canonical" href="{SITE}{question.get_absolute_url()}?after={after}">' in html
    assert '<meta name="robots" content="noindex">' in html and "ld+json" not in html


@pytest.mark.parametrize("kind", [Question.Kind.DISCUSSION, Question.Kind.ANNOUNCEMENT])
def test_talk_and_news_are_discussions_and_wait_for_nobody(client, cast, kind):
    talk = make_question(by=cast.asker, topic=cast.topic, title="What do you use the hub for?", kind=kind)
    reply = make_answer(talk, by=cast.helper, body="For the *garden*.")
    make_comment(talk, by=cast.stranger, answer=reply, body="Which plants?")
    make_comment(talk, by=cast.stranger, body="Good question.")

    html = page_of(client, talk)
    assert flaws_in(html) == [] and "QAPage" not in html
    said = one_of(html, "DiscussionForumPosting")
    assert (said["headline"], said["commentCount"]) == (talk.title, 2)
    assert [each["text"] for each in said["comment"]] == ["Good question.", "For the garden."]
    assert said["comment"][1]["comment"][0]["text"] == "Which plants?"
    assert talk.title not in client.get("/questions/?tab=unanswered").content.decode()
    assert talk.title not in client.get("/feeds/unanswered.atom").content.decode()
    assert "No answer yet" not in client.get("/questions/").content.decode()


def test_the_date_of_change_moves_when_words_are_taken_away(cast):
    answer = cast.answer()
    question = answer.question
    long_ago = timezone.now() - timedelta(days=9)
    Answer.objects.filter(pk=answer.pk).update(created_at=long_ago)
    Question.objects.filter(pk=question.pk).update(created_at=long_ago)
    answer.hide(by=cast.moderator)
    question.refresh_from_db()
    assert question.modified_at == Answer.objects.get(pk=answer.pk).hidden_at
