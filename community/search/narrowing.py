"""The form beside what was found: by what it can be narrowed, and what narrows it now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from community.members.standing import standing_of
from community.search.finding import Findings
from community.search.queries.filters import Filters, State, When

MOST_TAGS = 8


@dataclass(frozen=True)
class Choice:
    """One value of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Chosen:
    """Something that narrows the page, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Narrowing:
    """What the form offers. Topics, tags and versions are those of what was found, so it costs no query."""

    kinds: list[tuple[str, str, bool]]  # address, label, whether it is chosen
    topics: list[Choice]
    versions: list[Choice]
    states: list[Choice]
    times: list[Choice]
    tags: list[tuple[str, str]]  # tag, address
    chosen: list[Chosen]
    kept: list[tuple[str, str]]  # what the form says as well: names and values


def narrowing(found: Findings, filters: Filters, person) -> Narrowing:
    """By what `found` can be narrowed further by `person`: tickets are offered to who may read them."""
    documents = [result.document for result in found]
    topics = {each.topic.slug: each.topic.name for each in documents if each.topic}
    versions = [version for each in documents for version in each.versions]
    tags = Counter(tag for each in documents for tag in each.tags if tag not in filters.tags)
    query = found.query.typed

    def address(changed: Filters) -> str:
        return f"?{urlencode({'q': query} | changed.params)}"

    kinds = [
        ("", _("Everything")),
        ("question", _("Questions")),
        ("article", _("Articles")),
        ("incident", _("Incidents")),
    ]
    if standing_of(person).is_staff:
        kinds.append(("ticket", _("Tickets")))
    return Narrowing(
        kinds=[
            (address(filters.without("kind").and_also(Filters(kind=kind))), label, filters.kind == kind)
            for kind, label in kinds
        ],
        topics=_choices(sorted(topics.items(), key=lambda each: each[1]), filters.topic),
        versions=_choices(((each, each) for each in sorted(set(versions))), filters.version),
        states=_choices(((state.value, str(state.label)) for state in State), filters.state),
        times=_choices(((when.value, str(when.label)) for when in When), filters.since),
        tags=[(tag, address(filters.and_also(Filters(tags=(tag,))))) for tag, _number in tags.most_common(MOST_TAGS)],
        chosen=_chosen(filters, topics, address),
        kept=[
            ("q", query),
            *((name, filters.params[name]) for name in ("kind", "tag", "by") if name in filters.params),
        ],
    )


def _choices(known: Iterable[tuple[str, str]], chosen: str) -> list[Choice]:
    choices = [Choice(value, label, value == chosen) for value, label in known]
    if chosen and not any(choice.chosen for choice in choices):
        choices.append(Choice(chosen, chosen, chosen=True))
    return choices


def _chosen(filters: Filters, topics: dict[str, str], address) -> list[Chosen]:
    words = {
        "topic": topics.get(filters.topic, filters.topic),
        "state": str(State(filters.state).label) if filters.state else "",
        "since": str(When(filters.since).label) if filters.since else "",
        "version": filters.version,
        "by": _("by %s") % filters.by if filters.by else "",
    }
    chosen = [Chosen(label, address(filters.without(name))) for name, label in words.items() if label]
    return chosen + [Chosen(tag, address(filters.without("tags", tag))) for tag in filters.tags]
