"""A notice as a mail to one member: text and HTML, in their language, in one thread with the others about the same thing."""

import re
import textwrap
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import linebreaks
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from community.activity.models import Event
from community.lib import markdown
from community.lib.templatetags.look import LAMP_WORDS
from community.members.models import Member
from community.notifications import unsubscribing
from community.notifications.models import Mail
from community.notifications.notices import Notice
from community.notifications.outbox import AUTOMATIC, new_message_id
from community.notifications.replies.inviting import Invitation

LONGEST_QUOTE = 1_200  # characters of what somebody said, in a mail
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>@",;:\\\[\]()]+')


def letter(event: Event, notice: Notice, member: Member, invitation: Invitation | None = None) -> Mail:
    """The mail, not yet written to the database. Its key is that of event and member: it is written once.

    With an invitation it may be answered by mail, and says what becomes of the answer.
    """
    with translation.override(member.language):
        context = _context(notice, member) | {"reply_line": invitation.sentence if invitation else ""}
        text = render_to_string(f"{notice.template}.txt", context)
        html = render_to_string(f"{notice.template}.html", context)
        subject = _subject(notice)
        sender = _sender(notice.actor)
    return Mail(
        key=f"event:{event.pk}:{member.pk}",
        member=member,
        event=event,
        thread=notice.thread_key,
        to=member.email,
        sender=sender,
        subject=subject,
        text=_BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html=html,
        headers=_headers(notice, context["unsubscribe_url"]) | ({"Reply-To": invitation.address} if invitation else {}),
        message_id=new_message_id(),
        created_at=event.at,
        due_at=timezone.now(),
    )


def _context(notice: Notice, member: Member) -> dict:
    optional = notice.kind.is_optional
    words = markdown.for_elsewhere(markdown.sanitise(notice.words), settings.SITE_URL, pictures=False)
    lines = markdown.plain_lines(words)
    is_whole = len(lines) <= LONGEST_QUOTE
    quote = lines if is_whole else Truncator(lines).chars(LONGEST_QUOTE)
    return {
        "member": member,
        "notice": notice,
        "title": notice.title,
        "thread_title": notice.thread_title,
        "words": words if is_whole else linebreaks(quote, autoescape=True),
        "quoted_lines": "\n".join(f"> {line}".rstrip() for line in _wrapped(quote)),
        "next_step": notice.next_step,
        "preview": notice.excerpt(110) or notice.next_step,
        "state": notice.state,
        "state_word": capfirst(str(notice.state_word or LAMP_WORDS.get(notice.state, ""))),
        "action_url": settings.SITE_URL + notice.url,
        "action_label": notice.action or _("Open it"),
        "reason": notice.because,
        "settings_url": settings.SITE_URL + reverse("notifications:settings") if optional else "",
        "unsubscribe_url": unsubscribing.link(member, notice.kind, notice.thread) if optional else "",
        **(notice.extra or {}),
    }


def _wrapped(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, 72) or [""]


def _subject(notice: Notice) -> str:
    """The same for all mails of a thread, so that readers' programs keep them together; no private words."""
    if notice.subject:
        words = str(notice.subject)
    elif notice.is_private:
        words = _("Re: your private conversation (%(number)s)") % {"number": f"#{notice.thread.pk}"}
    else:
        words = _("Re: %(title)s") % {"title": notice.thread_title}
    return " ".join(words.split())[:300]


def _sender(actor: Member | None) -> str:
    """ "Ann via Porchlight", always from our own address: a name cannot pass for another one."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if actor is not None:
        plain = " ".join(_NOT_IN_A_NAME.sub(" ", actor.name).split())[:80] or actor.username
        name = _("%(name)s via %(site)s") % {"name": plain, "site": name}
    return f'"{name}" <{address}>'


def _headers(notice: Notice, unsubscribe_url: str) -> dict[str, str]:
    list_name = notice.thread_key.partition(".")[2].replace(":", "-")
    root = f"<{list_name}@{settings.MAIL_DOMAIN}>"
    headers = {**AUTOMATIC, "References": root, "In-Reply-To": root}
    if unsubscribe_url:
        headers |= {
            "List-Id": f"<{list_name}.{settings.MAIL_DOMAIN}>",
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
