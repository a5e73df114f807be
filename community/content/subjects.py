"""The things that moderation, mail and search deal with, whatever room they live in.

A room registers its model under a short name, which stands in addresses (`/flags/answer/12/`). Each registered model has
the protocol below; a test checks that all of them have all of it.
"""

from typing import Any, Protocol

from django.db import models
from django.http import Http404


class Subject(Protocol):
    """What a thing must be able to say about itself."""

    pk: Any
    noun: str

    def excerpt(self, length: int = 200) -> str: ...

    def hide(self, *, by) -> None: ...

    def unhide(self, *, by) -> None: ...

    def search_document(self) -> dict | None:
        """Fields of its search document, or None when it has none of its own (then its thread's is made anew)."""

    def get_absolute_url(self) -> str: ...


PROTOCOL = ("excerpt", "hide", "unhide", "search_document", "get_absolute_url")

_models: dict[str, type[models.Model]] = {}


def register(name: str, model: type[models.Model]) -> None:
    """Register a model as a subject. Its default manager must have `visible_to(member)`. Idempotent."""
    if _models.get(name, model) is not model:
        raise ValueError(f"There is a subject called {name} already.")
    _models[name] = model


def all_subjects() -> dict[str, type[models.Model]]:
    """Every subject model by its short name."""
    return dict(_models)


def name_of(subject: models.Model) -> str:
    """The short name of a subject's model."""
    return next(name for name, model in _models.items() if isinstance(subject, model))


def get_visible(name: str, pk: int, person) -> models.Model:
    """The subject, if `person` may know of it. Raises Http404 otherwise, and for a name that is not registered."""
    model = _models.get(name)
    if model is None:
        raise Http404("There is no such kind of thing.")
    subject = model._default_manager.visible_to(person).filter(pk=pk).first()
    if subject is None:
        raise Http404("There is no such thing, or it is not for you.")
    return subject
