"""Redacting a file in a process of its own, with a limit of time and memory."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.convert import isolated
from gongkai.convert.redaction.model import Box, Cut, NotRedacted
from gongkai.convert.redaction.writing import redact

SECONDS = 600.0
MEGABYTES = 4000
_WHY = {
    "too_slow": "处理时间超过上限，已停止，没有生成结果；请人工处理。",
    "too_large": "处理这个文件需要的内存过多，已停止，没有生成结果；请人工处理。",
    "crashed": "处理程序在这个文件上出错退出，没有生成结果；请人工处理。",
}


def redact_limited(
    data: bytes,
    name: str,
    cuts: Sequence[Cut],
    boxes: Sequence[Box] = (),
    *,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> bytes:
    """What `redact` gives. Raises NotRedacted, also "too_slow", "too_large" and "crashed"."""
    try:
        answer = isolated.call(
            _redacted, data, name, tuple(cuts), tuple(boxes), seconds=seconds, megabytes=megabytes
        )
    except isolated.NoAnswer as failed:
        raise NotRedacted(failed.code, _WHY[failed.code]) from failed
    if isinstance(answer, bytes):
        return answer
    raise NotRedacted(*answer)


def _redacted(
    data: bytes, name: str, cuts: tuple[Cut, ...], boxes: tuple[Box, ...]
) -> bytes | tuple[str, str]:
    try:
        return redact(data, name, cuts, boxes)
    except NotRedacted as refused:
        return refused.code, refused.text
