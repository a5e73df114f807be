"""Find articles that somebody should read again: unchecked for longer than their section allows, or older than a new version.

A new version is the newest row of its product in the catalogue, which says when it was added, so nothing has to announce it. It
opens a check for articles that are about its product and that readers use: traffic is counted by readers who said whether an
article helped, since no other trace of a reader is kept. What nobody reads waits for its section's turn.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from community.catalogue.models import Release
from knowledgebase.models import Article, Recheck

NEWS_FOR = timedelta(days=90)  # a version that was added longer ago is news to nobody
AT_ONCE = 200
ORDER = ("-readers", "opened_at", "id")  # of what waits: what readers use most first
_DAYS = ExpressionWrapper(F("section__recheck_after") * timedelta(days=1), output_field=DurationField())


def open_due_checks(now: datetime | None = None) -> int:
    """Open the checks that are due; returns how many. Locks each article."""
    now = now or timezone.now()
    opened = 0
    for article in list(_too_long_unchecked(now)[:AT_ONCE]):
        opened += article.ask_for_check(Recheck.Why.CYCLE) is not None
    newer = Release.objects.filter(product=OuterRef("product"), order__gt=OuterRef("order"))
    newest = Release.objects.filter(~Exists(newer), added_at__range=(now - NEWS_FOR, now))
    for release in newest.order_by("id"):
        for article in list(_older_than(release)[:AT_ONCE]):
            opened += article.ask_for_check(Recheck.Why.RELEASE, release=release) is not None
    return opened


def waiting(person, state: str = ""):
    """Open checks of articles in sight, with how many readers said something of each."""
    checks = Recheck.objects.open().filter(article__in=Article.objects.visible_to(person))
    if state in Recheck.State.values:
        checks = checks.filter(state=state)
    return checks.select_related("article__owner", "article__section", "release__product", "decided_by").annotate(
        readers=F("article__helpful_count") + F("article__unhelpful_count")
    )


def _candidates():
    """Published originals that nobody has been asked to check; a translation follows its original."""
    return Article.objects.published().filter(freshness="", translation_of=None).select_related("topic").order_by("id")


def _too_long_unchecked(now: datetime):
    due = ExpressionWrapper(F("verified_at") + _DAYS, output_field=DateTimeField())
    return _candidates().filter(section__recheck_after__gt=0).annotate(due=due).filter(due__lte=now)


def _older_than(release: Release):
    """Those about its product that readers use, that do not speak of it yet, and were last checked before it came."""
    about = Q(products=release.product_id) | Q(releases__product=release.product_id)
    asked = Recheck.objects.filter(article=OuterRef("pk"), release=release)
    read = Q(helpful_count__gt=0) | Q(unhelpful_count__gt=0)
    before: dict[str, Any] = {"verified_at__lt": release.added_at}
    if release.released_on is not None:
        before["verified_at__date__lt"] = release.released_on
    return _candidates().filter(about, read, ~Exists(asked), **before).exclude(releases=release).distinct()
