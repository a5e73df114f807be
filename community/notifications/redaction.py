"""Private facts that were taken out of a post are forgotten by what was told about it."""

from django.db.models import Q

from community.activity.models import Event
from community.content.public_words import digest_of, facts_in, without
from community.notifications.models import Mail, Notification
from community.notifications.notices import thread_key


def redact(event: Event) -> None:
    """Mask the facts that the event names, by digest, in lists and mails about its subject. Mail that left has left.

    The first words of a post are made anew: a fact that was cut in two would not be found in them.
    """
    subject, digests = event.subject, set(event.data["digests"])
    if subject is None:
        return
    about = Q(event__subject_type=event.subject_type_id, event__subject_id=event.subject_id)
    Notification.objects.filter(about).exclude(excerpt="").update(excerpt=subject.excerpt(200))
    if hasattr(subject, "title"):  # it gives its name to a whole thread
        about |= Q(thread=thread_key(subject))
    lines = Notification.objects.filter(about | Q(place=thread_key(subject)))
    for line in lines:
        _mask(line, ("title", "thread_title", "excerpt", "subject"), digests)
    for mail in Mail.objects.filter(about | Q(notifications__in=lines), is_secret=False).distinct():
        _mask(mail, ("subject", "text", "html"), digests)


def _mask(row, names: tuple[str, ...], digests: set[str]) -> None:
    said = {name: getattr(row, name) for name in names}
    gone = [fact for fact in facts_in(*said.values()) if digest_of(fact) in digests]
    if gone:
        for name, text in said.items():
            setattr(row, name, without(text, gone)[: row._meta.get_field(name).max_length])
        row.save(update_fields=names)
