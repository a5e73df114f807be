"""What is known already, for beside a case: articles and solved questions like it."""

from community.lib import markdown
from community.search.finding import Result, similar
from community.support.models import Case

_LOOKED_AT = 20


def known_about(case: Case, limit: int = 5) -> list[Result]:
    """Articles and solved questions like the case, best first. Four queries at most.

    Only what the customer may see: all of it can be cited to them.
    """
    question = case.question
    if question is not None:
        said = markdown.plain_text(question.body_html)
    else:
        first = case.messages.shown().oldest_first().first()
        said = markdown.plain_text(first.body_html) if first else ""
    found = similar(f"{case}. {said}", case.customer, _LOOKED_AT)
    return [result for result in found if _helps(result, case)][:limit]


def _helps(result: Result, case: Case) -> bool:
    if result.kind == "question" and result.document.subject_id == case.question_id:
        return False
    return result.kind == "article" or result.document.is_solved
