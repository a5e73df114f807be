"""What many ask becomes a draft in their words, from what was solved: each sentence with its source."""

from community.members.models import Grant, Right
from forum.models import Duplicate
from forum.promotion import promote_to_article
from knowledgebase.models import Article, CommonRequest
from knowledgebase.passages import same_words
from knowledgebase.requests.mining import mine
from tests.cast import make_answer, make_question
from tests.forum.programs import program_of
from tests.knowledgebase.articles import make_section


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
    assert _of_wifi().owner == cast.editor


def test_where_nothing_is_solved_the_page_says_so(client, asked, cast):
    mine()
    client.force_login(cast.editor)
    page = client.post(f"{_of_wifi().get_absolute_url()}draft/", follow=True).content.decode()
    assert "there is nothing to write from" in page
    assert not Article.objects.exists()
    assert program_of(cast.editor)(f"/articles/requests/{_of_wifi().pk}/draft").status_code == 409
    assert program_of(cast.stranger)(f"/articles/requests/{_of_wifi().pk}/draft").status_code == 403


def test_what_an_article_is_made_of_already_is_not_drafted_again_unawares(client, asked, cast, indexed):
    question = asked["wifi"][0]
    answer = make_answer(question, by=cast.helper, body="Set channel 6 by hand.")
    question.accept(answer, by=cast.asker)
    indexed()
    mine()
    article = promote_to_article(answer, by=cast.editor)
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    client.force_login(cast.editor)
    address = _of_wifi().get_absolute_url()
    refused = client.post(f"{address}draft/", follow=True).content.decode()
    assert "is made of these questions already" in refused and "Draft another one all the same" in refused
    assert article.get_absolute_url() in refused
    assert program_of(cast.editor)(f"/articles/requests/{_of_wifi().pk}/draft").status_code == 409
    client.post(f"{address}article/", {"article": article.slug})
    assert (_of_wifi().state, Article.objects.count()) == ("covered", 1)
    CommonRequest.objects.update(article=None, state="gap")
    client.post(f"{address}draft/", {"anyway": "1"})
    assert (_of_wifi().state, Article.objects.count()) == ("drafted", 2)


def test_an_article_is_written_for_what_people_only_searched_for(client, cast):
    common = CommonRequest.objects.create(
        inner_title="CANARY firmware rollback", volume=4, open_searches=1, topic=cast.topic
    )
    client.force_login(cast.editor)
    page = client.get(common.get_absolute_url()).content.decode()
    assert "Private words only" in page and "Draft it from the solved questions" not in page
    assert f'href="/kb/new/?request={common.pk}"' in page
    form = client.get(f"/kb/new/?request={common.pk}").content.decode()
    assert common.get_absolute_url() in form and 'value="CANARY' not in form
    words = {
        "title": "Go back to the firmware of before", "steps": "Hold the button.", "significance": "major",
        "section": make_section().pk, "topic": cast.topic.pk, "language": "en", "audience": "public",
    }  # fmt: skip
    client.post(f"/kb/new/?request={common.pk}", words)
    article = Article.objects.get()
    common.refresh_from_db()
    assert (common.article, common.state, common.owner) == (article, "drafted", cast.editor)
    twin = client.post(f"/kb/new/?request={common.pk}", words | {"title": "Another one"})
    assert (twin.status_code, Article.objects.count()) == (422, 1)
    assert "was begun for this request meanwhile" in twin.content.decode()
    assert client.get("/kb/new/?request=x").status_code == 404
    Grant.give(cast.advocate, Right.PROPOSE_ARTICLES, reason="advocate")
    client.force_login(cast.advocate)
    assert client.get(f"/kb/new/?request={common.pk}").status_code == 403


def test_a_program_writes_for_a_request(cast):
    common = CommonRequest.objects.create(title="Rollback", volume=4, topic=cast.topic, public_volume=3)
    said = {"title": "Go back", "steps": "Hold.", "section": make_section().slug, "topic": cast.topic.slug}
    made = program_of(cast.editor)("/articles", said | {"request": common.pk})
    assert made.status_code == 201
    common.refresh_from_db()
    assert common.article == Article.objects.get()


def test_a_request_with_public_questions_and_no_title_says_so(client, cast):
    common = CommonRequest.objects.create(inner_title="CANARY", volume=4, public_volume=1, topic=cast.topic)
    client.force_login(cast.editor)
    page = client.get(common.get_absolute_url()).content.decode()
    assert "No public title yet" in page and "Private words only" not in page
