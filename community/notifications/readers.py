"""The reader that tells members: rows in their lists, and mails.

A member is told once of an event, by constraint; mail goes once, by its key. So an event may be read twice, and late.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone, translation

from community.activity.models import Event
from community.activity.registry import reader
from community.members.models import Member
from community.notifications.letters import letter
from community.notifications.models import Mail, MailPreference, Notification, Subscription
from community.notifications.models.notification import count_unread
from community.notifications.notices import READER, Notice, notices_of, redacts, thread_key, withdraws
from community.notifications.redaction import redact
from community.notifications.replies.inviting import invitations


@reader(READER, verbs=[])
def tell(events: list[Event]) -> None:
    """Tell who is to be told about each event; take back what was told about things that are hidden now."""
    for event in events:
        if withdraws(event):
            _withdraw(event)
        elif redacts(event):
            redact(event)
        else:
            _tell(event)


def _tell(event: Event) -> None:
    told: dict[int, Notice] = {}
    members: dict[int, Member] = {}
    for notice in notices_of(event):
        if _is_hidden(notice):
            continue
        for member in _receivers(notice, event, leave_out=told):
            told[member.pk], members[member.pk] = notice, member
    if not told:
        return
    Notification.objects.bulk_create(
        (_line(event, notice, members[pk]) for pk, notice in told.items()), ignore_conflicts=True
    )
    count_unread(told)
    _mail(event, told, members)


def _receivers(notice: Notice, event: Event, *, leave_out: Iterable[int]) -> list[Member]:
    """Who is told: with an account that works, not by their own deed, not muted, and in the audience."""
    wanted = {member.pk for member in notice.to} - {event.actor_id} - set(leave_out)
    if not wanted:
        return []
    thread_type = ContentType.objects.get_for_model(notice.thread)
    muted = Subscription.objects.filter(
        subject_type=thread_type, subject_id=notice.thread.pk, member__in=wanted, muted_at__isnull=False
    )
    people = Member.objects.people().filter(pk__in=wanted).exclude(pk__in=muted.values("member"))
    if notice.once:
        before = Notification.objects.filter(
            event__verb=event.verb, event__subject_type=event.subject_type_id, event__subject_id=event.subject_id
        ).exclude(event=event)
        people = people.exclude(pk__in=before.values("member"))
    people = list(people.order_by("pk"))
    if notice.in_sight is None or _sees(None, notice.in_sight):
        return people
    return [member for member in people if _sees(member, notice.in_sight)]


def _sees(person: Member | None, row) -> bool:
    return type(row)._default_manager.visible_to(person).filter(pk=row.pk).exists()


def _is_hidden(notice: Notice) -> bool:
    """Moderators and authors see what is hidden, but nobody is told about it."""
    return notice.in_sight is not None and any(
        getattr(row, "hidden_at", None) is not None for row in (notice.in_sight, notice.thread)
    )


def _line(event: Event, notice: Notice, member: Member) -> Notification:
    with translation.override(member.language):
        return Notification(
            member=member,
            event=event,
            title=str(notice.title)[:240],
            thread_title=str(notice.thread_title)[:240],
            excerpt=notice.excerpt(200),
            url=notice.url[:400],
            thread=notice.thread_key,
            created_at=event.at,
        )


def _mail(event: Event, told: dict[int, Notice], members: dict[int, Member]) -> None:
    """Write the mails. One who was told in an earlier reading of the same event has the mail already, by its key."""
    off = {
        kind: MailPreference.objects.switched_off(kind, list(told))
        for kind in {notice.kind for notice in told.values()}
        if kind.is_optional
    }
    mailed = {pk: notice for pk, notice in told.items() if members[pk].email and pk not in off.get(notice.kind, ())}
    invited = invitations(event, mailed, members)
    Mail.post([letter(event, notice, members[pk], invited.get(pk)) for pk, notice in mailed.items()])


def _withdraw(event: Event) -> None:
    """Nothing that is hidden stays in lists, or leaves by mail. What is shown again was not told anew."""
    subject = event.subject
    if subject is not None and getattr(subject, "hidden_at", timezone.now()) is None:
        return
    about = Q(event__subject_type=event.subject_type_id, event__subject_id=event.subject_id)
    if subject is not None:
        about |= Q(thread=thread_key(subject))
    Mail.objects.unsent().filter(about).delete()
    taken_back = Notification.objects.filter(about)
    members = list(taken_back.values_list("member_id", flat=True))
    taken_back.delete()
    count_unread(members)
