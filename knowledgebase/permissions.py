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


def can_see_work(person) -> bool:
    """Whether they have a part in writing: editors, who may propose somewhere, and language teams."""
    standing = standing_of(person)
    return standing.holds_somewhere("propose-articles") or standing.holds_somewhere("review-articles")


def can_translate(person, language: str) -> bool:
    """Whether they may translate articles into that language: its team, and editors for all topics."""
    standing = standing_of(person)
    return standing.holds_in("propose-articles", language) or standing.holds_in("review-articles", language)


def can_edit(person, article: Article) -> bool:
    """Whether they may write its next revision, and hand it in."""
    return can_draft(person, article.topic_id) or (article.is_translation and can_translate(person, article.language))


def can_ask_readers(person, article: Article) -> bool:
    """Whether they may ask its readers something: staff who may edit it. Advocates who may edit read the answers."""
    return standing_of(person).is_staff and can_edit(person, article)


def can_review(person, article: Article) -> bool:
    """Whether they may send its revisions back, comment on them, archive it, and publish what others wrote."""
    standing = standing_of(person)
    in_team = article.is_translation and standing.holds_in("review-articles", article.language)
    return in_team or standing.holds("review-articles", article.topic_id)


def can_publish(person, article: Article, revision: Revision) -> bool:
    """Whether they may let this revision through: nobody does so with their own."""
    return can_review(person, article) and revision.author_id != person.pk


def can_work_on_requests(person) -> bool:
    """Whether they see what tickets say, and decide what is written next: staff who may begin articles. Advocates may not."""
    return standing_of(person).is_staff and can_draft(person)


def can_file(person, article: Article) -> bool:
    """Whether they may change where it stands and for whom: before publication its editors, afterwards its reviewers.

    The team of a language changes words: where a translation stands is for who writes about its topic.
    """
    allowed = can_edit(person, article) if article.current_id is None else can_review(person, article)
    return allowed and can_draft(person, article.topic_id)


def can_pin(person, article: Article | None = None) -> bool:
    """Whether they may say that links inside the product lead to an article: to this one, or to any at all."""
    standing = standing_of(person)
    if article is not None:
        return standing.holds("review-articles", article.topic_id)
    return any(right == "review-articles" for right, _topic in standing.grants) or standing.holds("review-articles")
