"""An editor makes a draft out of an answer that worked, with its sources."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from community.activity.models import Event
from community.catalogue.models import Product, Release
from community.content.audiences import Audience
from community.lib.markdown import plain_text, render
from forum.promotion import promote_to_article
from knowledgebase.models import Article, ArticleSource
from knowledgebase.passages import passages_of, same_words
from tests.cast import make_answer
from tests.knowledgebase.articles import make_promoted, make_solution

ANSWER = """Your neighbours sit on the **same** channel. Two things help:

1. Open *Settings → Wi-Fi*. Switch "automatic" off.
2. Choose channel 6!

```
hub --channel 6
```

> It held since Monday.

See [the manual](https://example.com/manual)."""


def text_of(post_revision) -> str:
    return same_words(plain_text(render(f"{post_revision.title}\n\n{post_revision.body}")))


def test_the_draft_is_in_the_customers_own_words(cast):
    hub = Product.objects.create(name="Hub", slug="hub")
    release = Release.objects.create(product=hub, version="3.10")
    answer = make_solution(cast, body=ANSWER, title="Wi-Fi gone every night", product=hub, release=release)

    article = promote_to_article(answer, by=cast.editor)

    revision = article.newest_revision()
    assert article.title == "Wi-Fi gone every night"
    assert revision.steps == ANSWER
    assert "Since **Monday**." in revision.body
    assert article.applies_to == ["Hub 3.10"]
    assert (article.status, article.owner, article.topic) == ("draft", cast.editor, cast.topic)


def test_every_sentence_names_the_revision_in_which_its_words_stand(cast):
    article = promote_to_article(make_solution(cast, body=ANSWER), by=cast.editor)

    sources = list(article.newest_revision().sources.select_related("post_revision"))

    assert [source.position for source in sources] == list(range(len(sources)))
    for source in sources:
        assert same_words(source.passage) in text_of(source.post_revision)
    passages = {source.passage for source in sources}
    assert {"Open Settings → Wi-Fi.", 'Switch "automatic" off.', "hub --channel 6", "Choose channel 6!"} <= passages
    covered = same_words("".join(s.passage for s in sources if s.author == cast.helper))
    assert covered == same_words(plain_text(article.newest_revision().steps_html))


def test_a_source_stays_what_it_was_when_the_post_is_edited(cast):
    answer = make_solution(cast)
    article = promote_to_article(answer, by=cast.editor)

    answer.edit(by=cast.helper, body="Do not do that.")

    source = article.newest_revision().sources.filter(author=cast.helper).select_related("post_revision").first()
    assert source.passage == "Set the channel to 6 by hand."
    assert same_words(source.passage) in text_of(source.post_revision)


def test_promoting_twice_gives_the_same_draft(cast):
    answer = make_solution(cast)
    assert promote_to_article(answer, by=cast.editor) == promote_to_article(answer, by=cast.second_editor)
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_make_one_draft(cast):
    answer = make_solution(cast)
    made, start = [], threading.Barrier(2)

    def promote(editor):
        mine = type(answer).objects.get(pk=answer.pk)
        start.wait()
        made.append(promote_to_article(mine, by=editor).pk)
        connection.close()

    people = [threading.Thread(target=promote, args=[person]) for person in (cast.editor, cast.second_editor)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len(set(made)) == 1
    assert Article.objects.count() == 1


def test_an_imported_answer_becomes_markdown(cast):
    question = cast.question()
    html = "<p>Use <b>channel 6</b>.</p><ul><li>first</li><li>second</li></ul><pre><code>hub &lt;now&gt;</code></pre>"
    answer = make_answer(question, by=cast.helper, body=html, body_format="html")

    revision = promote_to_article(answer, by=cast.editor).newest_revision()

    assert "Use **channel 6**." in revision.steps
    assert "- first" in revision.steps
    assert "hub &lt;now&gt;" in revision.steps_html
    assert same_words(plain_text(revision.steps_html)) == same_words(plain_text(answer.body_html))


def test_what_was_asked_in_private_stays_with_those_who_may_read_it(cast):
    answer = make_solution(cast, audience=Audience.ORGANISATION, organisation=cast.organisation)
    article = make_promoted(cast, answer)

    assert (article.audience, article.organisation) == (Audience.ORGANISATION, cast.organisation)
    assert Article.objects.visible_to(cast.colleague).published().get() == article
    assert not Article.objects.visible_to(cast.stranger).exists()


def test_the_authors_are_credited_when_readers_see_their_words(cast):
    answer = make_solution(cast)
    article = promote_to_article(answer, by=cast.editor)
    credited = Event.objects.filter(verb="kb.article.credited")
    assert not credited.exists()

    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    assert {event.data["member"] for event in credited} == {cast.asker.pk, cast.helper.pk}

    article.revise(by=cast.editor, title=article.title, steps="Shorter.")
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    assert credited.count() == 2


def test_the_question_finds_the_article_made_of_its_answers(cast):
    answer = make_solution(cast)
    other = cast.question(title="Something else entirely")
    article = promote_to_article(answer, by=cast.editor)
    question = answer.question
    assert not Article.objects.published().sourced_from(question, answer).exists()

    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)

    assert list(Article.objects.published().sourced_from(question)) == [article]
    assert list(Article.objects.published().sourced_from(answer)) == [article]
    assert not Article.objects.published().sourced_from(other).exists()
    assert not Article.objects.sourced_from().exists()


def test_an_editor_presses_one_button_on_the_answer(cast, client):
    answer = make_solution(cast)
    address = reverse("forum:answer-article", args=[answer.pk])
    client.force_login(cast.stranger)
    assert client.post(address).status_code == 403
    client.force_login(cast.editor)
    assert client.get(address).status_code == 405

    response = client.post(address)

    article = Article.objects.get()
    assert response.url == reverse("kb:article-edit", args=[article.slug])
    assert "Set the channel to 6 by hand." in client.get(response.url).content.decode()
    assert client.post(address).url == response.url


def test_the_page_names_who_wrote_the_words_and_links_to_them(cast, client):
    article = make_promoted(cast)

    page = client.get(article.get_absolute_url()).content.decode()

    assert "Written from 2 posts" in page
    assert f'href="{reverse("members:detail", args=[cast.helper.username])}"' in page
    answer_url = ArticleSource.objects.filter(author=cast.helper).first().url
    assert f'href="{answer_url}"' in page


def test_a_source_that_was_hidden_since_is_no_longer_linked(cast, client):
    answer = make_solution(cast)
    article = make_promoted(cast, answer)
    answer.hide(by=cast.moderator)

    page = client.get(article.get_absolute_url()).content.decode()

    assert answer.get_absolute_url() not in page
    assert "that is no longer public" in page


def test_sentences_end_where_a_reader_would_say_so():
    html = "<p>Wait 2.5 seconds, e.g. with a clock. Then press! Does it blink? “Yes.” Good…</p><pre>a. B.\nc. D</pre>"
    assert passages_of(html) == [
        "Wait 2.5 seconds, e.g. with a clock.",
        "Then press!",
        "Does it blink?",
        "“Yes.”",
        "Good…",
        "a. B. c. D",
    ]
