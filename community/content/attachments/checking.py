"""Is it a picture, and one of a size that can be handled? Decided by its content, before a pixel of it is decoded."""

import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from community.content.attachments.refusals import Refused, TooLarge
from community.lib.uploads import LARGEST

MOST_PIXELS = 20_000_000
LONGEST_SIDE = 16_383  # pixels; WebP knows no longer one
MOST_FRAMES = 500
MOST_MOVING_PIXELS = 40_000_000  # of all frames together: 160 MB, and two seconds of work
_MOST_SCANS = 100  # of a progressive JPEG: cameras and programs write ten, and each costs a pass over the whole picture
_SCAN = b"\xff\xda"
_READ = ("JPEG", "PNG", "GIF", "WEBP")
# A second guard, inside of Pillow, for what a file makes grow while it is read: it refuses at twice this number, and
# warns before; nobody has to read that, nor what it thinks of the words of cameras.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
warnings.filterwarnings("ignore", module="PIL")

_NO_PICTURE = _("This is not a picture that we can show. Send a JPEG, PNG, GIF or WebP file.")
_EMPTY = _("This file is empty. Save the picture anew and try again.")
_DAMAGED = _("This picture is damaged or cut off. Save it anew, or take a screenshot of it, and try again.")
_TOO_LARGE = _("This file is larger than 10 MB. Make the picture smaller and try again.")
_TOO_MANY_PIXELS = _("This picture has more than 20 megapixels. Make it smaller, or cut out the part that matters.")
_TOO_LONG = _(
    "This picture moves for too long. Make it shorter or smaller: one screen for about ten seconds is enough."
)


@contextmanager
def decoding():
    """Whatever a decoder says about a file that somebody made up is a refusal."""
    try:
        yield
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise TooLarge(_TOO_MANY_PIXELS) from error
    except Exception as error:  # decoders raise many kinds, and new ones with every version
        raise Refused(_DAMAGED) from error


def opened(file: IO[bytes], size: int | None) -> Image.Image:
    """The picture, with nothing of it decoded. Raises Refused; TooLarge for too many bytes, pixels or frames."""
    if size is not None and size > LARGEST:
        raise TooLarge(_TOO_LARGE)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TooLarge(_TOO_LARGE)
    if not content:
        raise Refused(_EMPTY)
    with decoding():
        try:
            image = Image.open(BytesIO(content), formats=_READ)
        except Image.UnidentifiedImageError as error:
            raise Refused(_NO_PICTURE) from error
        check_size(image)
        if image.format in ("JPEG", "MPO") and content.count(_SCAN) > _MOST_SCANS:
            raise Refused(_DAMAGED)
        frames = frames_of(image)
        if frames > 1:
            check_length(frames, frames * image.width * image.height)
    return image


def check_size(image: Image.Image) -> None:
    """Raise TooLarge when the picture has too many pixels."""
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise TooLarge(_TOO_MANY_PIXELS)


def check_length(frames: int, pixels: int) -> None:
    """Raise TooLarge when so many frames, with so many pixels in all, are more than can be handled."""
    if frames > MOST_FRAMES or pixels > MOST_MOVING_PIXELS:
        raise TooLarge(_TOO_LONG)


def frames_of(image: Image.Image) -> int:
    """How many pictures one after the other it shows: 1, unless it moves. Decodes nothing."""
    return getattr(image, "n_frames", 1) if image.format in ("GIF", "WEBP") else 1
