"""Who writes an article keeps others from saving, until they are done, silent for long, or taken over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Notification
from knowledgebase.models import EditLock
from tests.knowledgebase.articles import make_article

WORDS = {"audience": "public", "language": "en", "significance": "medium", "title": "T", "steps": "My words."}


def test_the_second_writer_sees_who_is_writing_and_takes_over(cast, client, work):
    article = make_article(by=cast.editor)
    edit, lock = (reverse(f"kb:{name}", args=[article.slug]) for name in ("article-edit", "article-lock"))
    words = WORDS | {"section": article.section_id, "topic": article.topic_id}
    client.force_login(cast.editor)
    assert "Nobody else is writing" in client.get(edit).content.decode()
    assert not EditLock.objects.exists()  # looking holds nothing
    assert client.post(lock).url == edit
    assert "others cannot save meanwhile" in client.get(edit).content.decode()

    client.force_login(cast.second_editor)
    assert "Edda Editor is writing this article" in client.get(edit).content.decode()
    swapped = client.post(lock, headers={"HX-Request": "true"}).content.decode()
    assert "Edda Editor is writing this article" in swapped
    refused = client.post(edit, words)
    assert refused.status_code == 422
    assert "My words." in refused.content.decode()
    assert article.newest_revision().steps != "My words."

    client.post(lock, {"take_over": "1"})
    assert client.post(edit, words).status_code == 302
    assert article.newest_revision().author == cast.second_editor
    assert not EditLock.objects.exists()  # saved: others may write again
    work()
    assert Notification.objects.filter(member=cast.editor, title__contains="writes your article on").exists()


def test_a_lock_ends_by_itself_and_belongs_to_one(cast):
    article = make_article(by=cast.editor)
    held = article.hold(by=cast.editor)
    assert article.hold(by=cast.second_editor).member == cast.editor
    article.release(by=cast.second_editor)
    with pytest.raises(ValidationError, match="is writing"):
        article.revise(by=cast.second_editor, title="T", steps="S.")

    long_ago = timezone.now() - timedelta(hours=1)
    EditLock.objects.filter(pk=held.pk).update(taken_at=long_ago, expires_at=long_ago + timedelta(minutes=10))
    assert article.writer() is None
    assert article.hold(by=cast.second_editor).member == cast.second_editor
    assert EditLock.objects.count() == 1
