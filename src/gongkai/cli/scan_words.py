"""What a person gives the scan in files: a dictionary (the table the office hands out, or one word a line), and what agencies
publish about themselves (one telephone, address or e-mail a line).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from gongkai.convert.decoding import decode
from gongkai.scan import Category, Dictionary, Entry, Published, Severity

_PHONE = re.compile(r"[\d\s()（）+\-－—转]{5,}")
T = TypeVar("T", Category, Severity)
_CATEGORIES = {
    "禁用词": Category.FORBIDDEN,
    "称谓、机构名称错误": Category.TITLE,
    "错别字": Category.TYPING,
    "放行词": Category.ALLOWED,
}
_SEVERITIES = {"严重": Severity.SERIOUS, "提醒": Severity.WARNING, "提示": Severity.INFORMATION}


class WrongDictionary(Exception):  # noqa: N818 - named after what it is
    """The file is no dictionary; the message says in Chinese where it is wrong."""


@lru_cache(maxsize=4)
def load(path: str, changed: int) -> Dictionary:
    """The dictionary in a file; `changed` is the file's time, so that one that was changed is loaded again.

    Raises WrongDictionary and OSError.
    """
    decoded = decode(Path(path).read_bytes())
    if decoded is None:
        raise WrongDictionary("词库应为 UTF-8 或 GB18030 编码的 CSV 或文本文件。")
    text = decoded.text.removeprefix("\ufeff")
    head = text.partition("\n")[0].strip()
    if "词" in head.split(",") or "word" in head.split(","):
        return Dictionary(_entries(text))
    words = dict.fromkeys(line.strip() for line in text.splitlines())
    return Dictionary(Entry(word, Category.FORBIDDEN) for word in words if word)


@lru_cache(maxsize=4)
def load_published(path: str, changed: int) -> Published:
    """The telephones, addresses and e-mail addresses in a file, one a line; `changed` as above.

    Raises WrongDictionary and OSError.
    """
    decoded = decode(Path(path).read_bytes())
    if decoded is None:
        raise WrongDictionary("已公布的电话和地址应为 UTF-8 或 GB18030 编码的文本文件，一行一个。")
    lines = [line.strip() for line in decoded.text.removeprefix("\ufeff").splitlines() if line.strip()]
    emails = [line for line in lines if "@" in line]
    phones = [line for line in lines if _PHONE.fullmatch(line)]
    addresses = [line for line in lines if line not in emails and line not in phones]
    return Published(phones, addresses, emails)


def _entries(text: str) -> Iterator[Entry]:
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        values = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str)}
        try:
            yield Entry(
                _either(values, "词", "word"),
                _chosen(_CATEGORIES, _either(values, "类别", "category"), Category.FORBIDDEN),
                _chosen(_SEVERITIES, _either(values, "程度", "severity"), Severity.WARNING),
                _either(values, "正确写法", "right_form"),
                _day(_either(values, "起用日期", "since")),
                _day(_either(values, "停用日期", "until")),
            )
        except (KeyError, ValueError) as error:
            raise WrongDictionary(f"词库第{number}行有误：类别、程度或者日期不认识。") from error


def _either(values: dict[str, str], chinese: str, english: str) -> str:
    return values.get(chinese) or values.get(english) or ""


def _chosen(names: dict[str, T], text: str, otherwise: T) -> T:
    """What somebody wrote by its name or by its code."""
    if not text:
        return otherwise
    return names[text] if text in names else type(otherwise)(text)


def _day(text: str) -> date | None:
    return date.fromisoformat(text.replace("/", "-")) if text else None
