"""Who may change what words mean to the search."""

from community.members.standing import standing_of


def can_say_synonyms(person, topic_id: int | None = None) -> bool:
    """Whether they may say which words mean the same in a topic; without one, everywhere."""
    return standing_of(person).holds("review-articles", topic_id)
