"""What the `law` commands read: files and numbers nobody vouches for. Every fault becomes a Reason, never a traceback."""

from __future__ import annotations

import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from gongkai.law.errors import Reason, refuse
from gongkai.law.notices import LARGEST_NOTICE, Notice, read_notice_text
from gongkai.law.reading import shown

LARGEST_FILE = 5 * 1024 * 1024


def read_text(path: str, most: int = LARGEST_FILE) -> str:
    """The text of a file, or of standard input for `-`. Raises LawInputError: missing, a folder, too large, not UTF-8."""
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with Path(path).open("rb") as stream:
                raw = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refuse("unreadable_file", f"无法读取 {shown(path)}：{reason}", path) from None
    if len(raw) > most:
        raise refuse("file_too_large", f"文件超过 {most // 1024:,} KB", path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("not_utf8", f"文件不是 UTF-8 编码（第 {error.start + 1} 字节处）", path) from None


def read_json(path: str) -> object:
    """The content of a JSON file; numbers stay exact. Raises LawInputError: malformed, a key twice, NaN, too deep."""
    text = read_text(path)
    try:
        content: object = json.loads(
            text, parse_float=_exact, parse_constant=_no_constant, object_pairs_hook=_no_double_keys
        )
    except json.JSONDecodeError as error:
        raise refuse(
            "bad_json", f"不是正确的 JSON：第 {error.lineno} 行第 {error.colno} 列，{error.msg}", path
        ) from None
    except RecursionError:
        raise refuse("bad_json", "JSON 嵌套过深", path) from None
    except _DoubleKeyError as error:
        raise refuse("duplicate_key", f"字段 {shown(error.key)} 出现了两次", path) from None
    except ValueError as error:
        raise refuse("bad_json", f"不是正确的 JSON：{error}", path) from None
    return content


class _DoubleKeyError(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _no_double_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _DoubleKeyError(key)
        found[key] = value
    return found


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"数字 {shown(text)} 超出可表示的范围") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} 不是数字")


def read_notice(path: str) -> Notice:
    """A holiday notice from a JSON or YAML file. Raises LawInputError with every reason."""
    return read_notice_text(read_text(path, LARGEST_NOTICE), path)


def whole_number(text: str, low: int, high: int, where: str, reasons: list[Reason]) -> int:
    """A whole number of the command line within [low, high]; otherwise a reason and `low`."""
    plain = text.strip()
    if (
        plain.isascii()
        and plain.removeprefix("-").isdigit()
        and len(plain) < 19
        and low <= int(plain) <= high
    ):
        return int(plain)
    reasons.append(
        Reason("bad_number", f"{where} 应是 {low} 至 {high} 之间的整数，而不是 {shown(text)}", where)
    )
    return low
