"""Pictures: the pixels of what is cut filled, the file written anew in its format without anything beside its pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import ImageDraw

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.parts.picture import MOST_FRAMES, FrameRead, frames_read, opened
from gongkai.convert.parts.picture_metadata import metadata
from gongkai.convert.redaction.model import Box, Cut, NotRedacted
from gongkai.convert.redaction.pdf_values import Wanted, going, runs

_QUALITY = 92
_SEVERAL = frozenset(("GIF", "TIFF", "WEBP", "PNG"))
_BLACK = {"RGBA": (0, 0, 0, 255), "CMYK": (0, 0, 0, 255)}
_WRITTEN_AS = {"MPO": "JPEG"}


def redact_picture(data: bytes, cuts: Sequence[Cut], boxes: Sequence[Box]) -> bytes:
    """The picture with what is cut black, in all its frames; camera's notes, captions and what hung on after its end are gone.

    Raises NotRedacted: damaged, too_large, too_many_pages, no_recognition, not_supported.
    """
    own = [cut for cut in cuts if not cut.path]
    try:
        picture = opened(data)
        if getattr(picture, "n_frames", 1) > MOST_FRAMES:
            raise NotRedacted("too_many_pages", f"图片超过{MOST_FRAMES}帧，无法处理；请拆分后再试。")
        read = list(frames_read(picture, looks=any(cut.name == "picture" for cut in own)))
    except Unreadable as refused:
        raise NotRedacted(refused.code, refused.text) from refused
    texts = {("picture", frame.number): frame.text for frame in read} | {("metadata", 1): metadata(picture)}
    wanted = Wanted(own, texts)
    for frame in read:
        _fill(frame, own, wanted, [box for box in boxes if not box.path and box.page == frame.number])
    return _written(picture, [frame.shown for frame in read])


def _fill(frame: FrameRead, cuts: Sequence[Cut], wanted: Wanted, boxes: Sequence[Box]) -> None:
    """Blacken what goes from one frame."""
    draw = None
    for left, top, right, bottom in _gone(frame, cuts, wanted, boxes):
        if draw is None:
            frame.shown = _paintable(frame.shown)
            draw = ImageDraw.Draw(frame.shown)
        draw.rectangle((left, top, right, bottom), fill=_BLACK.get(frame.shown.mode, 0))


def _gone(
    frame: FrameRead, cuts: Sequence[Cut], wanted: Wanted, boxes: Sequence[Box]
) -> Iterator[tuple[float, float, float, float]]:
    wide, high = frame.shown.size
    for box in boxes:
        yield box.left * wide - 1, box.top * high - 1, box.right * wide + 1, box.bottom * high + 1
    if frame.found is None:
        return
    places = {place for found in wanted.places(frame.text) for place in found}
    for cut in cuts:
        if (cut.name, cut.number) == ("picture", frame.number):
            places.update(cut.start + at for at in going(frame.text[cut.start : cut.end], cut.replacement))
    for first, last in runs(sorted(places)):
        yield from frame.found.boxes(first, last)


def _paintable(picture: Any) -> Any:
    """A copy that can be painted black: palettes and deep pixels made plain."""
    if picture.mode in ("1", "L", "RGB", "RGBA", "CMYK"):
        return picture.copy()
    return picture.convert(
        "RGBA" if picture.mode in ("LA", "PA") or "transparency" in picture.info else "RGB"
    )


def _written(picture: Any, frames: Sequence[Any]) -> bytes:
    kind = _WRITTEN_AS.get(picture.format, picture.format)
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    if kind in ("JPEG", "WEBP", "HEIF", "AVIF"):
        options["quality"] = _QUALITY
    if picture.info.get("dpi"):
        options["dpi"] = picture.info["dpi"]
    if kind in _SEVERAL and len(frames) > 1:
        options |= {"save_all": True, "append_images": list(map(_bare, frames[1:]))}
        if kind != "TIFF":
            options |= {"duration": picture.info.get("duration", 100), "loop": picture.info.get("loop", 0)}
    made = io.BytesIO()
    try:
        _bare(frames[0]).save(
            made, kind, **{key: value for key, value in options.items() if value is not None}
        )
    except (OSError, ValueError, KeyError) as error:
        raise NotRedacted("not_supported", "这种图片无法重新写出；请转换成 PNG 或者 JPEG 后再试。") from error
    return made.getvalue()


def _bare(frame: Any) -> Any:
    """The pixels alone, with their transparency."""
    bare = frame.copy()
    bare.info = {key: value for key, value in frame.info.items() if key == "transparency"}
    return bare
