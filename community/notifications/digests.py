"""Digests: what a member was told in a day or a week, in one mail, and what rooms add to it.

A room fills the registry in a module `digests.py` that is imported when Django starts:

    @digest_section
    def waits_for_you(member):
        return Section(_("Waits for your help"), [Item(title=…, url=…)])

A section of a room stands below what happened. It makes no digest of its own: without news no mail leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.members.models import Member
from community.notifications import unsubscribing
from community.notifications.letters import compose, settings_url
from community.notifications.models import Kind, Mail, Notification, Pace
from community.notifications.receivers import Receiver

MOST_THREADS = 12  # in one section
MOST_LINES = 3  # of one thread


@dataclass(frozen=True)
class Item:
    """A thing to read; where it has lines, each of them is a link, else its title."""

    title: Any
    url: str  # a path of this site
    lines: Sequence[tuple[Any, str, str]] = field(default=())  # what happened, its path, the first words
    more: int = 0  # things that happened beside


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: Any
    items: Sequence[Item]
    more: int = 0  # items that were left out


Fill = Callable[[Member], Section | None]

_fills: list[Fill] = []


def digest_section(fill: Fill) -> Fill:
    """Register the decorated function, which returns a Section of what that member may see now, or None."""
    if fill not in _fills:
        _fills.append(fill)
    return fill


def digest(member: Member, pace: Pace, lines: Sequence[Notification], now: datetime) -> Mail:
    """The mail, not yet written. Its key is that of the member and the day or the week: there is one of each."""
    receiver = Receiver.of_member(member)
    with translation.override(member.language), timezone.override(ZoneInfo(member.time_zone)):
        sections = [*_of_kinds(lines), *_of_rooms(member)]
        context = {
            "title": _title(pace, len(lines)),
            "preview": lines[-1].title,
            "sections": sections,
            "site": settings.SITE_URL,
            "action_url": settings.SITE_URL + reverse("notifications:list"),
            "action_label": _("See all of it"),
            "reason": _("You get this because you want to hear of it in one mail a day.")
            if pace == Pace.DAILY
            else _("You get this because you want to hear of it in one mail a week."),
            "settings_url": settings_url(receiver),
            "unsubscribe_url": unsubscribing.digest_link(member, pace),
        }
        return compose(
            receiver,
            key=f"digest:{pace}:{member.pk}:{_period(pace, member, now)}",
            thread="",
            list_name=f"digest.{pace}:{member.pk}",
            template="mail/digest",
            context=context,
            subject=f"{settings.SITE_NAME}: {context['title']}",
        )


def _title(pace: Pace, n: int) -> str:
    if pace == Pace.DAILY:
        return ngettext("your day, %(n)s piece of news", "your day, %(n)s pieces of news", n) % {"n": n}
    return ngettext("your week, %(n)s piece of news", "your week, %(n)s pieces of news", n) % {"n": n}


def _of_kinds(lines: Sequence[Notification]) -> list[Section]:
    """What happened, by kind and then by thread, in the order in which it began."""
    sections = []
    for kind in Kind:
        threads: dict[str, list[Notification]] = {}
        for line in lines:
            if line.kind == kind:
                threads.setdefault(line.thread, []).append(line)
        if threads:
            items = [_item(thread) for thread in threads.values()]
            sections.append(Section(kind.label, items[:MOST_THREADS], max(0, len(items) - MOST_THREADS)))
    return sections


def _item(thread: list[Notification]) -> Item:
    shown = thread[-MOST_LINES:]
    return Item(
        title=thread[-1].thread_title or thread[-1].title,
        url=thread[-1].url,
        lines=[(line.title, line.url, line.excerpt) for line in shown],
        more=len(thread) - len(shown),
    )


def _of_rooms(member: Member) -> list[Section]:
    return [section for fill in _fills if (section := fill(member)) is not None]


def _period(pace: Pace, member: Member, now: datetime) -> str:
    day = now.astimezone(ZoneInfo(member.time_zone)).date()
    week = day.isocalendar()
    return day.isoformat() if pace == Pace.DAILY else f"{week.year}-W{week.week:02}"
