"""What a contact costs the company."""

from django.conf import settings

from forum.models import Exposure
from knowledgebase.models import ContactCost

_CHANNELS = {Exposure.Contact.QUESTION: ContactCost.COMMUNITY, Exposure.Contact.CASE: ContactCost.CASE}


def costs() -> dict[str, float]:
    """What one contact costs, by how it was made: what was set for its channel, else the usual. One query."""
    known, usual = ContactCost.by_channel(), settings.COST_PER_CONTACT
    return {contact.value: known.get(channel, usual) for contact, channel in _CHANNELS.items()}
