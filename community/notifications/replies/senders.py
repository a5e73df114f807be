"""Whether a mail comes from who it says, and whether that is the member whose address it answers."""

import re

from allauth.account.models import EmailAddress

from community.members.models import Member
from community.notifications.replies.message import Message

_TAG = re.compile(r"\+[^@]*(?=@)")
_VERDICT = r"\b{}\s*=\s*(\w+)"


def is_from(message: Message, member: Member) -> bool:
    """Whether its one sender is an address of the member's: one that they confirmed, or the one that we write to.

    Who gave us `ann+forum@example.com` writes from `ann@example.com`. One query.
    """
    if not message.sender:
        return False
    confirmed = dict(EmailAddress.objects.filter(user=member).values_list("email", "verified"))
    theirs = {address.lower() for address, verified in confirmed.items() if verified}
    if member.email and member.email.lower() not in {address.lower() for address in confirmed}:
        theirs.add(member.email.lower())
    return message.sender in theirs | {_TAG.sub("", address) for address in theirs}


def is_forged(message: Message) -> bool:
    """Whether the server that took it found that the sender's domain disowns it.

    Such a verdict is only ever held against a mail: whoever writes "pass" into their own mail has gained nothing.
    """
    verdicts = message.header("Authentication-Results")
    dmarc, dkim, spf = (_verdict(verdicts, method) for method in ("dmarc", "dkim", "spf"))
    spf = spf or message.header("X-Mailgun-Spf").lower() or message.header("Received-SPF").partition(" ")[0].lower()
    dkim = dkim or message.header("X-Mailgun-Dkim-Check-Result").lower()
    if dmarc in ("pass", "fail"):
        return dmarc == "fail"
    return spf == "fail" and dkim != "pass"


def _verdict(results: str, method: str) -> str:
    found = re.search(_VERDICT.format(method), results, re.IGNORECASE)
    return found[1].lower() if found else ""
