"""While somebody types `@ha`: whom they may mean."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from community.members.limits import limited
from community.members.models import Member
from community.members.permissions import member_required

_AT_MOST = 6


@require_safe
@member_required
@limited("mentions", "120/m")
def mentions(request):
    """`{"people": [[username, name], …]}`, who helped most first: their username, name or last name begins so. One query."""
    begun = request.GET.get("q", "").replace("\0", "")[:60].lower()
    people = (
        Member.objects.people().exclude(pk=request.user.pk).annotate(lower=Lower("username"), said=Lower("full_name"))
    )
    begins = Q(lower__startswith=begun) | Q(said__startswith=begun) | Q(said__contains=f" {begun}")
    found = people.filter(begins).most_helpful_first()[:_AT_MOST] if begun else []
    response = JsonResponse({"people": [[member.username, member.name] for member in found]})
    response["Cache-Control"] = "private, max-age=60"
    return response
