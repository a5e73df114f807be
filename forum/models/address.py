"""The words of a question in its address."""

from django.utils.text import slugify

# What stands after `/questions/<id>/` and is no slug.
PARTS = frozenset(
    {
        "answers",
        "claim",
        "comments",
        "confirmation",
        "duplicate",
        "edit",
        "escalation",
        "flag",
        "follow",
        "follow-by-mail",
        "follow-up",
        "history",
        "image",
        "incident",
        "invitations",
        "lock",
        "me-too",
        "merge",
        "outcome",
        "pass",
        "revival",
        "solution",
        "split",
        "tags",
        "topic",
    }
)


def slug_of(title: str) -> str:
    """The words of a title for its address; never a word that means a part of a question's page."""
    slug = slugify(title)[:80].strip("-")
    return f"question-{slug}"[:80] if slug in PARTS else slug or "question"
