"""What every written thing has: an author, Markdown and its HTML, a language, pictures, revisions, where it comes from."""

from community.content.models.attachment import Attachment, AttachmentUse
from community.content.models.draft import Draft
from community.content.models.mention import Mention, rendered
from community.content.models.origin import Origin
from community.content.models.revision import PostRevision
from community.content.models.submission import Submission
from community.content.models.video import Captions, Video
from community.content.models.written import Written, WrittenQuerySet

__all__ = [
    "Attachment",
    "AttachmentUse",
    "Captions",
    "Draft",
    "Mention",
    "Origin",
    "PostRevision",
    "Submission",
    "Video",
    "Written",
    "WrittenQuerySet",
    "rendered",
]
