"""For operators: is the process alive, is it ready, and how far behind is the event log."""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.activity import dispatch


@require_safe
@never_cache
def alive(request):
    """The process answers. Touches nothing else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request):
    """The database answers; with the age of the oldest unread event, and how many are unread and parked. 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        events = dispatch.backlog()
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"status": "ok", "events": events})
