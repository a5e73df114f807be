"""Questions and answers for programs: the same scopes, rights, verbs and limits as the pages."""

from ninja import Router

from forum.api import answers, arranging, comments, edits, following, helping, questions, upkeep

router = Router()
for part in (questions, answers, comments, helping, following, upkeep, arranging, edits):
    router.add_router("", part.router)

__all__ = ["router"]
