"""Random histories replayed: every stored projection equals the one recomputed from the ledger.

The histories are drawn at random (corrections, consultations, extensions, fees, answers, withdrawals, in time or late, closed or
open) and taken over through the importer; rows that the law's reading refuses are counted, not stored. Then every case is
replayed from the ledger, on the calendar in force, and compared column by column. The figure is the replay's speed as a ratio to
reading the same cases and their events without computing anything.

Run: python benchmarks/bench_histories.py [histories, usually 10000] [seed]
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 20260101
sys.argv = sys.argv[:1]
sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench_import_cases import people, start  # noqa: E402

COLUMNS = (
    "编号", "申请人", "申请人类型", "联系电话", "申请内容", "提交方式", "收到日期", "确认日期", "补正告知日期", "收到补正日期",
    "第三方", "征求第三方意见日期", "第三方收函日期", "第三方答复日期", "第三方意见", "延期告知日期", "延长工作日",
    "收费通知日期", "收费金额", "收费方式", "收费数量", "缴费日期", "答复日期", "办理结果", "送达方式", "撤回日期",
)  # fmt: skip
OUTCOMES = ("予以公开", "部分公开", "过程性信息", "信息不存在", "重复申请", "信访", "其他")


def history(number: int, chance: random.Random) -> dict[str, Any]:
    """One request with whatever happened to it; days run forward, otherwise anything goes."""
    day = date(2021, 1, 4) + timedelta(days=chance.randrange(1900))

    def later(most: int) -> date:
        nonlocal day
        day += timedelta(days=chance.randrange(most))
        return day

    row: dict[str, Any] = {
        "编号": f"H{number}",
        "申请人": f"申请人{number}",
        "申请人类型": chance.choice(["个人", "企业", "科研机构", "公益组织", "律所", "其他"]),
        "联系电话": f"0999-{number:07d}",
        "申请内容": f"第{number}号工程的验收材料",
        "提交方式": chance.choice(["当面", "邮寄", "网络", "传真"]),
        "收到日期": day,
    }
    if row["提交方式"] in {"网络", "传真"} and chance.random() < 0.95:
        row["确认日期"] = later(4)
    if chance.random() < 0.3:
        row["补正告知日期"] = later(12)
        if chance.random() < 0.8:
            row["收到补正日期"] = later(25)
    if chance.random() < 0.3:
        row |= {"第三方": "某公司", "征求第三方意见日期": later(8), "第三方收函日期": later(4)}
        if chance.random() < 0.7:
            row |= {"第三方答复日期": later(30), "第三方意见": chance.choice(["同意", "不同意"])}
    if chance.random() < 0.25:
        row |= {"延期告知日期": later(10), "延长工作日": chance.randint(1, 20)}
    if chance.random() < 0.1:
        row |= {"收费通知日期": later(6), "收费金额": 100, "收费方式": "按量", "收费数量": 40}
        if chance.random() < 0.6:
            row["缴费日期"] = later(30)
    ending = chance.random()
    if ending < 0.8:
        row |= {
            "答复日期": later(40),
            "办理结果": chance.choice(OUTCOMES),
            "送达方式": chance.choice(["邮寄", "当面", "电子"]),
        }
    elif ending < 0.9:
        row["撤回日期"] = later(20)
    return row


def take_over(path: Path) -> tuple[int, int]:
    """Bring the register in as the command does; how many were stored, how many refused."""
    from click.testing import CliRunner

    from gongkai.cli.root import main

    result = CliRunner().invoke(main, ["import", "cases", str(path), "--agency", "old", "--json"])
    told = json.loads(result.stdout)
    return int(told["imported"]), COUNT - int(told["imported"])


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Draw, take over, replay, compare."""
    folder = start()
    people()
    chance = random.Random(SEED)
    path = folder / "histories.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows(history(number, chance) for number in range(COUNT))
    stored, refused = take_over(path)

    from collections import Counter

    from gongkai.foi import queries
    from gongkai.foi.models import Case
    from gongkai.ledger import queries as ledger
    from gongkai.ledger.models import Event

    differences: list[object] = []
    replay = timed(lambda: differences.extend(queries.projection_differences()))
    reading = timed(lambda: (list(Case.objects.all()), list(Event.objects.filter(kind="foi.case"))))
    assert not differences, differences[:5]
    assert not ledger.chain_problems()
    print(
        f"{stored} histories stored ({refused} refused by the law's reading), statuses {dict(Counter(Case.objects.values_list('status', flat=True)))}"
    )
    print(f"replayed and compared: no difference; {replay / reading:.1f} times reading the same rows")


if __name__ == "__main__":
    main()
