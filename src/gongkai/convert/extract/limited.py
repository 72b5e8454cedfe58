"""Reading a file in a process of its own, with a limit of time and memory: whatever the file does, we go on."""

from __future__ import annotations

import multiprocessing
import resource
from multiprocessing.connection import Connection

from gongkai.convert.extract.model import Extracted, Unreadable
from gongkai.convert.extract.reading import MAX_BYTES, RISKY, kind_of, read

SECONDS = 120
MEGABYTES = 3000


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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, data, name, megabytes, max_bytes), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise Unreadable("too_slow", f"读了{seconds}秒仍未读完，已停止；需要人工查看。")
        answer = ours.recv()
    except EOFError as error:
        raise Unreadable("crashed", "读取程序在这个文件上出错退出；需要人工查看。") from error
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()
    if isinstance(answer, Extracted):
        return answer
    raise Unreadable(*answer)


def _child(answer: Connection, data: bytes, name: str, megabytes: int, max_bytes: int) -> None:
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        answer.send(read(data, name, max_bytes))
    except Unreadable as refused:
        answer.send((refused.code, refused.text))
    except MemoryError:
        answer.send(("too_large", "读这个文件需要的内存过多，已停止；需要人工查看。"))
