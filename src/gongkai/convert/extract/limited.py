"""Reading a file in a process of its own, with a limit of time and memory: whatever the file does, we go on."""

from __future__ import annotations

from gongkai.convert import isolated
from gongkai.convert.extract.model import Extracted, Unreadable
from gongkai.convert.extract.reading import MAX_BYTES, RISKY, kind_of, read

SECONDS = 120
MEGABYTES = 3000
_WHY = {
    "too_slow": "读取时间超过上限，已停止；需要人工查看。",
    "too_large": "读这个文件需要的内存过多，已停止；需要人工查看。",
    "crashed": "读取程序在这个文件上出错退出；需要人工查看。",
}


def read_limited(
    data: bytes,
    name: str = "",
    *,
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
    max_bytes: int = MAX_BYTES,
) -> Extracted:
    """What `read` gives, or Unreadable: also "too_slow" and "crashed" when the process does not come to an end.

    Pages and text are read here and now: only the kinds whose libraries may do anything get a process.
    """
    if len(data) <= max_bytes and kind_of(data) not in RISKY:
        return read(data, name, max_bytes)
    try:
        answer = isolated.call(_read, data, name, max_bytes, seconds=seconds, megabytes=megabytes)
    except isolated.NoAnswer as error:
        raise Unreadable(error.code, _WHY[error.code]) from error
    if isinstance(answer, Extracted):
        return answer
    raise Unreadable(*answer)


def _read(data: bytes, name: str, max_bytes: int) -> Extracted | tuple[str, str]:
    try:
        return read(data, name, max_bytes)
    except Unreadable as refused:
        return refused.code, refused.text
