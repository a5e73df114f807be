"""Guards for views: who may open a page at all. What a member may do with a thing is asked in that room's permissions."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from community.members import pending
from community.members.standing import standing_of


def require(allowed: bool, sentence: str = "") -> None:
    """Raise PermissionDenied (a designed 403 that shows `sentence`) unless allowed."""
    if not allowed:
        raise PermissionDenied(sentence)


def member_required(view: Callable) -> Callable:
    """Ask who is not signed in to sign in first. What they had typed is kept and offered again afterwards."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return pending.keep(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def staff_required(right: str = "") -> Callable:
    """Open a page of the staff to who holds `right`, in any topic, and has a second factor where the site asks for one.

    Without a right, to whoever has a role.
    """

    def decorate(view):
        @wraps(view)
        @member_required
        def guarded(request, *args, **kwargs):
            require(_is_staff(request.user, right))
            if _lacks_second_factor(request.user):
                messages.warning(request, _("Pages of the staff need a second factor. Set one up to go on."))
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def require_staff(person, right: str = "") -> None:
    """The same for a program of theirs: PermissionDenied unless the pages would open to them."""
    require(_is_staff(person, right))
    require(not _lacks_second_factor(person), _("What staff do needs a second factor. Set one up first, on the site."))


def _is_staff(person, right: str) -> bool:
    """Whether they hold `right`, in any topic or language; without a right, whether they have a role."""
    if not right:
        return person.is_staff
    return standing_of(person).holds_somewhere(right)


def _lacks_second_factor(person) -> bool:
    return settings.STAFF_NEED_SECOND_FACTOR and not is_mfa_enabled(person)
