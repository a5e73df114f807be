"""Accounts and what they may do."""

from community.members.models.expertise import Expertise, Likelihood
from community.members.models.grant import Grant, Right, Role
from community.members.models.limit import LimitWindow
from community.members.models.member import Member, display_name, has_page
from community.members.models.organisation import Organisation, OrganisationMembership, Team

__all__ = [
    "Expertise",
    "Grant",
    "Likelihood",
    "LimitWindow",
    "Member",
    "Organisation",
    "OrganisationMembership",
    "Right",
    "Role",
    "Team",
    "display_name",
    "has_page",
]
