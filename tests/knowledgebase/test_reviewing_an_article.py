"""One writes, another publishes."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from community.activity.models import Event
from community.catalogue.models import Product, Release
from community.content.audiences import Audience
from community.members.models import Grant, Right
from knowledgebase.models import Article, Revision
from tests.cast import make_topic
from tests.knowledgebase.articles import make_article, make_promoted, make_published, make_solution


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="kb.").order_by("id").values_list("verb", flat=True))


def test_an_article_goes_from_draft_to_readers(cast):
    article = make_article(by=cast.editor)
    assert article.status == "draft"

    article.submit(by=cast.editor)
    assert article.status == "in-review"
    assert list(Article.objects.in_review()) == [article]

    article.publish(by=cast.second_editor)
    assert article.is_published
    assert article.current.reviewed_by == cast.second_editor
    assert article.published_at == article.verified_at == article.updated_at
    assert verbs() == ["kb.article.drafted", "kb.article.submitted", "kb.article.published"]


def test_nobody_publishes_their_own_words(cast):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    with pytest.raises(PermissionDenied):
        article.publish(by=cast.editor)
    article.refresh_from_db()
    assert article.status == "in-review"


def test_the_database_refuses_it_too(cast):
    article = make_article(by=cast.editor)
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        article.revisions.update(submitted_at=now, reviewed_at=now, reviewed_by=cast.editor)


def test_the_author_gets_403_and_no_button(cast, client):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    client.force_login(cast.editor)

    page = client.get(reverse("kb:article-review", args=[article.slug])).content.decode()
    response = client.post(reverse("kb:article-publication", args=[article.slug]), {"revision": 1})

    assert "somebody else has to read and publish it" in page
    assert response.status_code == 403
    assert "You wrote this" in response.content.decode()


def test_the_second_editor_sees_what_it_quotes_and_publishes(cast, client):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    client.force_login(cast.second_editor)
    review = reverse("kb:article-review", args=[article.slug])
    assert "Publish" in client.get(review).content.decode()

    response = client.post(reverse("kb:article-publication", args=[article.slug]), {"revision": 1}, follow=True)

    assert response.redirect_chain[-1][0] == review
    article.refresh_from_db()
    assert article.is_published


def test_the_review_shows_sources_and_what_changes(cast, client):
    article = make_promoted(cast)
    article.revise(by=cast.editor, title=article.title, steps="Set the channel to 11 by hand. It has held since.")
    article.submit(by=cast.editor)
    client.force_login(cast.second_editor)

    page = client.get(reverse("kb:article-review", args=[article.slug])).content.decode()

    assert "What changes since revision 1" in page
    assert "<del>6</del>" in page
    assert "<ins>11</ins>" in page
    assert "Set the channel to 6 by hand." in page  # what the source says


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_publish_once(cast):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    revision = article.newest_revision()
    people = [cast.second_editor, cast.administrator]
    start, failures = threading.Barrier(2), []

    def publish(person):
        mine = Article.objects.get(pk=article.pk)
        start.wait()
        try:
            mine.publish(by=person, revision=revision)
        except Exception as error:  # noqa: BLE001  whatever it is, the test shows it
            failures.append(error)
        connection.close()

    threads = [threading.Thread(target=publish, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Event.objects.filter(verb="kb.article.published").count() == 1


def test_a_newer_revision_must_be_read_first(cast):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    read = article.newest_revision()
    article.revise(by=cast.editor, title=article.title, steps="Other words.")
    article.submit(by=cast.editor)
    with pytest.raises(ValidationError, match="newer revision"):
        article.publish(by=cast.second_editor, revision=read)


def test_what_nobody_handed_in_is_not_published(cast):
    article = make_article(by=cast.editor)
    with pytest.raises(ValidationError, match="Nobody has handed"):
        article.publish(by=cast.second_editor)


def test_sending_back_tells_the_author_why(cast, client):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    client.force_login(cast.second_editor)
    address = reverse("kb:article-submission-remove", args=[article.slug])

    client.post(address, {"reason": ""})
    assert Article.objects.get().status == "in-review"
    client.post(address, {"reason": "Which firmware is it?"})

    article.refresh_from_db()
    assert article.status == "draft"
    client.force_login(cast.editor)
    page = client.get(reverse("kb:article-review", args=[article.slug])).content.decode()
    assert "Which firmware is it?" in page
    assert "Hand in for review" in page


def test_readers_keep_the_published_words_while_the_next_are_reviewed(cast, client, django_capture_on_commit_callbacks):
    article = make_published(cast)
    article.revise(by=cast.editor, title="Another title", steps="Other words.")
    article.submit(by=cast.editor)

    page = client.get(article.get_absolute_url()).content.decode()
    assert "Choose channel 6" in page
    assert "Other words" not in page

    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=cast.second_editor)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Other words" in page
    assert "Another title" in page


def test_a_draft_is_written_over_until_it_is_handed_in(cast):
    article = make_article(by=cast.editor)
    article.revise(by=cast.editor, title="Second try", steps="Better.")
    assert [(r.number, r.title) for r in article.revisions.all()] == [(1, "Second try")]

    article.submit(by=cast.editor)
    article.revise(by=cast.editor, title="Third try", steps="Best.")
    assert [r.number for r in article.revisions.newest_first()] == [2, 1]
    assert article.status == "draft"

    article.revise(by=cast.second_editor, title="Third try", steps="Best of all.")
    assert article.newest_revision().author == cast.second_editor
    assert article.revisions.count() == 3


def test_who_was_slower_is_told_and_loses_nothing(cast, client):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    article.revise(by=cast.second_editor, title=article.title, steps="Quicker.")
    client.force_login(cast.editor)

    response = client.post(
        reverse("kb:article-edit", args=[article.slug]),
        {
            "title": article.title,
            "steps": "My own words.",
            "significance": "medium",
            "seen": 1,
            "section": article.section_id,
            "topic": article.topic_id,
            "audience": "public",
            "language": "en",
        },
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Egon Editor has changed this article while you were writing" in page
    assert "My own words." in page
    assert article.newest_revision().steps == "Quicker."


def test_an_editor_writes_an_article_in_the_browser(cast, client):
    section_page = make_article(by=cast.second_editor).section
    client.force_login(cast.editor)
    assert client.get(reverse("kb:article-new")).status_code == 200

    response = client.post(
        reverse("kb:article-new"),
        {
            "title": "Reset the hub",
            "steps": "Hold the button for ten seconds.",
            "section": section_page.pk,
            "topic": cast.topic.pk,
            "audience": "public",
            "language": "en",
            "significance": "major",
            "submit": "1",
        },
    )

    article = Article.objects.get(slug="reset-the-hub")
    assert response.url == reverse("kb:article-review", args=["reset-the-hub"])
    assert (article.status, article.owner) == ("in-review", cast.editor)


def test_an_article_says_something(cast, client):
    client.force_login(cast.editor)
    response = client.post(reverse("kb:article-new"), {"title": "Nothing", "significance": "major"})
    assert response.status_code == 422
    assert "Write what to do, the whole story, or both." in response.content.decode()
    with pytest.raises(ValidationError):
        make_article(by=cast.editor, steps=" ")
    assert not Article.objects.exists()


def test_archived_articles_are_gone_for_readers_and_come_back(cast, client):
    article = make_published(cast)
    article.archive(by=cast.second_editor)
    assert client.get(article.get_absolute_url()).status_code == 410
    assert article.search_document() is None
    article.archive(by=cast.second_editor)

    article.restore(by=cast.second_editor)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert verbs()[-2:] == ["kb.article.archived", "kb.article.restored"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("article-publication", {"revision": 1}),
        ("article-publication-remove", {}),
        ("article-submission-remove", {"reason": "no"}),
    ],
)
def test_who_may_only_propose_does_not_decide(cast, client, name, data):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    client.force_login(cast.agent)
    assert client.get(reverse("kb:article-edit", args=[article.slug])).status_code == 200
    assert client.post(reverse(f"kb:{name}", args=[article.slug]), data).status_code == 403


def test_a_grant_for_a_topic_is_for_that_topic(cast, client):
    Grant.give(cast.advocate, Right.PROPOSE_ARTICLES, reason="rank", topic=cast.topic)
    mine = make_article(by=cast.editor, topic=cast.topic)
    other = make_article(by=cast.editor, title="Bills", topic=make_topic("Billing"))
    client.force_login(cast.advocate)

    assert client.get(reverse("kb:article-edit", args=[mine.slug])).status_code == 200
    assert client.get(reverse("kb:article-edit", args=[other.slug])).status_code == 404
    page = client.get(reverse("kb:article-new")).content.decode()
    assert "Wi-Fi" in page
    assert "Billing" not in page


def test_an_editor_ticks_the_releases_of_a_product_the_newest_first(cast, client):
    article = make_article(by=cast.editor)
    made = {}
    for product in ("Hub", "Dial"):
        row = Product.objects.create(name=product, slug=product.lower())
        for version in ("3.9", "3.10"):
            made[product, version] = Release.objects.create(product=row, version=version)
    article.releases.set([made["Hub", "3.9"]])
    client.force_login(cast.editor)
    address = reverse("kb:article-edit", args=[article.slug])
    filing = client.get(address).context["filing"]
    groups = [
        (group["title"], [label for _box, label in group["boxes"]], group["is_used"])
        for group in filing.releases_by_product
    ]
    assert groups == [("Dial", ["3.10", "3.9"], False), ("Hub", ["3.10", "3.9"], True)]
    sent = {
        "title": article.title,
        "steps": "1. Choose 11.",
        "significance": "major",
        "seen": 1,
        "section": article.section_id,
    }
    sent |= {"topic": article.topic_id, "language": "en", "audience": "public"}
    client.post(address, sent | {"releases": [made["Hub", "3.10"].pk, made["Dial", "3.9"].pk]})
    assert set(article.releases.all()) == {made["Hub", "3.10"], made["Dial", "3.9"]}


def test_drafts_are_listed_by_what_they_wait_for(cast, client):
    make_article(by=cast.editor, title="Half a thought")
    waiting = make_article(by=cast.editor, title="Ready to read")
    waiting.submit(by=cast.editor)
    published = make_published(cast, title="Long since there")
    changed = make_published(cast, title="There, and better soon")
    changed.revise(by=cast.editor, title=changed.title, steps="1. Open *Settings*.\n2. Choose channel 11.")
    client.force_login(cast.second_editor)

    page = client.get(reverse("kb:drafts")).content.decode()
    assert page.count("published, with changes") == 1 and page.index(changed.title) < page.index("published, with")

    assert page.index("Waits for a review") < page.index("Ready to read") < page.index("Half a thought")
    assert published.title not in page
    client.force_login(cast.stranger)
    assert client.get(reverse("kb:drafts")).status_code == 403


def test_a_published_article_with_changes_is_being_written_again(cast):
    article = make_published(cast)
    assert not Article.objects.being_written().exists()
    article.revise(by=cast.editor, title=article.title, steps="New words.")
    assert list(Article.objects.being_written()) == [article]
    assert article.is_published


def test_private_words_are_not_published_for_all(cast):
    answer = make_solution(cast, audience=Audience.ORGANISATION, organisation=cast.organisation)
    article = make_promoted(cast, answer)
    with pytest.raises(ValidationError, match="not public"):
        article.file_under(by=cast.second_editor, audience=Audience.PUBLIC)
    article.refresh_from_db()
    assert article.audience == Audience.ORGANISATION


def test_a_source_may_be_let_go_in_the_form(cast, client):
    article = make_promoted(cast)
    client.force_login(cast.editor)
    page = client.get(reverse("kb:article-edit", args=[article.slug])).content.decode()
    assert "Written from" in page

    client.post(
        reverse("kb:article-edit", args=[article.slug]),
        {"title": article.title, "steps": "My own words.", "significance": "major", "seen": 1, "keep": ["1"]}
        | {"section": article.section_id, "topic": article.topic_id, "audience": "public", "language": "en"},
    )

    newest = Revision.objects.newest_first().first()
    assert {source.author for source in newest.sources.all()} == {cast.helper}
