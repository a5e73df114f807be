"""What waited for its mail leaves: one mail for each thread, or the digest of a day or a week.

Decided from the rows as they are when it leaves: what the member wants now, what they have read since, what is still there.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from community.members.models import Member
from community.notifications.digests import digest
from community.notifications.letters import gathered_letter, letter
from community.notifications.models import GuestSubscription, Mail, Notification, Pace
from community.notifications.notices import Notice, thread_of
from community.notifications.readers import told_of
from community.notifications.receivers import Receiver
from community.notifications.replies.lines import ReplyLine, reply_lines_to
from community.notifications.sight import still_true
from community.notifications.timing import Timing, gathered_until, last_mails, next_digest

log = logging.getLogger(__name__)
_AT_ONCE = 100  # people looked at in one query
_AFTER_FAILURE = timedelta(minutes=10)


def let_leave(*, budget: float = 20.0) -> int:
    """Write the mails for which the time has come, until none is left or `budget` seconds are over; returns how many people
    were looked at. Safe when several do it at once: a person is in the hands of one."""
    ends = time.monotonic() + budget
    people = 0
    while time.monotonic() < ends:
        done = _round("member", _write_to_member, ends) + _round("guest", _write_to_guest, ends)
        if not done:
            break
        people += done
    return people


def _round(who: str, write: Callable[[int, datetime], bool], ends: float) -> int:
    now = timezone.now()
    due = Notification.objects.due(now).exclude(**{who: None}).order_by().values_list(who)
    done = 0
    for pk, _since in due.annotate(since=Min("due_at")).order_by("since")[:_AT_ONCE]:
        if time.monotonic() > ends:
            break
        try:
            with transaction.atomic():
                done += write(pk, now)
        except Exception:
            log.exception("What waits for %s %s could not be written.", who, pk)
            Notification.objects.due(now).filter(**{who: pk}).update(due_at=now + _AFTER_FAILURE)
    return done


def _write_to_member(pk: int, now: datetime) -> bool:
    """All that is due for a member, whose row is locked. False where somebody else is at it."""
    member = Member.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).filter(pk=pk).first()
    if member is None:
        return False
    lines = list(
        Notification.objects.due(now).filter(member=member).select_related("event").order_by("created_at", "id")
    )
    timing = Timing.of([pk], {line.thread for line in lines}, now)
    waiting = _wanted(lines, member, timing)
    by_thread, by_pace = defaultdict(list), defaultdict(list)
    for line in waiting:
        line.member = member
        pace = timing.pace(member, line.kind)
        leaves = timing.after_quiet(member, now)
        if pace.is_digest:
            leaves = max(leaves, timing.after_quiet(member, next_digest(pace, member, line.created_at)))
        else:
            last = timing.mailed.get((pk, line.thread))
            leaves = max(leaves, timing.after_quiet(member, gathered_until(last, now)))
        if leaves > now:
            Notification.objects.filter(pk=line.pk).update(due_at=leaves)
        elif pace.is_digest:
            by_pace[pace].append(line)
        else:
            by_thread[line.thread].append(line)
    for thread_lines in by_thread.values():
        _write(thread_lines, Receiver.of_member(member), now)
    for pace, digest_lines in by_pace.items():
        _write_digest(member, pace, digest_lines, timing, now)
    return True


def _write_to_guest(pk: int, now: datetime) -> bool:
    guest = GuestSubscription.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if guest is None:
        return False
    lines = list(Notification.objects.due(now).filter(guest=guest).select_related("event").order_by("created_at", "id"))
    told = still_true(lines)
    _forget(lines, told)
    last = last_mails(now, {line.thread for line in told}, guest__in=[pk])
    leaves = max((gathered_until(at, now) for at in last.values()), default=now)
    if leaves > now:
        Notification.objects.filter(pk__in=[line.pk for line in told]).update(due_at=leaves)
    elif told:
        for line in told:
            line.guest = guest
        _write(told, Receiver.of_guest(guest), now)
    return True


def _wanted(lines: list[Notification], member: Member, timing: Timing) -> list[Notification]:
    """The lines that still want a mail. Of what is no longer so, what was read on the site or is not wanted by mail: none."""
    unread = [line for line in lines if line.is_unread]
    told = still_true(unread) if member.is_active and member.email else []
    wanted = [line for line in told if timing.pace(member, line.kind) not in (Pace.OFF, Pace.NOTHING)]
    _forget(lines, wanted)
    return wanted


def _forget(lines: list[Notification], kept: list[Notification]) -> None:
    """Lines that wait for no mail any more."""
    gone = {line.pk for line in lines} - {line.pk for line in kept}
    if gone:
        Notification.objects.filter(pk__in=gone).update(due_at=None)


def _write(lines: list[Notification], receiver: Receiver, now: datetime) -> None:
    """One mail about a thread: the letter itself where it is about one thing, else all things in one."""
    if len(lines) == 1:
        mail = _single(lines[0], receiver)
        if mail is None:
            _forget(lines, [])
            return
    else:
        mail = gathered_letter(lines, receiver, _reply_line(lines[-1].thread, receiver))
    _post(mail, lines, now)


def _single(line: Notification, receiver: Receiver) -> Mail | None:
    """The letter that would have left at once, made from the rows as they are now; None where there is nothing to tell."""
    told, _members, guests = told_of(line.event, only=receiver)
    notice: Notice | None = next(iter([*told.values(), *(notice for notice, _guest in guests)]), None)
    if notice is None:
        return None
    return letter(line.event, notice, receiver, _reply_line(line.thread, receiver, line))


def _reply_line(thread: str, receiver: Receiver, line: Notification | None = None) -> ReplyLine | None:
    subject = thread_of(thread) if receiver.member is not None else None
    if subject is None:
        return None
    told = line.event if line is not None else None
    return reply_lines_to(subject, [receiver.member], told=told).get(receiver.member.pk)  # type: ignore[list-item]


def _write_digest(member: Member, pace: Pace, lines: list[Notification], timing: Timing, now: datetime) -> None:
    """The digest; where this day's or week's has left already, they wait for the next one."""
    mail = digest(member, pace, lines, now)
    if Mail.objects.filter(key=mail.key).exists():
        later = timing.after_quiet(member, next_digest(pace, member, now))
        Notification.objects.filter(pk__in=[line.pk for line in lines]).update(due_at=later)
    else:
        _post(mail, lines, now)


def _post(mail: Mail, lines: list[Notification], now: datetime) -> None:
    pk = Mail.write([mail])[mail.key]
    Notification.objects.filter(pk__in=[line.pk for line in lines]).update(due_at=None, mail=pk, mailed_at=now)
