"""A picture made anew from its pixels: upright, in sRGB, and with nothing else of the file that it came in."""

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps, ImageSequence

from community.content.attachments.checking import check_length, check_size, decoding, frames_of, opened
from community.lib.pictures import SMALL

_SHORTEST, _LONGEST = 20, 60_000  # milliseconds a frame is shown; browsers slow down what asks for less
_SRGB = ImageCms.createProfile("sRGB")
_KINDS = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
# MPO: what telephones call a JPEG with a second picture behind the first.
_BECOMES = {"JPEG": "JPEG", "MPO": "JPEG", "WEBP": "WEBP"}
_HOW: dict[str, dict] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 85, "method": 2},
}


@dataclass(frozen=True)
class Picture:
    """A file that is safe to keep and to show."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int
    moves: bool = False


def cleaned(file: IO[bytes], size: int | None = None) -> Picture:
    """The picture in `file` (of `size` bytes, where that is known), made anew. Raises Refused.

    JPEG, PNG and WebP stay what they are; a GIF becomes a PNG, or WebP where it moves.
    """
    image = opened(file, size)
    with decoding():
        if frames_of(image) > 1:
            return _moving(image)
        image.load()
        kind = _BECOMES.get(str(image.format), "PNG")
        _turn_upright(image)
        return _encoded(_bare(image), kind)


def small_copy(content: bytes) -> Picture:
    """A copy of what `cleaned` made that fits into 800 × 800 pixels and does not move. Raises Refused."""
    with decoding():
        image = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        image.draft("RGB", (SMALL, SMALL))  # a JPEG is decoded at a fraction of its size
        image.load()
        small = _bare(image)
        small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
        return _encoded(small, "WEBP")


def fitted(content: bytes, width: int, height: int) -> Picture:
    """What `cleaned` made, whole and still, in a frame of that size, with black where it has another shape. Raises Refused."""
    with decoding():
        image = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        image.load()
        inner = ImageOps.contain(_bare(image), (width, height), Image.Resampling.LANCZOS)
        whole = Image.new("RGB", (width, height))
        place = ((width - inner.width) // 2, (height - inner.height) // 2)
        whole.paste(inner, place, inner if inner.mode == "RGBA" else None)
        return _encoded(whole, "WEBP")


def _encoded(image: Image.Image, kind: str) -> Picture:
    if kind == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    out = BytesIO()
    image.save(out, kind, **_HOW[kind])
    content_type, extension = _KINDS[kind]
    return Picture(out.getvalue(), content_type, extension, image.width, image.height)


def _moving(image: Image.Image) -> Picture:
    """All frames as one WebP, which is a fraction of a GIF and is shown everywhere."""
    size, pixels = image.size, 0
    times: list[int] = []
    for frame in ImageSequence.Iterator(image):
        check_size(frame)  # a GIF may grow with each frame
        pixels += frame.width * frame.height
        check_length(len(times), pixels)
        times.append(min(max(int(frame.info.get("duration", 100)), _SHORTEST), _LONGEST))
    first, *others = (_bare_frame(frame, size) for frame in ImageSequence.Iterator(image))
    loops = int(image.info.get("loop", 1))
    out = BytesIO()
    first.save(out, "WEBP", save_all=True, append_images=others, duration=times, loop=loops, quality=75, method=0)
    return Picture(out.getvalue(), "image/webp", "webp", first.width, first.height, moves=True)


def _bare_frame(frame: Image.Image, size: tuple[int, int]) -> Image.Image:
    whole = frame.convert("RGBA")
    whole.info = {}
    return whole if whole.size == size else whole.crop((0, 0, *size))


def _turn_upright(image: Image.Image) -> None:
    """Turn it as the camera was held. Where what the camera wrote cannot be read, it stays as it is: the pixels are good."""
    with suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)


def _bare(image: Image.Image) -> Image.Image:
    """The pixels in a mode that every format knows, in sRGB, without anything that the file said beside them."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):
        image = _with_eight_bits(image)
    elif profile and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _in_srgb(image, profile)
    has_alpha = image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or image.info.get("transparency") is not None
    bare = image.copy() if image.mode == "L" and not has_alpha else image.convert("RGBA" if has_alpha else "RGB")
    bare.info = {}
    return bare


def _with_eight_bits(image: Image.Image) -> Image.Image:
    """Grey with sixteen bits a pixel: the upper eight. Others as they are."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "I":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours as the profile in the file means them; as they are, where the profile cannot be read."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(meant) and image.mode != "CMYK":
            return image
        changed = ImageCms.profileToProfile(image, meant, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return image if changed is None else changed
