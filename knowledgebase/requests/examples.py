"""What people asked, in their own words, as far as who looks may read it."""

from dataclasses import dataclass
from datetime import datetime

from community.search.models import Document
from knowledgebase import threads
from knowledgebase.models import CommonRequest, RequestItem

HOW_MANY = 12


@dataclass(frozen=True)
class Example:
    """One thing that was asked. `url` is empty for a search, which has no page; `found_at` is since when it finds something."""

    words: str
    url: str
    kind: str
    is_public: bool
    at: datetime
    times: int
    found_at: datetime | None = None


def examples_of(request: CommonRequest, person, *, most: int = HOW_MANY) -> list[Example]:
    """The most central ones that `person` may read, each read where it stands today. Three queries.

    Searches are shown to staff alone, from whose list this is called; `person` decides about all others.
    """
    items = list(request.items.order_by("-likeness", "pk")[: 3 * most])
    documents = {
        (document.subject_type_id, document.subject_id): document
        for document in Document.everything.visible_to(person)
        .filter(subject_type__in={item.subject_type_id for item in items if item.subject_type_id})
        .filter(subject_id__in=[item.subject_id for item in items if item.subject_id])
        .defer("words", "vector", "text", "solution")
    }
    without = {key for item in items if (key := item.subject_key) is not None and key not in documents}
    again = threads.again_in_sight(without, person)
    keys = [item.subject_key or (0, 0) for item in items]
    found = [_example(item, documents.get(key), again.get(key)) for item, key in zip(items, keys, strict=True)]
    return [example for example in found if example is not None][:most]


def _example(item: RequestItem, document: Document | None, again: threads.Again | None) -> Example | None:
    if item.subject_id is None:
        return Example(item.searched_for, "", "search", False, item.asked_at, item.times, item.found_at)
    if again is not None:
        return Example(again.words, again.url, "question", again.is_public, item.asked_at, 1)
    if document is None:
        return None
    return Example(document.title, document.url, document.kind, document.is_public, item.asked_at, item.times)
