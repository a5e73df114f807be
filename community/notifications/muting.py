"""Hearing no more about a thread."""

from community.members.models import Member
from community.notifications.models import Notification, Subscription
from community.notifications.notices import thread_of


def mute_thread_of(notification: Notification, member: Member) -> int:
    """`member`, whose line it is, hears no more of its thread, and has read what they were told; returns what is unread."""
    thread = thread_of(notification.thread)
    if thread is not None:
        Subscription.unfollow(member, thread)
    told = Notification.objects.filter(thread=notification.thread)
    return Notification.mark_read(member, among=told)
