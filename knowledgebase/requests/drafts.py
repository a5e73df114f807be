"""A draft for what many ask, out of the questions in which it was solved."""

from django.db import transaction

from knowledgebase.drafting import draft_of, threads_about
from knowledgebase.models import Article, CommonRequest


def draft_for(common: CommonRequest, *, by) -> Article:
    """The draft that was made for a request, or a new one, linked to it: in customers' words, a source for every sentence.

    Only public, solved questions become part of it, those most like the others first. Raises ValidationError where there is
    none, and for a request that another one has taken in. Locks the request and every post that it quotes.
    """
    with transaction.atomic():
        common.lock_standing()
        parts = common.items.order_by("-likeness", "id").values_list("subject_type", "subject_id")
        threads = threads_about([(kind, pk) for kind, pk in parts if kind is not None and pk is not None])
        article = draft_of(threads, by=by, title=common.title, drafted_from=common)
        common.link(article, by=by)
    return article
