"""When a mail leaves: at once, after quiet hours, with others of its thread, or in a digest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from community.members.models import Member
from community.notifications.models import Kind, MailPreference, Notification, Pace, QuietHours

# Between two mails about one thread that gathers. It is more than ten minutes: so whenever ten minutes full of answers
# begin, all that was said in them has left with two mails.
GATHERS_FOR = timedelta(minutes=12)
# By the clock on the member's wall.
DIGEST_AT = time(8)
WEEKLY_ON = 0  # Monday


@dataclass(frozen=True)
class Timing:
    """What some members chose, and when they were mailed last about some threads."""

    paces: Mapping[tuple[int, str], str]
    quiet: Mapping[int, QuietHours]
    mailed: Mapping[tuple[int, str], datetime]

    @classmethod
    def of(cls, members: Iterable[int], threads: Iterable[str], now: datetime) -> "Timing":
        """Three queries."""
        ids = list(members)
        return cls(MailPreference.objects.paces(ids), QuietHours.of(ids), last_mails(now, threads, member__in=ids))

    def pace(self, member: Member, kind: str) -> Pace:
        """How the member wants to hear about that kind."""
        known = Kind(kind)
        if not known.is_optional:
            return Pace.IMMEDIATE
        return Pace(self.paces.get((member.pk, kind), known.usual_pace))

    def leaves(self, member: Member, kind: str, thread: str, now: datetime, *, gathers: bool) -> datetime | None:
        """The moment at which a mail about it leaves: `now` for at once; None for no mail."""
        pace = self.pace(member, kind)
        if not member.email or pace in (Pace.OFF, Pace.NOTHING):
            return None
        if not Kind(kind).is_optional:
            return now
        if pace.is_digest:
            return self.after_quiet(member, next_digest(pace, member, now))
        return self.after_quiet(member, gathered_until(self.mailed.get((member.pk, thread)), now) if gathers else now)

    def after_quiet(self, member: Member, moment: datetime) -> datetime:
        """That moment, or the end of the quiet hours that it lies in."""
        hours = self.quiet.get(member.pk)
        return hours.over_after(moment) if hours else moment


def last_mails(now: datetime, threads: Iterable[str], **who) -> dict[tuple[int, str], datetime]:
    """When each of these members (`member__in`) or guests (`guest__in`) was mailed last about a thread. One query."""
    person = next(iter(who)).removesuffix("__in")
    rows = Notification.objects.filter(thread__in=set(threads), mailed_at__gt=now - GATHERS_FOR, **who)
    last = rows.order_by().values_list(person, "thread").annotate(Max("mailed_at"))
    return {(pk, thread): at for pk, thread, at in last}


def gathered_until(last_mail: datetime | None, now: datetime) -> datetime:
    """Until when what belongs to a thread is gathered, after the last mail about it."""
    return now if last_mail is None else max(now, last_mail + GATHERS_FOR)


def next_digest(pace: Pace, member: Member, after: datetime) -> datetime:
    """When the next digest of that pace comes: at eight in the morning, the weekly one on a Monday."""
    zone = ZoneInfo(member.time_zone)
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, DIGEST_AT, zone).astimezone(UTC)
        if moment > after and (pace != Pace.WEEKLY or day.weekday() == WEEKLY_ON):
            return moment
        day += timedelta(days=1)
