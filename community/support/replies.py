"""What a reply by mail to a case becomes: a message in its private thread, and never anything else."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.activity.models import Event
from community.members.models import Member
from community.notifications.replies.keeping import sent_by
from community.notifications.replies.registry import Place, takes_replies
from community.support import permissions
from community.support.limits import CUSTOMER_REPLIES, DESK
from community.support.models import Case, CaseMessage


@takes_replies(Case)
def place_of(case: Case, *, member: Member, told: Event | None) -> Place:
    """The private thread: for its customer, and for the agent who owns the case and was told what the customer wrote.

    Where pages of the staff ask for a second factor, a mail, which carries none, does not write in their name.
    """
    if member.pk == case.customer_id:
        return _from_customer(case, member)
    if case.owner_id != member.pk or not permissions.can_work_on(member, case):
        raise ValidationError(_("This case is not yours to work on. Open it on the desk."))
    if settings.STAFF_NEED_SECOND_FACTOR:
        raise ValidationError(_("Staff reply on the desk: a mail carries no second factor."))
    if told is None or told.verb != "support.case.customer-replied":
        raise ValidationError(_("Reply on the desk, where you see what was said last."))
    return _from_owner(case, member, seen=told.data.get("message"))


@sent_by("support.case.opened", "support.case.customer-replied", "support.case.replied")
def words_sent(event: Event) -> str:
    """The message that the event names; of a new case, the first."""
    messages = event.subject.messages.order_by("id")
    number = event.data.get("message")
    message = messages.filter(pk=number).first() if number else messages.first()
    return message.body if message else ""


def _from_customer(case: Case, member: Member) -> Place:
    if not permissions.can_reply_as_customer(member, case):
        raise ValidationError(_("This case is closed. Open a new one and mention %(ref)s.") % {"ref": case.ref})
    return Place(
        sentence=gettext_lazy(
            "Answer this mail to reply. Your reply is private: only you and our support team can read it."
        ),
        address=reverse("cases:messages", args=[case.ref]),
        button=gettext_lazy("Send it to our support team"),
        is_public=False,
        longest=CaseMessage.LONGEST,
        limit="case-reply",
        rates=CUSTOMER_REPLIES,
        post=lambda words: case.customer_replies(body=words),
    )


def _from_owner(case: Case, member: Member, *, seen: int | None) -> Place:
    return Place(
        sentence=gettext_lazy("Answer this mail to reply to the customer."),
        address=reverse("support:case-messages", args=[case.ref]),
        button=gettext_lazy("Send it to the customer"),
        is_public=False,
        longest=CaseMessage.LONGEST,
        limit="desk",
        rates=DESK,
        post=lambda words: case.reply(by=member, body=words, seen=seen),
    )
