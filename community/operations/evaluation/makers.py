"""The makers of vectors by name, as the site uses them; `corpus` learns from the texts it is given."""

from collections.abc import Sequence
from functools import cache, lru_cache

from django.conf import settings

from community.search.embedders import Embedder, minilm, training
from community.search.embedders.embedder import Vectors

NAMES = ("minilm", "corpus")


def maker(name: str, texts: Sequence[str]) -> Embedder:
    """The maker of that name. Raises Unusable where it is not installed, or cannot learn from these texts."""
    return _minilm() if name == "minilm" else training.train(texts)


@lru_cache(maxsize=4)
def embedded(name: str, texts: tuple[str, ...]) -> tuple[Embedder, Vectors]:
    """The maker of that name, and the vectors of the texts, from which `corpus` learns. Several tasks ask for the same."""
    embedder = maker(name, texts)
    return embedder, embedder.embed(texts)


def usual() -> str:
    """The maker that this site would use."""
    if settings.EMBEDDER:
        return settings.EMBEDDER
    return "minilm" if settings.LANGUAGE_CODE.startswith("en") else "corpus"


@cache
def _minilm() -> Embedder:
    return minilm.load()
