"""Learns a corpus maker from the index. It imports scikit-learn: only a command imports it."""

from django.db import transaction

from community.content.audiences import Audience
from community.search.embedders import choice, training
from community.search.models import Document, TrainedCorpus

# Texts to learn from. More teach little, and learning time grows with them.
MOST = 50_000
# Pairs of title and text to check with.
CHECKED = 500
# Trained ones that are kept: the newest, and the one whose vectors are being replaced.
KEPT = 2


def learn() -> TrainedCorpus | None:
    """Learn from what everybody may read, check it, and let it take over; None when that would change nothing.

    Raises Unusable, and leaves the former one in charge, when there is too little to learn from or the check fails.
    """
    newest = Document.everything.filter(audience=Audience.PUBLIC).order_by("-written_at", "-pk")
    documents = list(newest.only("title", "text", "solution")[:MOST])
    # In a fixed order, so that the same documents teach the same whatever happened to their rows.
    documents.sort(key=lambda document: document.pk)
    corpus = training.train([f"{document.title}\n{document.solution}\n{document.text}" for document in documents])
    if TrainedCorpus.objects.filter(maker=corpus.maker).exists():
        return None
    soundness = training.check(corpus, _halves(documents))
    with transaction.atomic():
        trained = TrainedCorpus.objects.create(
            maker=corpus.maker, data=corpus.data, documents=corpus.documents, soundness=soundness
        )
        old = TrainedCorpus.objects.newest_first().values_list("pk", flat=True)[KEPT:]
        TrainedCorpus.objects.filter(pk__in=list(old)).delete()
        transaction.on_commit(choice.look_again)
    return trained


def _halves(documents: list[Document]) -> list[tuple[str, str]]:
    """Titles with their texts, spread evenly over the documents."""
    texts = [(document.title, document.text or document.solution) for document in documents]
    whole = [(title, text) for title, text in texts if text]
    step = max(1, len(whole) // CHECKED)
    return whole[::step][:CHECKED]
