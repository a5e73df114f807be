"""Draft: what a member has typed into a form and not sent yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.content import places
from community.content.models.attachment import AttachmentUse
from community.content.public_words import facts_in, without
from community.lib import pictures

Fields: TypeAlias = dict[str, str | list[str]]

KEPT_FOR = timedelta(days=30)
LARGEST = 200_000  # characters of one draft
MOST_FIELDS = 60
MOST_DRAFTS = 200  # of one member
_LARGEST_ROW = 1_300_000  # as JSON, where one character may take six


class DraftQuerySet(models.QuerySet):
    # "What this member has not sent yet." Nobody else, whatever their role, has a way to a draft.
    def of(self, member):
        return self.filter(member=member) if member.is_authenticated else self.none()

    def newest_first(self):
        return self.order_by("-saved_at", "-id")


class Draft(models.Model):
    """The fields of one form as its member left them, the same on each of their devices, for thirty days.

    The later words win. When they come from a page that had not seen the earlier ones, those are kept beside them in
    `other`. No event is recorded of a draft: what was not sent is nobody's business.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=140)
    fields = models.JSONField(default=dict)
    other = models.JSONField(default=dict, blank=True)
    # The version that the words were written on, where what the form changes has versions.
    base = models.CharField(max_length=60, blank=True)
    # The page, as it was loaded once, that typed last.
    page = models.CharField(max_length=20, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["member", "place"], name="draft_once"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(Cast("fields", models.TextField())), _LARGEST_ROW),
                name="draft_is_no_store",
            ),
        ]
        indexes = [
            models.Index(fields=["saved_at"], name="draft_saved_at"),
            models.Index(fields=["place"], name="draft_place"),
        ]

    def __str__(self):
        return self.place

    @property
    def found_at(self) -> places.Place | None:
        """Where its form is; None when no room has such a form any more."""
        return places.find(self.place)

    def words(self) -> list[str]:
        """What was typed, a title first, without numbers, which choices from lists are."""
        first = {"title": self.fields.get("title", "")}
        return [text for text in _texts_of(first | self.fields) if not text.isdecimal()]

    def excerpt(self, length: int = 120) -> str:
        """How it begins."""
        text = " ".join(" ".join(self.words()).split())
        return text if len(text) <= length else text[: length - 1].rstrip() + "…"

    @property
    def is_long(self) -> bool:
        """Whether there is more of it than its excerpt."""
        return len(self.words()) > 1 or self.excerpt().endswith("…")

    # -- Verbs

    @classmethod
    def keep(cls, fields: Fields, *, by, place: str, pages: Sequence[str] = (), base: str = "") -> "Draft | None":
        """Keep what `by` has typed at `place`; a form that was emptied is kept no more, and gives None. Locks the draft.

        `pages` names the page that it was typed on, then those whose words it showed when it was loaded. Raises
        ValidationError for a place where no form is, and for too much.
        """
        fields = _checked(fields, place)
        if not _texts_of(fields):
            cls.discard(by=by, place=place)
            return None
        with transaction.atomic():
            if not cls.objects.of(by).filter(place=place).exists() and cls.objects.of(by).count() >= MOST_DRAFTS:
                raise ValidationError(_("You have many unfinished things. Discard some of them first."))
            draft, is_new = cls.objects.get_or_create(member=by, place=place, defaults={"fields": {}})
            draft = cls.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
            before = {"fields": draft.fields, "other": draft.other}
            if not is_new and draft.page not in pages and not _goes_on(fields, draft.fields):
                draft.other = draft.fields
            draft.fields, draft.base, draft.saved_at = fields, base[:60], timezone.now()
            draft.page = pages[0][:20] if pages else ""
            draft.save(update_fields=["fields", "other", "base", "page", "saved_at"])
            draft._note_pictures(before)
        return draft

    @classmethod
    def discard(cls, *, by, place: str) -> None:
        """Throw away what `by` has typed at `place`. Doing it twice changes nothing."""
        cls.objects.of(by).filter(place=place).delete()

    @classmethod
    def note_sent(cls, *, by, place: str, gone: Iterable[str] = ()) -> None:
        """What `by` typed at `place` has become something. Words of another window, if there are any, are the draft now.

        `gone` are private facts that `by` took out of what was sent. Locks the draft.
        """
        with transaction.atomic():
            draft = cls.objects.of(by).filter(place=place).select_for_update(of=("self",), no_key=True).first()
            if draft is None:
                return
            if not draft.other:
                draft.delete()
                return
            before = {"fields": draft.fields, "other": draft.other}
            draft.fields, draft.other = _without(draft.other, gone), {}
            draft.save(update_fields=["fields", "other"])
            draft._note_pictures(before)

    @classmethod
    def take_other(cls, *, by, place: str) -> None:
        """Put the words of the other window into the form, and keep those that stood there instead. Locks the draft."""
        with transaction.atomic():
            draft = cls.objects.of(by).filter(place=place).select_for_update(of=("self",), no_key=True).first()
            if draft is not None and draft.other:
                draft.fields, draft.other, draft.page = draft.other, draft.fields, ""
                draft.saved_at = timezone.now()
                draft.save(update_fields=["fields", "other", "page", "saved_at"])

    @classmethod
    def move(cls, *, place: str, to: str) -> None:
        """What anybody has typed at `place` is kept at `to`; where they have typed there too, as words of another window.

        Who has two windows there already keeps this one where it is. Locks the drafts.
        """
        with transaction.atomic():
            found = cls.objects.filter(place=place).order_by("pk").select_for_update(of=("self",), no_key=True)
            there = {
                draft.member_id: draft
                for draft in cls.objects.filter(place=to).order_by("pk").select_for_update(of=("self",), no_key=True)
            }
            for draft in found:
                other = there.get(draft.member_id)
                if other is None:
                    draft.place = to
                    draft.save(update_fields=["place"])
                elif not other.other:
                    other.other = draft.fields
                    other.save(update_fields=["other"])
                    other._note_pictures({"fields": other.fields, "other": {}})
                    draft.delete()

    @classmethod
    def forget(cls, gone: Iterable[str], *, of: Iterable[int], about: tuple[str, int]) -> None:
        """Take private facts that were removed from a public post out of drafts too. Locks the drafts.

        Of the members `of` all drafts for the public, and everybody's that are about the post (`("question", 12)`). What
        somebody writes to staff in private stays: there the fact may belong.
        """
        gone, (kind, pk) = frozenset(gone), about
        near = [f"{kind}-edit:{pk}", f"comment:{kind}:{pk}", f"answer:{pk}" if kind == "question" else ""]
        with transaction.atomic():
            found = cls.objects.filter(Q(member__in=[pk for pk in of if pk]) | Q(place__in=near))
            for draft in found.order_by("pk").select_for_update(of=("self",), no_key=True):
                place = draft.found_at
                if place is None or not place.is_public:
                    continue
                if not gone & facts_in(*_texts_of(draft.fields), *_texts_of(draft.other)):
                    continue
                draft.fields, draft.other = _without(draft.fields, gone), _without(draft.other, gone)
                draft.save(update_fields=["fields", "other"])

    @classmethod
    def forget_old(cls, now: datetime | None = None) -> int:
        """Delete what nobody has gone on with for thirty days; returns how many. One statement."""
        return cls.objects.filter(saved_at__lt=(now or timezone.now()) - KEPT_FOR).delete()[0]

    def _note_pictures(self, before: dict[str, Fields]) -> None:
        """A picture in a draft is not removed while the draft lives, and stays its uploader's alone."""
        now = " ".join([*_texts_of(self.fields), *_texts_of(self.other)])
        then = " ".join([*_texts_of(before["fields"]), *_texts_of(before["other"])])
        if pictures.names_in(now) != pictures.names_in(then):
            AttachmentUse.note(self, now, by=self.member, before=then, for_uploader_alone=True)


def _texts_of(fields: Fields) -> list[str]:
    return [value for value in fields.values() if isinstance(value, str) and value.strip()]


def _checked(fields: Fields, place: str) -> Fields:
    """The fields as the database can hold them. Raises ValidationError."""
    if places.find(place) is None:
        raise ValidationError(_("There is no such form."))
    clean: Fields = {
        name: value.replace("\0", "") if isinstance(value, str) else [each.replace("\0", "") for each in value]
        for name, value in fields.items()
    }
    size = sum(len(name) + sum(map(len, [value] if isinstance(value, str) else value)) for name, value in clean.items())
    if size > LARGEST or len(clean) > MOST_FIELDS:
        raise ValidationError(_("This is too long to be kept as a draft. Make it shorter."))
    return clean


def _goes_on(later: Fields, earlier: Fields) -> bool:
    """Whether the later words have all of the earlier ones in them, so that nothing is lost."""
    return all(
        str(later.get(name, "")).startswith(value.rstrip()) for name, value in earlier.items() if isinstance(value, str)
    )


def _without(fields: Fields, gone: Iterable[str]) -> Fields:
    gone = frozenset(gone)
    return {name: without(value, gone) if isinstance(value, str) else value for name, value in fields.items()}
