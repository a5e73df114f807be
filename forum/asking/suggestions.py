"""Before a question is posted: what answers it already, with the sentence that does, where one can be told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.text import Truncator

from community.content.private_facts import find as private_facts_in
from community.content.private_facts import masked
from community.search.embedders import choice
from community.search.finding import Result
from community.search.models import Document
from forum.asking.sentences import answering
from forum.asking.similar import similar_to
from forum.models import Answer, Deflection, Question
from knowledgebase.models import Article

MOST = 3
LONGEST = 320  # letters of a sentence that is shown
_SALT = "porchlight.suggestions"
_KEPT_FOR = 24 * 3600


@dataclass
class Suggestion:
    """A question or an article that may answer what is about to be asked.

    `best` is its sentence that does, with `before` and `after` around it; all "" where none can be told.
    """

    result: Result
    before: str = ""
    best: str = ""
    after: str = ""

    @property
    def document(self) -> Document:
        return self.result.document

    @property
    def name(self) -> str:
        """What the button that says "this answered it" sends."""
        return f"{self.result.kind}-{self.result.document.subject_id}"


@dataclass(frozen=True)
class Seen:
    """What a person was shown, signed: it goes with the form and comes back with the button that was pressed."""

    typed: str
    topic_id: int | None
    shown: Sequence[tuple[str, int]]
    flow: str = field(default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def read(cls, text: str) -> "Seen | None":
        """What `written` wrote; None for anything else, and a day later."""
        try:
            typed, topic_id, shown, flow = signing.loads(text, salt=_SALT, max_age=_KEPT_FOR)
        except signing.BadSignature:
            return None
        return cls(typed, topic_id, [(name, pk) for name, pk in shown], flow)

    @property
    def written(self) -> str:
        return signing.dumps([self.typed, self.topic_id, list(self.shown), self.flow], salt=_SALT)

    def named(self, text: str) -> tuple[str, int] | None:
        """Which of what was shown a button names; None for anything else."""
        return next(((name, pk) for name, pk in self.shown if f"{name}-{pk}" == text), None)

    def note(self, *, by, **how: Any) -> Deflection:
        """Write how it ended, as `Deflection.note` does. `by` may be somebody who is not signed in."""
        member = by if by.is_authenticated else None
        return Deflection.note(self.flow, by=member, typed=self.typed, topic_id=self.topic_id, shown=self.shown, **how)


def suggestions_for(title: str, person) -> list[Suggestion]:
    """What answers a question of that title already, as far as `person` may see it, nearest first.

    [] unless something is near enough and has an answer. At most 6 queries.
    """
    near = [
        result
        for result in similar_to(title, person)
        if _is_near(result) and (result.kind == "article" or result.document.is_answered)
    ][:MOST]
    if not near:
        return []
    words = _words_of(near)
    answers = [(result, words.get((result.kind, result.document.subject_id), [])) for result in near]
    return [_with_sentence(result, parts, title) for result, parts in answers if parts]


def seen_by(title: str, topic_id: int | None, suggestions: Sequence[Suggestion]) -> Seen:
    """The suggestions as they go with the form; private facts in the title stay out of it."""
    shown = [(each.result.kind, each.result.document.subject_id) for each in suggestions]
    return Seen(masked(title, private_facts_in(title)), topic_id, shown)


def _is_near(result: Result) -> bool:
    """Whether it may be the same question. Below that, what is shown while somebody types is enough."""
    embedder = choice.named(result.document.maker)
    return embedder is not None and result.likeness is not None and result.likeness >= embedder.near


def _words_of(results: Sequence[Result]) -> dict[tuple[str, int], list[str]]:
    """The HTML that answers, by kind and number: the solution, else the best answer; of an article what to do, then all of it.

    How an article begins says again what its reader knows best, so it comes last. Two queries.
    """
    pks = {kind: [r.document.subject_id for r in results if r.kind == kind] for kind in ("question", "article")}
    words: dict[tuple[str, int], list[str]] = {}
    if pks["question"]:
        solutions = dict(Question.objects.filter(pk__in=pks["question"]).values_list("pk", "solution"))
        answers = Answer.objects.shown().filter(question__in=pks["question"]).order_by("-helpful", "-score", "id")
        for pk, question_id, html in answers.values_list("pk", "question", "body_html"):
            if solutions[question_id] in (None, pk):
                words.setdefault(("question", question_id), [html])
    if pks["article"]:
        for article in Article.objects.filter(pk__in=pks["article"]).select_related("current"):
            if current := article.current:
                words["article", article.pk] = [current.steps_html, current.whole_html]
    return words


def _with_sentence(result: Result, parts: Sequence[str], title: str) -> Suggestion:
    found = (answering(html, title, result.document.title) for html in parts)
    around = next((each for each in found if any(each)), ("", "", ""))
    return Suggestion(result, *(Truncator(each).chars(LONGEST) for each in around))
