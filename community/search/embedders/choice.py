"""Which embedder this community uses, kept in the process and looked at again when another may have come."""

import importlib
import logging
import time
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from django.conf import settings

from community.search.embedders import weights
from community.search.embedders.corpus import Corpus
from community.search.embedders.embedder import Embedder, Unusable
from community.search.models import TrainedCorpus

log = logging.getLogger(__name__)

# The weights may arrive while the site runs, and a night's training makes a new maker: look again after so many seconds.
LOOK_AGAIN = 15.0
# Imported only where it is used: its tokeniser is an optional package.
_MINILM = "community.search.embedders.minilm"

_loaded: dict[str, Embedder] = {}
_refused: set[str] = set()
_current: Embedder | None = None
_look_at = 0.0
_choosing = Lock()


def current() -> Embedder | None:
    """The embedder to make vectors with, or None while there is none: then search works by words alone.

    `minilm` for English where its weights are installed, else the newest `corpus` that was learnt here. A setting decides
    otherwise. One query now and then, none while `minilm` is used.
    """
    global _current, _look_at
    if time.monotonic() >= _look_at:
        with _choosing:  # one thread loads a model, others wait for it
            if time.monotonic() >= _look_at:
                _current = _choose()
                # Nothing better than the installed model can come.
                is_best = _current is not None and _current is _loaded.get("minilm")
                _look_at = float("inf") if is_best else time.monotonic() + LOOK_AGAIN
    return _current


def named(maker: str) -> Embedder | None:
    """The embedder that made some vectors, for asking them while new ones are made; None when it is gone."""
    chosen = current()
    if chosen is not None and chosen.maker == maker:
        return chosen
    return _corpus(maker) if maker.startswith("corpus-") else _minilm_called(maker)


def look_again() -> None:
    """Choose anew at the next question; for code that just changed what there is to choose from."""
    global _look_at
    _look_at = 0.0
    _refused.clear()


def wants_corpus() -> bool:
    """Whether learning from the community's own words is of use here."""
    return settings.EMBEDDER == "corpus" or (settings.EMBEDDER != "minilm" and _minilm() is None)


def _choose() -> Embedder | None:
    if not wants_corpus():
        return _minilm()
    newest = TrainedCorpus.objects.newest_first().values_list("maker", flat=True).first()
    return _corpus(newest) if newest else None


def _minilm() -> Embedder | None:
    """The English model: chosen by the setting, or by itself where the site is English and the weights are there."""
    if settings.EMBEDDER != "minilm" and not settings.LANGUAGE_CODE.startswith("en"):
        return None
    if "minilm" not in _loaded and "minilm" not in _refused:
        importlib.invalidate_caches()
        if find_spec("tokenizers") is None or not (settings.EMBEDDER_MODEL or weights.packaged()):
            return None
        try:
            module = importlib.import_module(_MINILM)
            folder = settings.EMBEDDER_MODEL
            _loaded["minilm"] = module.load_from(Path(folder)) if folder else module.load()
        except Unusable as error:
            _refused.add("minilm")
            log.error("The model for similarity is not used. %s", error)
    return _loaded.get("minilm")


def _minilm_called(maker: str) -> Embedder | None:
    model = _minilm()
    return model if model is not None and model.maker == maker else None


def _corpus(maker: str) -> Embedder | None:
    if maker not in _loaded and maker not in _refused:
        stored = TrainedCorpus.objects.filter(maker=maker).first()
        try:
            if stored is None:
                return None
            _loaded[maker] = Corpus(bytes(stored.data))
        except Unusable as error:
            _refused.add(maker)
            log.error("The vectors learnt as %s are not used. %s", maker, error)
    return _loaded.get(maker)
