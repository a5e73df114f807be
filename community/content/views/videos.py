"""Pages for editors: their videos, and of each one its captions, its transcript, what it shows in words."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.content import permissions
from community.content.attachments import Refused, TooLarge
from community.content.forms import (
    CaptionsForm,
    DescriptionForm,
    PosterMomentForm,
    PosterPictureForm,
    TranscriptForm,
    VideoForm,
)
from community.content.limits import CAPTIONS, POSTERS, VIDEOS
from community.content.models import Video
from community.content.models.video import bytes_kept
from community.content.public_words import PrivateFactsFound
from community.content.sending import once
from community.content.videos import clock
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required, require


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
@limited("video", *VIDEOS)
def videos(request):
    """The videos of who asks, newest first, and a form to add one."""
    require(permissions.can_upload_videos(request.user), _("Only who writes articles adds videos."))
    form = VideoForm(request.POST or None, request.FILES or None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                added = _added_once(request, form.cleaned_data["file"], form.cleaned_data["title"])
                messages.success(request, _("The video is here. Add captions, then put its line into your article."))
                return redirect(added)
            except Refused as error:
                form.add_error("file", error)
                status = 413 if isinstance(error, TooLarge) else 422
    mine = Video.objects.filter(attachment__uploader=request.user).with_words()
    page = paginate(mine, request.GET.get("after", ""), order=("-pk",))
    room = {"kept": bytes_kept(), "most": int(settings.VIDEO_GIGABYTES * 2**30)}
    return render(request, "content/videos.html", {"form": form, "page": page, "room": room}, status=status)


def _added_once(request, file, title: str) -> Video:
    """The video that was sent, or the one that the same form made a moment ago. It is read before anything is locked."""
    with Video.read(file, title=title) as film:
        return once(request, lambda: Video.keep(film, by=request.user, title=title))


@require_safe
@never_cache
@member_required
def video(request, video_name):
    """One video: how it is shown, what is said in it, and where it stands."""
    return _page(request, _found(request, video_name))


@require_POST
@member_required
@limited("captions", *CAPTIONS)
def caption(request, video_name):
    """Take over captions in a language."""
    found = _found(request, video_name)
    form = CaptionsForm(request.POST, request.FILES, auto_id="id_captions_%s")
    if form.is_valid():
        language, choice = form.cleaned_data["language"], request.POST.get("private_facts", "")
        try:
            found.caption(form.sent, language=language, by=request.user, private_facts=choice)
            messages.success(request, _("The captions are here, and a transcript was made of them."))
            return redirect(found)
        except Refused as error:
            form.add_error("file", error)
        except PrivateFactsFound as error:
            form.ask_about(error)
    return _page(request, found, captions=form)


@require_POST
@member_required
@limited("captions", *CAPTIONS)
def uncaption(request, video_name, language):
    """Remove the captions in a language."""
    found = _found(request, video_name)
    return _done(request, found, partial(found.uncaption, language, by=request.user), _("The captions are gone."))


@require_POST
@member_required
@limited("captions", *CAPTIONS)
def transcribe(request, video_name, language):
    """Write the transcript by hand, or have it made of the captions again."""
    found = _found(request, video_name)
    read = next((each.transcript for each in found.said if each.language == language), "")
    form = _transcript_form(language, read, request.POST)
    if not form.is_valid():
        return _page(request, found, transcript=form)
    change = partial(found.transcribe, language, form.cleaned_data["transcript"], by=request.user)
    return _done(request, found, change, _("The transcript is saved."))


@require_POST
@member_required
@limited("poster", *POSTERS)
def choose_poster(request, video_name):
    """Show the picture of another moment until it plays."""
    found = _found(request, video_name)
    form = PosterMomentForm(request.POST)
    if form.is_valid():
        try:
            found.choose_poster(form.cleaned_data["moment"], by=request.user)
            messages.success(request, _("This is the picture now that is shown until the video plays."))
            return redirect(found)
        except Refused as error:
            form.add_error("moment", error)
    return _page(request, found, moment=form)


@require_POST
@member_required
@limited("poster", *POSTERS)
def upload_poster(request, video_name):
    """Show a picture of one's own until it plays."""
    found = _found(request, video_name)
    form = PosterPictureForm(request.POST, request.FILES, auto_id="id_picture_%s")
    if form.is_valid():
        try:
            found.upload_poster(form.cleaned_data["file"], by=request.user)
            messages.success(request, _("This is the picture now that is shown until the video plays."))
            return redirect(found)
        except Refused as error:
            form.add_error("file", error)
    return _page(request, found, picture=form)


@require_POST
@member_required
@limited("captions", *CAPTIONS)
def describe(request, video_name):
    """Nobody speaks in it: say what it shows."""
    found = _found(request, video_name)
    form = DescriptionForm(request.POST, initial={"described": found.described})
    if not form.is_valid():
        return _page(request, found, description=form)
    change = partial(found.describe, form.cleaned_data["described"], by=request.user)
    return _done(request, found, change, _("Saved. This stands below the video, for who cannot see it."))


@require_POST
@member_required
@limited("captions", *CAPTIONS)
def undescribe(request, video_name):
    """Somebody speaks in it after all."""
    found = _found(request, video_name)
    return _done(request, found, partial(found.describe, "", by=request.user), _("Saved. It needs captions now."))


def _found(request, video_name: str) -> Video:
    """The video, for who sees it and may write about it. Raises Http404 and PermissionDenied."""
    require(permissions.can_upload_videos(request.user), _("Only who writes articles sees this page."))
    found = get_object_or_404(Video.objects.with_words(), attachment__name=video_name)
    if not permissions.can_caption(request.user, found):
        raise Http404("There is no video of that name, or it is not for you.")
    return found


def _done(request, found: Video, change: Callable[[], None], sentence: str):
    try:
        change()
        messages.success(request, sentence)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(found)


def _page(request, found: Video, *, transcript: TranscriptForm | None = None, **refused: Form):
    """The page of a video; with a form that was refused in the place of its own."""
    said = list(found.captions.select_related("by").defer("text"))
    language = get_language() if not said else ""
    transcripts = {transcript.language: transcript} if transcript is not None else {}
    context = {
        "video": found,
        "said": [
            (each, transcripts.get(each.language) or _transcript_form(each.language, each.transcript)) for each in said
        ],
        "captions": CaptionsForm(initial={"language": language}, auto_id="id_captions_%s"),
        "description": DescriptionForm(initial={"described": found.described}),
        "moment": PosterMomentForm(
            initial={"moment": "" if found.poster_at is None else clock.written(found.poster_at)}
        ),
        "picture": PosterPictureForm(auto_id="id_picture_%s"),
        "whole_address": settings.SITE_URL + found.address,
        "is_used": found.attachment.uses.exists(),
    }
    status = 422 if refused or transcript is not None else 200
    return render(request, "content/video.html", context | refused, status=status)


def _transcript_form(language: str, transcript: str, data=None) -> TranscriptForm:
    return TranscriptForm(data, language=language, initial={"transcript": transcript}, auto_id=f"id_{language}_%s")
