"""The index reads the event log. Rooms say in their own `readers.py` which of their verbs change what is found."""

from collections import defaultdict

from django.db import models

from community.activity.registry import reader
from community.search import index


@reader("search", verbs=())
def make_documents_anew(events: list) -> None:
    """Make the documents of the events' subjects anew; of what has none of its own, that of its `search_subject`."""
    changed: defaultdict[type[models.Model], set[int]] = defaultdict(set)
    for event in events:
        subject = event.subject
        thing = getattr(subject, "search_subject", subject)
        if thing is None:
            changed[event.subject_type.model_class()].add(event.subject_id)
        else:
            changed[type(thing)].add(thing.pk)
    for model, pks in sorted(changed.items(), key=lambda item: item[0]._meta.label):
        index.refresh(model, pks)
