"""Who may do what with a case. Who may know of one at all is decided by `Case.objects.visible_to`."""

from community.members.standing import standing_of
from community.support.models import Case


def can_work_on(person, case: Case) -> bool:
    """Take, reply as staff, note, hand off, end: staff who handle the case's topic."""
    return case.is_handled_by(person)


def can_reply_as_customer(person, case: Case) -> bool:
    """The customer alone, while the case takes replies."""
    return person.is_authenticated and person.pk == case.customer_id and case.takes_replies


def can_open_privately(person) -> bool:
    """Every member."""
    return person.is_authenticated


def can_see_queue(person) -> bool:
    """Staff who handle cases, of all topics or of some."""
    standing = standing_of(person)
    return standing.holds("handle-cases") or any(right == "handle-cases" for right, _topic in standing.grants)
