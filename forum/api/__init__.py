"""Questions and answers for programs: the same scopes, rights, verbs and limits as the pages."""

from ninja import Router

from forum.api import (
    answers,
    arranging,
    before_asking,
    comments,
    edits,
    following,
    following_up,
    helping,
    questions,
    upkeep,
)

router = Router()
for part in (questions, answers, comments, following_up, helping, following, upkeep, arranging, edits):
    router.add_router("", part.router)

# What also who shows no key may say.
for_everybody = before_asking.router

__all__ = ["for_everybody", "router"]
