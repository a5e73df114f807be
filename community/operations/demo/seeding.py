"""Make the demo: play its story through the verbs of the rooms, with the clock set back, all of it or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from community.activity import dispatch
from community.activity.models import Event
from community.clocks.models import Clock
from community.content.models import Attachment
from community.insights.deflection import outcomes
from community.notifications.waiting import let_leave
from community.operations.demo import post
from community.operations.demo.backdating import Backdating
from community.operations.demo.cast import make_catalogue, make_followers, make_people, make_promises
from community.operations.demo.replay import play
from community.operations.demo.script import Story
from community.operations.demo.stage import Stage
from community.operations.demo.tickets import make_tickets
from forum.models import Question

SEEDED = "operations.demo.seeded"
# How long the readers of the log let things wait: one by one would take longer than it is worth. In the last days, of which
# people are told, they are quicker.
READ_EVERY = timedelta(hours=8)
READ_LATELY_EVERY = timedelta(minutes=30)
# What can only happen once the readers have read: a case is opened by one of them.
WAITS_FOR_READERS = frozenset({"take"})
Report = Callable[[int, int], None]


class NotEmptyError(Exception):
    """There is a community here that is not the demo."""


def is_seeded() -> bool:
    """Whether the demo was made here before. One query."""
    return Event.objects.filter(verb=SEEDED).exists()


def seed(*, start: datetime | None = None, report: Report = lambda done, of: None) -> Stage:
    """Make the demo that starts now, in one transaction. `report` is told how far it is.

    Raises NotEmptyError when there are questions already: made-up ones do not belong among them.
    """
    if Question.objects.exists():
        raise NotEmptyError
    story = Story.read()
    stage = Stage(start=start or timezone.localtime())
    with transaction.atomic(), Backdating() as clock:
        make_catalogue(stage, story)
        make_people(stage, story)
        make_followers(stage, story)
        make_promises(stage)
        happenings = story.in_order(stage.start, stage.promised)
        read_at = happenings[0][0]
        for number, (at, happening) in enumerate(happenings, start=1):
            if happening.verb in WAITS_FOR_READERS or at - read_at > _patience(stage, at):
                _let_readers_read(stage)
                read_at = at
            _let_time_pass(clock, at)
            play(stage, happening)
            report(number, len(happenings))
        _let_readers_read(stage)
        _let_time_pass(clock, stage.start)
        post.settle(stage, clock)
        outcomes.settle()
        make_tickets(stage)
        Event.record(SEEDED, actor=None, subject=stage.people["anselm"])
    return stage


def start_over() -> None:
    """Drop everything, files as well, and lay the tables anew. Raises RuntimeError outside demo mode."""
    if not settings.DEMO:
        raise RuntimeError("Only a demo may be dropped.")
    remove_files()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)


def remove_files() -> None:
    """Remove the files of all pictures and videos from storage: without their rows nothing would ever remove them."""
    # What is dropped may have been laid by another version, or never.
    if Attachment._meta.db_table in connection.introspection.table_names():
        for attachment in Attachment.objects.only("name", "small_path").iterator():
            attachment.remove_files()


def _patience(stage: Stage, at: datetime) -> timedelta:
    return READ_LATELY_EVERY if at > stage.start - post.TOLD_FOR else READ_EVERY


def _let_readers_read(stage: Stage) -> None:
    post.forget_what_is_long_ago(stage)
    dispatch.drain()
    let_leave()


def _let_time_pass(clock: Backdating, until: datetime) -> None:
    """Move on to `until`; promises that fall due on the way are broken at their time."""
    while (
        due := Clock.objects.overdue(until)
        .filter(broken_at=None)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    ):
        clock.set(due)
        Clock.note_broken(due)
        dispatch.drain()
    clock.set(until)
