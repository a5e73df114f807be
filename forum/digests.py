"""What the forum adds to digests."""

from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.digests import Item, Section, digest_section
from forum.helpers.for_you import questions_for

_MOST = 3


@digest_section
def waits_for_your_help(member: Member) -> Section | None:
    """Questions in topics that the member knows; none for who never answered. Three queries."""
    offers = [offer for offer in questions_for(member, how_many=_MOST) if offer.knows_topic]
    items = [Item(title=offer.question.title, url=offer.question.get_absolute_url()) for offer in offers]
    return Section(_("Waits for your help"), items) if items else None
