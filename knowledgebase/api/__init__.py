"""Articles for programs: the same scopes, rights, verbs and limits as the pages."""

from ninja import Router

from knowledgebase.api import (
    asking,
    feedback,
    freshness,
    go,
    locking,
    readers,
    reading,
    requests,
    reviewing,
    tasks,
    writing,
)

router = Router()
# Those of editors first: `/articles/drafts`, `/articles/requests` and `/articles/tasks` are no articles.
for part in (go, tasks, readers, asking, freshness, requests, writing, reading, reviewing, locking):
    router.add_router("", part.router)

# What also who shows no key may say.
for_everybody = feedback.router

__all__ = ["for_everybody", "router"]
