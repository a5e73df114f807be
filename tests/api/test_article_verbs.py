"""What a program does with articles: one writes, another publishes, and readers say whether it helped."""

import pytest

from community.catalogue.models import Product, Release
from knowledgebase.models import Article
from tests.forum.programs import program_of, reader_of
from tests.knowledgebase.articles import make_published, make_section, make_solution


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor of staff has tests of its own."""
    settings.STAFF_NEED_SECOND_FACTOR = False


def test_one_program_writes_an_article_and_another_publishes_it(client, cast, settings):
    Release.objects.create(product=Product.objects.create(name="Hub", slug="hub"), version="3.10")
    editor, second = program_of(cast.editor), program_of(cast.second_editor)
    filed = {
        "section": make_section().slug,
        "topic": cast.topic.slug,
        "releases": [{"product": "hub", "version": "3.10"}],
    }
    new = {"title": "Keep the hub on one channel", "steps": "Choose channel 6."} | filed

    begun, again = (editor("/articles", new).json() for _ in range(2))
    path = f"/articles/{begun['slug']}"

    assert begun["slug"] == again["slug"] and begun["applies_to"] == ["Hub 3.10"]
    assert editor("/articles", new | {"steps": ""}).status_code == 422
    assert editor("/articles", new | {"steps": "Ask ann@mailbox.org."}).json()["facts"][0]["kind"] == "mail_address"
    assert program_of(cast.stranger)("/articles", new).status_code == 403
    assert client.get(f"/api/v1{path}").status_code == client.get(f"/api/v1{path}/review").status_code == 404

    edited = {"title": begun["title"], "steps": "Choose channel 6 by hand.", "seen": 1}
    assert second(f"{path}/edit", edited).json()["revision"]["number"] == 2
    assert editor(f"{path}/edit", edited).status_code == 409
    assert editor(f"{path}/edit", edited | {"seen": 2, "audience": "public"}).json()["revision"]["number"] == 3
    assert editor(f"{path}/submission").json()["status"] == "in-review"
    assert [second(f"{path}/review/comments", {"body": "Why 6?"}).status_code for _ in range(2)] == [201, 201]
    assert editor(f"{path}/submission/remove", {"reason": "Say why."}).json()["revision"]["is_in_review"] is False
    editor(f"{path}/submission")
    assert [row["slug"] for row in reader_of(cast.editor)("/articles/drafts?state=in-review").json()["articles"]] == [
        begun["slug"]
    ]

    assert editor(f"{path}/publication", {"revision": 3}).status_code == 403
    assert second(f"{path}/publication", {"revision": 2}).status_code == 403
    published = second(f"{path}/publication", {"revision": 3}).json()
    assert published["status"] == "published" and [remark["body"] for remark in published["remarks"]] == [
        "Why 6?",
        "Say why.",
    ]
    assert client.get(f"/api/v1{path}").json()["steps"] == "Choose channel 6 by hand."

    assert second(f"{path}/address", {"slug": "one-channel"}).json()["slug"] == "one-channel"
    assert second("/articles/one-channel/publication/remove", {}).json()["status"] == "archived"
    assert second("/articles/one-channel/publication/remove", {"restore": True}).json()["status"] == "published"
    assert program_of(cast.agent)("/articles/one-channel/publication/remove", {}).status_code == 403
    assert reader_of(cast.stranger)("/articles/drafts").status_code == 403
    assert reader_of(cast.stranger)("/articles/one-channel/review").status_code == 403
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert second("/articles/one-channel/publication/remove", {}).status_code == 403


def test_a_program_chooses_which_sources_an_article_still_quotes(cast):
    answer, editor = make_solution(cast), program_of(cast.editor)
    slug = editor(f"/answers/{answer.pk}/article").json()["slug"]
    sources = reader_of(cast.editor)(f"/articles/{slug}/review").json()["sources"]
    said = {"title": "Keep the hub on one channel", "steps": "Choose channel 6."}

    kept = editor(f"/articles/{slug}/edit", said | {"keep": [1]}).json()["sources"]

    assert [source["author"]["username"] for source in sources] == ["ann", "hugo"]
    assert [source["author"]["username"] for source in kept] == ["hugo"]
    assert editor(f"/articles/{slug}/edit", said | {"keep": [7]}).status_code == 422


def test_a_reader_without_a_key_says_that_it_helped_and_counts_once(client, cast):
    article = make_published(cast)
    address = f"/api/v1/articles/{article.slug}/helpful"

    for helped in (True, False, True):
        assert client.post(address, {"helped": helped}, content_type="application/json").status_code == 204

    assert Article.objects.values_list("helpful_count", "unhelpful_count").get() == (1, 0)
    Article.objects.update(audience="staff")
    assert client.post(address, {"helped": True}, content_type="application/json").status_code == 404


def test_a_program_pins_an_article_to_links_and_reads_what_they_missed(client, cast):
    article, product = make_published(cast), Product.objects.create(name="Hub", slug="hub")
    editor = program_of(cast.editor)
    pin = {"article": article.slug, "topic": "pairing", "product": "hub", "since": "3.4", "until": "3.10"}

    pinned, again = (editor("/articles/links", pin).json() for _ in range(2))

    assert pinned == again and pinned["product"] == product.slug and pinned["leads"] is True
    assert editor("/articles/links", pin | {"until": "3.1"}).status_code == 422
    assert editor("/articles/links", pin | {"product": "none"}).status_code == 404
    assert editor("/articles/links", pin | {"language": "tlh"}).status_code == 422
    assert program_of(cast.stranger)("/articles/links", pin).status_code == 403
    assert client.get("/go/?topic=pairing&product=hub&version=3.9")["Location"] == article.get_absolute_url()
    client.get("/go/?topic=pairing&product=hub&version=4")
    found = reader_of(cast.editor)("/articles/links").json()
    assert [(row["topic"], row["article"], row["times"]) for row in found["used"]] == [("pairing", article.slug, 1)]
    assert [(row["version"], row["article"], row["times"]) for row in found["missed"]] == [("?", None, 1)]
    assert program_of(cast.stranger)(f"/articles/links/{pinned['id']}/remove").status_code == 403
    assert editor(f"/articles/links/{pinned['id']}/remove").status_code == 204
    assert reader_of(cast.editor)("/articles/links").json()["pins"] == []
    assert reader_of(cast.stranger)("/articles/links").status_code == 403


def test_a_program_ties_a_translation_to_its_original_and_unties_it(cast):
    original, german = make_published(cast), make_published(cast, title="Ein Kanal", language="de")
    path, said = f"/articles/{german.slug}/original", {"original": original.slug}
    editor = program_of(cast.second_editor)
    assert program_of(cast.stranger)(path, said).status_code == 403
    assert editor(path, {"original": "nowhere"}).status_code == 404
    assert editor(path, said).json()["slug"] == german.slug
    assert original.translations.get() == german
    assert editor(path, said).status_code == 409
    assert editor(f"{path}/remove").status_code == 200 and not original.translations.exists()
