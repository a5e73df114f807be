"""SavedSearch: what a member wants to hear of when it is new."""

from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.search.folding import joined


class SavedSearch(models.Model):
    """A search that a member follows. It is there as long as they follow it."""

    MOST: ClassVar[int] = 50  # of one member
    LONGEST: ClassVar[int] = 200
    ends_when_unfollowed: ClassVar[bool] = True

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    query = models.CharField(_("searched for"), max_length=LONGEST)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    folded = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["member", "query", "kind"], name="saved_search_once"),
            models.CheckConstraint(condition=~models.Q(query=""), name="saved_search_has_words"),
        ]

    def __str__(self):
        return self.query

    def get_absolute_url(self):
        return f"/search/?{urlencode({'q': self.query} | ({'kind': self.kind} if self.kind else {}))}"

    @classmethod
    def follow(cls, member, *, query: str, kind: str = "") -> "SavedSearch":
        """Follow a search; doing it twice changes nothing. Locks the member.

        Raises ValidationError for no words, too many of them, and for one search too many.
        """
        query = " ".join(query.split())
        if not query or len(query) > cls.LONGEST:
            raise ValidationError(_("Search for something first, in at most %(n)s characters.") % {"n": cls.LONGEST})
        with transaction.atomic():
            Member.objects.select_for_update(no_key=True).get(pk=member.pk)
            found = cls.objects.filter(member=member, query=query, kind=kind).first()
            if found is None and cls.objects.filter(member=member).count() >= cls.MOST:
                raise ValidationError(
                    _("You follow %(n)s searches: that is all you can. Stop following one of them first.")
                    % {"n": cls.MOST}
                )
            return found or cls.objects.create(member=member, query=query, kind=kind, folded=joined(query))

    @classmethod
    def unfollow(cls, member, *, query: str, kind: str = "") -> None:
        """Follow it no longer. Twice is the same as once."""
        cls.objects.filter(member=member, query=" ".join(query.split()), kind=kind).delete()
