"""Mention: somebody is named in a post, as `@hana`."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.lib import markdown
from community.members.models import Member

AT_MOST = 10  # people who are told by one post; more names are links, no more


class MentionQuerySet(models.QuerySet):
    def of(self, post: models.Model):
        """Mentions in a post, in the order in which they came."""
        return self.filter(post_type=ContentType.objects.get_for_model(post), post_id=post.pk).order_by("pk")


class Mention(models.Model):
    """One member, named in one post. Written with the post, so that they can be told."""

    post_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    post_id = models.BigIntegerField()
    post = GenericForeignKey("post_type", "post_id")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    at = models.DateTimeField(default=timezone.now)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["post_type", "post_id", "member"], name="mention_once")]

    def __str__(self):
        return f"{self.post_type.model} {self.post_id}: {self.member}"

    @classmethod
    def note(cls, post: models.Model, source: str) -> list[int]:
        """Write down whom `post` names now; returns the ids of who was not named before.

        Call in the transaction that writes the post. One query where nobody is named.
        """
        there = cls.objects.of(post)
        before = set(there.values_list("member_id", flat=True))
        named = [member.pk for member in people_in(source)][:AT_MOST]
        if gone := before - set(named):
            there.filter(member__in=gone).delete()
        new = [pk for pk in named if pk not in before]
        kind = ContentType.objects.get_for_model(post)
        Mention.objects.bulk_create(
            [Mention(post_type=kind, post_id=post.pk, member_id=pk) for pk in new], ignore_conflicts=True
        )
        return new


def rendered(source: str) -> str:
    """HTML of Markdown in which each name of a member leads to their page. No query where nobody is named."""
    return markdown.render(
        source, people={member.username.lower(): member.get_absolute_url() for member in people_in(source)}
    )


def people_in(source: str) -> list[Member]:
    """The members who are named in Markdown, in that order, without those whose account was closed."""
    names = list(dict.fromkeys(markdown.names_in(source)))[: 3 * AT_MOST]
    if not names:
        return []
    members = Member.objects.people().annotate(lower=Lower("username")).filter(lower__in=names)
    return sorted(members, key=lambda member: names.index(member.username.lower()))
