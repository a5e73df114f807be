"""Following a public thread by mail, without an account."""

from django.db import models
from django.db.models.functions import Lower

from community.members.models import Member
from community.notifications.models import GuestSubscription, Subscription


def guests_of(thread: models.Model) -> list[GuestSubscription]:
    """Confirmed addresses that follow a thread. One query, or a few where one of them belongs to a member.

    Whoever has an account, or made one since, follows as a member from here on, and is told as they chose there.
    """
    guests = list(GuestSubscription.objects.to(thread).order_by("pk"))
    if not guests:
        return []
    by_address = {guest.email.lower(): guest for guest in guests}
    with_account = Member.objects.people().annotate(address=Lower("email")).filter(address__in=by_address)
    for member in with_account:
        Subscription.follow(member, thread)
        by_address.pop(member.address).delete()
    return list(by_address.values())
