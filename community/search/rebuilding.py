"""Making the whole index anew beside live traffic: in a copy, which then takes the place of the index in one step.

All of it is one transaction: until its end everybody searches the index as it was, and one that is cut short leaves no trace.
What changes meanwhile is noted by who changes it (`ChangedMeanwhile`), and is made once more in the copy before it takes the
place. Beside the room for a second index it costs that the database cleans up nothing for as long as it takes.
"""

import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, ProgrammingError, connection, models, transaction
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from community.content import subjects
from community.search import index, lexical, vectors
from community.search.models import ChangedMeanwhile, Document

BATCH = 100
# Of what changed meanwhile at most so much is left for the moment in which nobody can search.
LITTLE = 20
# For so many seconds at a time searches wait for the copy to take the place, which waits for searches to end.
PATIENCE, PAUSE, ATTEMPTS = 0.5, 2.0, 300
# A document has the same number in the copy: a search may find it in the index and load it from the copy a moment later. One that
# only the copy has gets a number that live traffic does not reach meanwhile.
APART = 1_000_000

_TABLE = Document._meta.db_table
_COPY = "search_copy"
_ALONE = zlib.crc32(b"community.search.rebuilding")


class NotRebuilt(Exception):
    """Another process makes the index anew, searches left no moment to take its place, or the database forbids it."""


def rebuild(say: Callable[[str], None] = lambda sentence: None) -> int:
    """Make the index anew from all subjects, and count its words; returns how many documents there are.

    Raises NotRebuilt, and then the index is as it was. Whatever changes while it runs is right afterwards.
    """
    with transaction.atomic():
        live = _begin()
        indexes = _create(live)
        for name, model in sorted(subjects.all_subjects().items()):
            _write_all(name, model, say)
        with _in_copy():
            for statement in indexes:
                _execute(statement)
            _execute(f"ANALYZE {_TABLE}")
        say("The indexes are built.")
        while _write_what_changed() > LITTLE:
            pass
        _wait_for_a_moment()
        _write_what_changed()
        _take_the_place(live)
        transaction.on_commit(vectors.wake)
    lexical.count_words()
    return Document.everything.count()


def _begin() -> str:
    """Wait for who changes documents right now; from here on changes are noted. Returns the schema of the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ALONE])
        if not cursor.fetchone()[0]:
            raise NotRebuilt("Another process makes the index anew.")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [index.MADE_ANEW])
        # The index of vectors is made in memory, and in that of this process: shared memory is scarce in containers.
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
        cursor.execute(
            "SELECT quote_ident(nspname) FROM pg_namespace"
            "  JOIN pg_class ON relnamespace = pg_namespace.oid WHERE pg_class.oid = %s::regclass",
            [_TABLE],
        )
        live = cursor.fetchone()[0]
    ChangedMeanwhile.objects.all().delete()
    return live


def _create(live: str) -> list[str]:
    """An empty copy, whose new numbers are apart; what makes its indexes and references once it is full."""
    try:
        _execute(f"CREATE SCHEMA {_COPY}")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        name = connection.settings_dict["NAME"]
        raise NotRebuilt(
            "The index is made anew in a schema of its own, which the database does not let us create. "
            f"Its owner can allow it: GRANT CREATE ON DATABASE {name} TO {connection.settings_dict['USER']}"
        ) from error
    with _in_copy(), connection.schema_editor(atomic=False) as editor:
        editor.create_model(Document)
        indexes = [str(statement) for statement in editor.deferred_sql]
        editor.deferred_sql.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), nextval(pg_get_serial_sequence(%s, 'id')) + %s)",
            [f"{_COPY}.{_TABLE}", f"{live}.{_TABLE}", APART],
        )
    return indexes


def _write_all(name: str, model: type[models.Model], say: Callable[[str], None]) -> None:
    done, last = 0, 0
    while pks := list(model._base_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        _write(model, pks)
        last, done = pks[-1], done + len(pks)
        say(f"{name}: {done}")


def _write_what_changed() -> int:
    """Make anew in the copy what was changed in the index since this was asked last; returns how many changes."""
    changed: defaultdict[int, set[int]] = defaultdict(set)
    noted = list(ChangedMeanwhile.objects.all())
    for note in noted:
        changed[note.subject_type_id].add(note.subject_id)
    ChangedMeanwhile.objects.filter(pk__in=[note.pk for note in noted]).delete()
    for model in subjects.all_subjects().values():
        kind = ContentType.objects.get_for_model(model)
        if pks := changed[kind.pk]:
            written = _write(model, sorted(pks))
            with _in_copy():
                index.delete(kind, pks - {document.subject_id for document in written})
    return len(noted)


def _write(model: type[models.Model], pks: list[int]) -> list[Document]:
    """Write documents of the copy, with the numbers of those of the index, and with their vectors if the words mean the same."""
    former = index.documents_of(ContentType.objects.get_for_model(model), pks)
    with _in_copy():
        return index.write(model, pks, former, elsewhere=True)


def _wait_for_a_moment() -> None:
    """Keep everybody from searching until the transaction ends. Searches that wait for it never wait long."""
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                _execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                _execute(f"LOCK TABLE {_TABLE} IN ACCESS EXCLUSIVE MODE")
                _execute("SET LOCAL lock_timeout = 0")
            return
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            time.sleep(PAUSE)
    raise NotRebuilt(
        "Somebody reads the index all the time, so the new one could not take its place. The index is as it was."
    )


def _take_the_place(live: str) -> None:
    # What refers to other tables is checked now: a table with checks to come can neither be dropped nor moved.
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    _execute(f"DROP TABLE {live}.{_TABLE}")
    _execute(f"ALTER TABLE {_COPY}.{_TABLE} SET SCHEMA {live}")
    _execute(f"DROP SCHEMA {_COPY}")
    _execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def _in_copy() -> Iterator[None]:
    """What is said about documents is said about those of the copy. Where it fails, the transaction ends anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        path = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('search_path', %s, true)", [f"{_COPY}, {path}"])
        yield
        cursor.execute("SELECT set_config('search_path', %s, true)", [path])


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
