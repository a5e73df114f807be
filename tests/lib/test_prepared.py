"""Statements that are made once: they say and do what the queryset would."""

import pytest
from django.utils import timezone

from community.lib.prepared import Prepared, PreparedUpdate
from forum.models import Question
from forum.models.queries import COUNTERS

TITLES = Prepared(lambda number: Question.objects.filter(pk=number).values_list("title"))


def test_rows_are_those_of_the_number(cast):
    question = cast.question(title="Is 100 % of it wet?")
    assert TITLES.rows(question.pk) == [("Is 100 % of it wet?",)]
    assert TITLES.rows(question.pk + 1) == []


def test_a_change_is_made_once_and_for_that_number_only(cast, django_assert_num_queries):
    first, second = cast.question(), cast.question(title="Another one, quite different")
    update = PreparedUpdate(lambda number: (Question.objects.filter(pk=number), {"title": "Changed %s"}))
    assert update.run(first.pk) == 1
    with django_assert_num_queries(1):
        assert update.run(first.pk) == 1
    assert list(Question.objects.order_by("pk").values_list("title", flat=True)) == ["Changed %s", second.title]


def test_counting_one_question_is_counting_them_all(cast):
    answer = cast.answer()
    question = answer.question
    answer.vote(by=cast.stranger)
    question.say_me_too(by=cast.stranger)
    question.recount()
    one = {name: getattr(question, name) for name in COUNTERS}
    Question.objects.update(answer_count=0, vote_count=0)
    Question.objects.all().recount()
    question.refresh_from_db()
    assert one == {name: getattr(question, name) for name in COUNTERS}
    assert question.vote_count == 2


def test_a_moment_is_refused(db):
    with pytest.raises(ValueError, match="for ever"):
        Prepared(lambda _number: Question.objects.filter(created_at__lt=timezone.now()).values_list("pk")).rows()
