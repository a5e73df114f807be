"""Questions that an article may answer, found by the index of search."""

from django.contrib.contenttypes.models import ContentType
from pgvector.django import CosineDistance

from community.search.models import Document

HOW_MANY = 5
FARTHEST = 0.6


def questions_like(article) -> list[Document]:
    """Public documents of questions near the article, nearest first. Two queries."""
    own = (
        Document.everything.filter(subject_type=ContentType.objects.get_for_model(article), subject_id=article.pk)
        .values_list("vector", "maker")
        .first()
    )
    if own is None or own[0] is None:
        return []
    vector, maker = own
    return list(
        Document.objects.filter(kind="question", maker=maker)
        .annotate(distance=CosineDistance("vector", vector))
        .filter(distance__lt=FARTHEST)
        .order_by("distance")[:HOW_MANY]
    )
