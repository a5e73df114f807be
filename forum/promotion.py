"""Make an article out of an answer that worked: in the customers' own words, with its sources."""

from forum.models import Answer
from knowledgebase.drafting import Solved, draft_of
from knowledgebase.models import Article, Section


def promote_to_article(answer: Answer, *, by, section: Section | None = None) -> Article:
    """A draft made of `answer` and its question, owned by `by`; the one made before, if there is one.

    Its title is the question's, its symptoms are the question's words, its steps the answer's; it applies to the
    question's product, release and platform, and is for the question's audience. Every sentence names the revision of
    the post that it comes from. Locks answer and question, so two who promote at once make one draft.
    """
    return draft_of([Solved(answer.question, answer)], by=by, section=section, drafted_from=answer)
