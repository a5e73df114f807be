"""What the ledger must say, worked out from the event log: the same however often, late or out of order it is done.

The story of one thread is played from its first event to its last. At each step it is known what stands (accepted, endorsed,
found useful by these members); what newly stands earns, what no longer stands is taken back. So each entry belongs to one
event, and its key is made of both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q

from advocates.models import PointEntry, PointRule
from advocates.models.ledger import Deed
from community.activity.models import Event
from community.members.models import Member
from forum.models import Answer, Question
from knowledgebase.models import Article

ANSWER_VERBS = [
    f"forum.answer.{what}"
    for what in ("accepted", "unaccepted", "voted", "unvoted", "endorsed", "unendorsed", "hidden", "shown")
]
QUESTION_VERBS = ["forum.question.hidden", "forum.question.shown"]
ARTICLE_VERBS = ["kb.article.credited", "kb.article.hidden", "kb.article.shown"]
_LOCK = 0x706F696E  # any number that nobody else locks: the letters "poin"


@dataclass(frozen=True)
class Cause:
    """Why somebody earns something: the deed, and by whom where it may be many."""

    deed: str
    by: int | None = None

    def __str__(self):
        return self.deed if self.by is None else f"{self.deed}-{self.by}"


@dataclass
class Story:
    """What is known of one post while its events are played."""

    facts: set[Cause] = field(default_factory=set)
    is_hidden: bool = False
    standing: dict[Cause, str] = field(default_factory=dict)  # the key of the entry; "" where nothing was earned

    def stands(self, thread_is_hidden: bool) -> set[Cause]:
        return set() if self.is_hidden or thread_is_hidden else self.facts


@dataclass(frozen=True)
class Due:
    """An entry that the ledger must have: points by a rule, or (then `takes_back` names it) another entry taken back."""

    key: str
    event: Event
    subject: tuple[ContentType, int]
    member_id: int
    rule: PointRule | None = None
    takes_back: str = ""

    def entry(self, *, points: int, rule_id: int, cancels: PointEntry | None = None) -> PointEntry:
        """The row, not saved."""
        subject_type, subject_id = self.subject
        return PointEntry(
            key=self.key,
            member_id=self.member_id,
            topic_id=self.event.topic_id,
            rule_id=rule_id,
            event=self.event,
            subject_type=subject_type,
            subject_id=subject_id,
            points=points,
            cancels=cancels,
            at=self.event.at,
        )


def hold() -> None:
    """Keep the ledger until the transaction ends: it is written by one at a time, since balances are sums over it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def due_for_thread(question: Question) -> list[Due]:
    """What the ledger must say about a question and its answers. Four queries, and one for each author with votes."""
    return list(_play_thread(question, {answer.pk: answer for answer in question.answers.all()}))


def due_for_article(article: Article) -> list[Due]:
    """What the ledger must say about an article. Two queries."""
    return list(_play_article(article))


def write(due: list[Due]) -> int:
    """Add what is not there yet: first what was earned, then what takes it back. Staff earn nothing.

    Returns how many entries were added. Call while the ledger is held. Up to five queries.
    """
    there = set(PointEntry.objects.filter(key__in=[entry.key for entry in due]).values_list("key", flat=True))
    missing = [entry for entry in due if entry.key not in there]
    if not missing:
        return 0
    staff = staff_among({entry.member_id for entry in missing})
    earned = [
        entry.entry(points=entry.rule.points, rule_id=entry.rule.pk)
        for entry in missing
        if entry.rule is not None and entry.member_id not in staff
    ]
    PointEntry.objects.bulk_create(earned)
    originals = PointEntry.objects.in_bulk({entry.takes_back for entry in missing} - {""}, field_name="key")
    taken_back = [
        entry.entry(points=-original.points, rule_id=original.rule_id, cancels=original)
        for entry in missing
        if (original := originals.get(entry.takes_back)) is not None
    ]
    PointEntry.objects.bulk_create(taken_back)
    return len(earned) + len(taken_back)


def staff_among(member_ids: Iterable[int]) -> set[int]:
    """Those of these members who are staff. One query."""
    return set(Member.objects.filter(pk__in=member_ids, groups__isnull=False).values_list("pk", flat=True))


def _play_thread(question: Question, answers: dict[int, Answer]) -> Iterator[Due]:
    answer_type, question_type = (ContentType.objects.get_for_model(model) for model in (Answer, Question))
    events = list(
        Event.objects.filter(
            Q(subject_type=answer_type, subject_id__in=answers, verb__in=ANSWER_VERBS)
            | Q(subject_type=question_type, subject_id=question.pk, verb__in=QUESTION_VERBS)
        ).order_by("id")
    )
    rules = _Rules()
    votes = _Votes(answers, [event for event in events if event.verb == "forum.answer.voted"])
    stories = {pk: Story() for pk in answers}
    is_hidden = False
    for event in events:
        if event.subject_type_id == question_type.pk:
            is_hidden = event.verb == "forum.question.hidden"
            touched = sorted(stories)
        else:
            answer = answers[event.subject_id]
            _learn(stories[answer.pk], event, answer, question)
            touched = [answer.pk]
        for pk in touched:
            answer = answers[pk]
            yield from _settle(
                stories[pk],
                event,
                stands=stories[pk].stands(is_hidden),
                member_id=lambda cause, author=answer.author_id: author,
                subject=(answer_type, pk),
                rule_for=lambda cause, event=event: rules.at(cause.deed, event.at, votes.place(event)),
            )


def _learn(story: Story, event: Event, answer: Answer, question: Question) -> None:
    """Take in one event about an answer."""
    match event.verb.rpartition(".")[2]:
        case "accepted" if answer.author_id not in (question.author_id, event.actor_id):
            story.facts.add(Cause(Deed.ACCEPTED))
        case "unaccepted":
            story.facts.discard(Cause(Deed.ACCEPTED))
        case "endorsed" if event.actor_id != answer.author_id:
            story.facts.add(Cause(Deed.ENDORSED))
        case "unendorsed":
            story.facts.discard(Cause(Deed.ENDORSED))
        case "voted" if event.actor_id not in (None, answer.author_id):
            story.facts.add(Cause(Deed.VOTED, event.actor_id))
        case "unvoted":
            story.facts.discard(Cause(Deed.VOTED, event.actor_id))
        case "hidden":
            # A hidden answer is a solution no more, and showing it again does not make it one.
            story.is_hidden = True
            story.facts.discard(Cause(Deed.ACCEPTED))
        case "shown":
            story.is_hidden = False


def _play_article(article: Article) -> Iterator[Due]:
    article_type = ContentType.objects.get_for_model(Article)
    events = Event.objects.filter(subject_type=article_type, subject_id=article.pk, verb__in=ARTICLE_VERBS).order_by(
        "id"
    )
    rules = _Rules()
    story = Story()
    for event in events:
        match event.verb.rpartition(".")[2]:
            case "credited" if isinstance(event.data.get("member"), int):
                story.facts.add(Cause(Deed.ARTICLE, event.data["member"]))
            case what:
                story.is_hidden = what == "hidden"
        yield from _settle(
            story,
            event,
            stands=story.stands(False),
            member_id=lambda cause: cause.by,
            subject=(article_type, article.pk),
            rule_for=lambda cause, event=event: rules.at(cause.deed, event.at),
        )


def _settle(story: Story, event: Event, *, stands, member_id, subject, rule_for) -> Iterator[Due]:
    """The entries with which this event brings what was earned in line with what stands."""
    prefix = f"{event.pk}:{subject[0].model}-{subject[1]}"
    for cause in sorted(stands - story.standing.keys(), key=str):
        rule = rule_for(cause)
        key = f"{prefix}:{cause}" if rule else ""
        story.standing[cause] = key
        if rule is not None:
            yield Due(key, event, subject, member_id(cause), rule=rule)
    for cause in sorted(story.standing.keys() - stands, key=str):
        if earned := story.standing.pop(cause):
            yield Due(f"{prefix}:{cause}:back", event, subject, member_id(cause), takes_back=earned)


class _Rules:
    """The rules of all times. One query."""

    def __init__(self):
        self._rules = list(PointRule.objects.order_by("-starts_at"))

    def at(self, deed: str, at: datetime, place: int = 0) -> PointRule | None:
        """The rule for a deed at a time; None where there is none, or when it is over the daily number."""
        for rule in self._rules:
            if rule.deed == deed and rule.starts_at <= at and (rule.ends_at is None or rule.ends_at > at):
                return rule if rule.daily_times is None or place < rule.daily_times else None
        return None


class _Votes:
    """The how-manieth of its day each vote was for the author of the answer, over all their answers.

    A voter who takes a vote back and gives it again uses up one place, not two. One query for each author.
    """

    def __init__(self, answers: dict[int, Answer], voted: list[Event]):
        self._place: dict[int, int] = {}
        days: defaultdict[int, set[date]] = defaultdict(set)
        for event in voted:
            days[answers[event.subject_id].author_id].add(event.at.date())
        for author_id, dates in days.items():
            self._count(author_id, dates)

    def place(self, event: Event) -> int:
        """0 for the first of the day; 0 too for events that are no votes."""
        return self._place.get(event.pk, 0)

    def _count(self, author_id: int, dates: set[date]) -> None:
        events = (
            Event.objects.filter(
                verb="forum.answer.voted",
                subject_type=ContentType.objects.get_for_model(Answer),
                subject_id__in=Answer.objects.filter(author=author_id).values("pk"),
                at__date__in=dates,
            )
            .order_by("id")
            .values_list("id", "at", "actor_id", "subject_id")
        )
        seen: defaultdict[date, dict[tuple, int]] = defaultdict(dict)
        for pk, at, voter, answer in events:
            places = seen[at.date()]
            self._place[pk] = places.setdefault((voter, answer), len(places))
