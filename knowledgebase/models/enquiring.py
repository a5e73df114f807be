"""The verb by which staff ask readers of an article one question."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from knowledgebase.models.asking import (
    LONGEST_ASKED,
    LONGEST_CHOICE,
    LONGEST_QUESTION,
    MOST_ANSWERS,
    MOST_CHOICES,
    Asking,
)


class Enquiring(models.Model):
    """Mixed into Article: one question to its readers at a time."""

    class Meta:
        abstract = True

    askings: Any
    is_published: Any
    lock: Any
    topic: Any

    def ask_readers(
        self,
        text: str,
        *,
        by,
        choices: Iterable[str] = (),
        ends_at: datetime | None = None,
        enough: int | None = None,
    ) -> Asking:
        """Ask readers, until `ends_at` or `enough` answers, whichever comes first. Locks the article.

        Raises ValidationError without a question or an end, for one choice alone or the same twice, for what readers
        do not see, and while another question is open.
        """
        text, offered = " ".join(text.split()), [" ".join(choice.split()) for choice in choices]
        _require_question(text, offered)
        _require_end(ends_at, enough)
        with transaction.atomic():
            self.lock()
            if not self.is_published:
                raise ValidationError(_("Readers do not see this article, so nobody could answer."))
            if self.askings.open().exists():
                raise ValidationError(_("Readers are asked something already. End that question first."))
            asking = Asking.objects.create(
                article_id=self.pk, text=text, choices=offered, ends_at=ends_at, enough=enough, asked_by=by
            )
            Event.record("kb.article.readers-asked", actor=by, subject=self, topic=self.topic, asking=asking.pk)
        return asking

    def end_asking(self, *, by, why: str) -> None:
        """End the open question, if there is one. Locks it."""
        for asking in self.askings.open():
            asking.end(by=by, why=why)


def _require_question(text: str, choices: list[str]) -> None:
    if not text or len(text) > LONGEST_QUESTION:
        raise ValidationError(_("Write the question, in at most %(n)s characters.") % {"n": LONGEST_QUESTION})
    if len(choices) == 1 or len(choices) > MOST_CHOICES:
        raise ValidationError(_("Offer two to %(n)s choices, or none.") % {"n": MOST_CHOICES})
    if len({choice.casefold() for choice in choices}) < len(choices):
        raise ValidationError(_("Two of the choices are the same."))
    if any(not choice or len(choice) > LONGEST_CHOICE for choice in choices):
        raise ValidationError(_("A choice has one to %(n)s characters.") % {"n": LONGEST_CHOICE})


def _require_end(ends_at: datetime | None, enough: int | None) -> None:
    if ends_at is None and enough is None:
        raise ValidationError(_("Say when it ends: on a day, after so many answers, or whichever comes first."))
    if ends_at is not None and not timezone.now() < ends_at <= timezone.now() + LONGEST_ASKED:
        raise ValidationError(_("Choose a last day that is not over, within a year."))
    if enough is not None and not 1 <= enough <= MOST_ANSWERS:
        raise ValidationError(_("Choose a number of answers from 1 to %(n)s.") % {"n": MOST_ANSWERS})
