"""Bringing in an archive: documents a second, peak memory at several sizes, against bare rows of documents.

A spreadsheet and a ZIP with one HTML body for each row; every size runs in a process and a database of its own. Printed is
only what ended right: every row stored, checked, signed and public, the chain of the ledger intact. The baseline is what
cannot be undercut: the same number of `Document` rows, cleaned and derived, saved with `bulk_create`.

Run: python benchmarks/bench_import_documents.py [sizes, usually 1000 5000 14316]
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

SIZES = (1000, 5000, 14316)
HEADINGS = ("来源编号", "标题", "索引号", "成文日期", "公开日期", "栏目", "正文文件")
WORDS = "各单位要按照要求认真做好相关工作并及时报送情况"


def start() -> Any:
    """Django on a database of its own, with a small agency and its signers."""
    os.environ["GONGKAI_VAR"] = tempfile.mkdtemp(prefix="bench-documents-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from gongkai.catalog import services
    from gongkai.review import services as review
    from tests import world

    county = world.make_county()
    review.ensure_default_workflow()
    services.ensure_standard_columns(county.finance)
    return county


def package(rows: int) -> Path:
    """The archive to bring in."""
    import openpyxl

    folder = Path(os.environ["GONGKAI_VAR"])
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    file = folder / "archive.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(rows):
            day = f"{2008 + number % 15}-{number % 12 + 1}-{number % 28 + 1}"
            index = f"0142768-8/{2008 + number % 15}-{number:05d}"
            sheet.append(
                [
                    f"S{number}",
                    f"关于第{number}号事项的通知",
                    index,
                    day,
                    day,
                    "财政预算、决算",
                    f"{number}.html",
                ]
            )
            made.writestr(f"bodies/{number}.html", f"<p>第{number}号。</p>" + f"<p>{WORDS * 3}</p>" * 8)
        book.save(folder / "table.xlsx")
        made.write(folder / "table.xlsx", "table.xlsx")
    return file


def timed(act: Any) -> float:
    """Seconds."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def one(rows: int) -> dict[str, float]:
    """The whole way of one archive."""
    county = start()
    file = package(rows)
    from gongkai.catalog.bulk import checking, fields, running, services
    from gongkai.catalog.models import Document, ImportBatch
    from gongkai.convert.tables import usual
    from gongkai.ledger import queries as ledger
    from gongkai.review import services as review

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    layout = replace(usual(fields.declared(), "旧门户"), folders={"bodies": "bodies"})
    stored = timed(
        lambda: running.run(
            actor=county.officer, agency=county.finance, path=file, file_name=file.name, layout=layout
        )
    )
    after_storing = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    batch = ImportBatch.objects.get()
    checked = timed(lambda: checking.carry_out(batch.pk))
    batch.refresh_from_db()
    services.submit(actor=county.officer, batch=batch)
    for person in (county.reviewer, county.secrecy):
        review.sign(actor=person, obj=batch, decision="approved")
    published = timed(lambda: review.sign(actor=county.leader, obj=batch, decision="approved"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    again = timed(
        lambda: running.run(
            actor=county.officer, agency=county.finance, path=file, file_name=file.name, layout=layout
        )
    )
    assert Document.objects.filter(live=True).count() == rows
    assert ledger.chain_problems() == []
    return {
        "stored": stored,
        "checked": checked,
        "published": published,
        "again": again,
        "before_mb": before / 1024,
        "storing_mb": after_storing / 1024,
        "peak_mb": peak / 1024,
        "baseline": baseline(county, rows),
    }


def baseline(county: Any, rows: int) -> float:
    """The same number of bare rows, read from nowhere and signed by nobody."""
    from gongkai.agencies import working_days
    from gongkai.catalog import derived, limits
    from gongkai.catalog.models import Document

    known = (limits.of(county.finance), working_days.current())
    begun = time.perf_counter()
    for first in range(0, rows, 200):
        made = [
            Document(agency=county.finance, title=f"第{number}号", body=f"<p>{WORDS * 3}</p>" * 8, live=False)
            for number in range(first, min(first + 200, rows))
        ]
        for document in made:
            derived.refresh(document, *known)
        Document.objects.bulk_create(made, batch_size=200)
    return time.perf_counter() - begun


def main() -> None:
    """Each size in a process of its own."""
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    for rows in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(rows)], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout.splitlines()[-1])
        whole = found["stored"] + found["checked"] + found["published"]
        print(
            f"{rows:6d} documents: stored {rows / found['stored']:.0f}/s, checked {rows / found['checked']:.0f}/s, "
            f"published {rows / found['published']:.0f}/s, again unchanged {rows / found['again']:.0f}/s; "
            f"storing {found['stored'] / found['baseline']:.1f} x, all {whole / found['baseline']:.1f} x the bare rows; "
            f"memory {found['before_mb']:.0f} MB before, {found['storing_mb']:.0f} MB stored, {found['peak_mb']:.0f} MB peak"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        main()
