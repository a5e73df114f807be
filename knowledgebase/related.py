"""Questions that an article may answer, found by the index of search."""

from urllib.parse import urldefrag

from django.contrib.contenttypes.models import ContentType
from django.db.models import Subquery
from pgvector.django import CosineDistance

from community.search.models import Document
from knowledgebase.credit import Credit
from knowledgebase.models import Article

HOW_MANY = 5
FARTHEST = 0.6  # in cosine distance: beyond it, two texts have little in common


def questions_like(article: Article, credit: Credit) -> list[Document]:
    """Public documents of questions near the article, nearest first. One query.

    Not those that it was written from: an answer is found with its question, so the anchor of its address is left out.
    """
    own = Document.everything.filter(
        subject_type=ContentType.objects.get_for_model(article), subject_id=article.pk, vector__isnull=False
    )
    near = (
        Document.objects.filter(kind="question", maker=Subquery(own.values("maker")[:1]))
        .exclude(url__in=[urldefrag(post.url).url for post in credit.posts if post.url])
        .annotate(distance=CosineDistance("vector", Subquery(own.values("vector")[:1])))
        .filter(distance__lt=FARTHEST)
        .order_by("distance")
    )
    return list(near.only("title", "url", "is_solved")[:HOW_MANY])
