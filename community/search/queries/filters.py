"""What narrows a search: kind, topic, tags, state, date, version, writer."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from community.catalogue.models import Release, Topic
from community.members.models import Member
from community.search.models import Document

KINDS = ("question", "article", "incident", "ticket")
# Found only by who asks for that kind: imported tickets would bury what is public, also for staff.
ONLY_BY_NAME = ("ticket",)
MOST_TAGS = 5
LONGEST = 130


class When(models.TextChoices):
    """Written since."""

    DAY = "day", _("the last day")
    WEEK = "week", _("the last week")
    MONTH = "month", _("the last month")
    YEAR = "year", _("the last year")


class State(models.TextChoices):
    """How far it is."""

    SOLVED = "solved", _("solved")
    ANSWERED = "answered", _("answered")
    OPEN = "open", _("not solved yet")


_SPAN = {
    When.DAY: timedelta(days=1),
    When.WEEK: timedelta(days=7),
    When.MONTH: timedelta(days=30),
    When.YEAR: timedelta(days=365),
}
_STATE = {State.SOLVED: Q(is_solved=True), State.ANSWERED: Q(is_answered=True) | Q(is_solved=True)}


class NoSuchFilter(ValueError):
    """A filter that is in nobody's list: the page is not found."""


@dataclass(frozen=True)
class Filters:
    """Empty means not narrowed. `topic` is a slug, `by` a username, `version` a release as it is read ("Hub 3.10")."""

    kind: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()
    state: str = ""
    since: str = ""
    version: str = ""
    by: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Filters":
        """The filters of an address. Raises NoSuchFilter for a kind, state or time that there is none of."""
        tags = tuple(filter(None, (" ".join(tag.lower().split()) for tag in said.get("tag", "").split(","))))
        plain = {
            name: " ".join(said.get(name, "").replace("\0", " ").split())[:LONGEST]
            for name in ("topic", "version", "by")
        }
        found = cls(
            kind=said.get("kind", ""),
            state=said.get("state", ""),
            since=said.get("since", ""),
            tags=tags[:MOST_TAGS],
            **plain,
        )
        for value, known in ((found.kind, KINDS), (found.state, State.values), (found.since, When.values)):
            if value and value not in known:
                raise NoSuchFilter(value)
        return found

    def and_also(self, other: "Filters") -> "Filters":
        """Both: what the other one says goes first, tags add up."""
        said = {each.name: getattr(other, each.name) or getattr(self, each.name) for each in fields(self)}
        said["tags"] = tuple(dict.fromkeys((*self.tags, *other.tags)))[:MOST_TAGS]
        return Filters(**said)

    def without(self, name: str, tag: str = "") -> "Filters":
        """The same without one of them; of tags, without that one."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        said[name] = tuple(each for each in self.tags if each != tag) if name == "tags" else ""
        return Filters(**said)

    @property
    def params(self) -> dict[str, str]:
        """As an address says them."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "tags"}
        return {name: value for name, value in (said | {"tag": ",".join(self.tags)}).items() if value}

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def narrow(self, documents: models.QuerySet[Document]) -> models.QuerySet[Document]:
        """`documents` that fit. One query, one more for a writer and one for a version."""
        documents = documents.filter(kind=self.kind) if self.kind else documents.exclude(kind__in=ONLY_BY_NAME)
        if self.topic:
            documents = documents.filter(topic__in=_topics(self.topic))
        if self.tags:
            documents = documents.filter(tags__contains=list(self.tags))
        if self.state == State.OPEN:
            documents = documents.filter(kind="question", is_solved=False)
        elif self.state:
            documents = documents.filter(_STATE[State(self.state)])
        if self.since:
            documents = documents.filter(written_at__gte=timezone.now() - _SPAN[When(self.since)])
        if self.version:
            documents = documents.filter(versions__overlap=[self.version, *_releases(self.version)])
        if self.by:
            writer = Member.objects.filter(username__iexact=self.by).values_list("pk", flat=True).first()
            documents = documents.filter(writers__contains=[writer]) if writer else documents.none()
        return documents

    def unknown(self) -> list[str]:
        """What names nothing here, as an operator says it: for who wonders why nothing was found. At most a query each."""
        tags = set(Tag.objects.filter(name__in=self.tags).values_list("name", flat=True)) if self.tags else set()
        found = [f"tag:{tag}" for tag in self.tags if tag not in tags]
        if self.topic and not _topics(self.topic).exists():
            found.append(f"topic:{self.topic}")
        if self.by and not Member.objects.filter(username__iexact=self.by).exists():
            found.append(f"by:{self.by}")
        if self.version and not (
            _releases(self.version) or Document.everything.filter(versions__contains=[self.version])
        ):
            found.append(f"version:{self.version}")
        return found


def _topics(said: str) -> models.QuerySet[Topic]:
    return Topic.objects.filter(Q(slug=said) | Q(name__iexact=said))


def _releases(said: str) -> list[str]:
    """The releases of all products with that number, as documents name them. One query."""
    return [str(release) for release in Release.objects.filter(version__iexact=said).select_related("product")]
