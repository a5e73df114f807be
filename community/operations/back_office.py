"""The back office: Django's admin with the name, the door and the look of this site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext_lazy as _

from community.members.permissions import staff_required

# In the order of the work: what the community is about, its people, what they write, how it is run.
ROOMS = (
    "catalogue", "members", "forum", "taggit", "knowledgebase", "advocates", "support", "incidents", "moderation",
    "clocks", "notifications", "search", "activity", "api",
)  # fmt: skip

# Rooms that come with other packages, in our words.
_NAMES = {
    "taggit": _("Tags"), "account": _("Mail addresses of accounts"), "mfa": _("Second factors"),
}  # fmt: skip


class BackOffice(admin.AdminSite):
    """Open to staff, each to the rooms of their role (`community.members.backends`), with their second factor."""

    site_header = index_title = _("Back office")
    site_title = settings.SITE_NAME
    empty_value_display = "–"

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_staff

    def admin_view(self, view, cacheable=False):
        """Who is not signed in signs in on the site's own page, and staff without a second factor set one up first."""
        return staff_required()(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def get_app_list(self, request, app_label=None):
        rooms = super().get_app_list(request, app_label)
        for room in rooms:
            room["name"] = _NAMES.get(room["app_label"], room["name"])
        return sorted(rooms, key=lambda room: (_place(room["app_label"]), room["name"]))


def _place(label: str) -> int:
    return ROOMS.index(label) if label in ROOMS else len(ROOMS)
