"""Who is told what: each room says it for its verbs, in a module `notices.py` that is imported when Django starts.

    @notice("forum.answer.accepted")
    def answer_accepted(event):
        answer = event.subject
        if answer.is_solution:
            yield Notice(to=[answer.author], title=_("Your answer was accepted"), ...)

A notice is made when the event is read, perhaps late and perhaps twice, from what the rows say then: about what was taken
back meanwhile there is nothing to yield. Everything else is left to the reader (`community.notifications.readers`): nobody
hears of what they did themselves, of what they may not see, of what is hidden, or twice of one event.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from community.activity.registry import also_reads
from community.lib import markdown
from community.members.models import Member
from community.notifications.models import Kind, Subscription

READER = "notifications"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What some members are told about an event. Sentences are lazy: each member reads them in their own language.

    Of several notices about one event a member gets the first.
    """

    to: Iterable[Member]
    kind: Kind
    title: Any  # "Hugo answered your question", without the name of the thread
    thread: models.Model  # what it belongs to: groups the list, threads the mails, can be muted
    thread_title: Any
    url: str
    in_sight: models.Model | None  # who may not see this row is not told; None: it is about the receiver alone
    place: models.Model | None = None  # the conversation it was said in, where that is not the thread
    gathers: bool = False  # there may be a hundred of it: after the first mail the next ones of the thread are one
    for_guests: bool = False  # also for who follows the thread by mail, without an account
    actor: Member | None = None  # whose name stands in front of the mail
    words: str = ""  # safe HTML of what was said
    state: str = ""  # the lamp of the mail: dim, warm, lit
    state_word: Any = ""  # the word beside it, where it is not the lamp's own
    next_step: Any = ""  # what happens now, or what to do
    action: Any = ""  # the words on the button
    because: Any = ""  # why this mail came
    is_private: bool = False  # the title and words of the thread must not stand in the subject of a mail
    subject: Any = ""  # of the mail, where it is not an answer in a thread
    once: bool = False  # once for each subject of the verb, however often it happens
    template: str = "mail/notice"  # .txt and .html
    extra: dict[str, Any] | None = None  # for the template

    @property
    def thread_key(self) -> str:
        return thread_key(self.thread)

    @property
    def place_key(self) -> str:
        return thread_key(self.place or self.thread)

    def excerpt(self, length: int) -> str:
        """The first words of what was said."""
        return markdown.excerpt(self.words, length) if self.words else ""


Tell = Callable[[Any], Iterable[Notice]]

_notices: defaultdict[str, list[Tell]] = defaultdict(list)
_withdrawing: set[str] = set()
_redacting: set[str] = set()


def notice(*verbs: str, before_others: bool = False) -> Callable[[Tell], Tell]:
    """Register the decorated function, which yields Notices, for `verbs`; a higher room may add to what a lower one says.

    Since a member gets the first notice about an event, one that says more than others about it is made `before_others`.
    """

    def register(tell: Tell) -> Tell:
        for verb in verbs:
            if tell not in _notices[verb]:
                _notices[verb].insert(0 if before_others else len(_notices[verb]), tell)
        also_reads(READER, *verbs)
        return tell

    return register


def withdrawn_by(*verbs: str) -> None:
    """Register verbs that hide their subject: what was told about it is taken back, mail that has not left too."""
    _withdrawing.update(verbs)
    also_reads(READER, *verbs)


def redacted_by(*verbs: str) -> None:
    """Register verbs that took private facts out of their subject: what was told about it forgets them too."""
    _redacting.update(verbs)
    also_reads(READER, *verbs)


def notices_of(event) -> Iterator[Notice]:
    """What is to be told about an event, as the rows are now."""
    if event.subject is not None:
        for tell in _notices.get(event.verb, ()):
            yield from tell(event)


def withdraws(event) -> bool:
    """Whether the event takes back what was told about its subject."""
    return event.verb in _withdrawing


def redacts(event) -> bool:
    """Whether the event took private facts out of its subject."""
    return event.verb in _redacting


def thread_key(thread: models.Model) -> str:
    """The name of a thread, such as `forum.question:12`."""
    return f"{thread._meta.label_lower}:{thread.pk}"


def thread_of(key: str) -> models.Model | None:
    """The thread that a name stands for, or None when it is gone. One query."""
    label, _colon, pk = key.partition(":")
    return apps.get_model(label)._base_manager.filter(pk=pk).first()


def followers_of(thread: models.Model):
    """Members who follow a thread and have not muted it."""
    return Member.objects.filter(pk__in=Subscription.objects.to(thread).values("member"))
