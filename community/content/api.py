"""Pictures and videos for programs: upload one, then show it in what is written with the Markdown that comes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from community.content.attachments import Refused, TooLarge
from community.content.limits import CAPTIONS, POSTERS, UPLOADS, VIDEOS
from community.content.models import Attachment, Video
from community.content.permissions import can_caption, can_upload, can_upload_videos
from community.content.public_words import settled
from community.content.schemas import PublicIn
from community.content.sending import once_by_program
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
    return Status(201, _taken(lambda: Attachment.upload(file, by=request.user, alt_text=alt)))


class CaptionsOut(Schema):
    language: str
    url: str
    transcript: str
    transcript_by_hand: bool = Field(alias="is_by_hand")

    @staticmethod
    def resolve_url(captions):
        return settings.SITE_URL + captions.address


class VideoOut(Schema):
    name: str = Field(alias="attachment.name")
    title: str
    url: str
    markdown: str = Field(
        alias="attachment.markdown", description="Put this on a line of its own where the video belongs in an article."
    )
    content_type: str = Field(alias="attachment.content_type")
    width: int = Field(alias="attachment.width")
    height: int = Field(alias="attachment.height")
    bytes: int = Field(alias="attachment.byte_count")
    seconds: float
    poster: str
    poster_seconds: float | None = Field(description="The moment that was chosen for it, if any was.")
    has_speech: bool
    described: str
    captions: list[CaptionsOut] = Field(alias="said")

    @staticmethod
    def resolve_url(video):
        return settings.SITE_URL + video.address

    @staticmethod
    def resolve_poster(video):
        return settings.SITE_URL + video.poster

    @staticmethod
    def resolve_poster_seconds(video):
        return None if video.poster_at is None else video.poster_at.total_seconds()

    @staticmethod
    def resolve_seconds(video):
        return video.length.total_seconds()


class TranscriptIn(PublicIn):
    transcript: str = Field("", max_length=Video.LONGEST_WORDS * 5, description="Empty: made of the captions again.")


class PosterIn(Schema):
    seconds: float = Field(ge=0, le=1_000_000)


class DescriptionIn(PublicIn):
    described: str = Field(min_length=1, max_length=Video.LONGEST_WORDS)


@router.post("/videos", response={201: VideoOut}, summary="Upload a video")
@limited("video", *VIDEOS)
def upload_video(
    request, file: File[UploadedFile], title: Form[str], private_facts: Form[Literal["", "remove", "keep"]] = ""
):
    """For who writes articles. MP4 (H.264, AAC) or WebM, sent as a form with a file; `title` says what it shows.

    `private_facts` says what becomes of what looks private in the title; without it, it is refused and named.

    It is written anew: what its file says of place, time and camera is gone. An article that shows it is published once it
    has captions, or says that nobody speaks in it. What nothing has shown for 48 hours is removed.
    """
    require(can_upload_videos(request.user))
    title = settled({"title": title}, private_facts)["title"]

    def make():
        with Video.read(file, title=title) as film:
            return once_by_program(request, {"title": title}, lambda: Video.keep(film, by=request.user, title=title))

    return Status(201, _taken(make))


@router.get("/videos/{name}", response=VideoOut, summary="One video")
def get_video(request, name: str):
    """With what is said in it."""
    return _video(request, name)


@router.post("/videos/{name}/captions", response=VideoOut, summary="Add captions")
@limited("captions", *CAPTIONS)
def add_captions(
    request,
    name: str,
    file: File[UploadedFile],
    language: Form[str],
    private_facts: Form[Literal["", "remove", "keep"]] = "",
):
    """WebVTT or SubRip, in place of those in the same language. A transcript that was written by hand stays.

    `private_facts` says what becomes of what looks private in them; without it, they are refused and it is named.
    """
    video = _video(request, name)
    if language not in dict(settings.LANGUAGES):
        raise HttpError(422, f"language is one of {', '.join(dict(settings.LANGUAGES))}.")
    _taken(lambda: video.caption(file, language=language, by=request.user, private_facts=private_facts))
    return video


@router.post("/videos/{name}/captions/{language}/remove", response=VideoOut, summary="Remove captions")
@limited("captions", *CAPTIONS)
def remove_captions(request, name: str, language: str):
    """The last ones of a video that stands in a text stay: 409."""
    video = _video(request, name)
    video.uncaption(language, by=request.user)
    return video


@router.post("/videos/{name}/transcripts/{language}", response=VideoOut, summary="Write the transcript")
@limited("captions", *CAPTIONS)
def write_transcript(request, name: str, language: str, said: TranscriptIn):
    """By hand, in a language that has captions."""
    video = _video(request, name)
    known = [each.transcript for each in video.said]
    video.transcribe(language, said.public("transcript", known=known)["transcript"], by=request.user)
    return video


@router.post("/videos/{name}/poster", response=VideoOut, summary="Choose the moment that is shown until it plays")
@limited("poster", *POSTERS)
def choose_poster(request, name: str, said: PosterIn):
    """In seconds from the beginning. A moment at which it has ended is refused."""
    video = _video(request, name)
    _taken(lambda: video.choose_poster(timedelta(seconds=said.seconds), by=request.user))
    return video


@router.post(
    "/videos/{name}/poster/picture", response=VideoOut, summary="Upload the picture that is shown until it plays"
)
@limited("poster", *POSTERS)
def upload_poster(request, name: str, file: File[UploadedFile]):
    """JPEG, PNG, GIF or WebP, at most 10 MB. It is made anew, and fitted into the shape of the video."""
    video = _video(request, name)
    _taken(lambda: video.upload_poster(file, by=request.user))
    return video


@router.post("/videos/{name}/description", response=VideoOut, summary="Say that nobody speaks in it, and what it shows")
@limited("captions", *CAPTIONS)
def describe_video(request, name: str, said: DescriptionIn):
    """Then it needs no captions."""
    video = _video(request, name)
    video.describe(said.public("described", known=[video.described])["described"], by=request.user)
    return video


@router.post("/videos/{name}/description/remove", response=VideoOut, summary="Say that somebody speaks in it after all")
@limited("captions", *CAPTIONS)
def undescribe_video(request, name: str):
    """One that stands in a text needs captions first: 409."""
    video = _video(request, name)
    video.describe("", by=request.user)
    return video


def _video(request, name: str) -> Video:
    require(can_upload_videos(request.user))
    video = get_object_or_404(Video.objects.select_related("attachment"), attachment__name=name)
    if not can_caption(request.user, video):
        raise Http404("There is no such video, or it is not for you.")
    return video


def _taken(make: Callable[[], Any]) -> Any:
    """What `make` returns; a refusal of the file as 413 or 422."""
    try:
        return make()
    except Refused as error:
        raise HttpError(413 if isinstance(error, TooLarge) else 422, " ".join(error.messages)) from error
