"""The makers of vectors by name, as the site uses them; `corpus` learns from the texts it is given."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings

from community.search.embedders import Embedder, minilm, training

NAMES = ("minilm", "corpus")


def maker(name: str, texts: Sequence[str]) -> Embedder:
    """The maker of that name. Raises Unusable where it is not installed, or cannot learn from these texts."""
    return _minilm() if name == "minilm" else training.train(texts)


def usual() -> str:
    """The maker that this site would use."""
    if settings.EMBEDDER:
        return settings.EMBEDDER
    return "minilm" if settings.LANGUAGE_CODE.startswith("en") else "corpus"


@cache
def _minilm() -> Embedder:
    return minilm.load()
