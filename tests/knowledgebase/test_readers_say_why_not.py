"""It did not help: why, in a sentence; editors read it, and a question keeps the article that it came from."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from community.activity.models import Event
from forum.models import Question
from knowledgebase.models import HelpfulVote
from tests.forum.programs import program_of, reader_of
from tests.knowledgebase.articles import make_article, make_published


def say_why(client, article, reason="", comment="", **headers):
    return client.post(
        reverse("kb:article-why-not", args=[article.slug]), {"reason": reason, "comment": comment}, **headers
    )


def test_a_visitor_says_why_and_editors_alone_read_it_without_private_facts(cast, client):
    article = make_published(cast)
    no = client.post(reverse("kb:article-helpful", args=[article.slug]), {"helped": "no"})
    assert "The steps did not work" in client.get(no.url).content.decode()

    response = say_why(client, article, "did-not-work", "Mine says E4. Write to ann@mailbox.org.")

    assert not response.cookies
    assert "Editors read it" in client.get(response.url).content.decode()
    vote = HelpfulVote.objects.get()
    assert (vote.reason, vote.helped, vote.member, vote.is_by_visitor) == ("did-not-work", False, None, True)
    assert "E4" in vote.comment
    assert "mailbox" not in vote.comment
    assert "E4" not in str(list(Event.objects.values_list("data", flat=True)))
    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (0, 1)
    assert "E4" not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(cast.editor)
    for address in (reverse("kb:readers"), reverse("kb:article-readers", args=[article.slug])):
        page = client.get(address).content.decode()
        assert "E4" in page
        assert "not signed in" in page
    assert "E4" not in client.get(reverse("kb:readers"), {"reason": "hard"}).content.decode()


def test_each_counts_once_the_last_word_stands_and_yes_takes_it_back(cast, client):
    article = make_published(cast)
    say_why(client, article, "hard")
    say_why(client, article, "outdated", "It is blue now.")
    vote = HelpfulVote.objects.get()
    assert (vote.reason, vote.comment) == ("outdated", "It is blue now.")
    say_why(client, article, "missing", HTTP_USER_AGENT="Another browser")
    assert HelpfulVote.objects.count() == 2

    client.post(reverse("kb:article-helpful", args=[article.slug]), {"helped": "yes"})

    vote.refresh_from_db()
    assert (vote.helped, vote.reason, vote.comment) == (True, "", "")
    for wrong in ({"reason": "hard"}, {"outcome": "edited"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HelpfulVote.objects.filter(pk=vote.pk).update(**wrong)


def test_neither_a_reason_nor_a_sentence_comes_back_as_it_was(cast, client):
    article = make_published(cast)
    assert "Choose a reason, or write a sentence." in say_why(client, article).content.decode()
    assert "because" in say_why(client, article, "nonsense", "because").content.decode()
    assert not HelpfulVote.objects.exists()
    assert say_why(client, make_article(by=cast.editor, title="A draft"), "hard").status_code == 404


def test_an_edit_was_made_for_it(cast, client):
    article = make_published(cast)
    word = article.note_why_not(reader="member:1", reason="hard")
    client.force_login(cast.editor)

    client.post(reverse("kb:readers-settlement", args=[word.pk]), {"outcome": "edited"})
    client.post(reverse("kb:readers-settlement", args=[word.pk]), {"outcome": "nothing"})

    word.refresh_from_db()
    assert (word.outcome, word.settled_by) == ("edited", cast.editor)
    assert Event.objects.filter(verb="kb.article.word-settled").count() == 1
    assert "Nobody has said why not" in client.get(reverse("kb:readers")).content.decode()
    assert (
        "An edit was made for this" in client.get(reverse("kb:article-readers", args=[article.slug])).content.decode()
    )
    with pytest.raises(ValidationError):
        word.settle("else", by=cast.editor)
    article.note_why_not(reader="member:1", reason="hard", comment="Still hard.")
    word.refresh_from_db()
    assert word.is_open


def test_a_question_keeps_the_article_that_did_not_help(cast, client):
    article = make_published(cast)
    client.force_login(cast.asker)
    form = client.get(reverse("forum:question-ask"), {"article": article.slug}).content.decode()
    assert f'name="article" value="{article.slug}"' in form
    assert article.title in form
    said = {"title": "The hub has no such menu", "body": "I looked.", "topic": cast.topic.pk, "article": article.slug}

    client.post(reverse("forum:question-ask"), said | {"seen": ""})

    question = Question.objects.get()
    assert question.after_article == article
    after = f'<a href="{article.get_absolute_url()}">{article.title}</a>'
    assert after in client.get(question.get_absolute_url()).content.decode()
    assert article.questions_after.count() == 1
    client.force_login(cast.editor)
    page = client.get(reverse("kb:article-readers", args=[article.slug])).content.decode()
    assert question.title in page
    question.hide(by=cast.moderator)
    client.force_login(cast.editor)
    assert reader_of(cast.editor)(f"/articles/{article.slug}/readers").status_code == 200
    article.archive(by=cast.second_editor)
    question.unhide(by=cast.moderator)
    client.logout()
    assert after not in client.get(question.get_absolute_url()).content.decode()


def test_an_article_that_is_none_is_left_out(cast, client):
    client.force_login(cast.asker)
    draft = make_article(by=cast.editor)
    said = {"title": "The hub has no such menu", "body": "I looked.", "topic": cast.topic.pk, "article": draft.slug}
    client.post(reverse("forum:question-ask"), said | {"seen": ""})
    assert Question.objects.get().after_article is None


def test_programs_say_why_and_settle(cast, client):
    article = make_published(cast)
    address = f"/api/v1/articles/{article.slug}/helpful/reason"
    assert client.post(address, {"reason": "hard"}, content_type="application/json").status_code == 204
    assert client.post(address, {"reason": "x"}, content_type="application/json").status_code == 409
    asked = program_of(cast.asker)(
        "/questions",
        {"title": "The hub has no such menu", "body": "I looked.", "topic": cast.topic.slug, "article": article.slug},
    )
    assert asked.status_code == 201
    words = reader_of(cast.editor)(f"/articles/{article.slug}/readers").json()
    assert [(word["reason"], word["is_by_visitor"]) for word in words["words"]] == [("hard", True)]
    assert words["asked_after"] == 1
    settled = program_of(cast.editor)(f"/articles/readers/{words['words'][0]['id']}/settlement", {"outcome": "nothing"})
    assert settled.json()["outcome"] == "nothing"
    assert reader_of(cast.stranger)(f"/articles/{article.slug}/readers").status_code == 403
