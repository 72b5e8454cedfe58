"""Older registers for tests, in plain functions."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

HEADINGS = (
    "序号", "申请人", "申请人类型", "联系电话", "申请内容", "提交方式", "收到日期", "确认日期", "补正告知日期",
    "收到补正日期", "第三方", "征求意见日期", "收到意见日期", "第三方意见", "延期告知日期", "延长工作日",
    "收费通知日期", "收费金额", "缴费日期", "答复日期", "办理结果", "送达方式", "答复文号", "寄出日期", "撤回日期", "领导批示",
)  # fmt: skip


def row(number: str, **cells: Any) -> list[str]:
    """One row; the cells that are not given are usual or blank."""
    usual = {
        "序号": number,
        "申请人": "钱小禾",
        "申请人类型": "个人",
        "联系电话": "0999-7654321",
        "申请内容": f"第{number}号工程的验收材料",
        "提交方式": "当面",
        "收到日期": "2023/3/1",
    }
    return [str({**usual, **cells}.get(name, "")) for name in HEADINGS]


def save(path: Path, rows: list[list[str]], headings: Any = HEADINGS, encoding: str = "gb18030") -> Path:
    """A register as CSV, with a title line above the headings as offices have it."""
    with path.open("w", encoding=encoding, newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["依申请公开登记台账"])
        writer.writerow(headings)
        writer.writerows(rows)
    return path
