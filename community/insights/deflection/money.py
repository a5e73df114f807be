"""What a contact costs the company."""

from django.conf import settings

from forum.models import Exposure


def costs() -> dict[str, float]:
    """What one contact costs, by the channels that there are: a question here, and a case."""
    usual = settings.COST_PER_CONTACT
    return {Exposure.Contact.QUESTION.value: usual, Exposure.Contact.CASE.value: usual}
