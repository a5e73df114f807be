"""Makes a video anew, as a program of its own: `python -I remaking.py SOURCE FOLDER MOST_BYTES MOST_SECONDS [MOMENT]`.

What reads files of strangers is a million lines of C: it runs where it can take neither memory nor time nor files beyond
what it is given, and where its end is a refusal and not the end of a server. Nothing of the project is imported here.

It writes `video.mp4` or `video.webm` and `poster.webp` into FOLDER and one line of JSON to its output: facts about the video, or
`{"refused": why}`. With MOMENT, in seconds, it writes a poster of that moment alone: SOURCE is one that it has written before.
"""

import json
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageStat

MOST_MEMORY = 2 * 2**30
MOST_CPU_SECONDS = 120
LONGEST_SIDE, MOST_PIXELS = 4_096, 3_840 * 2_160
POSTER = 1_280  # pixels of its longest side
# Where a picture for the poster is looked for, in parts of the whole: many videos begin with a dark screen.
_LOOKED_AT = (0.1, 0.35, 0.6)
# Pictures behind a key frame that are decoded for one that is nearer to the time, and for one that somebody chose.
_DECODED, _DECODED_FOR_ONE = 60, 3_000
_SEI = "filter_units=remove_types=6"  # what an H.264 stream carries beside its pictures: words of the program, of the camera


class NotTaken(Exception):
    """The file is not taken; the first argument says why, in one word that `making` knows a sentence for."""


@dataclass(frozen=True)
class Container:
    """A kind of file: how it is read, what may be in it, what it becomes."""

    read_as: str
    extension: str
    content_type: str
    pictures: frozenset[str]
    sound: frozenset[str]
    options: dict[str, str]


MP4 = Container("mov", "mp4", "video/mp4", frozenset({"h264"}), frozenset({"aac"}), {"movflags": "+faststart"})
WEBM = Container(
    "matroska",
    "webm",
    "video/webm",
    frozenset({"vp8", "vp9", "av1", "libdav1d"}),
    frozenset({"opus", "vorbis"}),
    {"cues_to_front": "1"},
)


def remake(source: Path, folder: Path, most_seconds: float) -> dict[str, Any]:
    """Write the video and its poster into `folder`; returns facts about it. Raises NotTaken, and what decoders raise."""
    kind = _container_of(source)
    target = folder / f"video.{kind.extension}"
    with source.open("rb") as file, av.open(file, "r", format=kind.read_as, metadata_errors="ignore") as read:
        pictures = next((s for s in read.streams.video if "ATTACHED_PIC" not in str(s.disposition)), None)
        if pictures is None:
            raise NotTaken("no-pictures" if read.streams.audio else "damaged")
        sound = read.streams.audio[0] if read.streams.audio else None
        _check(kind, pictures, sound)
        if read.duration and read.duration / av.time_base > most_seconds:
            raise NotTaken("long")
        seconds = _copy(read, pictures, sound, target, kind, most_seconds)
    size = _draw_poster(target, kind, folder / "poster.webp", seconds)
    return {
        "extension": kind.extension,
        "content_type": kind.content_type,
        "width": size[0],
        "height": size[1],
        "seconds": round(seconds, 3),
        "has_sound": sound is not None,
    }


def _container_of(source: Path) -> Container:
    with source.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return MP4
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return WEBM
    raise NotTaken("kind")


def _check(kind: Container, pictures: Any, sound: Any) -> None:
    codec = pictures.codec_context
    if codec is None or codec.name not in kind.pictures:
        raise NotTaken("codec")
    if codec.pix_fmt is not None and codec.pix_fmt not in ("yuv420p", "yuvj420p"):
        raise NotTaken("codec")
    if sound is not None and (sound.codec_context is None or sound.codec_context.name not in kind.sound):
        raise NotTaken("codec")
    if max(codec.width, codec.height) > LONGEST_SIDE or codec.width * codec.height > MOST_PIXELS:
        raise NotTaken("pixels")


def _copy(read: Any, pictures: Any, sound: Any, target: Path, kind: Container, most_seconds: float) -> float:
    """Write pictures and sound, and nothing else of what was read, as they are; returns how long they last, as counted."""
    streams = [stream for stream in (pictures, sound) if stream is not None]
    ends = dict.fromkeys((stream.index for stream in streams), 0.0)
    packets = 0
    with av.open(str(target), "w", format=kind.extension, options=kind.options) as written:
        becomes = {stream.index: written.add_stream_from_template(stream) for stream in streams}
        for part in (written, *becomes.values()):
            part.metadata.clear()
        bare = None
        if pictures.codec_context.name == "h264":
            bare = av.BitStreamFilterContext(_SEI, pictures, becomes[pictures.index])
        for packet in read.demux(streams):
            if packet.dts is None or not packet.size:
                continue
            index = packet.stream.index
            if packet.pts is not None:
                ends[index] = max(ends[index], float((packet.pts + (packet.duration or 0)) * packet.time_base))
            if ends[index] > most_seconds:
                raise NotTaken("long")
            packets += index == pictures.index
            for each in bare.filter(packet) if bare is not None and index == pictures.index else [packet]:
                each.stream = becomes[index]
                written.mux(each)
    if not packets or ends[pictures.index] <= 0:
        raise NotTaken("damaged")
    return max(ends.values())


def _draw_poster(target: Path, kind: Container, poster: Path, seconds: float) -> tuple[int, int]:
    """Write the liveliest of a few pictures; returns the size at which the video is shown: upright, with square pixels."""
    best: tuple[float, Image.Image] | None = None
    for part in _LOOKED_AT:
        with suppress(av.FFmpegError, StopIteration):
            image = _picture_at(target, kind, seconds * part, _DECODED)
            life = ImageStat.Stat(image.convert("L").resize((64, 64))).stddev[0]
            if best is None or life > best[0] + 1:
                best = (life, image)
    if best is None:
        raise NotTaken("damaged")
    size = best[1].size
    _save(best[1], poster)
    return size


def draw(source: Path, folder: Path, seconds: float) -> dict[str, Any]:
    """Write the picture at that time as the poster. Raises NotTaken, and what decoders raise."""
    _save(_picture_at(source, _container_of(source), seconds, _DECODED_FOR_ONE), folder / "poster.webp")
    return {}


def _save(image: Image.Image, poster: Path) -> None:
    image.thumbnail((POSTER, POSTER), Image.Resampling.LANCZOS)
    image.save(poster, "WEBP", quality=80)


def _picture_at(target: Path, kind: Container, seconds: float, most: int) -> Image.Image:
    with av.open(str(target), "r", format=kind.read_as) as read:
        stream = read.streams.video[0]
        stream.codec_context.thread_count = 1
        read.seek(int(seconds * av.time_base))
        return _upright(_frame_at(read.decode(stream), seconds, most), stream.sample_aspect_ratio)


def _frame_at(frames: Any, seconds: float, most: int) -> Any:
    """The picture that is shown at that time, or one near it: a seek leads to a key frame before it."""
    frame = next(frames)
    for _n, later in zip(range(most), frames):  # noqa: B905  whichever ends first
        if later.time is None or later.time > seconds:
            break
        frame = later
    return frame


def _upright(frame: Any, aspect: Any) -> Image.Image:
    image = frame.to_image()
    if aspect and aspect != 1 and 0.1 < aspect < 10:
        image = image.resize((max(1, round(image.width * aspect)), image.height))
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _limit(most_bytes: int) -> None:
    """Take no more than what a video needs; what goes beyond ends this program."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, most_bytes + most_bytes // 10 + 2**20),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(source: str, folder: str, most_bytes: str, most_seconds: str, moment: str = "") -> None:
    _limit(int(most_bytes))
    av.logging.set_level(av.logging.PANIC)
    try:
        if moment:
            said = draw(Path(source), Path(folder), float(moment))
        else:
            said = remake(Path(source), Path(folder), float(most_seconds))
    except NotTaken as error:
        said = {"refused": error.args[0]}
    except Exception as error:  # noqa: BLE001  decoders raise many kinds, and new ones with every version
        said = {"refused": "damaged", "because": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(said))  # noqa: T201  to who started it


if __name__ == "__main__":
    main(*sys.argv[1:6])
