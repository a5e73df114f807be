"""Who may upload. Who may see a picture or a video is said by `Attachment.is_for`."""

from community.members.standing import standing_of

_WRITES_ARTICLES = ("propose-articles", "review-articles")


def can_upload(person) -> bool:
    """Every member."""
    return bool(person is not None and person.is_authenticated and person.is_active)


def can_upload_videos(person) -> bool:
    """Who may write articles, about some topic or in some language: there videos are shown, and they take room."""
    standing = standing_of(person)
    return any(standing.holds_somewhere(right) for right in _WRITES_ARTICLES)


def can_caption(person, video) -> bool:
    """Whether they may say what is said in it, and what it shows: who writes articles and sees it."""
    return can_upload_videos(person) and video.is_for(person)
