"""What staff may do in the back office, from their roles: no permission is ever given one by one."""

from django.contrib.auth.backends import BaseBackend

from community.members.standing import standing_of

# The rooms that each role looks after in the back office. An administrator looks after all of them.
ROOMS_OF_ROLES: dict[str, frozenset[str]] = {
    "agents": frozenset({"support", "incidents"}),
    "editors": frozenset({"catalogue", "knowledgebase", "taggit"}),
    "moderators": frozenset({"moderation"}),
    "managers": frozenset({"advocates"}),
}


class RoleBackend(BaseBackend):
    """Answers `has_perm` for staff. What a ModelAdmin refuses to everybody, no role may do."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return self.has_module_perms(user_obj, perm.partition(".")[0])

    def has_module_perms(self, user_obj, app_label) -> bool:
        roles = standing_of(user_obj).roles
        return "administrators" in roles or any(app_label in ROOMS_OF_ROLES.get(role, ()) for role in roles)
