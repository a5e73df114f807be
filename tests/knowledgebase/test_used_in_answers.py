"""An answer cites an article by its title; the article says in how many answers it is used, and in which."""

from django.core.management import call_command
from django.urls import reverse

from knowledgebase.models import Article, ArticleUse
from knowledgebase.uses import slugs_in
from tests.knowledgebase.articles import make_article, make_published


def used(article) -> int:
    article.refresh_from_db()
    return article.use_count


def test_an_article_knows_the_public_answers_that_lead_to_it(cast, client, work, django_capture_on_commit_callbacks):
    article = make_published(cast)
    link = f"See [{article.title}]({article.get_absolute_url()}), and [again](/kb/{article.slug}/#step)."
    answer = cast.answer(cast.question(title="It blinks at night"), body=link)
    inside = cast.question(title="Of staff alone", audience="staff")
    cast.answer(inside, body=link)
    cast.answer(
        cast.question(title="Elsewhere"), body=f"[No](https://example.org/kb/{article.slug}/), /kb/{article.slug}/."
    )
    work()

    assert used(article) == 1
    assert ArticleUse.objects.filter(article=article).count() == 2
    behind = f"/answers/citing/{article.slug}/"
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="{behind}">Used in 1 answer</a>' in page
    page = client.get(behind).content.decode()
    assert "It blinks at night" in page
    assert "Of staff alone" not in page
    client.force_login(cast.agent)
    assert "Of staff alone" in client.get(behind).content.decode()

    answer.question.hide(by=cast.moderator)
    work()
    assert used(article) == 0
    answer.question.unhide(by=cast.moderator)
    work()
    assert used(article) == 1
    answer.edit(by=answer.author, body="Choose channel 6.")
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert used(article) == 0
    client.logout()
    assert "No answer leads here yet" in client.get(behind).content.decode()


def test_a_former_address_counts_and_what_is_gone_does_not(cast, work):
    article = make_published(cast)
    first = article.slug
    article.readdress("another", by=cast.second_editor)
    answer = cast.answer(cast.question(), body=f"See /kb/{first}/ [here](/kb/{first}/).")
    work()
    assert used(article) == 1
    Article.objects.update(use_count=7)
    answer.delete()

    call_command("rebuild", "counters")

    assert used(article) == 0
    assert not ArticleUse.objects.exists()
    assert slugs_in('<a href="/kb/a/">a</a> <a href="/kb/a/?read=steps">a</a> <a href="/kb/a/history/">h</a>') == ["a"]


def test_titles_are_offered_to_members_of_what_everybody_may_read(cast, client):
    article = make_published(cast, title="Keep the hub on one channel")
    make_published(cast, title="Keep the channel secret", audience="staff")
    make_article(by=cast.editor, title="Keep a draft of the channel")
    address = reverse("kb:titles")
    assert client.get(address, {"q": "channel"}).status_code == 302
    client.force_login(cast.agent)

    found = client.get(address, {"q": "Channel keep"})

    assert found.json() == {"articles": [[article.get_absolute_url(), article.title]]}
    assert client.get(address, {"q": ""}).json() == client.get(address, {"q": "%"}).json() == {"articles": []}


def test_lists_ask_the_database_as_often_for_many_rows_as_for_one(cast, client, work, django_assert_max_num_queries):
    article = make_published(cast)
    for n in range(5):
        question = cast.question(title=f"It blinks {n} times", after_article=article)
        cast.answer(question, body=f"See [it](/kb/{article.slug}/).")
        article.note_why_not(reader=f"reader {n}", reason="hard", comment=f"Word {n}.").settle("edited", by=cast.editor)
    work()
    behind = f"/answers/citing/{article.slug}/"
    client.get(behind)
    with django_assert_max_num_queries(6):
        assert client.get(f"{behind}?again").content.decode().count("See it.") == 5
    client.force_login(cast.editor)
    said = reverse("kb:article-readers", args=[article.slug])
    client.get(said)
    with django_assert_max_num_queries(12):
        page = client.get(said).content.decode()
    assert page.count("Word ") == page.count("It blinks ") == 5
