"""Writing tickets: what is new is made, what has changed is corrected, what is wrong is left out and named."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from community.catalogue.models import Topic
from community.members.models import Member
from community.operations.tickets.reading import Export, Row
from community.search import index
from knowledgebase.models import Ticket

CHUNK = 500
_WRITTEN = ("member", "requester", "subject", "body", "channel", "created_at", "solved_at", "language", "topic")
Progress = Callable[[str, int, int], None]


@dataclass
class Report:
    """What an import did, or would do; `wrong` has the line and the reason of each row that was left out."""

    found: int = 0
    made: int = 0
    updated: int = 0
    unchanged: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def import_tickets(
    export: Export, *, source: str, topic: Topic | None, dry_run: bool, progress: Progress = lambda *_: None
) -> Report:
    """Bring an export in, some rows at a time, each of them whole or not at all. It can be run again and goes on.

    A row whose number stood in the file before is left out. With `dry_run` nothing is written. Documents of search are made
    in the same transactions, for staff alone.
    """
    report = Report()
    seen: dict[str, int] = {}
    topics = {name.lower(): each for each in Topic.objects.all() for name in (each.name, each.slug)}
    rows = _good(export.rows(), report, seen)
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            _write(chunk, source, topics, topic, dry_run, report)
        progress("Importing", chunk[-1].line, export.size)
    return report


def _good(rows: Iterable[Row], report: Report, seen: dict[str, int]) -> Iterator[Row]:
    for row in rows:
        report.found += 1
        wrong = row.wrong
        if not wrong:
            first = seen.setdefault(row.fields["external_id"], row.line)
            wrong = "" if first == row.line else f"has the number of line {first}"
        if wrong:
            report.wrong.append((row.line, wrong))
        else:
            yield row


def _write(
    rows: list[Row], source: str, topics: dict[str, Topic], usual: Topic | None, dry_run: bool, report: Report
) -> None:
    members = _members(row.fields["address"] for row in rows)
    wanted = {row.fields["external_id"]: _ticket(row.fields, source, topics, usual, members) for row in rows}
    there = {
        ticket.external_id: ticket
        for ticket in Ticket.objects.filter(source=source, external_id__in=wanted).select_for_update(of=("self",))
    }
    new = [ticket for number, ticket in wanted.items() if number not in there]
    changed = [
        there[number] for number, ticket in wanted.items() if number in there and _take_over(there[number], ticket)
    ]
    report.made += len(new)
    report.updated += len(changed)
    report.unchanged += len(there) - len(changed)
    if dry_run:
        return
    # Another import of the same file may be quicker: its rows are as good.
    Ticket.objects.bulk_create(new, ignore_conflicts=True)
    Ticket.objects.bulk_update(changed, _WRITTEN, batch_size=CHUNK)
    numbers = [ticket.external_id for ticket in (*new, *changed)]
    index.refresh(Ticket, Ticket.objects.filter(source=source, external_id__in=numbers).values_list("pk", flat=True))


def _members(addresses: Iterable[str]) -> dict[str, Member]:
    wanted = {address.lower() for address in addresses if "@" in address}
    return {member.email.lower(): member for member in Member.objects.filter(email__in=wanted)} if wanted else {}


def _ticket(
    fields: dict, source: str, topics: dict[str, Topic], usual: Topic | None, members: dict[str, Member]
) -> Ticket:
    words = dict(fields)
    address, named = words.pop("address"), words.pop("topic")
    return Ticket(
        source=source,
        member=members.get(address.lower()),
        requester=Ticket.hashed(address) if address else "",
        topic=topics.get(named.lower(), usual),
        **words,
    )


def _take_over(there: Ticket, said: Ticket) -> bool:
    """Let the row say what the file says; whether that changes it."""
    names = [f"{name}_id" if name in ("member", "topic") else name for name in _WRITTEN]
    changed = [name for name in names if getattr(there, name) != getattr(said, name)]
    for name in changed:
        setattr(there, name, getattr(said, name))
    return bool(changed)
