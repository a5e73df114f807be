"""Every component, live, in both themes. For staff."""

import re
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from community.members.standing import standing_of
from community.views.specimens import specimens

# The groups of the page, each a template in templates/styleguide/.
GROUPS = [
    ("lamp", _("Lamp, icons, people")),
    ("buttons", _("Buttons and switches")),
    ("rows", _("Questions")),
    ("answers", _("Answers and comments")),
    ("prose", _("Prose")),
    ("forms", _("Forms")),
    ("notices", _("Notices")),
    ("figures", _("Figures and tables")),
    ("articles", _("Articles and search")),
    ("desk", _("The desk")),
    ("frame", _("The frame")),
    ("colours", _("Colours and type")),
]


@require_safe
@login_required
def styleguide(request):
    """The page. Members who are no staff get 403."""
    if not standing_of(request.user).is_staff:
        raise PermissionDenied(_("The component page is for staff."))
    sides = [("light", specimens("light")), ("dark", specimens("dark"))]
    groups = [(name, label, f"styleguide/_{name}.html") for name, label in GROUPS]
    return render(request, "styleguide/index.html", {"groups": groups, "sides": sides, "icon_names": icon_names()})


@lru_cache(maxsize=1)
def icon_names() -> list[str]:
    """The icons of the sprite, in its order."""
    return re.findall(r'<symbol id="([\w-]+)"', (settings.BASE_DIR / "static/icons.svg").read_text())
