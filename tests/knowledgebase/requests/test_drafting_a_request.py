"""What many ask becomes a draft in their words, from what was solved: each sentence with its source."""

from forum.models import Duplicate
from knowledgebase.models import Article, CommonRequest
from knowledgebase.passages import same_words
from knowledgebase.requests.mining import mine
from tests.cast import make_answer, make_question
from tests.forum.programs import program_of


def _of_wifi() -> CommonRequest:
    return CommonRequest.objects.get(title__icontains="wi-fi")


def test_a_request_is_drafted_once_from_its_solved_questions(client, asked, cast, indexed):
    for question in asked["wifi"][:2]:
        question.accept(
            make_answer(question, by=cast.helper, body=f"Set channel {question.pk} by hand."), by=cast.asker
        )
    again = make_question(by=cast.stranger, topic=cast.topic, title="Radio silence after sunset")
    secret = make_question(
        by=cast.stranger,
        topic=cast.topic,
        title="CANARY radio",
        audience="organisation",
        organisation=cast.organisation,
    )
    for question in (again, secret):
        Duplicate.mark(question, canonical=asked["wifi"][0], by=cast.moderator)
    indexed()
    mine()
    client.force_login(cast.editor)
    address = _of_wifi().get_absolute_url()
    assert "Draft it from the solved questions" in client.get(address).content.decode()

    edit = client.post(f"{address}draft/", follow=True).content.decode()

    article = Article.objects.get()
    revision = article.newest_revision()
    assert "Each sentence names its source" in edit
    assert article.title in [question.title for question in asked["wifi"]]
    assert "Set channel" in revision.steps and article.owner == cast.editor
    assert f"- {again.title}" in revision.body and "CANARY" not in revision.body
    assert {source.author for source in revision.sources.all()} == {cast.asker, cast.helper, cast.stranger}
    for source in revision.sources.select_related("post_revision"):
        said = f"{source.post_revision.title} {source.post_revision.body}"
        assert same_words(source.passage) in same_words(said)
    assert (_of_wifi().state, _of_wifi().article) == (CommonRequest.State.DRAFTED, article)
    client.post(f"{address}draft/")
    assert Article.objects.count() == 1


def test_where_nothing_is_solved_the_page_says_so(client, asked, cast):
    mine()
    client.force_login(cast.editor)
    page = client.post(f"{_of_wifi().get_absolute_url()}draft/", follow=True).content.decode()
    assert "there is nothing to write from" in page
    assert not Article.objects.exists()
    assert program_of(cast.editor)(f"/articles/requests/{_of_wifi().pk}/draft").status_code == 409
    assert program_of(cast.stranger)(f"/articles/requests/{_of_wifi().pk}/draft").status_code == 403
