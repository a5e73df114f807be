"""What a member was told, for their programs: to read it, to have it read, to hear no more of a thread."""

from django.shortcuts import get_object_or_404
from ninja import Router

from community.lib.pagination import paginate
from community.notifications.models import Notification
from community.notifications.muting import mute_thread_of
from community.notifications.schemas import NotificationPage, UnreadOut

router = Router()


@router.get("/notifications", response=NotificationPage, summary="What you were told, newest first")
def list_notifications(request, cursor: str = "", unread: bool = False):
    """Thirty a page; with `unread`, only those. Reading them here leaves them unread. One query."""
    told = request.user.notifications.all()
    page = paginate(told.unread() if unread else told, cursor, order=["-created_at", "-id"], size=30, may_be_empty=True)
    return {"notifications": page.rows, "next_cursor": page.next_cursor}


@router.post("/notifications/read", response=UnreadOut, summary="All of it is read")
def read_all(request):
    """Nothing is unread then."""
    return {"unread": Notification.mark_read(request.user)}


@router.post("/notifications/{notification_id}/mute", response=UnreadOut, summary="Hear no more about its thread")
def mute(request, notification_id: int):
    """What you were told of it is read; it can be followed again. Says how many others are unread."""
    notification = get_object_or_404(request.user.notifications, pk=notification_id)
    return {"unread": mute_thread_of(notification, request.user)}
