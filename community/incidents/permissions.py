"""Who may do what with an incident. Who may know of one is decided by `Incident.objects.visible_to`."""

from community.members.standing import standing_of


def can_declare(person) -> bool:
    """Declare, update and attach: staff with the right, in any topic."""
    standing = standing_of(person)
    return standing.holds("declare-incidents") or any(right == "declare-incidents" for right, _topic in standing.grants)


def can_follow(person) -> bool:
    """Every member."""
    return person.is_authenticated
