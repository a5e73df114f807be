"""Which followed searches find a thing that is new."""

from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q

from community.search.index import as_indexed
from community.search.languages import configuration
from community.search.models import SavedSearch


def searches_that_find(subject: Any) -> list[SavedSearch]:
    """Searches with all the words of a thing, with their members, oldest first; of anybody, whoever may see the thing.

    The thing's words are made in the query as the index makes them, so it need not stand in the index yet: readers of the
    event log run in any order. What is merely alike is not told: a mail should not need an explanation. One query, and one
    for each language that followers read.
    """
    document = as_indexed(subject)
    if document is None:
        return []
    searches = SavedSearch.objects.filter(Q(kind="") | Q(kind=document.kind), member__is_active=True)
    found: list[SavedSearch] = []
    for language in searches.order_by().values_list("member__language", flat=True).distinct():
        configs = sorted({configuration(settings.LANGUAGE_CODE), configuration(language)})
        asked = reduce(or_, (SearchQuery(F("folded"), config=name, search_type="websearch") for name in configs))
        of_language = searches.filter(member__language=language).annotate(found=document.words)
        found += of_language.filter(found=asked).defer("folded").select_related("member")
    return sorted(found, key=lambda search: search.pk)
