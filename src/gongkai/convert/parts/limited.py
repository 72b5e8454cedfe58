"""Reading a file in a process of its own: a crash, too much time or too much memory is something a person must look at."""

from __future__ import annotations

from gongkai.convert import isolated
from gongkai.convert.parts.model import Collector, Contents
from gongkai.convert.parts.reading import read

SECONDS = 300.0
MEGABYTES = 4000
_WHY = {
    "too_slow": "读取时间超过上限，已停止；需要人工查看。",
    "too_large": "读这个文件需要的内存过多，已停止；需要人工查看。",
    "crashed": "读取程序在这个文件上出错退出；需要人工查看。",
}


def read_limited(
    data: bytes, name: str = "", *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Contents:
    """What `read` gives, or contents that are unread: "too_slow", "too_large" or "crashed". Raises nothing."""
    try:
        return isolated.call(read, data, name, seconds=seconds, megabytes=megabytes)
    except isolated.NoAnswer as failed:
        return unread(name, failed.code)


def unread(name: str, code: str) -> Contents:
    """The contents of a file whose reading did not come to an end, by the code of `isolated.NoAnswer`."""
    collector = Collector()
    collector.add("name", name)
    collector.miss(code, _WHY[code])
    return collector.done("unknown")
