"""Who may see a thing: everybody, an organisation, advocates, staff.

One rule for pages, search, feeds, mail, API and counts.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.members.models import Organisation
from community.members.standing import standing_of


class Audience(models.TextChoices):
    PUBLIC = "public", _("everybody")
    ORGANISATION = "organisation", _("one organisation")
    ADVOCATES = "advocates", _("advocates and staff")
    STAFF = "staff", _("staff only")


def audience_scope(person, prefix: str = "") -> Q:
    """The condition under which `person` is in the audience of a row; `prefix` reaches it from another model."""
    standing = standing_of(person)
    allowed = Q(**{f"{prefix}audience": Audience.PUBLIC})
    if standing.is_staff:
        return Q()
    if standing.is_advocate:
        allowed |= Q(**{f"{prefix}audience": Audience.ADVOCATES})
    if standing.organisations:
        allowed |= Q(
            **{f"{prefix}audience": Audience.ORGANISATION, f"{prefix}organisation__in": sorted(standing.organisations)}
        )
    return allowed


class Audienced(models.Model):
    """A row that is for an audience."""

    audience = models.CharField(_("audience"), max_length=20, choices=Audience, default=Audience.PUBLIC)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.ORGANISATION, organisation__isnull=False)
                | (~Q(audience=Audience.ORGANISATION) & Q(organisation__isnull=True)),
                name="%(app_label)s_%(class)s_audience_names_its_organisation",
            )
        ]

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

    def is_for(self, person) -> bool:
        """Whether `person` is in the audience; the instance twin of `audience_scope`."""
        standing = standing_of(person)
        return (
            self.is_public
            or standing.is_staff
            or (self.audience == Audience.ADVOCATES and standing.is_advocate)
            or (self.audience == Audience.ORGANISATION and self.organisation_id in standing.organisations)
        )
