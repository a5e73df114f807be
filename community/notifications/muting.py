"""Hearing no more about a thread."""

from community.notifications.models import Notification, Subscription
from community.notifications.notices import thread_of


def mute_thread_of(notification: Notification) -> int:
    """Its member follows the thread no longer, and what they were told of it is read; returns what is left unread."""
    thread = thread_of(notification.thread)
    if thread is not None:
        Subscription.unfollow(notification.member, thread)
    told = Notification.objects.filter(thread=notification.thread)
    return Notification.mark_read(notification.member, among=told)
