"""How fast a handbook of service guides is printed, against the same book without its flow charts in the same run.

usage: bench_handbook.py [--guides N] [--chapters N] [--out FILE]
Every guide has a procedure of eight steps with branches and a loop; the guides are made here, nothing is read from a database.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import django
import pypdfium2

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
django.setup()

from gongkai.catalog.models import Document  # noqa: E402 - models need the framework to be set up
from gongkai.convert import flowchart  # noqa: E402
from gongkai.guides import handbook  # noqa: E402
from gongkai.guides.handbook import Book, Chapter  # noqa: E402
from gongkai.guides.reading import Guide  # noqa: E402

STEPS: list[dict[str, Any]] = [
    {"name": "受理", "who": "综合窗口", "days": 1, "next": "材料齐全：审查；材料不齐全：一次性告知"},
    {"name": "一次性告知", "who": "综合窗口", "days": 0, "next": "受理"},
    {"name": "审查", "who": "许可股", "days": 3, "next": "需要核查：现场核查；不需要核查：审核"},
    {"name": "现场核查", "who": "两名工作人员", "days": 4},
    {"name": "审核", "who": "股室负责人", "days": 1, "next": "需要听证：听证；其他情形：决定"},
    {"name": "听证", "who": "法制股", "days": 5},
    {"name": "决定", "who": "分管负责人", "days": 2, "next": "准予：制发证件；不予：办结"},
    {"name": "制发证件", "who": "综合窗口", "days": 1, "result": "许可证"},
]
AGENCY = SimpleNamespace(name="云溪县行政审批局", code="approval", pk=1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--guides", type=int, default=95)
    parser.add_argument("--chapters", type=int, default=18)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    full = book(asked.guides, asked.chapters)
    plain = without_charts(full)
    handbook.pdf(book(1, 1))  # typefaces and template are read once
    baseline, _content = timed(plain)
    spent, content = timed(full)
    charts = [guide.chart for guide in full.guides]
    flowchart.draw.cache_clear()
    start = time.perf_counter()
    for chart in charts:
        flowchart.svg(cast(flowchart.Chart, chart))
    drawing = time.perf_counter() - start
    pages = len(pypdfium2.PdfDocument(content))
    print(f"{asked.guides} guides in {asked.chapters} chapters: {pages} pages, {len(content) / 1e6:.1f} MB")
    print(f"baseline, the same book without charts: {baseline:.2f} s")
    print(f"with {len(charts)} charts: {spent:.2f} s, {spent / baseline:.2f} times the baseline")
    print(
        f"of which the charts are laid out and drawn in {drawing:.2f} s ({1000 * drawing / len(charts):.1f} ms each)"
    )
    if asked.out:
        asked.out.write_bytes(content)


def timed(made: Book) -> tuple[float, bytes]:
    """Seconds and the book, of the best of two runs."""
    best, content = float("inf"), b""
    for _run in range(2):
        flowchart.draw.cache_clear()  # drawing is part of what is measured
        start = time.perf_counter()
        content = handbook.pdf(made)
        best = min(best, time.perf_counter() - start)
    return best, content


def book(guides: int, chapters: int) -> Book:
    """A book of so many guides, spread evenly."""
    made = [guide(number) for number in range(1, guides + 1)]
    parts = [
        Chapter(
            f"第{number + 1}类事项", made[number * guides // chapters : (number + 1) * guides // chapters]
        )
        for number in range(chapters)
    ]
    foreword = "为方便群众和企业办事，编成本手册。\n内容有变化的，以网站公布的为准。"
    return Book("云溪县行政审批局办事手册", AGENCY.name, date(2026, 11, 1), foreword, parts, [], [])


def guide(number: int) -> Guide:
    """One guide with everything a guide has."""
    name = f"第{number}项经营活动许可"
    data = {
        "code": f"YX-{number:04}", "name": name, "kind": "行政许可", "audience": "企业和其他组织", "legal_days": 20,
        "promised_days": 17, "charged": False, "enquiry": "0999-7200101",
        "applicants": "在本县从事该项经营活动的企业、个体工商户和其他组织。",
        "conditions": "一、有与经营规模相适应的场所。\n二、有专业人员。\n三、有管理制度。\n四、法律、法规规定的其他条件。",
        "remedies": "对决定不服的，可以自收到决定书之日起60日内向云溪县人民政府申请行政复议。",
        "basis": [{"instrument": "《云溪县经营活动管理办法》", "article": f"第{line}条"} for line in range(1, 4)],
        "papers": [
            {"name": f"第{line}份材料", "original": 1, "copies": 1, "source": "申请人自备", "need": "必须提交", "note": "加盖公章"}
            for line in range(1, 9)
        ],
        "steps": STEPS,
        "windows": [{"name": "综合窗口", "address": "云溪县学府路1号一楼", "hours": "工作日 9:00—17:00", "telephone": "0999-7200102"}],
        "results": [{"name": "许可证", "delivery": "窗口领取或者邮寄"}],
        "questions": [{"question": "可以代办吗？", "answer": "可以，带委托书和代办人的身份证件。"}],
    }  # fmt: skip
    return Guide(cast(Document, SimpleNamespace(pk=number, agency=AGENCY, data=data, title=name)))


def without_charts(made: Book) -> Book:
    """The same book, its steps left out."""
    bare = [
        Chapter(
            chapter.title,
            [
                Guide(
                    cast(
                        Document, SimpleNamespace(**{**vars(one.document), "data": {**one.data, "steps": []}})
                    )
                )
                for one in chapter.guides
            ],
        )
        for chapter in made.chapters
    ]
    return replace(made, chapters=bare)


if __name__ == "__main__":
    main()
