"""What a worker does with one file: read it, or check what was read. Bytes in, bytes out, so that every engine gives the same."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import gongkai
from gongkai.audit import checks, reading, stored
from gongkai.audit.model import ReadFile
from gongkai.convert import extract

_ROOMS = ("audit", "convert", "law")
_NAME_NOISE = re.compile(r"[\s“”\"'（）()·．.,，、]+")


def read(path: str) -> bytes:
    """The file as packed JSON: its text and reports, or why it could not be read. Raises nothing."""
    try:
        found = reading.read_file(Path(path))
    except extract.Unreadable as refused:
        return pack({"failed": [refused.code, refused.text]})
    except OSError as error:
        return pack({"failed": ["unreachable", f"打不开这个文件：{error.strerror or error}。"]})
    except Exception as error:  # noqa: BLE001 - one file must never stop the others; it is listed with its fault
        return pack({"failed": ["fault", f"读取程序出错（{type(error).__name__}）；需要人工查看。"]})
    return pack(_content(found))


def _content(found: ReadFile) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "text": found.text,
        "unread": [[item.code, item.what] for item in found.unread],
        "reports": [stored.dump(report) for report in found.reports],
    }


def check(job: bytes) -> bytes:
    """The findings of every report of a file, packed. `job`: packed {"text", "pairs": [[report, report of last year or null]]}."""
    content = unpack(job)
    listed = []
    for now, before in content["pairs"]:
        previous = stored.load(before) if before else None
        found = checks.check(stored.load(now), content["text"], previous)
        listed.append([finding.as_dict() for finding in found])
    return pack(listed)


def pack(content: object) -> bytes:
    """JSON, compressed; the same content gives the same bytes."""
    words = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return zlib.compress(words.encode("utf-8", "surrogatepass"), 1)


def unpack(data: bytes) -> Any:
    """What `pack` was given."""
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))


def same_agency(name: str) -> str:
    """An agency's name as it is compared between years: without spaces, brackets and 人民政府; empty names match nothing."""
    plain = _NAME_NOISE.sub("", unicodedata.normalize("NFKC", name))
    return re.sub(r"人民政府$", "", plain)


@cache
def stamp() -> str:
    """A digest of the program that reads and checks: what another version found is not reused."""
    digest = hashlib.sha256()
    root = Path(gongkai.__file__).parent
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in {".py", ".yaml"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
