"""Did this help? One press, no account."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from knowledgebase.models import HelpfulVote
from knowledgebase.models.reader import reader_key
from tests.knowledgebase.articles import make_article, make_published


def say(client, article, helped, **headers):
    return client.post(reverse("kb:article-helpful", args=[article.slug]), {"helped": helped}, **headers)


def counts(article) -> tuple[int, int]:
    article.refresh_from_db()
    return article.helpful_count, article.unhelpful_count


def test_a_visitor_says_yes_and_is_thanked(cast, client, django_capture_on_commit_callbacks):
    article = make_published(cast)
    client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        response = say(client, article, "yes")
    assert counts(article) == (1, 0)
    assert not response.cookies
    assert "Thank you" in client.get(response.url).content.decode()
    assert "It helped 1 of 1 reader" in client.get(article.get_absolute_url()).content.decode()


def test_who_was_not_helped_is_offered_to_ask(cast, client):
    article = make_published(cast)
    page = client.get(say(client, article, "no").url).content.decode()
    assert f'href="/questions/ask/?article={article.slug}"' in page
    assert counts(article) == (0, 1)


def test_the_same_browser_counts_once_a_day_and_may_change_its_mind(cast, client):
    article = make_published(cast)
    for _time in range(3):
        say(client, article, "yes", HTTP_USER_AGENT="Browser")
    assert counts(article) == (1, 0)
    say(client, article, "no", HTTP_USER_AGENT="Browser")
    assert counts(article) == (0, 1)
    say(client, article, "yes", HTTP_USER_AGENT="Another browser")
    assert counts(article) == (1, 1)


def test_a_member_counts_once_for_good(cast, client):
    article = make_published(cast)
    client.force_login(cast.stranger)
    say(client, article, "yes", HTTP_USER_AGENT="Telephone")
    say(client, article, "yes", HTTP_USER_AGENT="Desk")
    assert counts(article) == (1, 0)
    assert HelpfulVote.objects.get().member == cast.stranger
    client.force_login(cast.asker)
    assert "Not signed in" not in client.get(article.get_absolute_url()).content.decode()
    client.logout()
    say(client, article, "no", HTTP_USER_AGENT="Telephone")
    client.force_login(cast.asker)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "It helped 1 of 2 readers who said so. Not signed in: 1." in page


def test_nobody_is_known_by_what_they_said(cast, client):
    article = make_published(cast)
    say(client, article, "yes", HTTP_USER_AGENT="Browser", REMOTE_ADDR="192.0.2.7")
    vote = HelpfulVote.objects.get()
    assert vote.member is None
    assert "192.0.2.7" not in vote.reader
    today = timezone.now().date()
    keys = {reader_key(None, "192.0.2.7", "Browser", today + timedelta(days=n)) for n in range(2)}
    assert len(keys) == 2
    assert vote.reader in keys


def test_htmx_gets_only_the_thanks(cast, client):
    article = make_published(cast)
    page = say(client, article, "yes", HTTP_HX_REQUEST="true").content.decode()
    assert page.lstrip().startswith('<section class="helpful"')
    assert "Thank you" in page


def test_a_draft_has_no_readers(cast, client):
    article = make_article(by=cast.editor)
    assert say(client, article, "yes").status_code == 404
    client.force_login(cast.editor)
    assert say(client, article, "yes").status_code == 403
    assert not HelpfulVote.objects.exists()


def test_looking_changes_nothing(cast, client):
    article = make_published(cast)
    assert client.get(reverse("kb:article-helpful", args=[article.slug])).status_code == 405


def test_too_many_words_from_one_place_are_refused(cast, client, settings):
    settings.LIMITS_ENABLED = True
    article = make_published(cast)
    answers = [say(client, article, "yes", HTTP_USER_AGENT=f"Browser {n}").status_code for n in range(11)]
    assert answers[:10] == [302] * 10
    assert answers[10] == 429
