"""Take a mail in: post the words of a reply where they belong, or say why not; whatever is no reply is dropped.

Everything about one mail is one transaction. When anything fails that should not, nothing of it has happened, the error
reaches whoever handed the mail over, and they hand it over again.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.activity.models import Event
from community.content.models import Submission
from community.content.public_words import PrivateFactsFound, settled
from community.members.limits import Rate, TooMany, count
from community.members.models import Member
from community.notifications.models import InboundMail, Mail, ReplyToken
from community.notifications.notices import thread_of
from community.notifications.replies import senders
from community.notifications.replies.message import Message
from community.notifications.replies.reading import words_of
from community.notifications.replies.refusing import tell
from community.notifications.replies.registry import Place, place_of
from community.notifications.replies.unwanted import why_unwanted

Why = InboundMail.Why
MOST_AN_HOUR = 20  # mails to one reply address: more is two programs that talk to each other


def receive(message: Message) -> InboundMail:
    """What became of a mail; of one that came before, what became of it then. Raises whatever a database may raise."""
    with transaction.atomic():
        inbound = InboundMail.take(message.key, sender=message.sender)
        if inbound is None:
            return InboundMail.objects.get(message_id=message.key[:255])
        why = why_unwanted(message) or _find_out(inbound, message)
        if why or inbound.member is None:
            inbound.note_dropped(why)
        else:
            with translation.override(inbound.member.language):
                _answer(inbound, inbound.member, message)
    return inbound


def place_for(inbound: InboundMail, member: Member) -> Place:
    """Where the member's words go: asked when the reply comes, and again on the page of one that was not posted.

    Raises ValidationError where they go nowhere.
    """
    return place_of(_thread_in_sight(inbound), member=member, told=inbound.told)


def _find_out(inbound: InboundMail, message: Message) -> str:
    """Whose reply it is, to what; or why it is nobody's."""
    token = ReplyToken.in_addresses(message.recipients)
    if token is None:
        return Why.NO_ADDRESS
    inbound.member, inbound.thread = token.member, token.thread
    if not senders.is_from(message, token.member):
        return Why.WRONG_SENDER
    if senders.is_forged(message):
        return Why.FORGED
    if not token.member.is_active:
        return Why.CLOSED
    if _comes_too_often(token):
        return Why.LOOP
    inbound.told = _told(message, token)
    return ""


def _comes_too_often(token: ReplyToken) -> bool:
    """Counts only what came from the member: nobody else can use up what they may send."""
    last_hour = timezone.now() - timedelta(hours=1)
    came = InboundMail.objects.filter(member=token.member, thread=token.thread, received_at__gt=last_hour)
    return came.exclude(why__in=[Why.WRONG_SENDER, Why.FORGED]).count() >= MOST_AN_HOUR


def _told(message: Message, token: ReplyToken) -> Event | None:
    """The event that the mail was about which this one answers, where its Message-ID was kept on the way."""
    mail = (
        Mail.objects.filter(message_id__in=message.answers, member=token.member, thread=token.thread)
        .select_related("event")
        .newest_first()
        .first()
    )
    return mail.event if mail else None


def _answer(inbound: InboundMail, member: Member, message: Message) -> None:
    """Post the words, or tell their author why not."""
    words = words_of(message.mime)
    if ReplyToken.objects.get(member=member, thread=inbound.thread).is_expired:
        sentence = _("The mail that you answered is older than 90 days, so it takes no replies any more.")
        tell(inbound, Why.EXPIRED, sentence, words)
    elif not words:
        sentence = _(
            "We found no words of yours in it. Pictures and files do not come with a mail: add them on the page."
        )
        tell(inbound, Why.EMPTY, sentence, "")
    else:
        try:
            with transaction.atomic():
                thing = _post(place_for(inbound, member), member, words)
        except PrivateFactsFound as found:
            kinds = ", ".join(dict.fromkeys(str(fact.kind.label) for fact in found.facts))
            tell(
                inbound,
                Why.PRIVATE,
                _("There is something private in it, and everybody could have read it: %(kinds)s.") % {"kinds": kinds},
                words,
            )
        except ValidationError as error:
            tell(inbound, Why.REFUSED, " ".join(error.messages), words)
        except TooMany:
            tell(inbound, Why.TOO_MANY, _("That was a lot at once. Wait a little, then send it on the page."), words)
        else:
            inbound.note_posted(thing)


def _post(place: Place, member: Member, words: str) -> models.Model:
    """What the page's form would have made of the words, once. Raises ValidationError and TooMany."""
    if len(words) > place.longest:
        raise ValidationError(
            _("It has %(length)d characters, and there is room for %(longest)d there. Shorten it on the page.")
            % {"length": len(words), "longest": place.longest}
        )
    if place.is_public:
        words = settled({"body": words}, "")["body"]

    def counted() -> models.Model:
        count(place.limit, f"member:{member.pk}", [Rate.parse(rate) for rate in place.rates])
        return place.post(words)

    return Submission.once(f"mail:{place.address}", by=member, words=words, make=counted)


def _thread_in_sight(inbound: InboundMail) -> models.Model:
    """The thread, if its member may still know of it."""
    thread = thread_of(inbound.thread)
    if thread is not None:
        thread = type(thread)._default_manager.visible_to(inbound.member).filter(pk=thread.pk).first()  # type: ignore[attr-defined]
    if thread is None:
        raise ValidationError(_("What you answered to is no longer there."))
    return thread
