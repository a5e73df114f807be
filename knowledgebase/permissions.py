"""Who may do what with articles. Used by pages, templates and the API alike."""

from community.members.standing import standing_of
from knowledgebase.models import Article, Revision


def can_draft(person, topic_id: int | None = None) -> bool:
    """Whether they may begin an article: about a topic, or about any topic at all."""
    standing = standing_of(person)
    if standing.holds("propose-articles", topic_id) or standing.holds("review-articles", topic_id):
        return True
    rights = {right for right, _topic in standing.grants}
    return topic_id is None and bool(rights & {"propose-articles", "review-articles"})


def can_edit(person, article: Article) -> bool:
    """Whether they may write its next revision, and hand it in."""
    return can_draft(person, article.topic_id)


def can_review(person, article: Article) -> bool:
    """Whether they may send its revisions back, comment on them, archive it, and publish what others wrote."""
    return standing_of(person).holds("review-articles", article.topic_id)


def can_publish(person, article: Article, revision: Revision) -> bool:
    """Whether they may let this revision through: nobody does so with their own."""
    return can_review(person, article) and revision.author_id != person.pk


def can_work_on_requests(person) -> bool:
    """Whether they see what tickets say, and decide what is written next: staff who may begin articles. Advocates may not."""
    return standing_of(person).is_staff and can_draft(person)


def can_file(person, article: Article) -> bool:
    """Whether they may change where it stands and for whom: before publication its editors, afterwards its reviewers."""
    return can_edit(person, article) if article.current_id is None else can_review(person, article)


def can_pin(person, article: Article | None = None) -> bool:
    """Whether they may say that links inside the product lead to an article: to this one, or to any at all."""
    standing = standing_of(person)
    if article is not None:
        return standing.holds("review-articles", article.topic_id)
    return any(right == "review-articles" for right, _topic in standing.grants) or standing.holds("review-articles")
