"""Video: what an upload that moves and speaks has beside its file. Captions: what is said in it, in a language."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import IO, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.content.attachments import Refused, cleaned, fitted
from community.content.models.attachment import Attachment, AttachmentUse
from community.content.videos import Film, captions, clock, drawn_at, poster_size, remade, screening
from community.lib import pictures

_FULL = _("There is no room left for this video: all videos together may take %(n)g GB. Ask who runs this site.")
_NO_WORDS = _("Say what the video shows: that is its name on the page, and what somebody hears who does not see it.")
_ENDED = _("At that moment the video has ended: it ends at %(end)s.")
_STANDS = _("This video stands in a text. Add other captions first: without any, who cannot hear it is left out.")


class VideoQuerySet(models.QuerySet):
    # "Whoever cannot hear has nothing of it yet."
    def mute(self):
        return self.filter(~Exists(Captions.objects.filter(video=OuterRef("pk"))), has_speech=True)

    # "Those files."
    def named(self, names):
        return self.filter(attachment__name__in=names)

    # "What this post shows to all its readers": whoever wrote it had the right to show them.
    def opened_by(self, post: models.Model):
        kind = ContentType.objects.get_for_model(post)
        uses = AttachmentUse.objects.filter(attachment=OuterRef("attachment"), post_type=kind, post_id=post.pk)
        return self.filter(Exists(uses.filter(opens=True)))

    def with_words(self):
        """With their files and what is said in them. No further query."""
        columns = JSONObject(**{name: name for name in ("id", "language", "version", "transcript", "is_by_hand")})
        said = Captions.objects.filter(video=OuterRef("pk")).values(json=columns)
        return self.select_related("attachment").annotate(captions_read=ArraySubquery(said))

    def newest_first(self):
        return self.order_by("-attachment__created_at", "-id")


class Video(models.Model):
    """Its file, its poster, its readers and its end are those of its `attachment`.

    What nobody can hear is not published: it has captions, or it has no speech and says in words what it shows.
    """

    noun: ClassVar[str] = "content.video"
    LONGEST_WORDS: ClassVar[int] = 20_000

    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="video", verbose_name=_("file"))
    length = models.DurationField(_("length"), editable=False)
    has_sound = models.BooleanField(_("has sound"), editable=False)
    has_speech = models.BooleanField(_("somebody speaks in it"), default=True)
    described = models.TextField(_("what it shows, in words"), max_length=LONGEST_WORDS, blank=True)

    # The picture that is shown until it plays: of this moment; otherwise uploaded, or found while it was read.
    poster_at = models.DurationField(_("moment of its poster"), null=True, blank=True, editable=False)
    # Of a poster that somebody chose: it stands in the address, so that a browser fetches what is new.
    poster_version = models.CharField(max_length=8, blank=True, editable=False)

    objects = VideoQuerySet.as_manager()

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        constraints = [
            models.CheckConstraint(
                condition=Q(has_speech=True) | ~Q(described=""), name="video_speaks_or_is_described"
            ),
            models.CheckConstraint(condition=Q(length__gt=timedelta()), name="video_has_a_length"),
            models.CheckConstraint(
                condition=Q(poster_at=None)
                | (Q(poster_at__gte=timedelta(), poster_at__lte=F("length")) & ~Q(poster_version="")),
                name="video_poster_is_of_it",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/videos/{self.attachment.name}/"

    # -- What it is

    @property
    def title(self) -> str:
        """What it shows, in a few words."""
        return self.attachment.alt_text

    @property
    def address(self) -> str:
        return self.attachment.get_absolute_url()

    @property
    def shown(self) -> pictures.Shown | None:
        """The size at which a page shows it, and the name of its poster."""
        return self.attachment.shown

    @property
    def poster(self) -> str:
        """Address of the picture that is shown until it plays."""
        address = f"/files/small/{self.attachment.name}"
        return f"{address}?v={self.poster_version}" if self.poster_version else address

    @cached_property
    def said(self) -> list["Captions"]:
        """What is said in it, in each language, without the times. No query where it was read `with_words`."""
        if "captions_read" in self.__dict__:
            return [Captions(video=self, **each) for each in self.__dict__["captions_read"]]
        return list(self.captions.defer("text"))

    @property
    def is_mute(self) -> bool:
        """Whether whoever cannot hear has nothing of it yet."""
        return self.has_speech and not self.said

    @property
    def minutes(self) -> str:
        """Its length as a clock shows it."""
        return clock.written(self.length)

    def words(self, language: str = "") -> str:
        """What is said in it, in that language if there is that, or what it shows: for who reads and for the search."""
        chosen = [each for each in self.said if each.language == language] or self.said
        return "\n\n".join(filter(None, [self.described, *(each.transcript for each in chosen)]))

    def page_keys(self) -> tuple[str, ...]:
        """Versions of the pages that show it. A query for each thing that does."""
        posts = [use.post for use in self.attachment.uses.filter(opens=True)]
        return tuple(sorted({key for post in posts if hasattr(post, "page_keys") for key in post.page_keys()}))

    def is_for(self, person) -> bool:
        """Whether `person` may see it."""
        return self.attachment.is_for(person)

    # -- Verbs

    @classmethod
    def upload(cls, file: IO[bytes], *, by, title: str) -> "Video":
        """Keep the video in `file`, for `by` alone until something shows it. Raises Refused with a sentence for `by`."""
        with cls.read(file, title=title) as film:
            return cls.keep(film, by=by, title=title)

    @classmethod
    @contextmanager
    def read(cls, file: IO[bytes], *, title: str) -> Iterator[Film]:
        """The video in `file`, made anew, to be kept before the block ends. Takes seconds, and no transaction. Raises Refused."""
        _words(title)
        _require_room(getattr(file, "size", None) or 0)
        with remade(file) as film:
            yield film

    @classmethod
    def keep(cls, film: Film, *, by, title: str) -> "Video":
        """Keep what was read. Raises Refused."""
        with transaction.atomic():
            byte_count = film.path.stat().st_size
            attachment = Attachment(
                uploader=by,
                name=pictures.new_name(film.width, film.height, film.extension),
                content_type=film.content_type,
                width=film.width,
                height=film.height,
                byte_count=byte_count,
                alt_text=_words(title),
            )
            attachment.small_path = f"{attachment.path.rpartition('.')[0]}-small.webp"
            attachment.save()
            video = cls.objects.create(attachment=attachment, length=film.length, has_sound=film.has_sound)
            default_storage.save(attachment.small_path, ContentFile(film.poster.read_bytes()))
            with film.path.open("rb") as made:
                default_storage.save(attachment.path, File(made))
            Event.record(f"{cls.noun}.uploaded", actor=by, subject=video)
        return video

    def caption(self, file: IO[bytes], *, language: str, by, private_facts: str = "") -> "Captions":
        """Take over the captions in `file`, in place of those in that language. Locks the video.

        The transcript is made of them, unless somebody has written it by hand. Raises Refused, and PrivateFactsSaid until
        `private_facts` says what becomes of what was found: `remove`, or `keep` where that may be.
        """
        cues = captions.read(file, self.length)
        with transaction.atomic():
            self.lock()
            cues = screening.settled(cues, private_facts, known=self._public_words())
            if not cues:
                raise Refused(captions.NO_CAPTIONS)
            ours = self.captions.filter(language=language).first() or Captions(video=self, language=language)
            ours.text, ours.by, ours.at = captions.as_webvtt(cues), by, timezone.now()
            ours.version = hashlib.sha256(ours.text.encode()).hexdigest()[:12]
            if not ours.is_by_hand:
                ours.transcript = captions.transcript_of(cues)
            ours.save()
            self._forget_read()
            Event.record(f"{self.noun}.captioned", actor=by, subject=self, language=language)
        return ours

    def uncaption(self, language: str, *, by) -> None:
        """Remove the captions in a language, and their transcript. Doing it twice changes nothing. Locks the video.

        Raises ValidationError for the last ones of a video that stands in a text.
        """
        with transaction.atomic():
            self.lock()
            ours = self.captions.filter(language=language)
            if not ours.exists():
                return
            if self.has_speech and self.captions.count() == 1 and self.attachment.uses.exists():
                raise ValidationError(_STANDS)
            ours.delete()
            self._forget_read()
            Event.record(f"{self.noun}.uncaptioned", actor=by, subject=self, language=language)

    def transcribe(self, language: str, words: str, *, by) -> None:
        """Write the transcript by hand; without `words` it is made of the captions again. Locks the video.

        Raises ValidationError where there are no captions in that language.
        """
        with transaction.atomic():
            self.lock()
            ours = self.captions.filter(language=language).first()
            if ours is None:
                raise ValidationError(_("There are no captions in this language. Add them first."))
            words = words.replace("\r\n", "\n").strip()[: self.LONGEST_WORDS * 5]
            ours.is_by_hand = bool(words)
            cues = captions.read(BytesIO(ours.text.encode()), self.length)
            ours.transcript = words or captions.transcript_of(cues)
            ours.save(update_fields=["transcript", "is_by_hand"])
            self._forget_read()
            Event.record(f"{self.noun}.transcribed", actor=by, subject=self, language=language)

    def describe(self, words: str, *, by) -> None:
        """Nobody speaks in it: `words` say what it shows. Without words somebody does speak. Locks the video.

        Raises ValidationError when a text shows it and there are no captions to take the place of the words.
        """
        words = words.strip()[: self.LONGEST_WORDS]
        with transaction.atomic():
            self.lock()
            if self.described == words:
                return
            if not words and not self.captions.exists() and self.attachment.uses.exists():
                raise ValidationError(_STANDS)
            self.described, self.has_speech = words, not words
            self.save(update_fields=["described", "has_speech"])
            Event.record(f"{self.noun}.described", actor=by, subject=self)

    def choose_poster(self, moment: timedelta, *, by) -> None:
        """Show the picture of that moment until it plays. Reads the video first, which takes seconds. Locks both rows.

        Raises Refused for a moment at which it has ended, and where it cannot be read.
        """
        if not timedelta() <= moment <= self.length:
            raise Refused(_ENDED, params={"end": self.minutes})
        with default_storage.open(self.attachment.path) as file:
            content = drawn_at(file, moment, size=self.attachment.byte_count)
        self._set_poster(content, moment, by)

    def upload_poster(self, file: IO[bytes], *, by) -> None:
        """Show the picture in `file` until it plays, made anew in the shape of the video. Locks both rows. Raises Refused."""
        size = poster_size(self.attachment.width, self.attachment.height)
        picture = fitted(cleaned(file, getattr(file, "size", None)).content, *size)
        self._set_poster(picture.content, None, by)

    def _set_poster(self, content: bytes, moment: timedelta | None, by) -> None:
        """Keep the new one under another name and remove the former when that is certain. The same again changes nothing."""
        version = hashlib.sha256(content).hexdigest()[:8]
        with transaction.atomic():
            self.lock()
            if (self.poster_version, self.poster_at) == (version, moment):
                return
            attachment = Attachment.objects.select_for_update(no_key=True).get(pk=self.attachment_id)
            former, stem = attachment.small_path, attachment.path.rpartition(".")[0]
            attachment.small_path = default_storage.save(f"{stem}-small-{version}.webp", ContentFile(content))
            attachment.save(update_fields=["small_path"])
            self.attachment = attachment
            self.poster_version, self.poster_at = version, moment
            self.save(update_fields=["poster_version", "poster_at"])
            Event.record(f"{self.noun}.poster_chosen", actor=by, subject=self)
            transaction.on_commit(partial(default_storage.delete, former))

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=Video.objects.select_for_update(of=("self",), no_key=True))

    def _public_words(self) -> list[str]:
        """What is read of it by now, in all languages."""
        said = self.captions.values_list("text", "transcript")
        return [self.title, self.described, *(text for both in said for text in both)]

    def _forget_read(self) -> None:
        for name in ("said", "captions_read"):
            self.__dict__.pop(name, None)


class Captions(models.Model):
    """What is said in a video, with its times (WebVTT, written by us), and as a text to read."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(_("captions"), editable=False)
    # Of the text: it stands in the address, so that a browser fetches what is new.
    version = models.CharField(max_length=12, editable=False)
    transcript = models.TextField(_("transcript"))
    is_by_hand = models.BooleanField(_("transcript written by hand"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        ordering = ["language"]
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        constraints = [models.UniqueConstraint(fields=["video", "language"], name="captions_once_in_a_language")]

    def __str__(self):
        return f"{self.video_id}: {self.get_language_display()}"

    @property
    def address(self) -> str:
        return f"/files/captions/{self.video.attachment.name}/{self.language}.vtt?v={self.version}"

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(part.split()) for part in self.transcript.split("\n\n") if part.strip()]


def bytes_kept() -> int:
    """How many bytes all videos take."""
    return Attachment.objects.filter(video__isnull=False).aggregate(n=Sum("byte_count"))["n"] or 0


def _words(title: str) -> str:
    """What a video shows, as its name. Raises Refused where nothing is said."""
    words = " ".join(title.split())[: Attachment.LONGEST_DESCRIPTION]
    if not words:
        raise Refused(_NO_WORDS)
    return words


def _require_room(size: int) -> None:
    """Raise Refused when `size` more bytes are more than all videos may take."""
    if bytes_kept() + size > settings.VIDEO_GIGABYTES * 2**30:
        raise Refused(_FULL, params={"n": settings.VIDEO_GIGABYTES})
