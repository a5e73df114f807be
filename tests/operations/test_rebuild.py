"""What can be worked out from rows is worked out from rows."""

import io

import pytest
from django.core.management import CommandError, call_command

from community.members.models import Member
from community.search.models import Document, Word
from forum.models import Answer, Question
from tests.cast import make_answer


def rebuild(*what):
    out = io.StringIO()
    call_command("rebuild", *what, stdout=out)
    return out.getvalue()


def test_counters_come_back(cast, work):
    question = cast.question()
    answer = make_answer(question, by=cast.helper)
    answer.vote(by=cast.stranger)
    question.say_me_too(by=cast.stranger)
    work()
    counted = (
        Question.objects.values().get(),
        Answer.objects.values().get(),
        list(Member.objects.values("unread_count")),
    )
    Question.objects.update(answer_count=9, me_too_count=9, best_score=9, vote_count=9)
    Answer.objects.update(score=9)
    Member.objects.update(unread_count=9)

    rebuild("counters")
    assert (
        Question.objects.values().get(),
        Answer.objects.values().get(),
        list(Member.objects.values("unread_count")),
    ) == counted


def test_the_index_comes_back(cast, work):
    question = cast.question(title="The hub blinks red")
    work()
    Document.everything.all().delete()
    assert "1 documents" in rebuild("search")
    assert Document.objects.get().title == question.title
    assert Word.objects.filter(word="blink").exists()


def test_points_come_back(cast, work):
    question = cast.question()
    question.accept(make_answer(question, by=cast.helper), by=cast.asker)
    work()
    earned = Member.objects.get(pk=cast.helper.pk).points
    Member.objects.update(points=1)
    rebuild("points", "counters")
    assert earned > 0
    assert Member.objects.get(pk=cast.helper.pk).points == earned


def test_what_cannot_be_rebuilt_is_refused():
    with pytest.raises(CommandError):
        rebuild("trust")
