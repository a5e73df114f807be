"""Articles: drafts with their sources, reviews, publications, and what readers said about them.

In the story an article begins with its summary. What follows up to a line of three hyphens is what to do; the rest is the
whole story. Without such a line there is nothing to do, only to read.
"""

from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone

from community.content.models import Video
from community.lib import markdown
from community.operations.demo import film
from community.operations.demo.replay.acts import plays
from community.operations.demo.script import Happening
from community.operations.demo.stage import Stage
from forum.models import Answer
from knowledgebase.models import Article, ArticleSource, GoLink
from knowledgebase.models.reader import reader_key
from knowledgebase.passages import passages_of, same_words

_SEAM = "\n---"
# A cell of a table says little about where it comes from; a passage of so many words does.
TELLING = 5


@plays("film")
def film_something(stage: Stage, happening: Happening) -> None:
    """The demo has one film, which is drawn as it is played; the words are its captions."""
    by = stage.person(happening)
    video = Video.upload(film.draw(), by=by, title=happening.title)
    video.caption(BytesIO(happening.body.encode()), language=happening.get("lang", "en"), by=by)
    stage.name(happening["as"], video)


@plays("draft")
def draft(stage: Stage, happening: Happening) -> None:
    words = stage.words(happening)
    about = stage.about(happening)
    article = Article.draft(
        by=stage.person(happening),
        title=happening.title,
        section=stage.shelf_of(happening.topic),
        topic=stage.topics[happening.topic],
        products=[about["product"]] if "product" in about else [],
        language=happening.get("lang", "en"),
        sources=_sources(stage, happening, words),
        drafted_from=next((_answer(stage, label) for label in happening.listed("from")), None),
        comment=happening.get("note"),
        **stage.audience(happening),
        **_parts(words),
    )
    stage.name(happening.thread, article)


@plays("revise")
def revise(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).revise(
        by=stage.person(happening),
        title=happening.title,
        comment=happening.get("note"),
        significance=happening.get("significance", "medium"),
        **_parts(stage.words(happening)),
    )


@plays("translate")
def translate(stage: Stage, happening: Happening) -> None:
    """`of` is the original; what it says in the other language is a revision of its own."""
    original = stage.thing(happening, "of")
    stage.name(happening.thread, original.translate(happening["lang"], by=stage.person(happening)))


@plays("tie")
def tie(stage: Stage, happening: Happening) -> None:
    """It was written on its own, and says what `of` says."""
    stage.thing(happening).tie(stage.thing(happening, "of"), by=stage.person(happening))


@plays("submit")
def submit(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).submit(by=stage.person(happening))


@plays("publish")
def publish(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).publish(by=stage.person(happening))


@plays("schedule")
def schedule(stage: Stage, happening: Happening) -> None:
    """Readers see it so many hours `after` the start of the demo."""
    at = stage.start + timedelta(hours=int(happening["after"]))
    stage.thing(happening).schedule_for(at, by=stage.person(happening))


@plays("lead-links")
def lead_links(stage: Stage, happening: Happening) -> None:
    """The links in a product that name its topic lead here."""
    GoLink.pin(
        stage.thing(happening),
        by=stage.person(happening),
        topic=happening["topic"],
        product=stage.products[happening["product"]],
    )


@plays("find-wanting")
def find_wanting(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).find_wanting(happening["state"], by=stage.person(happening), reason=stage.words(happening))


@plays("send-back")
def send_back(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).send_back(by=stage.person(happening), reason=stage.words(happening))


@plays("helped", "did-not-help")
def rate(stage: Stage, happening: Happening) -> None:
    """Whom it did not help may say why: a `reason`, and words."""
    article, words = stage.thing(happening), stage.words(happening)
    for member in stage.everybody(happening):
        reader = reader_key(member, "", "", date.min)
        if words:
            article.note_why_not(reader=reader, reason=happening.get("reason"), comment=words, member=member)
        else:
            article.note_reader(reader=reader, helped=happening.verb == "helped", member=member)


@plays("ask-readers")
def ask_readers(stage: Stage, happening: Happening) -> None:
    """`choices` are divided by a bar; it ends after `days` or when `enough` have answered."""
    stage.thing(happening).ask_readers(
        stage.words(happening),
        by=stage.person(happening),
        choices=happening["choices"].split("|"),
        ends_at=timezone.now() + timedelta(days=int(happening["days"])),
        enough=int(happening["enough"]),
    )


@plays("answer-readers")
def answer_readers(stage: Stage, happening: Happening) -> None:
    member = stage.person(happening)
    stage.thing(happening).askings.open().get().answer(
        reader=reader_key(member, "", "", date.min),
        choice=happening.get("choice"),
        words=stage.words(happening),
        member=member,
    )


def _parts(words: str) -> dict[str, str]:
    """Summary, what to do, the whole story."""
    summary, _, rest = words.partition("\n\n")
    steps, seam, body = rest.partition(_SEAM)
    return {"summary": summary, "steps": steps, "body": body} if seam else {"summary": summary, "body": rest}


def _sources(stage: Stage, happening: Happening, words: str) -> list[ArticleSource]:
    """`from=question:answer,…`: each answer with the passages that the article took over, word for word."""
    article = _bare(markdown.render(words))
    sources: list[ArticleSource] = []
    for label in happening.listed("from"):
        answer = _answer(stage, label)
        answer.lock()
        taken = [passage for passage in passages_of(answer.body_html) if _bare(passage) in article]
        telling = [passage for passage in taken if len(passage.split()) >= TELLING] or sorted(taken, key=len)[-1:]
        sources += [ArticleSource.quoting(answer, passage) for passage in telling or [""]]
    return sources


def _answer(stage: Stage, label: str) -> Answer:
    """The answer of `question:answer`."""
    return stage.things[label.partition(":")[2]]


def _bare(text: str) -> str:
    """Only the words, for comparing: a sentence may begin a line of the article, or end within one."""
    return same_words(markdown.plain_text(text)).casefold().rstrip(".")
