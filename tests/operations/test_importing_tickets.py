"""`manage.py import_tickets`: a help desk's export comes in whole, once, and its words stay with the staff."""

import io
import json
import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import BaseCommand, CommandError, call_command

from community.operations.management.commands.import_tickets import Command
from community.operations.tickets.columns import FIELDS
from community.search import rebuilding
from community.search.finding import find, similar, while_typing
from community.search.models import Document, Vocabulary
from community.search.queries import Filters
from forum.asking.suggestions import suggestions_for
from knowledgebase.models import CommonRequest, Ticket

pytestmark = pytest.mark.django_db

ZENDESK = """Id,Subject,Description,Requester email,Via,Created at,Solved at,Locale
71,"The hub is dead, again","It blinks red.
Since Monday.",ann@example.com,Mail,2026-05-04 10:22:33 UTC,2026-05-05 08:00:00 UTC,en-US
72,Wo ist meine Rechnung?,,eva@example.com,Web,2026-05-06T09:00:00Z,,de
"""
FRESHDESK = """Ticket ID;Subject;Description;Email;Source;Created time;Resolved time
9;Login code never comes;<p>I wait<br>and wait.</p>;x@example.com;Phone;04.05.2026 10:22;04.05.2026 11:22
"""


def _options() -> list:
    """What the command can be told beside what every command can."""
    usual = {action.dest for action in BaseCommand().create_parser("manage.py", "x")._actions}
    return [action for action in Command().create_parser("manage.py", "x")._actions if action.dest not in usual]


def bring(path, text, *options, **named) -> str:
    path.write_text(text)
    out = io.StringIO()
    call_command("import_tickets", path, *options, stdout=out, **named)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tickets.csv"


def test_exports_of_common_help_desks_are_read_by_their_column_names(file, cast):
    said = bring(file, ZENDESK, "--source", "zendesk")
    assert "2 rows: 2 new" in said
    assert cast.asker  # made after the import, so nobody's ticket
    first, second = Ticket.objects.order_by("external_id")
    assert (first.subject, first.channel, first.language) == ("The hub is dead, again", "mail", "en")
    assert first.body.endswith("Since Monday.")
    assert first.solved_at.isoformat() == "2026-05-05T08:00:00+00:00"
    assert (second.language, second.solved_at, second.body) == ("de", None, "")
    assert first.requester == Ticket.hashed("ANN@example.com")
    assert "ann@" not in json.dumps({field.name: str(getattr(first, field.name)) for field in Ticket._meta.fields})
    bring(file, FRESHDESK, "--source", "freshdesk")
    third = Ticket.objects.get(source="freshdesk")
    assert (third.external_id, third.channel, third.body) == ("9", "phone", "I wait and wait.")


def test_the_page_for_operators_names_every_field_and_option_and_says_how_times_are_read(file):
    page = (settings.BASE_DIR / "docs" / "importing-tickets.md").read_text()
    options = {option for action in _options() for option in action.option_strings if option.startswith("--")}
    assert [name for name in (*FIELDS, *options) if f"`{name}" not in page] == []
    times = page.partition("Read without `--date-format`: ")[2].partition("A time without a zone")[0]
    written = re.findall(r"`([^`]+)`", times)
    said = bring(file, "Id,Subject,Created\n" + "".join(f'{n},Hub,"{time}"\n' for n, time in enumerate(written)))
    assert len(written) == 7 and "7 rows: 7 new" in said


def test_a_second_run_changes_nothing_and_a_corrected_ticket_is_corrected(file, cast):
    bring(file, ZENDESK)
    assert "2 as before" in bring(file, ZENDESK)
    said = bring(file, ZENDESK.replace("again", "as always").replace("ann@example.com", cast.asker.email))
    assert "1 changed, 1 as before" in said
    corrected = Ticket.objects.get(external_id="71")
    assert (corrected.subject, corrected.member) == ("The hub is dead, as always", cast.asker)
    assert Document.everything.get(subject_id=corrected.pk, kind="ticket").title == "The hub is dead, as always"


def test_rows_that_are_wrong_are_named_by_their_line_and_left_out(file):
    rows = [
        *("1,Fine,2026-05-04", ",No number,2026-05-04", "3,,2026-05-04", "4,When?,yesterday", "1,Again,2026-05-04"),
        *("6,Too,2026-05-04,many", "7,Later,2999-01-01", "", '8,"Two\nlines",2026-05-04', "9,,2026-13-45"),
    ]
    said = bring(file, "\n".join(["number,title,date", *rows]))
    assert "9 rows: 2 new" in said.replace("10 rows", "9 rows")
    assert set(Ticket.objects.values_list("external_id", flat=True)) == {"1", "8"}
    for line, why in (
        (3, "has no number"),
        (4, "says nothing"),
        (5, "created_at cannot be read"),
        (6, "has the number of line 2"),
        (7, "has 4 columns, the header has 3"),
        (8, "was written in the future"),
        (12, "says nothing"),
    ):
        assert f"line {line} {why}" in said
    assert "Fine" not in said


def test_a_dry_run_writes_nothing_and_columns_can_be_named(file):
    said = bring(file, "Nr,Worum,Wann\n5,Hub tot,04/05/2026 10:00\n", "--dry-run", "--map", "Nr=external_id",
                 "--map", "Worum=subject", "--map", "Wann=created_at", "--date-format", "%d/%m/%Y %H:%M")  # fmt: skip
    assert "1 new" in said
    assert "dry run" in said
    assert not Ticket.objects.exists()
    for text, options, why in (
        ("Nr,Wann\n1,2026-05-04\n", (), "No column says external_id or subject"),
        (ZENDESK, ("--map", "Nope=subject"), "no column 'Nope'"),
        (ZENDESK, ("--map", "Via=nonsense"), "is no field"),
        (ZENDESK, ("--topic", "nowhere"), "no topic"),
        ("", (), "is empty"),
    ):
        with pytest.raises(CommandError, match=why):
            bring(file, text, *options)


def test_words_of_a_ticket_never_reach_a_customer(file, cast, client, work, caplog, settings, figure):
    settings.STAFF_NEED_SECOND_FACTOR = False
    caplog.set_level(logging.DEBUG)
    cast.question(title="The hub is dead since the storm")
    bring(file, ZENDESK.replace("again", "canaryword").replace("It blinks red", "canarybody blinks"))
    work()
    rebuilding.rebuild()
    found = Ticket.objects.get(external_id="71")
    CommonRequest.objects.create(inner_title=found.subject, topic=cast.topic, public_volume=9, volume=9, weeks=[9])
    for person in (AnonymousUser(), cast.stranger, cast.advocate):
        assert not [result for result in find("canaryword", person) if result.kind == "ticket"]
        assert not find("canaryword", person, filters=Filters(kind="ticket"))
        assert not [each for each in while_typing("canaryw", person) if each.kind == "ticket"]
        assert not [each for each in similar("The hub is dead, canaryword", person) if each.kind == "ticket"]
        assert not suggestions_for("The hub is dead, canaryword", person)
    assert not [result for result in find("canaryword", cast.agent) if result.kind == "ticket"]
    assert [result.kind for result in find("canaryword", cast.agent, filters=Filters(kind="ticket"))] == ["ticket"]
    assert not Vocabulary.objects.filter(words__contains="canary").exists()
    addresses = [
        *(
            "/search/?q=canaryword",
            "/search/?q=canarywrod",
            "/search/?q=dead&kind=ticket",
            "/questions/similar/?q=canaryword",
            "/kb/requests/",
            "/kb/",
            "/",
            "/questions/",
        ),
        *("/feeds/questions.atom", "/sitemap.xml", "/api/v1/search?q=canaryword", "/api/v1/articles/requests/coming"),
        *(found.get_absolute_url(), cast.asker.get_absolute_url()),
    ]
    for person in (None, cast.stranger):
        if person is not None:
            client.force_login(person)
        for address in addresses:
            words = client.get(address).content.decode().replace("q=canaryword", "")
            assert "canarybody" not in words, address
            assert "The hub is dead, canaryword" not in words, address
    assert "canaryword" not in caplog.text
    figure(
        "private words of imported tickets, planted as canaries",
        "in no search, suggestion, page, feed, sitemap or log of a customer",
        f"{len(addresses)} addresses read signed out and by a customer, 3 kinds of people searched: none found",
    )
