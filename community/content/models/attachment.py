"""Attachment: a picture or a video that somebody uploaded. AttachmentUse: a written thing that shows it."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity import wakeup
from community.activity.models import Event
from community.content.attachments import cleaned, small_copy
from community.lib import pictures

log = logging.getLogger(__name__)
KEPT_UNUSED_FOR = timedelta(hours=48)
# Until the second, third, … try to make a small copy; the picture itself is shown meanwhile, and after the last one.
_PATIENCE = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=12))


class AttachmentQuerySet(models.QuerySet):
    # "Large or moving: a page shows a small copy of it, and nobody has made that yet."
    def waiting_for_small_copy(self, now: datetime | None = None):
        return self.filter(small_due__lte=now or timezone.now(), small_path="").order_by("small_due", "id")

    # "What a text shows at once", and not a video.
    def pictures(self):
        return self.filter(video=None)

    # "Nothing that is written shows it."
    def unused(self):
        return self.filter(~Exists(AttachmentUse.objects.filter(attachment=OuterRef("pk"))))

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class Attachment(models.Model):
    """A picture as it is kept: made anew from its pixels, under a name that nobody can guess and that says its size.

    Of a video (`video`) it is the file; its small copy is a picture of it, made with it.

    Who may see it follows from what shows it (`uses`). While nothing does, its uploader alone sees it, for two days.
    """

    noun: ClassVar[str] = "content.attachment"
    LONGEST_DESCRIPTION: ClassVar[int] = 300

    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attachments", verbose_name=_("uploaded by")
    )
    name = models.CharField(_("name"), max_length=60, unique=True, editable=False)
    content_type = models.CharField(_("kind of file"), max_length=20, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    byte_count = models.PositiveIntegerField(_("bytes"), editable=False)
    alt_text = models.CharField(_("description"), max_length=LONGEST_DESCRIPTION, blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    unused_since = models.DateTimeField(_("unused since"), null=True, blank=True, default=timezone.now, editable=False)
    small_due = models.DateTimeField(_("small copy due"), null=True, blank=True, editable=False)
    small_path = models.CharField(_("file of the small copy"), max_length=100, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("failed tries to make a small copy"), default=0, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="attachment_has_a_size")]
        indexes = [
            models.Index(
                fields=["small_due"],
                name="attachment_no_small_copy",
                condition=Q(small_due__isnull=False, small_path=""),
            ),
            models.Index(fields=["unused_since"], name="attachment_unused", condition=Q(unused_since__isnull=False)),
            models.Index(fields=["uploader", "-created_at"], name="attachment_uploader"),
        ]

    def __str__(self):
        return self.alt_text or self.name

    def get_absolute_url(self):
        return f"/files/{self.name}"

    # -- What it is

    @property
    def path(self) -> str:
        """Where its file is kept."""
        return f"attachments/{self.name[:2]}/{self.name}"

    @property
    def shown(self) -> pictures.Shown | None:
        """Address and size of what a page shows."""
        own = pictures.at(self.get_absolute_url())
        return own and own.shown

    @property
    def is_video(self) -> bool:
        return self.content_type.startswith("video/")

    @property
    def needs_small_copy(self) -> bool:
        return self.shown is not None and self.shown.is_small

    @property
    def markdown(self) -> str:
        """What shows it in a text."""
        words = " ".join(self.alt_text.split()).replace("[", "(").replace("]", ")")
        return f"![{words}]({self.get_absolute_url()})"

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it: something public shows it. One query, and one for each kind of thing that does."""
        return self._is_opened_to(None)

    def is_for(self, person) -> bool:
        """Whether `person` may see it: the uploader, and who may read something that shows it."""
        return (person.is_authenticated and person.pk == self.uploader_id) or self._is_opened_to(person)

    def _is_opened_to(self, person) -> bool:
        kinds: dict[int, list[int]] = {}
        for kind, pk in self.uses.filter(opens=True).values_list("post_type", "post_id"):
            kinds.setdefault(kind, []).append(pk)
        models_of: dict[Any, list[int]] = {
            ContentType.objects.get_for_id(kind).model_class(): ids for kind, ids in kinds.items()
        }
        return any(
            model is not None and model._default_manager.visible_to(person).filter(pk__in=ids).exists()
            for model, ids in models_of.items()
        )

    # -- Verbs

    @classmethod
    def upload(cls, file: IO[bytes], *, by, alt_text: str = "") -> "Attachment":
        """Keep the picture in `file`, for `by` alone until something shows it. Raises Refused with a sentence for `by`."""
        picture = cleaned(file, getattr(file, "size", None))
        attachment = cls(
            uploader=by,
            name=pictures.new_name(picture.width, picture.height, picture.extension, moves=picture.moves),
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            byte_count=len(picture.content),
            alt_text=" ".join(alt_text.split())[: cls.LONGEST_DESCRIPTION],
        )
        if attachment.needs_small_copy:
            attachment.small_due = attachment.created_at
        with transaction.atomic():
            attachment.save()
            default_storage.save(attachment.path, ContentFile(picture.content))
            Event.record(f"{cls.noun}.uploaded", actor=by, subject=attachment)
            if attachment.needs_small_copy:
                transaction.on_commit(partial(wakeup.wake, "community.content.tasks.make_small_copies"))
        return attachment

    @classmethod
    def make_small_copies(cls, *, at_most: int = 100) -> int:
        """Make the small copies that are missing; returns how many were tried. Locks each row; others are passed over."""
        for done in range(at_most):
            with transaction.atomic():
                waiting = cls.objects.waiting_for_small_copy().select_for_update(skip_locked=True, no_key=True)
                attachment = waiting.first()
                if attachment is None:
                    return done
                attachment._make_small_copy()
        return at_most

    def _make_small_copy(self) -> None:
        try:
            with default_storage.open(self.path) as file:
                small = small_copy(file.read())
            stem = self.path.rpartition(".")[0]
            self.small_path = default_storage.save(f"{stem}-small.{small.extension}", ContentFile(small.content))
        except Exception:
            log.exception("No small copy of attachment %s could be made.", self.pk)
            self.tries += 1
            self.small_due = timezone.now() + _PATIENCE[self.tries - 1] if self.tries <= len(_PATIENCE) else None
        self.save(update_fields=["small_path", "tries", "small_due"])

    @classmethod
    def remove_unused(cls, now: datetime | None = None) -> int:
        """Remove what nothing has shown for 48 hours, rows and files; returns how many. Locks each row.

        Files go first: what is interrupted between the two is done again, and leaves no file without a row.
        """
        now = now or timezone.now()
        AttachmentUse.forget_gone()
        cls.objects.unused().filter(unused_since=None).update(unused_since=now)
        cls.objects.exclude(unused_since=None).filter(uses__isnull=False).update(unused_since=None)
        due = cls.objects.unused().filter(unused_since__lte=now - KEPT_UNUSED_FOR)
        removed = 0
        for pk in list(due.values_list("pk", flat=True)):
            with transaction.atomic():
                # A use that is written at this moment holds the row or has changed it: then it is passed over.
                attachment = due.filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first()
                if attachment is None:
                    continue
                attachment.remove_files()
                attachment.delete()
                removed += 1
        return removed

    def remove_files(self) -> None:
        """Remove its files from storage. The row stays: whoever calls this removes it next."""
        for path in filter(None, (self.path, self.small_path)):
            default_storage.delete(path)


class AttachmentUse(models.Model):
    """Something that is written shows a picture.

    It keeps the picture. It opens it to its readers when whoever wrote it had the right to show it: they uploaded it, or
    everybody could see it already. So nobody makes a picture of a private case public by quoting its address.
    """

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="uses")
    post_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    post_id = models.BigIntegerField()
    post = GenericForeignKey("post_type", "post_id")
    opens = models.BooleanField(_("opens it to its readers"))

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [
            models.UniqueConstraint(fields=["attachment", "post_type", "post_id"], name="attachment_use_once")
        ]
        indexes = [models.Index(fields=["post_type", "post_id"], name="attachment_use_post")]

    def __str__(self):
        return f"{self.post_type.model} {self.post_id}: {self.attachment_id}"

    @classmethod
    def note(cls, post: models.Model, html: str, *, by, before: str = "", for_uploader_alone: bool = False) -> None:
        """Write down which pictures `post` shows now. `before` is its HTML before an edit by `by`.

        `for_uploader_alone`: keep those that `by` uploaded, and open none of them to anybody.

        Call in the transaction that writes the post. No query where there is and was no picture. Locks the pictures.
        """
        names = pictures.names_in(html)
        if not names and not pictures.names_in(before):
            return
        kind = ContentType.objects.get_for_model(post)
        noted = cls.objects.filter(post_type=kind, post_id=post.pk)
        noted.exclude(attachment__name__in=names).delete()
        known = set(noted.values_list("attachment", flat=True))
        shown = Attachment.objects.filter(name__in=names).exclude(pk__in=known).order_by("pk")
        if for_uploader_alone:
            shown = shown.filter(uploader=by)
        for attachment in shown.select_for_update(of=("self",)):
            is_own = by is not None and attachment.uploader_id == by.pk
            opens = not for_uploader_alone and (is_own or attachment.is_public)
            cls.objects.create(attachment=attachment, post=post, opens=opens)
            attachment.unused_since = None
            attachment.save(update_fields=["unused_since"])

    @classmethod
    def forget_gone(cls) -> None:
        """Delete the uses by things that are no longer there. One statement for each kind of thing."""
        for kind in ContentType.objects.filter(pk__in=cls.objects.values("post_type")):
            model = kind.model_class()
            if model is not None:
                there = Exists(model._base_manager.filter(pk=OuterRef("post_id")))
                cls.objects.filter(~there, post_type=kind).delete()
