"""Articles are read again: after a time, when there is a new version, when somebody finds a mistake."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.catalogue.models import Product, Release
from community.notifications.models import Notification
from knowledgebase import tasks
from knowledgebase.models import Article, Recheck
from tests.knowledgebase.articles import make_article, make_published


def unchecked_for(article, days: int) -> None:
    Article.objects.filter(pk=article.pk).update(verified_at=timezone.now() - timedelta(days=days))


def test_what_nobody_checked_for_long_comes_to_the_queue_and_leaves_it_verified(cast, client, work):
    article = make_published(cast)
    article.section.recheck_after = 90
    article.section.save()
    unchecked_for(article, 89)
    assert tasks.open_checks() == 0
    unchecked_for(article, 91)
    assert tasks.open_checks() == 1
    assert tasks.open_checks() == 0
    work()
    assert Notification.objects.filter(member=cast.editor, title="Your article: to verify").count() == 1

    client.force_login(cast.editor)
    queue = reverse("kb:freshness")
    assert article.title in client.get(queue, {"state": "verify"}).content.decode()
    assert article.title not in client.get(queue, {"state": "obsolete"}).content.decode()
    assert client.post(reverse("kb:article-verification", args=[article.slug])).url == queue
    assert article.title not in client.get(queue).content.decode()
    article.refresh_from_db()
    assert timezone.now() - article.verified_at < timedelta(minutes=1)
    assert (article.freshness, Recheck.objects.get().closed_by) == ("", cast.editor)
    article.section.recheck_after = 0
    article.section.save()
    unchecked_for(article, 9_999)
    assert tasks.open_checks() == 0


def test_a_new_version_opens_checks_for_what_readers_use(cast):
    hub = Product.objects.create(name="Hub", slug="hub")
    old = Release.objects.create(product=hub, version="3.9")
    used, unused, other = (make_published(cast, title=title) for title in ("Used", "Unused", "Other"))
    used.file_under(by=cast.second_editor, releases=[old])
    unused.file_under(by=cast.second_editor, products=[hub])
    for article in (used, other):
        article.note_reader(reader="somebody", helped=False)
    assert tasks.open_checks() == 0

    Release.objects.create(product=hub, version="3.8")  # an older one, added late: no news
    Release.objects.create(product=hub, version="3.9.1", released_on=timezone.now() - timedelta(days=400))
    assert tasks.open_checks() == 0
    new = Release.objects.create(product=hub, version="3.10")

    assert tasks.open_checks() == 1
    check = Recheck.objects.get()
    assert (check.article, check.release, check.why) == (used, new, "release")
    used.verify(by=cast.editor)
    assert tasks.open_checks() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Recheck.objects.create(article=used, release=new, why="release")


def test_readers_are_told_until_it_is_put_right(cast, client, django_capture_on_commit_callbacks):
    article = make_published(cast)
    client.force_login(cast.agent)
    address = reverse("kb:article-freshness", args=[article.slug])
    client.post(address, {"state": "needs-edit", "reason": ""})
    article.refresh_from_db()
    assert article.freshness == ""
    client.post(address, {"state": "needs-edit", "reason": "Channel 6 is gone."})
    client.post(address, {"state": "obsolete", "reason": "There is no hub any more."})
    check = Recheck.objects.get()
    assert (check.state, check.reason, check.decided_by) == ("obsolete", "There is no hub any more.", cast.agent)
    assert "no hub any more" in client.get(reverse("kb:article-review", args=[article.slug])).content.decode()
    client.logout()
    assert "it is obsolete" in client.get(article.get_absolute_url()).content.decode()

    article.revise(by=cast.editor, title=article.title, steps="Use the new one.")
    article.submit(by=cast.editor)
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=cast.second_editor)
    assert "it is obsolete" not in client.get(article.get_absolute_url()).content.decode()
    assert not Recheck.objects.open().exists()
    with pytest.raises(ValidationError, match="nothing to check"):
        make_article(by=cast.editor, title="Never seen").verify(by=cast.editor)
