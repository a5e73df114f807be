"""Which members may work on cases: for lists of people to give a case to."""

from django.db.models import Q, QuerySet

from community.members.models import Grant, Member, Right, Role
from community.members.standing import RIGHTS_OF_ROLES

HANDLING_ROLES = [
    Role.ADMINISTRATOR,
    *(role for role, rights in RIGHTS_OF_ROLES.items() if Right.HANDLE_CASES in rights),
]


def handlers_of(topic_id: int | None) -> QuerySet[Member]:
    """Members who handle cases of the topic, by role or by a grant that is in force, by name."""
    granted = Grant.objects.in_force().filter(Q(topic=None) | Q(topic=topic_id), right=Right.HANDLE_CASES)
    return (
        Member.objects.people()
        .filter(Q(groups__name__in=HANDLING_ROLES) | Q(pk__in=granted.values("member")))
        .distinct()
        .order_by("full_name", "username")
    )
