"""What every written thing has: an author, Markdown and its HTML, a language, revisions, a source when it was imported."""

from community.content.models.origin import Origin
from community.content.models.revision import PostRevision
from community.content.models.submission import Submission
from community.content.models.written import Written, WrittenQuerySet

__all__ = ["Origin", "PostRevision", "Submission", "Written", "WrittenQuerySet"]
