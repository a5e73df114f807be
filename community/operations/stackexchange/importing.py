"""The whole import: stage, members, threads, duplicates, and what is gone."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from community.activity.models import Event
from community.catalogue.models import Topic
from community.content.models import Origin
from community.operations.stackexchange import staging
from community.operations.stackexchange.dump import Dump
from community.operations.stackexchange.duplicates import import_duplicates
from community.operations.stackexchange.members import import_members
from community.operations.stackexchange.report import Report, Tally
from community.operations.stackexchange.site import Site
from community.operations.stackexchange.staging import Progress
from community.operations.stackexchange.threads import Threads

_STAGED = {
    Origin.Kind.MEMBER: ("Users.xml", "SELECT FROM stage_user WHERE key = external_id"),
    Origin.Kind.QUESTION: ("Posts.xml", "SELECT FROM stage_question WHERE id::text = external_id"),
    Origin.Kind.ANSWER: ("Posts.xml", "SELECT FROM stage_answer WHERE id::text = external_id"),
    Origin.Kind.COMMENT: ("Comments.xml", "SELECT FROM stage_comment WHERE id::text = external_id"),
}
_GONE = "FROM content_origin WHERE site = %s AND kind = %s AND gone_at IS NULL AND NOT EXISTS ({})"
_NOTE_GONE = """
UPDATE content_origin SET gone_at = now() WHERE site = %s AND kind = %s AND gone_at IS NULL AND NOT EXISTS ({})
"""
_NOTE_BACK = """
UPDATE content_origin SET gone_at = NULL WHERE site = %s AND kind = %s AND gone_at IS NOT NULL AND EXISTS ({})
"""
# How many addresses of what is gone are named.
_NAMED = 20


class Busy(Exception):
    """The same site is being imported already."""


def import_dump(dump: Dump, site: Site, topic: Topic, *, language: str, progress: Progress) -> Report:
    """Import a dump, or what a former import of the site has not written yet.

    Nobody is notified, no points are given and no promise starts: what is imported happened long ago and elsewhere.
    Raises Unreadable (then nothing was written) and Busy.
    """
    report = Report()
    with _alone(site):
        staging.stage(dump, report, progress)
        import_members(site, report, progress)
        Threads(site, topic, language, report).import_all(progress)
        import_duplicates(site, report, progress)
        _note_gone(site, report)
        if report.changed_something:
            _count_rows()
            with transaction.atomic():
                figures = {
                    name: {"made": t.made, "updated": t.updated, "gone": t.gone} for name, t in report.tallies().items()
                }
                Event.record(
                    "forum.topic.imported", actor=None, subject=topic, topic=topic, site=site.host, rows=figures
                )
        staging.unstage()
    return report


def _count_rows() -> None:
    """Have the database count what is there now: until it does so by itself, it plans as if the tables were empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _note_gone(site: Site, report: Report) -> None:
    """Mark what the site no longer has, and what it has again. It stays here: it was read and quoted."""
    tallies: dict[str, Tally] = report.tallies()
    for kind, (file, staged) in _STAGED.items():
        if file in report.missing:
            continue
        tally, which = tallies[f"{kind}s"], [site.host, kind.value]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT url {_GONE.format(staged)} ORDER BY id LIMIT {_NAMED}", which)
            report.gone_addresses += [url for (url,) in cursor.fetchall() if url]
            cursor.execute(_NOTE_GONE.format(staged), which)
            tally.gone = cursor.rowcount
            cursor.execute(_NOTE_BACK.format(staged), which)
            tally.back = cursor.rowcount


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Hold the site for this session: two imports of it at once would meet at every row."""
    key = zlib.crc32(f"import {site.host}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise Busy(f"{site.host} is being imported already.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
