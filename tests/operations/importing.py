"""Running an import, and telling whether it wrote anything."""

import io

from django.core.management import call_command
from django.db import connection
from taggit.models import Tag

from community.activity.models import Event
from community.catalogue.models import Topic
from community.content.models import Origin
from community.members.models import Member
from community.search.models import Document
from forum.models import Answer, Comment, Duplicate, Question

TABLES = (Member, Origin, Question, Answer, Comment, Duplicate, Tag, Question.tags.through, Topic, Document, Event)


def run(folder, **options):
    out = io.StringIO()
    call_command("import_stackexchange", str(folder), stdout=out, **options)
    return out.getvalue()


def state():
    """Every row of every table that an import writes, with the transaction that wrote it last."""
    with connection.cursor() as cursor:
        rows = []
        for model in TABLES:
            cursor.execute(f'SELECT xmin::text, t::text FROM "{model._meta.db_table}" t ORDER BY 2')
            rows.append(cursor.fetchall())
    return rows
