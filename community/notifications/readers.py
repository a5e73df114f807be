"""The reader that tells people: rows in their lists, and mails, now or later.

Nobody is told of an event twice, by constraint; mail goes once, by its key. So an event may be read twice, and late.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone, translation

from community.activity.models import Event
from community.activity.registry import reader
from community.members.models import Member
from community.notifications.guests import guests_of
from community.notifications.letters import letter, subject_of
from community.notifications.models import GuestSubscription, Mail, Notification, Pace, Subscription
from community.notifications.models.notification import count_unread, lock_members
from community.notifications.notices import READER, Notice, notices_of, redacts, thread_key, withdraws
from community.notifications.receivers import Receiver
from community.notifications.redaction import redact
from community.notifications.replies.lines import reply_lines
from community.notifications.sight import is_hidden
from community.notifications.timing import Timing, gathered_until, last_mails


@reader(READER, verbs=[])
def tell(events: list[Event]) -> None:
    """Tell who is to be told about each event; take back what was told about things that are hidden now."""
    for event in events:
        if withdraws(event):
            _withdraw(event)
        elif redacts(event):
            redact(event)
        else:
            told, members, guests = told_of(event)
            _tell_members(event, told, members)
            _tell_guests(event, guests)


Told = tuple[dict[int, Notice], dict[int, Member], list[tuple[Notice, GuestSubscription]]]


def told_of(event: Event, *, only: Receiver | None = None) -> Told:
    """Who is to be told what about an event, as the rows are now: members by id, and guests. All of them, or one."""
    told: dict[int, Notice] = {}
    members: dict[int, Member] = {}
    guests: list[tuple[Notice, GuestSubscription]] = []
    for notice in notices_of(event):
        if notice.in_sight is not None and any(
            row is not None and is_hidden(row) for row in (notice.in_sight, notice.thread, notice.place)
        ):
            continue
        if notice.for_guests and (notice.in_sight is None or _sees(None, notice.in_sight)):
            found = guests_of(notice.thread)
            guests += [(notice, guest) for guest in found if only is None or guest == only.guest]
        for member in _receivers(notice, event, leave_out=told, only=only):
            told[member.pk], members[member.pk] = notice, member
    return told, members, guests


def _receivers(notice: Notice, event: Event, *, leave_out: Iterable[int], only: Receiver | None) -> list[Member]:
    """Who is told: with an account that works, not by their own deed, not muted, and in the audience."""
    wanted = {member.pk for member in notice.to} - {event.actor_id} - set(leave_out)
    if only is not None:
        wanted &= {only.member.pk} if only.member else set()
    if not wanted:
        return []
    thread_type = ContentType.objects.get_for_model(notice.thread)
    muted = Subscription.objects.filter(
        subject_type=thread_type, subject_id=notice.thread.pk, member__in=wanted, muted_at__isnull=False
    )
    people = Member.objects.people().filter(pk__in=wanted).exclude(pk__in=muted.values("member"))
    if notice.once:
        before = Notification.objects.filter(
            event__verb=event.verb,
            event__subject_type=event.subject_type_id,
            event__subject_id=event.subject_id,
            member__isnull=False,
        ).exclude(event=event)
        people = people.exclude(pk__in=before.values("member"))
    people = list(people.order_by("pk"))
    if notice.in_sight is None or _sees(None, notice.in_sight):
        return people
    return [member for member in people if _sees(member, notice.in_sight)]


def _sees(person: Member | None, row) -> bool:
    return type(row)._default_manager.visible_to(person).filter(pk=row.pk).exists()


def _tell_members(event: Event, told: Mapping[int, Notice], members: Mapping[int, Member]) -> None:
    """Lines for those who have none of this event yet, and mails for whom they leave at once.

    Locks the members: two readers that tell of two answers at the same moment see each other's mail.
    """
    fresh = set(lock_members(told)) - set(event.notifications.filter(member__in=told).values_list("member", flat=True))
    now = timezone.now()
    timing = Timing.of(fresh, {told[pk].thread_key for pk in fresh}, now)
    fresh = {pk for pk in fresh if timing.pace(members[pk], told[pk].kind) != Pace.NOTHING}
    if not fresh:
        return
    leaves = {
        pk: timing.leaves(members[pk], told[pk].kind, told[pk].thread_key, now, gathers=told[pk].gathers)
        for pk in sorted(fresh)
    }
    mailed = {pk: told[pk] for pk, at in leaves.items() if at == now}
    answerable = reply_lines(event, mailed, members)
    receivers = {pk: Receiver.of_member(members[pk]) for pk in fresh}
    mails = Mail.write([letter(event, notice, receivers[pk], answerable.get(pk)) for pk, notice in mailed.items()])
    Notification.objects.bulk_create(
        [
            _line(event, told[pk], receivers[pk], at, now, mails.get(f"event:{event.pk}:{pk}"))
            for pk, at in leaves.items()
        ],
        ignore_conflicts=True,
    )
    count_unread(fresh)


def _tell_guests(event: Event, guests: list[tuple[Notice, GuestSubscription]]) -> None:
    """The same for those without an account: by mail alone, at once or gathered. Locks their rows."""
    wanted = {guest.pk: (notice, guest) for notice, guest in reversed(guests)}
    if not wanted:
        return
    rows = GuestSubscription.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    there = list(rows.values_list("pk", flat=True))
    have = set(event.notifications.filter(guest__in=there).values_list("guest", flat=True))
    fresh = {pk: wanted[pk] for pk in there if pk not in have}
    if not fresh:
        return
    now = timezone.now()
    last = last_mails(now, {notice.thread_key for notice, _guest in fresh.values()}, guest__in=list(fresh))
    leaves = {pk: gathered_until(last.get((pk, notice.thread_key)), now) for pk, (notice, _guest) in fresh.items()}
    receivers = {pk: Receiver.of_guest(guest) for pk, (_notice, guest) in fresh.items()}
    mails = Mail.write([letter(event, fresh[pk][0], receivers[pk]) for pk, at in leaves.items() if at == now])
    Notification.objects.bulk_create(
        [
            _line(event, fresh[pk][0], receivers[pk], at, now, mails.get(f"event:{event.pk}:{receivers[pk].name}"))
            for pk, at in leaves.items()
        ],
        ignore_conflicts=True,
    )


def _line(
    event: Event, notice: Notice, receiver: Receiver, leaves: datetime | None, now: datetime, mail: int | None
) -> Notification:
    with translation.override(receiver.language):
        return Notification(
            member=receiver.member,
            guest=receiver.guest,
            event=event,
            title=str(notice.title)[:240],
            thread_title=str(notice.thread_title)[:240],
            excerpt=notice.excerpt(200),
            url=notice.url[:400],
            thread=notice.thread_key,
            place=notice.place_key,
            kind=notice.kind,
            subject=subject_of(notice),
            about_type=ContentType.objects.get_for_model(notice.in_sight) if notice.in_sight is not None else None,
            about_id=notice.in_sight.pk if notice.in_sight is not None else None,
            created_at=event.at,
            due_at=leaves if leaves is not None and leaves > now else None,
            mailed_at=now if mail else None,
            mail_id=mail,
        )


def _withdraw(event: Event) -> None:
    """Nothing that is hidden stays in lists, or leaves by mail. What is shown again was not told anew."""
    subject = event.subject
    if subject is not None and getattr(subject, "hidden_at", timezone.now()) is None:
        return
    about = Q(event__subject_type=event.subject_type_id, event__subject_id=event.subject_id)
    if subject is not None:
        about |= Q(place=thread_key(subject)) | Q(thread=thread_key(subject))
    taken_back = Notification.objects.filter(about)
    gone = list(taken_back.values_list("pk", "member_id"))
    unsent = Mail.objects.unsent().filter(notifications__in=[pk for pk, _member in gone])
    mails = list(unsent.values_list("pk", flat=True))
    Notification.objects.filter(mail__in=mails).wait_again()
    Mail.objects.filter(pk__in=mails).delete()
    taken_back.delete()
    count_unread(member for _pk, member in gone if member is not None)
