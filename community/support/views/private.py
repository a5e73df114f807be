"""What the views of cases share: pages that nobody keeps a copy of, and cases that only the right people find."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from community.members.permissions import member_required, staff_required
from community.support.models import Case


def private_page(view: Callable) -> Callable:
    """No browser, proxy or cache keeps a copy of the response."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return page


def desk_case(view: Callable) -> Callable:
    """Give the view the case of its `ref`, if the person may work on it.

    All others get the 404 that they would get for a case that does not exist: also staff of other rooms.
    """
    for_staff = staff_required("handle-cases")(view)

    @wraps(view)
    @private_page
    @member_required
    def found(request, ref, *args, **kwargs):
        case = _find(Case.objects.handled_by(request.user).with_all_beside(), ref)
        return for_staff(request, case, *args, **kwargs)

    return found


def own_case(view: Callable) -> Callable:
    """Give the view the case of its `ref`, if it is the person's own. All others get the same 404."""

    @wraps(view)
    @private_page
    @member_required
    def found(request, ref, *args, **kwargs):
        return view(request, _find(Case.objects.of_customer(request.user).with_people(), ref), *args, **kwargs)

    return found


def _find(cases, ref: str) -> Case:
    """Raises Http404. One query."""
    case = cases.filter(ref=ref).first()
    if case is None:
        raise Http404("There is no such case.")
    return case
