"""Second tier: cases, the words between staff and customer, notes among staff, handoffs."""

from community.support.models.case import Case
from community.support.models.message import CaseMessage
from community.support.models.note import Handoff, Note

__all__ = ["Case", "CaseMessage", "Handoff", "Note"]
