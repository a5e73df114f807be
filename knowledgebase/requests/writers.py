"""Who may be given a common request to write about."""

from django.db.models import Exists, OuterRef, Q

from community.members.models import Grant, Member, Right, Role
from community.members.standing import RIGHTS_OF_ROLES

_RIGHTS = (Right.PROPOSE_ARTICLES, Right.REVIEW_ARTICLES)
_ROLES = [Role.ADMINISTRATOR, *(role for role, rights in RIGHTS_OF_ROLES.items() if rights & set(_RIGHTS))]


def writers():
    """Staff who may begin articles, by name: those for whom `can_work_on_requests` holds. One query when read."""
    granted = Grant.objects.in_force().filter(member=OuterRef("pk"), right__in=_RIGHTS, language="")
    may = Q(groups__name__in=_ROLES) | Q(Exists(granted), groups__isnull=False)
    return Member.objects.people().filter(may, is_active=True).distinct().order_by("full_name", "username")
