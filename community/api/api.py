"""One API out of the rooms' routers. Errors are problem+json (RFC 9457)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as UnreadableError

from community import __version__
from community.api.keys import BearerKey, anybody, visitor
from community.api.widget.calls import router as widget
from community.catalogue.api import router as topics
from community.content.api import router as pictures
from community.content.public_words import PrivateFactsFound
from community.incidents.api import router as incidents
from community.members.limits import TooMany
from community.moderation.api import router as moderation
from community.notifications.api import router as notifications
from community.search.api import for_everybody as what_was_opened
from community.search.api import router as search
from community.support.api import router as cases
from community.views.errors import problem
from forum.api import for_everybody as before_asking
from forum.api import router as forum
from knowledgebase.api import for_everybody as about_articles
from knowledgebase.api import router as articles

api = NinjaAPI(
    title="Porchlight",
    version=__version__,
    description=(
        "Questions, answers, articles and topics of the community; incidents, and what is yours: cases, and what you were "
        "told. Lists page by `cursor`. What is sent again with the same words within ten minutes makes one thing; send "
        "another `Idempotency-Key` where you mean it twice."
    ),
    auth=[BearerKey(), visitor],
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("", widget, tags=["help widget"], auth=None)
api.add_router("", topics, tags=["topics"])
# Before the questions: `/questions/suggestions` is no number of one.
api.add_router("", before_asking, tags=["questions"], auth=[BearerKey(), anybody])
api.add_router("", forum, tags=["questions"])
api.add_router("", about_articles, tags=["articles"], auth=[BearerKey(), anybody])
api.add_router("", articles, tags=["articles"])
api.add_router("", what_was_opened, tags=["search"], auth=[BearerKey(), anybody])
api.add_router("", search, tags=["search"])
api.add_router("", pictures, tags=["pictures and videos"])
api.add_router("", incidents, tags=["incidents"])
api.add_router("", cases, tags=["cases"], auth=BearerKey())
api.add_router("", notifications, tags=["notifications"], auth=BearerKey())
api.add_router("", moderation, tags=["moderation"], auth=BearerKey())


@api.exception_handler(Http404)
def _not_found(request, error):
    return problem(404, "There is no such thing, or it is not for you.")


@api.exception_handler(PermissionDenied)
def _forbidden(request, error):
    return problem(403, str(error) or "You may not do this.")


@api.exception_handler(AuthenticationError)
def _who(request, error):
    return problem(401, "Show a key: Authorization: Bearer plk_…", headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(ValidationError)
def _refused(request, error):
    return problem(409, " ".join(error.messages))


@api.exception_handler(PrivateFactsFound)
def _private(request, error):
    facts = [
        {"kind": fact.kind.value, "shown": fact.shown, "may_be_public": fact.may_be_public} for fact in error.facts
    ]
    way_out = "Send private_facts: remove, or keep where all of them may be public; or open a case instead."
    return problem(422, " ".join(error.messages), next=way_out, facts=facts)


@api.exception_handler(UnreadableError)
def _unreadable(request, error):
    fields = {".".join(str(part) for part in item["loc"][1:]): item["msg"] for item in error.errors}
    return problem(422, "Some fields could not be read.", fields=fields)


@api.exception_handler(TooMany)
def _too_many(request, error):
    return problem(429, "That was a lot at once.", headers={"Retry-After": str(error.retry_after)})


@api.exception_handler(HttpError)
def _http(request, error):
    return problem(error.status_code, str(error))
