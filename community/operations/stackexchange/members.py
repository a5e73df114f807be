"""Authors of a dump as members who cannot sign in: no password, no mail address, not active."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower

from community.content.models import Origin
from community.lib.markdown import plain_text
from community.members.models import Member
from community.operations.stackexchange.report import Report
from community.operations.stackexchange.rows import NOBODY
from community.operations.stackexchange.site import Site
from community.operations.stackexchange.staging import Progress, rows
from community.search.folding import fold

BATCH = 1000
# The account that a site's own programs write with.
_PROGRAM = "-1"
_CHANGED = """
SELECT u.key, u.name, u.created_at, u.about, encode(u.digest, 'hex') AS digest
  FROM stage_user u LEFT JOIN content_origin o ON o.site = %s AND o.kind = 'member' AND o.external_id = u.key
 WHERE (o.id IS NULL OR (u.digest <> '' AND o.digest <> encode(u.digest, 'hex'))) AND u.key > %s ORDER BY u.key LIMIT %s
"""


def import_members(site: Site, report: Report, progress: Progress) -> None:
    """Write the staged authors that are new or changed, a batch in a transaction."""
    last, done = "", 0
    while batch := rows(_CHANGED, site.host, last, BATCH):
        with transaction.atomic():
            _write(site, batch, report)
        last, done = batch[-1]["key"], done + len(batch)
        progress("Members", done, report.members.found)


def members_by_key(site: Site, keys: set[str]) -> dict[str, int]:
    """Primary keys of the members that authors became. One query."""
    origins = Origin.objects.filter(site=site.host, kind=Origin.Kind.MEMBER, external_id__in=keys)
    return dict(origins.values_list("external_id", "member_id"))


def _write(site: Site, batch: list[dict[str, Any]], report: Report) -> None:
    known = {
        origin.external_id: origin
        for origin in Origin.objects.select_related("member").filter(
            site=site.host, kind=Origin.Kind.MEMBER, external_id__in=[row["key"] for row in batch]
        )
    }
    new = [row for row in batch if row["key"] not in known]
    members = Member.objects.bulk_create(
        Member(
            username=username,
            password=make_password(None),
            is_active=False,
            is_automatic=row["key"] == _PROGRAM,
            date_joined=row["created_at"],
            **_shown(site, row),
        )
        for row, username in zip(new, _usernames(site, new), strict=True)
    )
    Origin.objects.bulk_create(
        Origin(
            site=site.host,
            kind=Origin.Kind.MEMBER,
            external_id=row["key"],
            url=site.user(row["key"]),
            author_name=_name(site, row)[:200],
            author_url=site.user(row["key"]),
            digest=row["digest"],
            member=member,
        )
        for row, member in zip(new, members, strict=True)
    )
    report.members.made += len(new)
    for row in batch:
        if (origin := known.get(row["key"])) is not None:
            _update(site, origin, row, report)


def _update(site: Site, origin: Origin, row: dict[str, Any], report: Report) -> None:
    """A member who has made the account their own, or is gone here, is left alone."""
    origin.digest, origin.author_name = row["digest"], _name(site, row)[:200]
    origin.save(update_fields=["digest", "author_name"])
    member = origin.member
    if member is None or member.is_active:
        report.members.kept += 1
        return
    for name, value in _shown(site, row).items():
        setattr(member, name, value)
    member.save(update_fields=["full_name", "about"])
    report.members.updated += 1


def _shown(site: Site, row: dict[str, Any]) -> dict[str, str]:
    return {"full_name": _name(site, row)[:80], "about": plain_text(row["about"])[:600]}


def _name(site: Site, row: dict[str, Any]) -> str:
    if row["key"] == NOBODY:
        return f"Somebody at {site.host}"
    return " ".join(row["name"].split()) or f"user{row['key']}"


def _usernames(site: Site, new: list[dict[str, Any]]) -> list[str]:
    """A username for each: the name as it may stand in an address, with the number there where that is taken."""
    wanted = [_addressable(_name(site, row)) for row in new]
    numbered = [f"{name[:30]}-{_addressable(row['key'])[:28]}" for name, row in zip(wanted, new, strict=True)]
    lower = {name.lower() for name in (*wanted, *numbered)}
    taken = set(
        Member.objects.annotate(lower=Lower("username")).filter(lower__in=lower).values_list("lower", flat=True)
    )
    taken.update(settings.ACCOUNT_USERNAME_BLACKLIST)
    usernames = []
    for name, with_number in zip(wanted, numbered, strict=True):
        free = next(candidate for candidate in _candidates(name, with_number) if candidate.lower() not in taken)
        taken.add(free.lower())
        usernames.append(free)
    return usernames


def _candidates(name: str, with_number: str):
    yield name
    yield with_number
    number = 2
    while True:
        candidate = f"{with_number[:54]}-{number}"
        if not Member.objects.filter(username__iexact=candidate).exists():
            yield candidate
        number += 1


def _addressable(name: str) -> str:
    """Letters and digits, joined by hyphens; "member" where there are none."""
    return re.sub(r"[\W_]+", "-", fold(name)).strip("-")[:60].strip("-") or "member"
