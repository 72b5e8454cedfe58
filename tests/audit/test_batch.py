"""Many reports: all of them checked, nothing done twice, a file that fails stops nobody; the same bytes wherever it ran."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest

from gongkai.audit import cluster, results
from gongkai.audit.batch import Batch, discover, jobs, local, pool

REPORT = """{agency}{year}年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》的规定，编制本报告。统计期限自{year}年1月1日起至{year}年12月31日止。
一、主动公开政府信息情况
{say}
二、依申请公开政府信息情况
没有收到政府信息公开申请，没有收取任何费用。
三、行政复议、行政诉讼情况
没有发生行政复议和行政诉讼。
四、存在的问题和改进措施
工作还有不足，下一步将加以改进。
"""
WRONG = "全年共主动公开政府信息120条，其中政策法规类60条，工作动态类50条，通知公告类30条。"
TABLES = """<html><body><h1>云溪县教育局{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>本年度工作平稳。</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p></body></html>"""


def here(
    work: Callable[..., bytes], given: Iterable[tuple[str, object]], *, seconds: float
) -> Iterator[pool.Done[str]]:
    """An engine without processes, for what is not about them."""
    for key, job in given:
        yield pool.Done(key, work(job))


def _write(folder: Path, name: str, agency: str, say: str, year: int = 2017) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(REPORT.format(agency=agency, say=say, year=year), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    _write(made, "a.txt", "云溪县财政局", WRONG)
    _write(made, "b.txt", "云溪县民政局", "全年主动公开政府信息40条。")
    _write(made / "镇", "c.txt", "石塘镇人民政府", "=1+1，全年主动公开政府信息40条。")
    (made / "broken.docx").write_bytes(b"PK\x03\x04not a document")
    (made / "other.txt").write_text("今天天气晴。", encoding="utf-8")
    (made / ".hidden.txt").write_text("x", encoding="utf-8")
    return made


def test_a_run_over_a_directory(folder: Path, tmp_path: Path) -> None:
    with Batch(tmp_path / "work", local(2)) as batch:
        batch.run(discover([folder]))
        summary = results.write(batch.store, tmp_path / "found.json")
    assert (summary.files, summary.reports) == (5, 3)
    assert summary.by_check["parts.exceed_total"] == 1
    assert [Path(path).name for path, _, _ in summary.failures] == ["broken.docx"]
    assert [Path(path).name for path, _ in summary.without_report] == ["other.txt"]
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    first = found["reports"][0]
    assert first["agency"] == "云溪县财政局"
    assert first["findings"][0]["id"] == "parts.exceed_total"
    assert {entry["code"] for entry in found["failed"]} >= {"not_a_report"}


def test_another_run_does_only_what_is_new(folder: Path, tmp_path: Path) -> None:
    done: list[str] = []

    def counting(
        work: object, given: Iterator[tuple[str, object]], *, seconds: float
    ) -> Iterator[pool.Done[str]]:
        for key, job in given:
            done.append(f"{getattr(work, '__name__', '')} {Path(key).name}")
            yield pool.Done(key, work(job))  # type: ignore[operator]

    for _ in range(2):
        with Batch(tmp_path / "work", counting) as batch:
            batch.run(discover([folder]))
    assert sorted(done) == [
        "check a.txt", "check b.txt", "check c.txt",
        "read a.txt", "read b.txt", "read broken.docx", "read c.txt", "read other.txt",
    ]  # fmt: skip
    done.clear()
    _write(folder, "new.txt", "云溪县审计局", "全年主动公开政府信息41条。")
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    with Batch(tmp_path / "work", counting) as batch:
        batch.run(discover([folder]))
        assert batch.store.count() == 7
    assert sorted(done) == ["check copy.txt", "check new.txt", "read new.txt"]


def test_a_file_that_was_taken_away_is_forgotten(folder: Path, tmp_path: Path) -> None:
    with Batch(tmp_path / "work", here) as batch:
        batch.run(discover([folder]))
        (folder / "a.txt").unlink()
        batch.run(discover([folder]))
        assert "a.txt" not in {Path(path).name for path in batch.store.paths()}


@pytest.mark.parametrize("ending", ["xlsx", "json", "html"])
def test_the_same_findings_are_the_same_bytes(folder: Path, tmp_path: Path, ending: str) -> None:
    written = []
    for number in (1, 2):
        out = tmp_path / f"{number}.{ending}"
        with Batch(tmp_path / f"work{number}", here) as batch:
            batch.run(discover([folder]))
            results.write(batch.store, out)
        written.append(out.read_bytes())
        time.sleep(0.01)
    assert written[0] == written[1]


def test_a_cluster_of_two_processes_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra gongkai[cluster] is tested where it is installed")
    with cluster.engine("local-2") as engine, Batch(tmp_path / "far", engine) as batch:
        batch.run(discover([folder]))
        results.write(batch.store, tmp_path / "far.xlsx")
        results.write(batch.store, tmp_path / "far.json")
    with Batch(tmp_path / "near", here) as batch:
        batch.run(discover([folder]))
        results.write(batch.store, tmp_path / "near.xlsx")
        results.write(batch.store, tmp_path / "near.json")
    assert (tmp_path / "far.json").read_bytes() == (tmp_path / "near.json").read_bytes()
    assert (tmp_path / "far.xlsx").read_bytes() == (tmp_path / "near.xlsx").read_bytes()


def test_without_the_extra_a_cluster_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(cluster.ClusterMissingError, match=r"gongkai\[cluster\]"), cluster.engine("local-2"):
        pass


def test_texts_of_a_workbook_are_no_formulas(folder: Path, tmp_path: Path) -> None:
    risky = folder / "=cmd.txt"
    risky.write_bytes((folder / "a.txt").read_bytes())
    with Batch(tmp_path / "work", here) as batch:
        batch.run(discover([folder]))
        results.write(batch.store, tmp_path / "found.xlsx")
    book = openpyxl.load_workbook(tmp_path / "found.xlsx")
    assert book.sheetnames[:4] == ["汇总", "确定差错", "疑似差错", "供参考"]
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    with zipfile.ZipFile(tmp_path / "found.xlsx") as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist() if "sheet" in name)


def _work(job: str) -> bytes:
    if job == "crash":
        os._exit(3)
    if job == "hang":
        time.sleep(60)
    return job.encode()


def test_a_worker_that_crashes_or_hangs_is_replaced() -> None:
    given = [(name, name) for name in ("a", "crash", "hang", "b", "c")]
    found = {done.key: done for done in pool.run(_work, given, processes=2, seconds=2.5)}
    assert {key: done.failed for key, done in found.items()} == {
        "a": "", "crash": "crashed", "hang": "too_slow", "b": "", "c": "",
    }  # fmt: skip


def test_last_year_is_found_by_name(tmp_path: Path) -> None:
    now = _write(tmp_path / "now", "a.txt", "云溪县石塘镇人民政府", "全年主动公开政府信息40条。", 2018)
    before = _write(tmp_path / "before", "a.txt", "云溪县石塘镇", "全年主动公开政府信息30条。", 2017)
    with Batch(tmp_path / "work", here) as batch:
        batch.run([now], [before])
        assert batch.store.paths() == [str(now)]
        made = batch.store._before(jobs.same_agency("云溪县石塘镇人民政府"), 2018)
    assert made[1] is not None
    assert made[1]["year"] == 2017
