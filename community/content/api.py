"""Pictures for programs: upload one, then show it in what is written with the Markdown that comes back."""

from django.conf import settings
from ninja import Field, File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from community.content.attachments import Refused, TooLarge
from community.content.limits import UPLOADS
from community.content.models import Attachment
from community.content.permissions import can_upload
from community.members.limits import limited
from community.members.permissions import require

router = Router()


class AttachmentOut(Schema):
    name: str
    url: str
    markdown: str = Field(description="Put this where the picture belongs in a question, an answer, a comment.")
    content_type: str
    width: int
    height: int
    bytes: int = Field(alias="byte_count")
    alt: str = Field(alias="alt_text")

    @staticmethod
    def resolve_url(attachment):
        return settings.SITE_URL + attachment.get_absolute_url()


@router.post("/attachments", response={201: AttachmentOut}, summary="Upload a picture")
@limited("attachment", *UPLOADS)
def upload(request, file: File[UploadedFile], alt: Form[str] = ""):
    """JPEG, PNG, GIF or WebP, at most 10 MB and 20 megapixels, sent as a form with a file.

    It is made anew: what its file says of place, time and camera is gone. `alt` says what is on it. For you alone until
    something that you write shows it; what nothing has shown for 48 hours is removed.
    """
    require(can_upload(request.user))
    try:
        return Status(201, Attachment.upload(file, by=request.user, alt_text=alt))
    except Refused as error:
        raise HttpError(413 if isinstance(error, TooLarge) else 422, " ".join(error.messages)) from error
