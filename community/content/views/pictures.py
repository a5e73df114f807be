"""Pictures that somebody adds to what they write; and the files, of pictures and videos, for who may see them."""

from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.content.attachments import Refused, TooLarge
from community.content.forms import PictureForm
from community.content.limits import UPLOADS
from community.content.models import Attachment, Captions
from community.lib import pictures, ranges
from community.members.limits import TooMany, limited
from community.members.permissions import member_required

NOT_YET_USED = 12  # pictures that the page for adding one offers
# A browser keeps it for good, since nothing ever changes under a name. What is between asks again after a minute, so that
# a picture is gone from there soon after what showed it was hidden.
_FOR_EVERYBODY = "public, max-age=31536000, immutable, s-maxage=60"
_FOR_SOME = "private, no-cache"
_SHORTLY = "public, max-age=300, s-maxage=60"  # captions are mended under the same name
_SOON_ANOTHER = "private, max-age=30"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pictures_of_mine(request):
    """A page to add a picture on, without scripts; JSON for the editor, which adds it where somebody writes."""
    if not _wants_json(request):
        return _page(request)
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("Sign in to add pictures. What you typed stays here.")}, status=401)
    try:
        return _json(request)
    except TooMany as error:
        sentence = _("That were many pictures at once. Wait a moment and add the next one.")
        return JsonResponse({"error": sentence}, status=429, headers={"Retry-After": str(error.retry_after)})


@member_required
@limited("attachment", *UPLOADS)
def _page(request):
    form = PictureForm(request.POST or None, request.FILES or None)
    added, status = _added_by(request, form)
    if added is not None:
        return redirect(f"{request.path}?added={added.name}")
    mine = Attachment.objects.filter(uploader=request.user).pictures().unused().newest_first()[:NOT_YET_USED]
    context = {"form": form, "pictures": mine, "added": request.GET.get("added", "")}
    return render(request, "content/pictures.html", context, status=status)


@limited("attachment", *UPLOADS)
def _json(request):
    form = PictureForm(request.POST, request.FILES)
    added, status = _added_by(request, form)
    if added is None:
        words = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
        return JsonResponse({"error": words}, status=status)
    made = {"url": added.get_absolute_url(), "shown": added.shown.address, "markdown": added.markdown}
    return JsonResponse(made | {"width": added.width, "height": added.height}, status=201)


@require_safe
def picture(request, file_name, *, small=False):
    """The file, for who may read something that shows it; nobody else hears whether there is one.

    For everybody it takes two queries, and one for each kind of thing that shows it.
    """
    if not pictures.NAME.fullmatch(file_name):
        raise Http404("There is no file of that name.")
    attachment = get_object_or_404(Attachment, name=file_name)
    is_public = attachment.is_public
    if not is_public and not attachment.is_for(request.user):
        if not request.user.is_authenticated and "text/html" in request.headers.get("Accept", ""):
            return redirect_to_login(request.path)  # somebody who follows a link from a mail, and no picture on a page
        raise Http404("There is no file of that name, or it is not for you.")
    if attachment.is_video and not small:
        return _film(request, attachment, caching=_FOR_EVERYBODY if is_public else _FOR_SOME)
    is_small = small and bool(attachment.small_path)
    caching = _FOR_EVERYBODY if is_public else _FOR_SOME
    if small and not is_small and attachment.needs_small_copy:
        caching = _SOON_ANOTHER
    return _file(request, attachment, small=is_small, caching=caching)


def _file(request, attachment: Attachment, *, small: bool, caching: str):
    """The bytes, as nothing but a picture: a browser neither guesses another kind nor runs anything in it."""
    path = attachment.small_path if small else attachment.path
    etag = f'"{path.rpartition("/")[2]}"'  # a poster is another file when another one is chosen
    response: HttpResponseBase
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponseNotModified()
    else:
        try:
            file = default_storage.open(path)
        except FileNotFoundError as error:
            raise Http404("The file of this name is gone.") from error
        kind = "image/webp" if small else attachment.content_type
        response = FileResponse(file, content_type=kind, filename=attachment.name)
    return _guarded(response, etag, caching)


def _film(request, attachment: Attachment, *, caching: str):
    """The video, or the part that a player asks for; never the whole of it in memory."""
    etag = f'"{attachment.name}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return _guarded(HttpResponseNotModified(), etag, caching)
    try:
        response = ranges.answer(
            request,
            default_storage,
            attachment.path,
            size=attachment.byte_count,
            etag=etag,
            content_type=attachment.content_type,
        )
    except FileNotFoundError as error:
        raise Http404("The file of this name is gone.") from error
    response["Content-Disposition"] = f'inline; filename="{attachment.name}"'
    return _guarded(response, etag, caching, policy="default-src 'none'; media-src 'self'; sandbox allow-same-origin")


@require_safe
def captions(request, video_name, language):
    """What is said in a video, for the player; for who may see the video."""
    found = get_object_or_404(
        Captions.objects.select_related("video__attachment"), video__attachment__name=video_name, language=language
    )
    attachment = found.video.attachment
    is_public = attachment.is_public
    if not is_public and not attachment.is_for(request.user):
        raise Http404("There is no file of that name, or it is not for you.")
    etag = f'"{found.version}"'
    caching = _SHORTLY if is_public else _FOR_SOME
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return _guarded(HttpResponseNotModified(), etag, caching)
    return _guarded(HttpResponse(found.text, content_type="text/vtt; charset=utf-8"), etag, caching)


def _guarded(response: HttpResponseBase, etag: str, caching: str, policy: str = "default-src 'none'; sandbox"):
    """Nothing but what its type says: a browser neither guesses another kind nor runs anything in it."""
    response["ETag"] = etag
    response["Cache-Control"] = caching
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    if caching == _FOR_SOME:
        response["X-Robots-Tag"] = "noindex"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _added_by(request, form: PictureForm) -> tuple[Attachment | None, int]:
    """The picture that was sent, and the status of the answer; none when it is refused, and then the form says why."""
    if not form.is_bound or not form.is_valid():
        return None, 422 if form.is_bound else 200
    try:
        file, words = form.cleaned_data["file"], form.cleaned_data["alt"]
        return Attachment.upload(file, by=request.user, alt_text=words), 201
    except Refused as error:
        form.add_error("file", error)
        return None, 413 if isinstance(error, TooLarge) else 422


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
