"""Following a public thread by mail, without an account."""

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Lower
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community.members.limits import Rate, TooMany, count
from community.members.models import Member
from community.notifications.letters import compose
from community.notifications.models import GuestSubscription, Mail, Subscription
from community.notifications.notices import thread_key, thread_of
from community.notifications.receivers import Receiver

# Questions whether mail is wanted, to one address, whoever asks for them.
QUESTIONS_TO_ONE = ("3/d",)
_SALT = "community.notifications.guests"


def offer(email: str, thread: models.Model, *, title: str) -> None:
    """Ask an address, by one mail, whether it wants to hear about a public thread; in the language that is active.

    Whatever is known of the address, nobody but its owner learns it: an address that was asked already, that follows it
    already, or that was asked too often today gets no mail, and nothing is raised. Twice is the same as once.
    """
    guest, is_new = GuestSubscription.offer(email, thread, language=translation.get_language())
    if not is_new:
        return
    try:
        count("guest-address", guest.email.lower(), [Rate.parse(rate) for rate in QUESTIONS_TO_ONE])
    except TooMany:
        guest.delete()
        return
    Mail.post([_question(guest, thread, title)])


def confirmation_link(guest: GuestSubscription) -> str:
    """The full address of the page on which an address says yes."""
    return settings.SITE_URL + reverse("notifications:guest-confirmation", args=[signing.dumps(guest.pk, salt=_SALT)])


def confirmation_of(token: str) -> tuple[GuestSubscription, models.Model]:
    """Whom and what a link in such a mail stands for. Two queries or three.

    Raises Http404 for one that was not made here, that is too old, or whose thread is not public any more.
    """
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise Http404("This link was not made here.") from error
    guest = GuestSubscription.objects.filter(pk=pk).first()
    thread = guest and thread_of(f"{guest.subject_type.app_label}.{guest.subject_type.model}:{guest.subject_id}")
    if guest is None or thread is None or not _is_public(thread):
        raise Http404("There is nothing to follow any more.")
    return guest, thread


def confirm(guest: GuestSubscription, thread: models.Model) -> bool:
    """The address says yes. Who has an account follows as a member, which is what is returned; twice is the same as once."""
    with transaction.atomic():
        member = Member.objects.people().annotate(address=Lower("email")).filter(address=guest.email.lower()).first()
        if member is None:
            guest.confirm()
            return False
        Subscription.resume(member, thread)
        guest.delete()
        return True


def guests_of(thread: models.Model) -> list[GuestSubscription]:
    """Confirmed addresses that follow a thread. One query, or a few where one of them belongs to a member.

    Whoever made an account since follows as a member from here on, and is told as they choose there.
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


def _question(guest: GuestSubscription, thread: models.Model, title: str) -> Mail:
    receiver = Receiver.of_guest(guest)
    context = {
        "title": _("Do you want mail about this question?"),
        "thread_title": title,
        "preview": _("Press the button, and each answer comes by mail."),
        "action_url": confirmation_link(guest),
        "action_label": _("Yes, send me the answers"),
        "reason": _("You get this because somebody entered your address on our site. Was it not you? Then do nothing."),
        "unsubscribe_url": receiver.unsubscribe_link(None, thread),
    }
    mail = compose(
        receiver,
        key=f"guest:{guest.pk}",
        thread=thread_key(thread),
        template="mail/guest_question",
        context=context,
        subject=_("Do you want mail about a question?"),
    )
    mail.is_secret = True
    return mail


def _is_public(thread) -> bool:
    return type(thread)._default_manager.visible_to(None).filter(pk=thread.pk).exists()
