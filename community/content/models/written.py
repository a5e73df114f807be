"""Written: the abstract base of questions, answers, comments, articles' revisions and messages."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.content.models.attachment import AttachmentUse
from community.content.models.draft import Draft
from community.content.models.mention import Mention, rendered
from community.content.models.origin import Origin
from community.content.models.revision import PostRevision
from community.content.public_words import digest_of, facts_in, without
from community.lib import markdown


class WrittenQuerySet(models.QuerySet):
    def shown(self):
        """Posts that nobody has hidden."""
        return self.filter(hidden_at=None)


class Written(models.Model):
    """Words by somebody: rendered and sanitised when they are written, stored beside their source.

    A subclass sets `noun`, the first part of its verbs: `forum.answer` gives `forum.answer.edited`.
    """

    class Format(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown")
        HTML = "html", _("HTML, imported")

    noun: ClassVar[str]
    LONGEST: ClassVar[int] = 30_000  # characters of a body

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss", verbose_name=_("author")
    )
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    body_format = models.CharField(max_length=10, choices=Format, default=Format.MARKDOWN, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    origin = models.OneToOneField(
        Origin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imported from")
    )

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    def render_body(self) -> None:
        """Fill `body_html` from `body`. The caller saves."""
        if self.body_format == self.Format.HTML:
            self.body_html = markdown.sanitise(self.body)
        else:
            self.body_html = rendered(self.body)

    def note_pictures(self, *, by, before: str = "") -> None:
        """Write down which pictures it shows, so that its readers see them. Call when it is saved; `before` is its old HTML."""
        AttachmentUse.note(self, self.body_html, by=by, before=before)

    def note_mentions(self) -> list[int]:
        """Write down who is named in it, and return the ids of who was not before. Call when it is saved."""
        return Mention.note(self, self.body) if self.body_format == self.Format.MARKDOWN else []

    def excerpt(self, length: int = 200) -> str:
        """The first words, as plain text."""
        return markdown.excerpt(self.body_html, length)

    def revised_fields(self) -> dict:
        """What a revision keeps beside title and body, as JSON."""
        return {}

    def event_topic(self):
        """The topic under which events about this post are logged."""
        return

    def edit(self, *, by, reason: str = "", **changes) -> None:
        """Change `body` (and `title`, where there is one); the state before and after are kept as revisions.

        Changing nothing does nothing. Raises ValidationError for who changes what somebody else wrote and does not say
        why. Locks the row.
        """
        self.must_say_why(by, reason)
        with transaction.atomic():
            self.lock()
            changed = {name: value for name, value in changes.items() if self.differs(name, value)}
            if not changed:
                return
            PostRevision.current(self)
            before, html_before = facts_in(*self._words()), self.body_html
            columns = self.apply(changed)
            self.render_body()
            self.edited_at = timezone.now()
            self.save(update_fields=[*columns, "body_html", "edited_at"])
            self.note_pictures(by=by, before=html_before)
            named = self.note_mentions()
            self.after_edit()
            revision = PostRevision.add(self, by=by, reason=reason)
            Event.record(
                f"{self.noun}.edited",
                actor=by,
                subject=self,
                topic=self.event_topic(),
                revision=revision.number,
                fields=sorted(changed),
                named=named,
            )
            self._forget(before - facts_in(*self._words()), by=by)

    def must_say_why(self, by, reason: str) -> None:
        """Raise ValidationError when `by` changes what somebody else wrote, without a reason."""
        if by.pk != self.author_id and not reason.strip():
            raise ValidationError(
                _("Say why: %(name)s reads it, and it stands in the history.") % {"name": self.author.name}
            )

    def _words(self) -> tuple[str, ...]:
        return getattr(self, "title", ""), self.body

    def _forget(self, gone: set[str], *, by) -> None:
        """Take private facts that an edit removed out of earlier revisions and drafts; other rooms hear of it by an event."""
        if not gone:
            return
        for revision in PostRevision.objects.of(self):
            revision.title, revision.body = without(revision.title, gone)[:200], without(revision.body, gone)
            revision.fields = {
                name: [without(line, gone) for line in value] if isinstance(value, list) else value
                for name, value in revision.fields.items()
            }
            revision.save(update_fields=["title", "body", "fields"])
        Draft.forget(gone, of=[self.author_id, by.pk], about=(self.noun.rpartition(".")[2], self.pk))
        digests = sorted(digest_of(fact) for fact in gone)
        Event.record(f"{self.noun}.redacted", actor=by, subject=self, topic=self.event_topic(), digests=digests)

    def differs(self, name: str, value) -> bool:
        """Whether an edit that sets `name` to `value` changes anything."""
        return getattr(self, name) != value

    def apply(self, changes: dict) -> list[str]:
        """Set what an edit changes; returns the columns to save."""
        for name, value in changes.items():
            setattr(self, name, value)
        return list(changes)

    def after_edit(self) -> None:
        """What a subclass must recount when its words changed; runs in the same transaction."""

    def hide(self, *, by) -> None:
        """Take the post out of sight, for all but its author and moderators. Who and why stands in the Decision."""
        self._set_hidden(timezone.now(), by)

    def unhide(self, *, by) -> None:
        """Show the post again."""
        self._set_hidden(None, by)

    def reveal(self) -> None:
        """Show what was kept back since it was written: it appears now. Doing it twice changes nothing. Locks the row."""
        with transaction.atomic():
            self.lock()
            if self.hidden_at is None:
                return
            self.hidden_at = None
            self.save(update_fields=["hidden_at"])
            self.appear()

    def appear(self) -> None:
        """What a subclass does when its words are there for others to see; runs in the transaction that saved them."""

    def after_hiding(self) -> None:
        """What a subclass must recount when a post is hidden or shown again; runs in the same transaction."""

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction.

        The lock leaves the key free: rows that refer to this one may be written meanwhile. Without that, one person who
        accepts an answer and another who votes for it would wait for each other.
        """
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=("self",), no_key=True))

    def _set_hidden(self, at, by) -> None:
        with transaction.atomic():
            self.lock()
            if (at is None) == (self.hidden_at is None):
                return
            self.hidden_at = at
            self.save(update_fields=["hidden_at"])
            self.after_hiding()
            verb = "hidden" if at else "shown"
            Event.record(f"{self.noun}.{verb}", actor=by, subject=self, topic=self.event_topic())
