"""CaseMessage: what staff and customer say to each other in private."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.content.models import Written, WrittenQuerySet
from community.support.models.case import Case


class CaseMessageQuerySet(WrittenQuerySet):
    def visible_to(self, person):
        """Messages that `person` may read: of cases that they may know of, not hidden."""
        return self.shown().filter(case__in=Case.objects.visible_to(person))

    def oldest_first(self):
        return self.order_by("created_at", "id")


class CaseMessage(Written):
    """One message of a case's private thread. The customer reads all of them: what only staff may read is a Note."""

    noun: ClassVar[str] = "support.message"

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")

    objects = CaseMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a case")
        verbose_name_plural = _("messages of cases")
        indexes = [models.Index(fields=["case", "created_at"], name="case_message_case")]

    def __str__(self):
        return self.excerpt(80)

    def get_absolute_url(self):
        return f"{self.case.get_absolute_url()}#message-{self.pk}"

    @property
    def is_from_customer(self) -> bool:
        return self.author_id == self.case.customer_id

    def event_topic(self):
        return self.case.topic
