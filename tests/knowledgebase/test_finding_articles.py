"""Search finds articles, for those who may read them, and as long as they are there."""

import pytest
from django.urls import reverse

from community.content.audiences import Audience
from community.search.finding import find
from community.search.models import Document
from tests.cast import make_question
from tests.knowledgebase.articles import make_article, make_promoted, make_published, make_solution


def titles(query, person=None) -> list[str]:
    return [result.document.title for result in find(query, person)]


def test_a_published_article_is_found_and_a_draft_is_not(cast, work):
    article = make_article(by=cast.editor, title="Keep the hub on one channel")
    work()
    assert titles("hub channel", cast.editor) == []

    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    work()
    assert titles("hub channel") == ["Keep the hub on one channel"]


def test_what_is_archived_or_hidden_is_found_no_more_until_it_is_back(cast, work):
    article = make_published(cast)
    for away, back in ((article.archive, article.restore), (article.hide, article.unhide)):
        away(by=cast.administrator)
        work()
        assert titles("hub channel") == []
        back(by=cast.administrator)
        work()
        assert titles("hub channel") == [article.title]


def test_a_new_address_is_found(cast, work):
    article = make_published(cast)
    article.readdress("one-channel", by=cast.second_editor)
    work()
    assert Document.objects.get().url == "/kb/one-channel/"


@pytest.mark.parametrize(
    ("audience", "finders"),
    [
        (Audience.STAFF, {"agent"}),
        (Audience.ADVOCATES, {"agent", "advocate"}),
        (Audience.ORGANISATION, {"agent", "colleague"}),
    ],
)
def test_what_is_not_for_all_is_found_by_those_who_may_read_it(cast, work, audience, finders):
    organisation = cast.organisation if audience == Audience.ORGANISATION else None
    make_published(cast, title="Canary in the cellar", audience=audience, organisation=organisation)
    work()
    assert not Document.objects.filter(title__contains="Canary").exists()
    assert titles("canary cellar", None) == []
    for name in ("stranger", "advocate", "agent", "colleague"):
        assert bool(titles("canary cellar", getattr(cast, name))) is (name in finders), name


def test_the_question_page_and_the_search_show_what_became_of_the_answer(cast, client, work):
    article = make_promoted(cast)
    work()
    question = client.get(article.drafted_from.question.get_absolute_url()).content.decode()
    assert f'href="{article.get_absolute_url()}"' in question
    found = client.get(reverse("search:results"), {"q": "channel by hand"}).content.decode()
    assert article.get_absolute_url() in found


def test_questions_like_it_stand_beside_it_but_not_those_it_was_written_from(cast, client, work):
    own = make_solution(cast, title="The hub loses its Wi-Fi every night")
    article = make_promoted(cast, own)
    near = make_question(by=cast.stranger, topic=cast.topic, title="Wi-Fi of the hub drops after midnight")
    far = make_question(by=cast.stranger, topic=cast.topic, title="Invoice shows the wrong address")
    private = make_question(by=cast.stranger, topic=cast.topic, title="Canary drops Wi-Fi", audience=Audience.STAFF)
    work()
    vectors = {article: [1.0, 0.1], own.question: [1.0, 0.0], near: [0.9, 0.3], far: [0.0, 1.0], private: [1.0, 0.1]}
    for subject, start in vectors.items():
        document = Document.everything.get(title=subject.title, kind=type(subject)._meta.model_name)
        document.vector, document.maker = start + [0.0] * 382, "by hand"
        document.save(update_fields=["vector", "maker"])

    response = client.get(article.get_absolute_url())

    assert [document.url for document in response.context["related"]] == [near.get_absolute_url()]
    page = response.content.decode()
    assert "Asked about this" in page
    assert near.get_absolute_url() in page
    assert "Canary" not in page

    # Where it quotes the answer alone, the question was asked for it all the same.
    article.current.sources.exclude(url__contains="#answer-").delete()
    assert {source.url for source in article.current.sources.all()} == {own.get_absolute_url()}
    client.force_login(cast.asker)
    assert client.get(article.get_absolute_url()).context["related"] == response.context["related"]
