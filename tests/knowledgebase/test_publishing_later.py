"""Approved now, published when its time has come."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from community.content.audiences import Audience
from community.notifications.models import Notification
from community.search.finding import find
from knowledgebase import tasks
from knowledgebase.models import Article, Schedule
from tests.knowledgebase.articles import make_article, make_published, make_solution

TOMORROW = timedelta(days=1)


def handed_in(cast, **fields) -> Article:
    article = make_article(by=cast.editor, **fields)
    article.submit(by=cast.editor)
    return article


def comes(article) -> None:
    """Its time has come."""
    Schedule.objects.filter(article=article).update(at=timezone.now() - timedelta(seconds=1))


def test_a_reviewer_approves_it_and_readers_see_it_when_its_time_has_come(cast, client):
    article = handed_in(cast)
    client.force_login(cast.second_editor)
    assert "Publish later" in client.get(reverse("kb:article-review", args=[article.slug])).content.decode()
    at = timezone.now() + TOMORROW
    address = reverse("kb:article-schedule", args=[article.slug])
    client.post(address, {"revision": 1, "at": at.strftime("%Y-%m-%dT%H:%M")})

    assert "Approved for later" in client.get(reverse("kb:drafts")).content.decode()
    assert not Article.objects.in_review().exists()
    assert "Do not publish it then" in client.get(reverse("kb:article-review", args=[article.slug])).content.decode()
    assert tasks.publish_scheduled() == 0
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 404
    comes(article)
    assert tasks.publish_scheduled() == 1
    assert client.get(article.get_absolute_url()).status_code == 200
    article.refresh_from_db()
    assert (article.current.reviewed_by, article.is_published) == (cast.second_editor, True)
    assert not Schedule.objects.exists()
    assert tasks.publish_scheduled() == 0


def test_it_is_taken_back_by_hand_and_by_every_new_word(cast, client):
    article = handed_in(cast)
    at = timezone.now() + TOMORROW
    article.schedule_for(at, by=cast.second_editor)
    client.force_login(cast.second_editor)
    client.post(reverse("kb:article-schedule-remove", args=[article.slug]))
    assert not Schedule.objects.exists()

    article.schedule_for(at, by=cast.second_editor)
    article.revise(by=cast.editor, title=article.title, steps="Other words.")
    assert not Schedule.objects.exists()
    with pytest.raises(ValidationError, match="handed this revision in"):
        article.schedule_for(at, by=cast.second_editor)
    article.submit(by=cast.editor)
    with pytest.raises(PermissionDenied):
        article.schedule_for(at, by=cast.editor)
    with pytest.raises(ValidationError, match="This time is over"):
        article.schedule_for(timezone.now(), by=cast.second_editor)


def test_what_stands_in_the_way_by_then_is_said_and_nothing_is_published(cast, work):
    answer = make_solution(cast)
    article = make_article(by=cast.editor)
    article.revise(
        by=cast.editor, title="T", steps="S.", sources=[article.revisions.get().sources.model.quoting(answer, "S.")]
    )
    article.submit(by=cast.editor)
    article.schedule_for(timezone.now() + TOMORROW, by=cast.second_editor)
    answer.hide(by=cast.moderator)
    comes(article)

    assert tasks.publish_scheduled() == 0

    schedule = Schedule.objects.get()
    assert "not public" in schedule.refused_because
    assert list(Article.objects.in_review()) == [article]
    work()
    assert Notification.objects.filter(member=cast.second_editor, title__contains="not published at its time").exists()
    assert tasks.publish_scheduled() == 0


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.ADVOCATES])
def test_an_internal_article_shows_nowhere_to_others(cast, client, work, audience):
    client.force_login(cast.editor)
    assert f'value="{audience}"' in client.get(reverse("kb:article-new")).content.decode()
    client.logout()
    original = make_published(cast, title="Canary in the cellar", steps="Feed the canary.")
    translation = original.translate("de", by=cast.editor)
    translation.revise(by=cast.editor, title="Canary im Keller", steps="Den Canary füttern.")
    translation.submit(by=cast.editor)
    translation.publish(by=cast.second_editor)

    original.file_under(by=cast.second_editor, audience=audience)
    work()

    translation.refresh_from_db()
    assert translation.audience == audience
    with pytest.raises(ValidationError, match="for whom its original is for"):
        translation.file_under(by=cast.second_editor, audience=Audience.PUBLIC)
    places = [
        "/kb/",
        original.section.get_absolute_url(),
        "/sitemap.xml",
        "/sitemap-articles-0.xml",
        "/",
        "/search/?q=cellar",
    ]
    places += [original.topic.get_absolute_url(), "/api/v1/articles"]
    for person in (None, cast.stranger):
        if person:
            client.force_login(person)
        for place in places:
            assert "anary" not in client.get(place).content.decode(), place
        for article in (original, translation):
            for name in ("article-detail", "article-history", "article-thanks"):
                assert client.get(reverse(f"kb:{name}", args=[article.slug])).status_code == 404
        assert not list(find("canary cellar", person))
    client.force_login(cast.advocate if audience == Audience.ADVOCATES else cast.agent)
    assert client.get(original.get_absolute_url()).status_code == 200
