"""IntakeValue: what an asker filled into the short form of a topic."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import IntakeField, version_order


class IntakeValueQuerySet(models.QuerySet):
    def in_order(self):
        """As the form has them, with their fields. One query."""
        return self.select_related("field").order_by("field__position", "field_id")


class IntakeValue(models.Model):
    """One line of the form of a question. A version has an `order`, by which the database compares it."""

    question = models.ForeignKey("forum.Question", models.CASCADE, related_name="intake_values")
    field = models.ForeignKey(IntakeField, models.PROTECT, related_name="values", verbose_name=_("field"))
    value = models.CharField(_("answer"), max_length=IntakeField.LONGEST)
    order = ArrayField(models.IntegerField(), null=True, editable=False)

    objects = IntakeValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a form")
        verbose_name_plural = _("answers to forms")
        constraints = [
            models.UniqueConstraint(fields=["question", "field"], name="intake_value_once"),
            models.CheckConstraint(condition=~Q(value=""), name="intake_value_says_something"),
        ]
        indexes = [models.Index(fields=["field", "order"], name="intake_value_version")]

    def __str__(self):
        return f"{self.field}: {self.value}"

    @classmethod
    def write(cls, question, values: Mapping[IntakeField, str]) -> None:
        """Make `values` all that the question's form says. Call with the question locked or new. Two queries."""
        cls.objects.filter(question=question).delete()
        IntakeValue.objects.bulk_create(
            IntakeValue(question=question, field=field, value=value, order=_order(field, value))
            for field, value in values.items()
            if value
        )


def product_of(values: Mapping[IntakeField, str]) -> dict[str, Any]:
    """Product and release, as columns of the question, of the first version that belongs to a product; {} for none.

    The release is None for a version that the catalogue does not know. One query at most.
    """
    for field, value in values.items():
        if value and field.product is not None:
            order = version_order(value.lstrip("vV"))
            return {"product": field.product, "release": field.product.releases.filter(order=order).first()}
    return {}


def tags_of(values: Mapping[IntakeField, str]) -> set[str]:
    """The tags that the answers to a form become."""
    return {tag for field, value in values.items() if value and (tag := field.tag_of(value))}


def _order(field: IntakeField, value: str) -> list[int] | None:
    return version_order(value.lstrip("vV")) if field.kind == IntakeField.Kind.VERSION else None
