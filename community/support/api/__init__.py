"""Cases for programs: a customer's own, and the agents' desk. The same scopes, rights, verbs and limits as the pages."""

from ninja import Router

from community.support.api import desk, own

router = Router()
for part in (own, desk):
    router.add_router("", part.router)

__all__ = ["router"]
