"""A draft out of several solved questions: their words, and a source for every sentence."""

import time
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from community.activity.models import Event
from community.catalogue.models import Platform, Product, Release
from community.content.audiences import Audience
from community.content.models import Origin
from community.search import rebuilding, vectors
from forum.models import Question
from knowledgebase.drafting import Solved, draft_of, threads_about
from knowledgebase.models import Article, CommonRequest
from knowledgebase.models.source import text_in
from knowledgebase.passages import passages_of, same_words
from knowledgebase.requests.drafts import draft_for
from knowledgebase.requests.mining import mine
from tests.cast import make_answer
from tests.operations import dumps

OURS = {"How you notice it", "What else helped"}

STEPS = """Your neighbours sit on the **same** channel. Two things help:

1. Open *Settings → Wi-Fi*. Switch "automatic" off.
2. Choose channel 6!
   - or 11, where 6 is taken

```
hub --channel 6   # keep it
```

| band | channel |
|---|---|
| 2.4 GHz | 6 |

> It held since Monday."""
HTML = (
    "<p>Use <b>channel 6</b>; see <a href='https://example.com/a_b_c'>a_b_c</a>.</p><ol start='3'><li>third</li></ol>"
    "<pre><code>hub &lt;now&gt; * 2\n    indented_line\n</code></pre><blockquote><p>1. Not a list</p></blockquote>"
    "<p>H<sub>2</sub>O # no heading</p><ul><li><p>one</p><p>more</p></li></ul>"
)
UNFINISHED = "Copy this:\n\n```\nhub --reset"


def solved(cast, title, answer, body="Since **Monday**.", **fields) -> Question:
    question = cast.question(title=title, body=body, **fields)
    html = {"body_format": "html"} if answer.startswith("<") else {}
    question.accept(make_answer(question, by=cast.helper, body=answer, **html), by=cast.asker)
    return question


def as_solved(*questions) -> list[Solved]:
    return [Solved(question, question.solution) for question in questions]


def unsourced(article: Article) -> list[str]:
    """The sentences of a draft that no source has, or whose source does not say them: none, if all is well."""
    words = article.newest_revision()
    sources = list(words.sources.select_related("post_revision", "post_revision__post_type"))
    stands = {source.passage for source in sources if same_words(source.passage) in text_in(source.post_revision)}
    shown = [words.title, *passages_of(words.steps_html), *passages_of(words.body_html)]
    wrong = [source.passage for source in sources if source.passage not in stands]
    return [passage for passage in shown if passage not in stands | OURS] + wrong


def test_every_sentence_of_a_draft_stands_in_the_post_that_it_names(cast):
    questions = [
        solved(cast, "Wi-Fi gone every *night*, why?", STEPS),
        solved(cast, "1. The hub_name is lost [again] at www.example.com!", HTML),
        solved(cast, "Hub offline & dim since 3.2", UNFINISHED, body="```\nunfinished too"),
        solved(cast, "Wi-Fi gone every *night*, why?", "Set it by hand. Ask @hugo."),
    ]

    article = draft_of(as_solved(*questions), by=cast.editor, title="Hub offline & dim since 3.2")

    assert unsourced(article) == []
    words = article.newest_revision()
    assert article.title == "Hub offline & dim since 3.2"
    for wording in ("Wi-Fi gone every *night*, why?", "1. The hub_name is lost [again] at www.example.com!"):
        assert wording in passages_of(words.body_html) or wording.split(". ", 1)[1] in passages_of(words.body_html)
    assert passages_of(words.body_html).count("Wi-Fi gone every *night*, why?") == 1
    assert "What else helped" in words.body
    assert (article.status, article.owner, article.topic) == ("draft", cast.editor, cast.topic)


def test_it_says_what_it_applies_to_and_takes_the_best_solution_as_the_steps(cast):
    hub = Product.objects.create(name="Hub", slug="hub")
    releases = [Release.objects.create(product=hub, version=version) for version in ("3.9", "3.10")]
    phone = Platform.objects.create(name="iOS", slug="ios")
    questions = [
        solved(cast, f"The hub is lost at {number} o'clock", f"Solution {number}.", product=hub, release=release)
        for number, release in enumerate(releases)
    ]
    Question.objects.filter(pk=questions[0].pk).update(platform=phone)
    questions[0].refresh_from_db()
    questions[1].solution.endorse(by=cast.agent)

    article = draft_of(as_solved(*questions), by=cast.editor)

    assert set(article.applies_to) == {"Hub 3.9", "Hub 3.10", "iOS"}
    assert article.newest_revision().steps == "Solution 1."
    assert "Solution 0." in article.newest_revision().body


def test_only_what_everybody_may_read_becomes_part_of_it(cast):
    public = solved(cast, "The hub is lost at night", "Set channel 6.")
    private = solved(
        cast, "Canary title", "Canary answer.", audience=Audience.ORGANISATION, organisation=cast.organisation
    )
    hidden = solved(cast, "Hidden canary", "Another canary.")
    unsolved = solved(cast, "Opened again, canary", "A third canary.")
    foreign = solved(cast, "Kanarienvogel", "Ein Kanarienvogel.", language="de")
    threads = as_solved(public, private, hidden, unsolved, foreign)
    hidden.solution.hide(by=cast.moderator)
    unsolved.unaccept(by=cast.asker)

    article = draft_of(threads, by=cast.editor, title="Canary title")

    assert article.is_public
    words = article.newest_revision()
    assert "anar" not in words.title + words.steps + words.body
    with pytest.raises(ValidationError, match="nothing to write from"):
        draft_of(threads[1:3], by=cast.editor)


def test_the_parts_of_a_request_become_one_draft_however_often_it_is_asked_for(cast, work):
    central, other = (solved(cast, f"The hub is lost at {n} o'clock", f"Solution {n}.") for n in range(2))
    private = solved(cast, "Canary", "Canary.", audience=Audience.STAFF)
    still_open = cast.question(title="Nobody knows")
    work()
    kind = ContentType.objects.get_for_model(Question).pk
    parts = [(kind, question.pk) for question in (other, private, still_open, central)]

    threads = threads_about([*parts, (kind, 999_999)])

    assert [thread.question for thread in threads] == [other, central]
    drafts = {draft_of(threads, by=cast.editor, title=central.title, drafted_from=cast.topic) for _twice in range(2)}
    assert [draft.title for draft in drafts] == [central.title]


def test_a_licence_is_shown_with_the_source_that_it_belongs_to(cast, client):
    origin = Origin.objects.create(
        site="beer.example.com", kind="answer", external_id="1", author_name="Brew", licence="CC BY-SA 4.0",
        url="https://beer.example.com/a/1",
    )  # fmt: skip
    question = cast.question()
    answer = make_answer(question, by=cast.helper, origin=origin)
    question.accept(answer, by=cast.asker)
    article = draft_of(as_solved(question), by=cast.editor)
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)

    page = client.get(article.get_absolute_url()).content.decode()

    assert "CC BY-SA 4.0" in page
    assert "https://beer.example.com/a/1" in page
    credited = Event.objects.filter(verb="kb.article.credited")
    assert {event.data["member"] for event in credited} == {cast.asker.pk, cast.helper.pk}


def test_an_editor_names_solved_questions_and_gets_a_draft(cast, client, work):
    questions = [solved(cast, f"The hub is lost at {number} o'clock", f"Solution {number}.") for number in range(2)]
    work()
    client.force_login(cast.editor)
    assert "From solved questions" in client.get(reverse("kb:article-new")).content.decode()
    addresses = "\n".join(f"http://testserver{q.get_absolute_url()}?x=1#answer-2" for q in questions)

    response = client.post(reverse("kb:draft-from-questions"), {"addresses": addresses})

    article = Article.objects.get()
    assert response.url == reverse("kb:article-edit", args=[article.slug])
    assert unsourced(article) == []
    refused = client.post(reverse("kb:draft-from-questions"), {"addresses": "/questions/999999/none/"})
    assert refused.status_code == 422
    assert "/questions/999999/none/" in refused.content.decode()
    client.force_login(cast.stranger)
    assert client.post(reverse("kb:draft-from-questions"), {"addresses": addresses}).status_code == 403


@pytest.mark.proof
@pytest.mark.parametrize("site", ["beer", "history"])
@pytest.mark.django_db
def test_drafts_from_twenty_common_requests_mined_from_an_import(site, proving, cast, figure, settings, tmp_path):
    posts = dumps.REAL / f"stackexchange-{site}" / "Posts.xml"
    if not posts.exists():
        pytest.skip(f"There is no {posts} to draft from.")
    (tmp_path / "Posts.xml").symlink_to(posts)
    settings.MINING_WEEKS = 1000  # the whole dump
    call_command("import_stackexchange", str(tmp_path), site=f"{site}.stackexchange.com", stdout=StringIO())
    rebuilding.rebuild()
    vectors.make_missing(budget=600)
    mine()
    began = time.monotonic()
    drafts = list(islice(_drafts(cast.editor), 20))
    seconds = time.monotonic() - began

    sources = [draft.newest_revision().sources.all() for draft in drafts]
    lacking = [sentence for draft in drafts for sentence in unsourced(draft)]
    posts_quoted = len({source.post_revision.post_id for each in sources for source in each})

    assert (len(drafts), lacking) == (20, [])
    figure(
        f"drafts from 20 common requests mined from an import ({site}): sentences without a source that has their words",
        "0",
        f"{len(lacking)} of {sum(map(len, sources))} in {len(drafts)} drafts of {CommonRequest.objects.count()} requests; "
        f"{posts_quoted} posts quoted, {seconds / max(len(drafts), 1):.2f} s a draft",
    )


def _drafts(editor) -> Iterator[Article]:
    """Drafts for the common requests, most asked first, as far as anything in them was solved."""
    for request in CommonRequest.objects.order_by("-volume", "pk"):
        with suppress(ValidationError):
            yield draft_for(request, by=editor)
