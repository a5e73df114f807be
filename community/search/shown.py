"""What a page showed somebody who searched, signed: it goes with the page, and comes back when something on it is opened.

No member, network or browser is in it. What is written down is in `models/search.py`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core import signing

from community.search.models import Search

MOST = 50
_SALT, _MARK = "porchlight.search.shown", "porchlight.search.flow"
_KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Shown:
    """One search as its page showed it: `names` in their order ("question-12"), of which the first `results` fit."""

    query: str
    language: str
    names: Sequence[str]
    results: int
    topic_id: int | None = None
    is_narrowed: bool = False
    flow: str = field(default_factory=lambda: uuid.uuid4().hex)

    def note(self) -> None:
        """Write the search down, once. One query."""
        Search.note(
            self.flow,
            query=self.query,
            language=self.language,
            results=self.results,
            shown=self.names,
            topic_id=self.topic_id,
            is_narrowed=self.is_narrowed,
        )

    @property
    def written(self) -> str:
        """All of it, for a page whose search is written down only once something is opened."""
        said = [self.query, self.language, list(self.names), self.results, self.topic_id, self.is_narrowed, self.flow]
        return signing.dumps(said, salt=_SALT, compress=True)

    @property
    def mark(self) -> str:
        """Which search it is, for one that is written down."""
        return mark(self.flow)


def mark(flow: str) -> str:
    """Which search it is, signed."""
    return signing.dumps(flow, salt=_MARK)


def flow_of(text: str) -> str | None:
    """What `mark` wrote; None for anything else, and a day later."""
    try:
        return signing.loads(text, salt=_MARK, max_age=_KEPT_FOR)
    except signing.BadSignature:
        return None


def flow_mark(text: str) -> str:
    """`text` if `mark` wrote it, to go with a form; "" for anything else."""
    return text if flow_of(text) else ""


def note_opened(text: str, place: int) -> bool:
    """Note that what stands at `place`, from 1, was opened on the page that carried `text`; whether that was news.

    Two queries at most. False for a text that no page carried, and for a place that it did not have.
    """
    flow = flow_of(text)
    if flow is None:
        try:
            query, language, names, results, topic_id, is_narrowed, flow = signing.loads(
                text, salt=_SALT, max_age=_KEPT_FOR
            )
        except signing.BadSignature:
            return False
        Shown(query, language, names, results, topic_id, is_narrowed, flow).note()
    return 1 <= place <= MOST and Search.note_opened(flow, place)


def note_asked(text: str) -> bool:
    """Note that the search whose mark came with a form became a question. One query; none for what is no mark."""
    flow = flow_of(text)
    return flow is not None and Search.note_asked(flow)
