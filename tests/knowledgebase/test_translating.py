"""An article in other languages: who translates, how far a translation is behind, what readers and search engines see."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from community.activity.models import Event
from community.members.models import Grant, Member, Right
from community.notifications.models import Notification
from knowledgebase.models import Article
from tests.knowledgebase.articles import make_article, make_promoted, make_published, make_section


@pytest.fixture
def translator(cast):
    Grant.give(cast.helper, Right.PROPOSE_ARTICLES, reason="team", language="de")
    return cast.helper


def make_translation(cast, original, **words) -> Article:
    translation = original.translate("de", by=cast.editor)
    translation.revise(by=cast.editor, **({"title": "Ein Kanal", "steps": "Kanal 6 wählen."} | words))
    translation.submit(by=cast.editor)
    translation.publish(by=cast.second_editor)
    return translation


def change(cast, article, significance, words="Choose channel 11.") -> None:
    article.revise(by=cast.editor, title=article.title, steps=words, significance=significance)
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)


def test_a_translation_begins_with_the_words_of_the_original_and_thanks_the_same_people(cast):
    original = make_promoted(cast)
    translation = original.translate("de", by=cast.editor)

    words = translation.newest_revision()
    assert (translation.language, translation.original, words.based_on) == ("de", original, original.current)
    assert words.steps == original.current.steps
    assert {source.author for source in words.sources.all()} == {cast.asker, cast.helper}
    assert {source.passage for source in words.sources.all()} == {""}
    assert original.translate("de", by=cast.second_editor) == translation
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(by=cast.editor, language="de", translation_of=original)
    with pytest.raises(ValidationError, match="written in this language"):
        original.translate("en", by=cast.editor)
    with pytest.raises(ValidationError, match="Publish the article first"):
        make_article(by=cast.editor).translate("de", by=cast.editor)


def test_a_typo_leaves_it_fresh_more_makes_it_stale_and_something_else_out_of_date(cast, client, work):
    original = make_published(cast)
    translation = make_translation(cast, original)
    address = translation.get_absolute_url()
    seen = []
    for significance in ("typo", "medium", "major"):
        change(cast, original, significance, f"Choose channel 11, {significance}.")
        translation.refresh_from_db()
        seen.append(translation.staleness)
    assert seen == ["", "stale", "major"]
    page = client.get(address).content.decode()
    assert "out of date" in page
    assert f'href="{original.get_absolute_url()}"' in page
    work()
    assert Notification.objects.filter(member=cast.editor, title__contains="original of your translation").exists()

    client.force_login(cast.editor)
    form = client.get(reverse("kb:article-edit", args=[translation.slug])).content.decode()
    assert "What changed in the original" in form
    assert "major</ins>" in form
    said = {"title": "Ein Kanal", "steps": "Kanal 11 wählen.", "significance": "medium", "seen": 1, "caught_up": "on"}
    where = {"section": original.section_id, "topic": original.topic_id, "audience": "public", "submit": "1"}
    client.post(reverse("kb:article-edit", args=[translation.slug]), said | where)
    translation.refresh_from_db()
    translation.publish(by=cast.second_editor)
    assert translation.current.based_on == original.newest_revision()
    assert translation.staleness == ""


def test_readers_switch_languages_and_search_engines_know_of_all(cast, client, django_capture_on_commit_callbacks):
    original = make_published(cast)
    alone = client.get(original.get_absolute_url()).content.decode()
    assert "hreflang" not in alone
    with django_capture_on_commit_callbacks(execute=True):
        translation = make_translation(cast, original)
    draft = original.translate("fr", by=cast.editor)

    for article in (original, translation):
        page = client.get(article.get_absolute_url()).content.decode()
        links = set(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="[^"]*(/kb/[^"]+)"', page))
        assert links == {
            ("en", original.get_absolute_url()),
            ("de", translation.get_absolute_url()),
            ("x-default", original.get_absolute_url()),
        }
        assert "Deutsch" in page
        assert draft.get_absolute_url() not in page
    for place in ("/kb/", original.section.get_absolute_url()):
        assert original.title in client.get(place).content.decode()
        assert translation.title not in client.get(place).content.decode()
        Member.objects.filter(pk=cast.stranger.pk).update(language="de")
        client.force_login(cast.stranger)
        assert translation.title in client.get(place).content.decode()
        client.logout()
    sitemap = client.get("/sitemap-articles-0.xml").content.decode()
    assert sitemap.count('hreflang="x-default"') == 2
    assert sitemap.count(f'hreflang="de" href="http://localhost:8000{translation.get_absolute_url()}"') == 2

    with django_capture_on_commit_callbacks(execute=True):
        translation.archive(by=cast.second_editor)
    assert "hreflang" not in client.get(original.get_absolute_url()).content.decode()


def test_a_team_translates_its_own_language_and_nothing_else(cast, client, translator):
    original = make_published(cast)
    client.force_login(translator)
    listed = client.get(reverse("kb:to-translate", args=["de"])).content.decode()
    assert original.title in listed
    assert client.get(reverse("kb:to-translate", args=["fr"])).status_code == 403
    assert translator.name in client.get(reverse("kb:languages")).content.decode()
    assert reverse("kb:drafts") in client.get("/kb/").content.decode()
    work_of_all = client.get(reverse("kb:drafts")).content.decode()
    assert reverse("kb:languages") in work_of_all
    assert reverse("kb:tasks") not in work_of_all
    address = reverse("kb:article-translations", args=[original.slug])
    assert client.post(address, {"language": "fr"}).status_code == 403
    assert client.post(address, {"language": "xx"}).status_code == 404

    response = client.post(address, {"language": "de"})

    translation = Article.objects.get(language="de")
    assert response.url == reverse("kb:article-edit", args=[translation.slug])
    assert client.get(response.url).status_code == 200
    assert client.get(reverse("kb:article-edit", args=[original.slug])).status_code == 403
    assert original.title not in client.get(reverse("kb:to-translate", args=["de"])).content.decode()
    said = {"title": "Ein Kanal", "steps": "Kanal 6 wählen.", "significance": "major", "seen": 1, "submit": "1"}
    assert client.post(response.url, said).status_code == 302
    translation.refresh_from_db()
    assert (translation.title, translation.status) == ("Ein Kanal", "in-review")
    publish = reverse("kb:article-publication", args=[translation.slug])
    client.force_login(cast.stranger)
    assert client.post(publish, {"revision": 1}).status_code == 403
    Grant.give(cast.stranger, Right.REVIEW_ARTICLES, reason="team", language="de")
    assert client.post(publish, {"revision": 1}).status_code == 302
    translation.refresh_from_db()
    assert (translation.is_published, translation.current.reviewed_by) == (True, cast.stranger)
    assert client.post(reverse("kb:article-publication-remove", args=[original.slug])).status_code == 403


def test_an_article_that_was_written_on_its_own_is_tied_to_its_original_and_untied_again(
    cast, client, django_capture_on_commit_callbacks
):
    original, written = make_published(cast), make_published(cast, title="Ein Kanal", language="de")
    client.force_login(cast.editor)
    page = reverse("kb:to-translate", args=["de"])
    html = client.get(page).content.decode()
    assert "tied to nothing" in html and written.title in html and f'value="{original.get_absolute_url()}"' in html
    client.logout()
    assert "Deutsch" not in client.get(original.get_absolute_url()).content.decode()

    client.force_login(cast.second_editor)
    tie = reverse("kb:article-original", args=[written.slug])
    assert "no article at this address" in client.post(tie, {"original": "/kb/no/"}, follow=True).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        html = client.post(tie, {"original": original.get_absolute_url()}, follow=True).content.decode()
    assert "Tied: readers of one find the other." in html and "tied to nothing" not in html
    written.refresh_from_db()
    assert (written.translation_of, written.staleness, written.current.based_on) == (original, "", original.current)
    client.logout()
    assert (
        f'href="{written.get_absolute_url()}" lang="de" hreflang="de"'
        in client.get(original.get_absolute_url()).content.decode()
    )
    change(cast, original, "major")
    written.refresh_from_db()
    assert written.staleness == "major"

    client.force_login(cast.second_editor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("kb:article-original-remove", args=[written.slug]))
    written.refresh_from_db()
    assert (written.translation_of, written.staleness) == (None, "")
    client.logout()
    assert written.get_absolute_url() not in client.get(original.get_absolute_url()).content.decode()
    verbs = Event.objects.filter(verb__endswith="tied").order_by("pk").values_list("verb", "actor__username", "data")
    assert [(verb, by, data["original"]) for verb, by, data in verbs] == [
        ("kb.article.tied", cast.second_editor.username, original.pk),
        ("kb.article.untied", cast.second_editor.username, original.pk),
    ]


def test_what_cannot_be_a_translation_is_not_tied(cast):
    original, german = make_published(cast), make_published(cast, title="Ein Kanal", language="de")
    translated, other = make_published(cast, title="Reset it"), make_published(cast, title="Noch einer", language="de")
    for_staff = make_published(cast, title="Für uns", language="de", audience="staff")
    make_translation(cast, translated, title="Zurücksetzen")
    for article, to, why in (
        (translated, german, "translations of its own"),
        (make_article(by=cast.editor, title="Same words"), original, "same language"),
        (for_staff, original, "for whom its original is for"),
        (german, make_article(by=cast.editor, title="Not there yet"), "Publish the original first"),
        (german, translated, "into this language already"),
        (translated.translations.get(), original, "a translation already"),
    ):
        with pytest.raises(ValidationError, match=why):
            article.tie(to, by=cast.editor)
    german.tie(original, by=cast.editor)
    spanish = make_published(cast, title="Un canal", language="es")
    spanish.tie(german, by=cast.editor)  # of a translation, its original is meant
    assert spanish.translation_of == original
    with pytest.raises(ValidationError, match="into this language already"):
        other.tie(original, by=cast.editor)


def test_what_is_missing_in_a_language_is_found_by_section_and_words(cast, client):
    make_published(cast, title="Keep the hub on one channel", section=make_section("Wi-Fi"))
    make_published(cast, title="Change the hub of an owner", section=make_section("Account"))
    client.force_login(cast.editor)
    page = reverse("kb:to-translate", args=["de"])

    def found(**said) -> list[str]:
        return [article.title for article in client.get(page, said).context["page"]]

    assert found(section="account") == found(q="OWNER hub") == ["Change the hub of an owner"]
    assert found(q="hub", section="wi-fi") == ["Keep the hub on one channel"]
    assert len(found(q="", section="no")) == 2 and found(q="hub channel", section="account") == []
    assert "Nothing with these words" in client.get(page, {"q": "nowhere"}).content.decode()
