"""A reader arrives on a question page, from a search engine, signed out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import make_answer, make_comment, make_member

pytestmark = pytest.mark.django_db


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_reader_sees_question_and_answer_and_gets_no_cookie(client, cast):
    answer = cast.answer()
    page = client.get(answer.question.get_absolute_url())
    assert "The hub loses its Wi-Fi every night" in page.content.decode()
    assert "Set the channel to 6 by hand." in page.content.decode()
    assert not page.cookies and "csrfmiddlewaretoken" not in page.content.decode()
    assert page["Cache-Control"].startswith("public")


def test_wrong_slug_leads_to_the_right_one(client, cast):
    question = cast.question()
    answer = client.get(f"/questions/{question.pk}/something-else/")
    assert (answer.status_code, answer["Location"]) == (301, question.get_absolute_url())


def test_the_number_alone_is_enough(client, cast):
    question = cast.question()
    assert client.get(f"/questions/{question.pk}/")["Location"] == question.get_absolute_url()


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_a_question_that_there_is_not(client, number):
    assert client.get(f"/questions/{number}/anything/").status_code == 404


def test_canonical_and_index_once_somebody_answered(client, cast):
    question = cast.answer().question
    html = client.get(question.get_absolute_url() + "?utm_source=x").content.decode()
    assert f'<link rel="canonical" href="http://localhost:8000{question.get_absolute_url()}">' in html
    assert 'name="robots"' not in html


def test_five_people_with_the_same_problem_are_enough_to_be_found(client, cast):
    question = cast.question()
    for number in range(5):
        assert "noindex" in Client().get(f"{question.get_absolute_url()}?n={number}").content.decode()
        question.say_me_too(by=make_member(f"neighbour{number}"))
    assert "noindex" not in client.get(f"{question.get_absolute_url()}?n=6").content.decode()


def test_links_of_members_pass_nothing_on(client, cast):
    question = cast.question(body="See https://example.com/offer")
    assert 'rel="ugc nofollow noopener"' in client.get(question.get_absolute_url()).content.decode()


def test_more_than_five_comments_are_folded(client, cast):
    question = cast.question()
    for number in range(7):
        make_comment(question, by=cast.helper, body=f"Detail {number}")
    html = client.get(question.get_absolute_url()).content.decode()
    assert "Show 2 more comments" in html
    assert html.index("Detail 4") < html.index('<details class="comments__more">') < html.index("Detail 5")


def test_as_many_queries_for_fifty_answers_as_for_one(client, cast, figure):
    answer = cast.answer()
    path = answer.question.get_absolute_url()
    few = queries(client, f"{path}?fresh=1")
    for number in range(49):
        made = make_answer(answer.question, by=cast.helper, body=f"Try {number}.")
        make_comment(answer.question, by=cast.stranger, answer=made)
    many = queries(client, f"{path}?fresh=2")
    figure("question page cold, signed out: queries with 1 and with 50 answers", "at most 6, equal", f"{few}, {many}")
    assert few == many <= 6


def test_a_member_needs_at_most_twelve(client, cast):
    answer = cast.answer()
    answer.question.accept(answer, by=cast.asker)
    client.force_login(cast.agent)
    path = answer.question.get_absolute_url()
    client.get(path)
    assert queries(client, path) <= 12


def test_from_the_page_cache_no_query_and_for_what_has_not_changed_a_304(client, cast):
    path = cast.answer().question.get_absolute_url()
    first = client.get(path)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(path)
        unchanged = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (len(asked), again.content, unchanged.status_code) == (0, first.content, 304)


def test_ten_answers_make_less_than_forty_kilobytes(client, cast):
    answer = cast.answer(body="A sentence of an ordinary length that says what to do. " * 8)
    for _number in range(9):
        make_answer(
            answer.question, by=cast.stranger, body="A sentence of an ordinary length that says what to do. " * 8
        )
    assert len(client.get(answer.question.get_absolute_url()).content) < 40_000


def test_a_thread_of_more_than_fifty_answers_goes_on_and_every_answer_has_its_page(client, cast):
    answers = [cast.answer()]
    answers += [make_answer(answers[0].question, by=cast.stranger, body=f"Way {n}.") for n in range(54)]
    where = client.get(f"/answers/{answers[-1].pk}/")["Location"]
    assert "after=" in where and where.endswith(f"#answer-{answers[-1].pk}")
    assert f'id="answer-{answers[-1].pk}"' in client.get(where.partition("#")[0]).content.decode()
    assert f'id="answer-{answers[-1].pk}"' not in client.get(answers[0].question.get_absolute_url()).content.decode()


@pytest.mark.parametrize("cursor", ["nonsense", "WyJ4IiwieCIsIngiLCJ4Il0", "W10"])
def test_a_cursor_that_was_not_made_here(client, cast, cursor):
    path = cast.answer().question.get_absolute_url()
    assert client.get(f"{path}?after={cursor}").status_code == 404
