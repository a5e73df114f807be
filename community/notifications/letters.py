"""What is told as a mail to one person: text and HTML, in their language, in one thread with the others about the same thing."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import linebreaks
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.activity.models import Event
from community.lib import markdown
from community.lib.templatetags.look import LAMP_WORDS
from community.members.models import Member
from community.notifications.models import Kind, Mail, Notification
from community.notifications.notices import Notice, thread_of
from community.notifications.outbox import AUTOMATIC, new_message_id
from community.notifications.receivers import Receiver
from community.notifications.replies.lines import ReplyLine

LONGEST_QUOTE = 1_200  # characters of what somebody said, in a mail
MOST_LINES = 20  # of what is gathered in one mail; the others stand on the page
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>@",;:\\\[\]()]+')


def letter(event: Event, notice: Notice, receiver: Receiver, reply_line: ReplyLine | None = None) -> Mail:
    """The mail, not yet written to the database. Its key is that of event and receiver: it is written once.

    With a reply line it may be answered by mail, and says what becomes of the answer.
    """
    with translation.override(receiver.language):
        return compose(
            receiver,
            key=f"event:{event.pk}:{receiver.name}",
            thread=notice.thread_key,
            template=notice.template,
            context=_context(notice, receiver),
            subject=subject_of(notice),
            actor=notice.actor,
            reply_line=reply_line,
            event=event,
            created_at=event.at,
        )


def gathered_letter(lines: Sequence[Notification], receiver: Receiver, reply_line: ReplyLine | None = None) -> Mail:
    """One mail about all that was said in a thread meanwhile, newest last. Not yet written; its key is its lines'. One query."""
    newest = lines[-1]
    thread = thread_of(newest.thread)
    kind = Kind(newest.kind or Kind.FOLLOWED)
    with translation.override(receiver.language):
        title = ngettext("%(n)s thing happened", "%(n)s things happened", len(lines)) % {"n": len(lines)}
        context = {
            "title": title,
            "thread_title": newest.thread_title,
            "preview": newest.title,
            "lines": [_as_told(line) for line in lines[-MOST_LINES:]],
            "more": max(0, len(lines) - MOST_LINES),
            "action_url": settings.SITE_URL + newest.url,
            "action_label": _("See the newest"),
            "reason": _("You get this because you follow it, in one mail because much happened within a few minutes.")
            if receiver.guest
            else _("You get this in one mail because much happened within a few minutes, or in your quiet hours."),
            "settings_url": settings_url(receiver),
            "unsubscribe_url": receiver.unsubscribe_link(kind, thread) if thread is not None else "",
        }
        return compose(
            receiver,
            key=f"gathered:{receiver.name}:{lines[0].pk}-{newest.pk}",
            thread=newest.thread,
            template="mail/gathered",
            context=context,
            subject=newest.subject,
            reply_line=reply_line,
        )


def compose(
    receiver: Receiver,
    *,
    key: str,
    thread: str,
    template: str,
    context: dict[str, Any],
    subject: str,
    list_name: str = "",
    actor: Member | None = None,
    reply_line: ReplyLine | None = None,
    **columns: Any,
) -> Mail:
    """A mail made of a template and its context, not yet written. In the language that is active.

    Without a thread it stands alone in a mailbox; it stops by the name of its list then.
    """
    context = context | {"reply_line": reply_line.sentence if reply_line else ""}
    headers = {**AUTOMATIC, **_thread_headers(thread), **_list_headers(list_name or thread, context["unsubscribe_url"])}
    return Mail(
        key=key,
        member=receiver.member,
        guest=receiver.guest,
        thread=thread,
        to=receiver.address,
        sender=_sender(actor),
        subject=subject,
        text=_BLANK_LINES.sub("\n\n", render_to_string(f"{template}.txt", context)).strip() + "\n",
        html=render_to_string(f"{template}.html", context),
        headers=headers | ({"Reply-To": reply_line.address} if reply_line else {}),
        message_id=new_message_id(),
        due_at=timezone.now(),
        **columns,
    )


def subject_of(notice: Notice) -> str:
    """The same for all mails of a thread, so that readers' programs keep them together; no private words."""
    if notice.subject:
        words = str(notice.subject)
    elif notice.is_private:
        words = _("Re: your private conversation (%(number)s)") % {"number": f"#{notice.thread.pk}"}
    else:
        words = _("Re: %(title)s") % {"title": notice.thread_title}
    return " ".join(words.split())[:300]


def settings_url(receiver: Receiver) -> str:
    """Where a member chooses what comes; empty for who has no account."""
    return settings.SITE_URL + reverse("notifications:settings") if receiver.member is not None else ""


def _context(notice: Notice, receiver: Receiver) -> dict[str, Any]:
    words = markdown.for_elsewhere(markdown.sanitise(notice.words), settings.SITE_URL, pictures=False)
    lines = markdown.plain_lines(words)
    is_whole = len(lines) <= LONGEST_QUOTE
    quote = lines if is_whole else Truncator(lines).chars(LONGEST_QUOTE)
    return {
        "member": receiver.member,
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
        "settings_url": settings_url(receiver) if notice.kind.is_optional else "",
        "unsubscribe_url": receiver.unsubscribe_link(notice.kind, notice.thread),
        **(notice.extra or {}),
    }


def _as_told(line: Notification) -> dict[str, str]:
    return {"title": line.title, "excerpt": line.excerpt, "url": settings.SITE_URL + line.url}


def _wrapped(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, 72) or [""]


def _sender(actor: Member | None) -> str:
    """ "Ann via Porchlight", always from our own address: a name cannot pass for another one."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if actor is not None:
        plain = " ".join(_NOT_IN_A_NAME.sub(" ", actor.name).split())[:80] or actor.username
        name = _("%(name)s via %(site)s") % {"name": plain, "site": name}
    return f'"{name}" <{address}>'


def _thread_headers(thread: str) -> dict[str, str]:
    """All mails of a thread answer the same root, which never was sent: so programs keep them together, in any order."""
    root = f"<{_spelled(thread)}@{settings.MAIL_DOMAIN}>"
    return {"References": root, "In-Reply-To": root} if thread else {}


def _list_headers(name: str, unsubscribe_url: str) -> dict[str, str]:
    if not unsubscribe_url:
        return {}
    return {
        "List-Id": f"<{_spelled(name)}.{settings.MAIL_DOMAIN}>",
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _spelled(thread: str) -> str:
    """`forum.question:12` as `question-12`."""
    return thread.partition(".")[2].replace(":", "-")
