"""What a person may do, read once a request: roles, grants and organisations.

`standing_of` takes whatever `request.user` is: a Member, or somebody who is not signed in, who has no standing at all.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection
from django.utils import timezone

# What each role may do by itself. An administrator may do everything.
RIGHTS_OF_ROLES: dict[str, frozenset[str]] = {
    "agents": frozenset(
        {
            "see-advocates",
            "edit-posts",
            "retag",
            "mark-duplicates",
            "propose-articles",
            "escalate",
            "set-outcome",
            "endorse",
            "announce",
            "handle-cases",
            "declare-incidents",
            "see-insights",
        }
    ),
    "editors": frozenset(
        {
            "see-advocates",
            "edit-posts",
            "retag",
            "mark-duplicates",
            "propose-articles",
            "review-articles",
            "see-insights",
        }
    ),
    "moderators": frozenset({"see-advocates", "edit-posts", "retag", "mark-duplicates", "moderate", "announce"}),
    "managers": frozenset({"see-advocates", "see-insights", "manage-programme", "announce"}),
}


@dataclass(frozen=True)
class Standing:
    """Roles (names of groups), grants (right, topic id or None for everywhere), languages, and ids of organisations.

    `languages` are grants that hold for one language alone (right, language): they are no grants anywhere else.
    """

    roles: frozenset[str] = field(default_factory=frozenset)
    grants: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)
    organisations: frozenset[int] = field(default_factory=frozenset)
    languages: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    @property
    def is_advocate(self) -> bool:
        return self.holds("see-advocates")

    def holds(self, right: str, topic_id: int | None = None) -> bool:
        """Whether `right` holds for the topic; without a topic, whether it holds everywhere."""
        if "administrators" in self.roles or any(right in RIGHTS_OF_ROLES.get(role, ()) for role in self.roles):
            return True
        return (right, None) in self.grants or (topic_id is not None and (right, topic_id) in self.grants)

    def holds_somewhere(self, right: str) -> bool:
        """Whether `right` holds everywhere, for some topic, or for some language."""
        return self.holds(right) or any(held == right for held, _where in (*self.grants, *self.languages))

    def holds_in(self, right: str, language: str) -> bool:
        """Whether `right` holds for what is in that language: by the language's team, or because it holds everywhere."""
        return (right, language) in self.languages or self.holds(right)


NOBODY = Standing()
# Kinds of row that the one query below returns.
_ROLE, _GRANT, _ORGANISATION = "role", "grant", "organisation"


def standing_of(person) -> Standing:
    """The standing of a member, or of nobody. One query the first time, kept on the member."""
    if person is None or not person.is_authenticated or not person.is_active:
        return NOBODY
    if "_standing" not in person.__dict__:
        person.__dict__["_standing"] = _read(person.pk)
    return person.__dict__["_standing"]


def _read(member_id: int) -> Standing:
    quote = connection.ops.quote_name

    def table(name: str) -> str:
        return quote(apps.get_model("members", name)._meta.db_table)

    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT %s, g.name, NULL::bigint, '' FROM auth_group g
              JOIN {table("Member_groups")} mg ON mg.group_id = g.id WHERE mg.member_id = %s
            UNION ALL
            SELECT %s, "right", topic_id, language FROM {table("Grant")}
              WHERE member_id = %s AND revoked_at IS NULL AND starts_at <= %s AND (until IS NULL OR until > %s)
            UNION ALL
            SELECT %s, '', organisation_id, '' FROM {table("OrganisationMembership")} WHERE member_id = %s
            """,  # noqa: S608  names of tables only
            [_ROLE, member_id, _GRANT, member_id, timezone.now(), timezone.now(), _ORGANISATION, member_id],
        )
        rows = cursor.fetchall()
    return Standing(
        roles=frozenset(name for kind, name, _, _ in rows if kind == _ROLE),
        grants=frozenset((right, pk) for kind, right, pk, language in rows if kind == _GRANT and not language),
        organisations=frozenset(pk for kind, _, pk, _ in rows if kind == _ORGANISATION),
        languages=frozenset((right, language) for kind, right, _, language in rows if kind == _GRANT and language),
    )
