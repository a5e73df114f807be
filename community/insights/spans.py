"""A length of time in words, short enough for a tile."""

from datetime import timedelta

from django.utils.translation import ngettext


def in_words(span: timedelta | None) -> str:
    """ "24 minutes", "5 hours", "3 days": the largest unit of which there are at least two. "" for none."""
    if span is None:
        return ""
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
