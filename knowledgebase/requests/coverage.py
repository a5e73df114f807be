"""Which published article answers a request: the one that staff linked, else one that is near enough."""

from dataclasses import dataclass

import numpy as np
from django.contrib.contenttypes.models import ContentType

from community.content.audiences import Audience
from community.search.embedders import Embedder
from community.search.models import Document
from knowledgebase.models import Article


@dataclass(frozen=True)
class Shelf:
    """The public articles that have a vector of this maker."""

    pks: np.ndarray
    languages: np.ndarray
    vectors: np.ndarray
    near: float

    @classmethod
    def of(cls, embedder: Embedder) -> "Shelf":
        """All of them. One query."""
        rows = list(
            Document.everything.filter(
                subject_type=ContentType.objects.get_for_model(Article),
                audience=Audience.PUBLIC,
                maker=embedder.maker,
                vector__isnull=False,
            ).values_list("subject_id", "language", "vector")
        )
        vectors = np.array([row[2] for row in rows], dtype=np.float32)
        return cls(np.array([row[0] for row in rows]), np.array([row[1] for row in rows]), vectors, embedder.near)

    def nearest(self, vectors: np.ndarray, language: str, without: list[int]) -> tuple[int, float] | None:
        """The article most like the wordings of a request, and how like; None where none is near enough.

        The likeness is that of the wording which is most like it among those in the middle: a request has many.
        """
        if not len(self.pks):
            return None
        likeness = np.median(vectors @ self.vectors.T, axis=0)
        middle = vectors.mean(axis=0)
        likeness = np.maximum(likeness, self.vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-6)))
        likeness[(self.languages != language) | np.isin(self.pks, without)] = -1
        best = int(likeness.argmax())
        return (int(self.pks[best]), float(likeness[best])) if likeness[best] >= self.near else None
