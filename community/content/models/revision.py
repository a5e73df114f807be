"""PostRevision: what a post said, each time that somebody changed it or quoted it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PostRevisionQuerySet(models.QuerySet):
    def of(self, post: models.Model):
        """The revisions of a post, newest first."""
        kind = ContentType.objects.get_for_model(post)
        return self.filter(post_type=kind, post_id=post.pk).order_by("-number")


class PostRevision(models.Model):
    """One state of a post: its words and fields, by whom, why, when.

    The first revision is written when a post is first edited or quoted: most posts never are.
    """

    post_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    post_id = models.BigIntegerField()
    post = GenericForeignKey("post_type", "post_id")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    fields = models.JSONField(_("other fields"), default=dict, blank=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = PostRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a post")
        verbose_name_plural = _("revisions of posts")
        constraints = [models.UniqueConstraint(fields=["post_type", "post_id", "number"], name="post_revision_once")]

    def __str__(self):
        return f"{self.post_type.model} {self.post_id}, revision {self.number}"

    @classmethod
    def current(cls, post) -> "PostRevision":
        """The revision that says what the post says now, written if there is none. Call with the post locked."""
        newest = cls.objects.of(post).first()
        if newest is not None:
            return newest
        return cls.objects.create(
            post=post,
            number=1,
            title=getattr(post, "title", ""),
            body=post.body,
            fields=post.revised_fields(),
            editor=post.author,
            at=post.created_at,
        )

    @classmethod
    def add(cls, post, *, by, reason: str) -> "PostRevision":
        """Write the state after an edit as the next revision. The state before must have been written by `current`."""
        newest = cls.objects.of(post).first()
        return cls.objects.create(
            post=post,
            number=newest.number + 1 if newest else 1,
            title=getattr(post, "title", ""),
            body=post.body,
            fields=post.revised_fields(),
            editor=by,
            reason=reason,
        )
