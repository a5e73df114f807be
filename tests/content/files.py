"""Files that somebody might upload: honest pictures, and everything that was ever tried instead. All made here."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin

# What must be nowhere in anything that is served: planted in every place that a file has for words.
SECRET = b"52.5163N13.3777E"
SCRIPT = b"<script>alert(document.domain)</script>"
_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>' + SECRET + b"</exif:GPSLatitude></x:xmpmeta>"


@dataclass(frozen=True)
class Sent:
    """A file as it is sent, and whether it should be taken."""

    what: str
    content: bytes
    name: str = "picture.jpg"
    declared: str = "image/jpeg"
    is_taken: bool = True


def drawn(size=(64, 48), mode="RGB") -> Image.Image:
    """A picture with a light and a dark half."""
    image = Image.new("RGB", size, (250, 190, 40))
    image.paste((20, 15, 10), (0, 0, size[0] // 2, size[1]))
    return image if mode == "RGB" else image.convert(mode)


def saved(image: Image.Image, kind: str, **how) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def exif(*, orientation: int = 1) -> bytes:
    """What a phone writes: where, with what, which side is up, and a comment."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Phone " + SECRET.decode()
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 30.0, 58.7), "E", (13.0, 22.0, 39.7)
    place[29] = SECRET.decode()
    tags.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + SECRET
    return tags.tobytes()


def png_words() -> PngImagePlugin.PngInfo:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    words.add_text("Location", SECRET.decode(), zip=True)
    words.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    return words


def moving(frames: int, size=(40, 30), kind="GIF", **how) -> bytes:
    pictures = [drawn(size).rotate(n * 7) for n in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=50, loop=0, **how)


def png_of(width: int, height: int, data: bytes, depth: int = 8, colour: int = 2, *more: bytes) -> bytes:
    """A PNG written by hand: its head may promise what the rest does not keep."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _huge_webp() -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\x00\x00\x00\x00" + (16_382).to_bytes(3, "little") * 2
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _many_scans() -> bytes:
    """A progressive JPEG whose last scan is said again, two thousand times."""
    content = saved(drawn((800, 800)), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * 2_000 + b"\xff\xd9"


def abuse_set() -> Iterator[Sent]:
    """What is tried against uploads, one file after the other."""
    jpeg, png, webp = saved(drawn(), "JPEG"), saved(drawn(), "PNG"), saved(drawn(), "WEBP")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Where it was taken, and other words beside the pixels.
    yield Sent("a JPEG with a place in EXIF", saved(drawn(), "JPEG", exif=exif()))
    yield Sent("a JPEG with a place in XMP and a comment", saved(drawn(), "JPEG", xmp=_XMP, comment=SECRET))
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", 21) + b"\x1c\x02\x5a\x00\x10" + SECRET + b"\0"
    yield Sent("a JPEG with IPTC", jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + jpeg[2:])
    yield Sent("a PNG with a place in EXIF and texts", saved(drawn(), "PNG", exif=exif(), pnginfo=png_words()), "a.png")
    yield Sent("a WebP with a place in EXIF and XMP", saved(drawn(), "WEBP", exif=exif(), xmp=_XMP), "a.webp")
    yield Sent("a GIF with a comment", saved(drawn(), "GIF", comment=SECRET), "a.gif", "image/gif")
    yield Sent("a moving GIF with a comment", moving(3, comment=SECRET), "a.gif", "image/gif")
    yield Sent("a moving WebP with EXIF", moving(3, kind="WEBP", exif=exif(), xmp=_XMP), "a.webp", "image/webp")
    yield Sent("a JPEG with a colour profile", saved(drawn(), "JPEG", icc_profile=profile))
    yield Sent("a JPEG with a broken profile", saved(drawn(), "JPEG", icc_profile=SECRET * 9))
    yield Sent("a JPEG whose EXIF is nonsense", saved(drawn(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + SECRET))
    several = saved(drawn(), "MPO", save_all=True, append_images=[drawn()], exif=exif())
    yield Sent("two photographs in one JPEG", several)
    # Two kinds at once.
    yield Sent(
        "a GIF that ends as a ZIP", saved(drawn(), "GIF") + b"PK\x03\x04" + SECRET + b"PK\x05\x06" + b"\0" * 18, "a.gif"
    )
    yield Sent("a GIF that is a script", b"GIF89a/*" + saved(drawn(), "GIF")[8:] + b"*/=1;" + SCRIPT, "a.gif")
    yield Sent("a JPEG with a page in its comment", saved(drawn(), "JPEG", comment=b"--><html>" + SCRIPT))
    yield Sent("a PNG that ends as a page", png + SCRIPT, "a.png")
    yield Sent("a WebP that ends as a page", webp + SCRIPT, "a.webp")
    yield Sent("a page that is called a PNG", b"<!doctype html>" + SCRIPT, "a.png", "image/png", is_taken=False)
    yield Sent("a page behind the first bytes of a GIF", b"GIF89a" + SCRIPT, "a.gif", "image/gif", is_taken=False)
    yield Sent("a PDF that is called a JPEG", b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>endobj", is_taken=False)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    yield Sent("an SVG with a script", svg, "a.svg", "image/svg+xml", is_taken=False)
    yield Sent("an SVG that is called a PNG", b'<?xml version="1.0"?>' + svg, "a.png", "image/png", is_taken=False)
    yield Sent("a ZIP", b"PK\x03\x04" + b"\0" * 26, "a.jpg", is_taken=False)
    yield Sent(
        "PostScript, which a program would run", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", is_taken=False
    )
    yield Sent("a TIFF", saved(drawn(), "TIFF"), is_taken=False)
    yield Sent("a BMP", saved(drawn(), "BMP"), is_taken=False)
    yield Sent("an icon", saved(drawn(), "ICO"), "a.ico", is_taken=False)
    # Too much.
    yield Sent("a PNG that promises 50,000 × 50,000", png_of(50_000, 50_000, zlib.compress(b"\0" * 99)), is_taken=False)
    yield Sent("a PNG one row too high", saved(Image.new("1", (5_000, 4_001)), "PNG"), is_taken=False)
    yield Sent("a JPEG of 30 megapixels", saved(Image.new("L", (6_000, 5_000)), "JPEG"), is_taken=False)
    yield Sent("a PNG of one row of 20,000", saved(Image.new("L", (20_000, 1)), "PNG"), is_taken=False)
    yield Sent(
        "a PNG with a bomb in its texts",
        png_of(8, 8, b"", 8, 2, _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"A" * 9**8))),
        is_taken=False,
    )
    yield Sent("a WebP that promises 16,383 × 16,383", _huge_webp(), is_taken=False)
    yield Sent("a GIF with five thousand frames", _frames(5_000), "a.gif", is_taken=False)
    yield Sent("a GIF that moves for too many pixels", _frames(60, (1_000, 800)), "a.gif", is_taken=False)
    yield Sent("a GIF that grows in the end", _frames(2, (8, 8), last=(60_000, 60_000)), "a.gif", is_taken=False)
    yield Sent("a JPEG with two thousand scans", _many_scans(), is_taken=False)
    yield Sent("more than 10 MB", jpeg + b"\0" * (10 * 2**20), is_taken=False)
    # Too little.
    yield Sent("nothing", b"", is_taken=False)
    yield Sent("one byte", b"\xff", is_taken=False)
    yield Sent("half a JPEG", saved(drawn((640, 480)).rotate(9), "JPEG")[:900], is_taken=False)
    yield Sent("half a PNG", saved(Image.effect_noise((300, 300), 90), "PNG")[:9_000], is_taken=False)
    yield Sent("half a WebP", webp[: len(webp) // 2], is_taken=False)
    yield Sent("a PNG with wrong sums", png[:30] + b"\0\0\0\0" + png[34:], is_taken=False)
    yield Sent("a picture of no size", png_of(0, 0, b""), is_taken=False)
    # Rare, and right.
    yield Sent("a JPEG for a printer", saved(drawn(mode="CMYK"), "JPEG"))
    yield Sent("a PNG with sixteen bits", saved(Image.new("I;16", (9, 9), 40_000), "PNG"), "a.png")
    yield Sent("a PNG with a see-through colour", saved(drawn(mode="P"), "PNG", transparency=0), "a.png")
    yield Sent("a PNG with grey and alpha", saved(drawn(mode="LA"), "PNG"), "a.png")
    yield Sent("a PNG with one bit", saved(drawn(mode="1"), "PNG"), "a.png")
    yield Sent("a JPEG that lies on its side", saved(drawn(), "JPEG", exif=exif(orientation=6)))
    yield Sent("a PNG that is called a JPEG", png)
    yield Sent("a JPEG that is declared a page", jpeg, "a.html", "text/html")
    # Names.
    yield Sent("a way out of the folder", jpeg, "../../../../etc/passwd")
    yield Sent("a name in another script", jpeg, "Der Störfall \u202egpj.exe")
    yield Sent("a name with lines and quotes", jpeg, "a%22%0D%0AX-Evil: 1;<b>.jpg")
    yield Sent("a name that ends the head of its part", jpeg, 'a"\r\nX-Evil: 1\r\n\r\n<b>.jpg', is_taken=False)
    yield Sent("a very long name", jpeg, "a" * 900 + ".jpg")
    yield Sent("a name with a null", jpeg, "a.php\0.jpg")


def _frames(count: int, size=(4, 4), last: tuple[int, int] | None = None) -> bytes:
    """A GIF of equal frames, written by hand; the last one may say that it is larger than the whole."""
    content = saved(Image.new("P", size), "GIF")
    start = content.index(b"\x2c" + b"\0\0\0\0")
    frame = content[start:-1]
    end = frame[:5] + struct.pack("<HH", *last) + frame[9:] if last else frame
    return content[:start] + frame * (count - 1) + end + b"\x3b"
