"""Pictures: what is read off them, frame by frame, what they carry beside their pixels, and what follows after their end."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops, ImageOps, ImageSequence, ImageStat

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.parts.model import Collector, Contents, Place
from gongkai.convert.parts.picture_end import end_of
from gongkai.convert.parts.picture_metadata import metadata, thumbnail
from gongkai.convert.parts.picture_words import Recognised, recognised

MOST_PIXELS = 60_000_000
MOST_FRAMES = 60
FORMATS = ("PNG", "JPEG", "MPO", "GIF", "BMP", "TIFF", "WEBP", "HEIF", "AVIF")
_UNLIKE = 32.0
"""Mean difference, of 255, above which a thumbnail shows another picture."""


def from_picture(data: bytes, path: tuple[str, ...]) -> Contents:
    """All parts of a picture. `unread` says: damaged, too_large, too_many_pages, no_recognition, thumbnail, trailing_bytes."""
    collector = Collector(path)
    try:
        picture = opened(data)
        collector.add("metadata", metadata(picture), visible=False)
        _frames(picture, collector)
    except Unreadable as refused:
        collector.miss(refused.code, refused.text)
        return collector.done("image")
    if end_of(data, picture) < len(data.rstrip(b"\x00\r\n ")):
        collector.miss("trailing_bytes", "图片结束之后还有别的数据，可能夹带了文件；需要人工查看。")
    return collector.done("image")


def opened(data: bytes) -> Any:
    """A picture (Pillow's), not decoded yet. Raises Unreadable: damaged, too_large."""
    _register()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=[name for name in FORMATS if name in Image.OPEN])
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, OverflowError) as error:
        raise damaged() from error
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large()
    return picture


def frames(picture: Any) -> Iterator[Any]:
    """Its frames or pages, as they are shown: turned as the camera was held. Raises Unreadable("damaged")."""
    try:
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if number == MOST_FRAMES:
                return
            if frame.width * frame.height > MOST_PIXELS:
                raise _too_large()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield ImageOps.exif_transpose(frame)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, OverflowError) as error:
        raise damaged() from error


def on_white(picture: Any) -> Any:
    """A picture as it is seen on paper: transparent pixels white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        paper.alpha_composite(layer)
        return paper.convert("RGB")
    if picture.mode.startswith(("I", "F")):  # more than eight bits deep
        low, high = picture.getextrema()
        return (
            picture.convert("F").point(lambda value: (value - low) * 255 / max(high - low, 1)).convert("RGB")
        )
    return picture.convert("RGB")


def damaged() -> Unreadable:
    """The picture is broken."""
    return Unreadable("damaged", "图片已损坏，无法打开。")


def _too_large() -> Unreadable:
    return Unreadable("too_large", "图片过大，没有识别；请缩小到6000万像素以内。")


@dataclass(slots=True)
class FrameRead:
    """One frame, counted from 1, as it is shown; `found`: what is read there, the same object for a frame that has not changed."""

    number: int
    shown: Any
    found: Recognised | None

    @property
    def text(self) -> str:
        """What is read there."""
        return "" if self.found is None else self.found.text


def frames_read(picture: Any, *, looks: bool = True) -> Iterator[FrameRead]:
    """The frames one by one; nothing is recognised unless it `looks`. Raises Unreadable: damaged, too_large, no_recognition."""
    before: Any = None
    found: Recognised | None = None
    for number, frame in enumerate(frames(picture), 1):
        if looks:
            seen = on_white(frame)
            if before is None or before.size != seen.size or ImageChops.difference(before, seen).getbbox():
                found = recognised(seen)
                before = seen
        yield FrameRead(number, frame, found)


def _frames(picture: Any, collector: Collector) -> None:
    count = getattr(picture, "n_frames", 1)
    if count > MOST_FRAMES:
        collector.miss("too_many_pages", f"图片有{count}帧，只读了前{MOST_FRAMES}帧；其余的需要人工查看。")
    small = thumbnail(picture)
    told: Recognised | None = None
    for frame in frames_read(picture):
        if frame.number == 1 and small is not None:
            _compare(on_white(frame.shown), small, collector)
        found = frame.found
        if found is None or found is told:
            collector.add("picture", "")
            continue
        told = found
        place = Place(0, len(found.text), page=frame.number if count > 1 else None)
        collector.add("picture", found.text, tables=found.tables, places=(place,), recognised=True)


def _compare(seen: Any, small: Any, collector: Collector) -> None:
    """Say so when a thumbnail shows what the picture no longer does."""
    kept = small.convert("RGB")
    likely = [seen.resize(kept.size), ImageOps.pad(seen, kept.size)]
    if min(sum(ImageStat.Stat(ImageChops.difference(one, kept)).mean) / 3 for one in likely) > _UNLIKE:
        collector.miss("thumbnail", "图片里存着一张与它不同的缩略图，可能是修改之前的样子；需要人工查看。")


def _register() -> None:
    """Let Pillow load what it reads, the pictures of telephones (HEIF) too where the library for them is installed."""
    Image.init()
    try:
        import pillow_heif
    except ImportError:
        return
    pillow_heif.register_heif_opener()
