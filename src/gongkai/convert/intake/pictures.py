"""Pictures made ready for a page: a format browsers show, no camera's notes, no larger than a screen needs."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable

from PIL import Image, ImageOps

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.intake.model import Picture, Tally

MOST_PICTURES = 200
MOST_BYTES = 100 * 1024 * 1024
"""Of all pictures of one file, as they are packed in it before they are made ready."""

MOST_PIXELS = 80_000_000
LONGEST_SIDE = 1600
_QUALITY = 85


class Album:
    """The pictures of one file, each made ready once, however often it is shown."""

    def __init__(self, tally: Tally) -> None:
        self.made: list[Picture] = []
        self._numbers: dict[str, int | None] = {}
        self._bytes = 0
        self._tally = tally

    def allow(self, count: int, size: int) -> None:
        """Raises Unreadable("pictures_too_large") for more pictures, or bytes of them, than anybody shows on a page."""
        if count > MOST_PICTURES or size > MOST_BYTES:
            raise Unreadable(
                "pictures_too_large",
                f"文件里的图片过大或者过多（上限{MOST_PICTURES}张、共{MOST_BYTES // 1024**2} MB），没有导入；请压缩图片后再试。",
            )

    def number(self, name: str, size: int, content: Callable[[], bytes], alt: str = "") -> int | None:
        """The number of a picture; None, with a note, for what cannot be shown. Raises as `allow`."""
        if name not in self._numbers:
            self._bytes += size
            self.allow(len(self._numbers) + 1, self._bytes)
            self._numbers[name] = self._ready(content(), alt)
        return self._numbers[name]

    def _ready(self, data: bytes, alt: str) -> int | None:
        made = ready(data)
        if made is None:
            self._tally.add("picture_unreadable")
            return None
        content, extension, width, height = made
        self.made.append(Picture(len(self.made) + 1, content, extension, alt, width, height))
        return len(self.made)


def ready(data: bytes) -> tuple[bytes, str, int, int] | None:
    """A picture as PNG or JPEG with its width and height; None when it cannot be drawn (EMF, WMF, damaged, gigantic).

    Pixels only: position, camera, author and previews of the file it came from are gone.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > MOST_PIXELS or opened.format in ("WMF", "EMF", "EPS"):
                    return None
                return _saved(opened, is_photo=opened.format == "JPEG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _saved(opened: Image.Image, *, is_photo: bool) -> tuple[bytes, str, int, int]:
    shown = ImageOps.exif_transpose(opened)
    shown = shown.convert("RGB" if is_photo else "RGBA" if _is_clear(shown) else "RGB")
    if max(shown.size) > LONGEST_SIDE:
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(shown.mode, shown.size)  # nothing but the pixels comes along
    bare.paste(shown)
    out = io.BytesIO()
    if is_photo:
        bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        bare.save(out, "PNG", optimize=True)
    return out.getvalue(), "jpg" if is_photo else "png", *bare.size


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
