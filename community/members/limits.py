"""Rate limits: `@limited("answer", "4/m", "100/d")` on a view, or `count(...)` in the API.

Windows are fixed, counted in the database by one atomic statement. A member is counted by account, a visitor by address
(IPv6 by /64, the smallest network that a provider gives out).
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db import connection
from django.utils import timezone

from community.members.models import LimitWindow

_PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class TooMany(Exception):
    """A limit is reached; `retry_after` seconds until the window ends."""

    def __init__(self, retry_after: int):
        super().__init__(f"Too many; again in {retry_after} seconds.")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds."""

    times: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """`4/m` is four a minute, `20/10m` twenty in ten minutes."""
        times, period = text.split("/")
        return cls(int(times), int(period[:-1] or 1) * _PERIODS[period[-1]])


def limited(what: str, *rates: str) -> Callable:
    """Count unsafe requests to a view under `what`; raise TooMany (a designed 429) past one of `rates`."""
    parsed = [Rate.parse(rate) for rate in rates]

    def decorate(view):
        @wraps(view)
        def counted(request, *args, **kwargs):
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                count(what, who(request), parsed)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def count(what: str, person: str, rates: list[Rate]) -> None:
    """Count one doing of `what` by `person`. One query a rate. Raises TooMany when it is over a rate.

    A site has other rates for it where `settings.LIMITS` names it.
    """
    if not settings.LIMITS_ENABLED:
        return
    now = timezone.now()
    for rate in _of_the_site(what) or rates:
        start = datetime.fromtimestamp(now.timestamp() // rate.seconds * rate.seconds, tz=UTC)
        if _add_one(f"{what}:{rate.seconds}:{person}", start) > rate.times:
            ends = start + timedelta(seconds=rate.seconds)
            raise TooMany(max(1, int((ends - now).total_seconds())))


def _of_the_site(what: str) -> list[Rate]:
    """The rates that the site has set for `what`; [] where it left them as they are."""
    return [Rate.parse(rate) for rate in settings.LIMITS.get(what, "").split()]


def who(request) -> str:
    """The member, or the network that the request comes from."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    return f"address:{network_of(request.META.get('REMOTE_ADDR', ''))}"


def network_of(address: str) -> str:
    """An IPv4 address as it is, an IPv6 address as its /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def forget_old(now: datetime) -> int:
    """Delete windows that ended more than a day ago; returns how many."""
    deleted, _ = LimitWindow.objects.filter(starts_at__lt=now - timedelta(days=2)).delete()
    return deleted


def _add_one(key: str, start: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {LimitWindow._meta.db_table} (key, starts_at, count) VALUES (%s, %s, 1)
            ON CONFLICT (key, starts_at) DO UPDATE SET count = {LimitWindow._meta.db_table}.count + 1
            RETURNING count
            """,  # noqa: S608  the name of the table only
            [key[:200], start],
        )
        return cursor.fetchone()[0]
