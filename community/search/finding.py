"""Finding: by words and by likeness, fused. What anybody sees is decided by audience before anything is ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.search import lexical, loading, vectors
from community.search.embedders.embedder import tidy
from community.search.models import Document
from community.search.queries import Filters, Query, read
from community.search.queries.operators import LONGEST_QUERY
from community.search.queries.wording import Wording, completions, reword
from community.search.snippets import Snippet, snippet
from community.search.within import Candidate, Within

# How many of each list are fused.
DEPTH = 50
# Where a handful is shown, the first of each list are enough, and found no worse.
DEPTH_OF_FEW = 20
# Reciprocal rank fusion: the higher, the less the first places of one list outweigh agreement of both (Cormack et al., 2009).
SMOOTHING = 60
# What is written in another language than the reader's counts for so much less: about ten places.
FOREIGN = 0.85
# Fewer documents with all the words than this, and those with some of them are looked for too.
ENOUGH = 5
# Of what shares telling words with a question at least so much of the floor is asked.
BY_WORDS = 0.75
# Fewer letters than this say nothing yet.
SHORTEST = 2
KIND_LABELS = {"question": _("Question"), "article": _("Article"), "incident": _("Incident"), "ticket": _("Ticket")}


@dataclass
class Result:
    """A document that was found, and why."""

    document: Document
    query: str
    likeness: float | None  # of the vectors, where that is how it was found
    by_words: bool
    fits: bool = True  # it has all the words in some way, or means about the same; else it merely shares words

    @cached_property
    def snippet(self) -> Snippet:
        """Made when it is shown."""
        return snippet(self.document, self.query)

    @property
    def url(self) -> str:
        return self.document.url

    @property
    def kind(self) -> str:
        return self.document.kind

    @property
    def kind_label(self):
        """The word for its kind, in the reader's language once it is shown."""
        return KIND_LABELS[self.document.kind]

    @property
    def name(self) -> str:
        """What it is called where it is written down that it was shown: "question-12"."""
        return f"{self.document.kind}-{self.document.subject_id}"

    @property
    def lamp(self) -> str:
        return self.document.lamp

    @property
    def written_at(self):
        return self.document.written_at

    @property
    def title_html(self) -> str:
        return self.snippet.title

    @property
    def excerpt_html(self) -> str:
        return self.snippet.text

    @property
    def line(self) -> str:
        """What stands below it: its topic."""
        return self.document.topic.name if self.document.topic else ""


@dataclass
class Findings(Sequence[Result]):
    """What was found, best first, and how the words were read.

    `meant` is the query as it may have been meant where something is misspelt; `instead` says that nothing has the words as
    they were typed.
    """

    query: Query
    results: list[Result]
    meant: str = ""
    instead: bool = False

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, place):
        return self.results[place]

    @property
    def fitting(self) -> int:
        """How many of them fit; the rest, which come after them, merely share words with the query."""
        return sum(result.fits for result in self.results)

    @property
    def topic_id(self) -> int | None:
        """The topic of what was found first, which is what the search is about as far as anybody can tell."""
        return self.results[0].document.topic_id if self.results else None


def find(text: str, member, *, filters: Filters | None = None, limit: int = DEPTH) -> Findings:
    """What answers a query: at most `limit` documents that `member` may see, as far as they fit `filters` and its operators.

    Everything in the query is looked for; where that finds little, anything in it is, spelt as it is written here, and its
    parts where it is a compound. A query of operators alone lists the newest. At most 4 queries, one for words that
    nobody looked for yet, and one for a writer.
    """
    query = read(text)
    documents = (filters or Filters()).and_also(query.filters).narrow(Document.everything.visible_to(member))
    if not query.words:
        newest = documents.order_by("-written_at", "-id") if query.filters else documents.none()
        shown = loading.documents(list(newest.values_list("pk", flat=True)[:limit]))
        return Findings(query, [Result(each, "", None, by_words=True) for each in shown])
    within = Within.of(documents)
    exactly = lexical.with_all_words([query.words], within, DEPTH)
    if query.is_exact:
        return Findings(query, _fused(query.plain, exactly, [], limit))
    wording, some = Wording(query.plain), []
    if len(exactly) < ENOUGH:
        wording = reword(query.plain)
        some = lexical.with_some_words(wording.any_word, wording.ways or [query.plain], within, DEPTH)
    meant = wording.meant or query.plain
    by_likeness = vectors.nearest(meant, within, DEPTH)
    by_words = list(dict.fromkeys([*exactly, *(found for found, _all in some)]))[:DEPTH]
    results = _fused(meant, by_words, by_likeness, limit)
    fitting = {found.pk for found in (*exactly, *(found for found, has_all in some if has_all))}
    for result in results:
        result.fits = result.document.pk in fitting or result.likeness is not None
    results.sort(key=lambda result: not result.fits)
    return Findings(query, results, wording.meant, instead=bool(wording.meant) and not exactly)


def while_typing(text: str, member, limit: int = 6, *, kinds: Sequence[str] = ()) -> list[Result]:
    """What begins as somebody types it, best first: the last word may not be finished. At most 6 queries."""
    query = read(text)
    if len(query.words) < SHORTEST or query.is_exact:
        return []
    documents = query.filters.narrow(Document.everything.visible_to(member))
    if kinds:
        documents = documents.filter(kind__in=kinds)
    within = Within.of(documents)
    finished = text[-1:].isspace()
    ways = [query.words] if finished else [query.words, *completions(query.words)]
    by_words = lexical.with_all_words(ways, within, DEPTH)
    if not by_words and not finished:
        by_words = lexical.beginning_with(query.plain, within, DEPTH)
    if not by_words:
        wording = reword(query.plain)
        some = lexical.with_some_words(wording.any_word, wording.ways or [query.plain], within, DEPTH)
        by_words = [found for found, has_all in some if has_all]
    return _fused(query.plain, by_words, vectors.nearest(query.plain, within, DEPTH), limit)


def similar(text: str, member, limit: int = 5, *, kinds: Sequence[str] = ("question", "article")) -> list[Result]:
    """What others asked before about the same, best first, for a question that is being typed.

    Unlike `find` it shows nothing rather than something that merely shares words. At most 4 queries, and one for words that
    nobody looked for yet.
    """
    text = " ".join(tidy(text).split())[:LONGEST_QUERY]
    within = Within.of(Document.everything.visible_to(member).filter(kind__in=kinds))
    depth = max(limit, DEPTH_OF_FEW)
    by_likeness = vectors.nearest(text, within, depth)
    by_words = lexical.sharing_telling_words(text, within, depth)
    near = {found.pk for ranking in by_likeness for found, _like in ranking}
    unlike = vectors.unlike(text, [found.pk for found in by_words if found.pk not in near], BY_WORDS)
    return _fused(text, [found for found in by_words if found.pk not in unlike], by_likeness, limit)


def fuse(rankings: Iterable[Sequence[int]]) -> dict[int, float]:
    """Scores of ids by reciprocal rank fusion, best first; equal ones in the order in which they were first named."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, pk in enumerate(ranking, start=1):
            scores[pk] = scores.get(pk, 0.0) + 1 / (SMOOTHING + place)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def _fused(
    query: str, by_words: list[Candidate], by_likeness: list[list[tuple[Candidate, float]]], limit: int
) -> list[Result]:
    """The best of what was found by words and by likeness; of equals what is solved, then what is fresh. One query."""
    lists = [by_words, *([found for found, _like in ranking] for ranking in by_likeness)]
    candidates = {found.pk: found for ranking in lists for found in ranking}
    scores = fuse([found.pk for found in ranking] for ranking in lists)
    likeness = {found.pk: like for ranking in reversed(by_likeness) for found, like in ranking}
    language = get_language()

    def order(pk: int) -> tuple[float, bool, float]:
        found = candidates[pk]
        score = scores[pk] if found.language == language else scores[pk] * FOREIGN
        return (-score, not found.is_solved, -found.written_at)

    worded = {found.pk for found in by_words}
    best = sorted(scores, key=order)[:limit]
    return [Result(each, query, likeness.get(each.pk), each.pk in worded) for each in loading.documents(best)]
