"""Documents brought in together: once for each source id, checked, signed once, public with their old numbers and days."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import numbering
from gongkai.catalog import services as catalog
from gongkai.catalog.bulk import checking, fields, package, running, services, storing
from gongkai.catalog.models import Document, ImportBatch, ImportRecord
from gongkai.cli.root import main
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import MappingRefused, load, proposed, usual
from gongkai.law import index_number
from gongkai.ledger import queries as ledger
from gongkai.review import queries as review_queries
from gongkai.review import services as review
from gongkai.review.models import Clearance
from gongkai.review.rules import Refused
from tests.world import PASSWORD, County

pytestmark = pytest.mark.django_db
HEAD = ("来源编号", "标题", "索引号", "成文日期", "公开日期", "栏目", "正文", "正文文件", "附件", "发布机构")
FORMS = ("2012-3-5", "2012/03/05", "2012.3.5", "2012年3月5日", "20120305", "40973")
RESIDENT = "11010519491231002X"  # the example of GB 11643


@pytest.fixture(autouse=True)
def _ready(county: County) -> None:
    review.ensure_default_workflow()
    catalog.ensure_standard_columns(county.finance)
    catalog.ensure_standard_columns(county.education)


def row(number: int, **cells: str) -> list[str]:
    """A row of the old system."""
    values = {
        "来源编号": f"S{number}",
        "标题": f"关于第{number}号事项的通知",
        "索引号": f"0142768-8/2012-{number:05d}",
        "成文日期": FORMS[number % len(FORMS)],
        "公开日期": "2012-04-01",
        "栏目": "财政预算、决算",
        "正文": f"第{number}号正文。",
        **cells,
    }
    return [values.get(name, "") for name in HEAD]


def table(folder: Path, rows: Sequence[Sequence[str]], name: str = "old.csv") -> Path:
    """The old system's table."""
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    file = folder / name
    file.write_text(out.getvalue(), encoding="utf-8")
    return file


def brought_in(county: County, file: Path, actor: Any = None, **folders: str) -> running.Outcome:
    """Bring a file in for the finance bureau."""
    layout = replace(usual(fields.declared(), "旧门户"), folders=folders)
    return running.run(
        actor=actor or county.officer, agency=county.finance, path=file, file_name=file.name, layout=layout
    )


def signed(county: County, batch: ImportBatch) -> ImportBatch:
    """Check, submit and sign a batch along the chain."""
    checking.carry_out(batch.pk)
    batch.refresh_from_db()
    services.submit(actor=county.officer, batch=batch)
    for person in (county.reviewer, county.secrecy, county.leader):
        review.sign(actor=person, obj=batch, decision="approved")
    batch.refresh_from_db()
    return batch


def test_one_signature_each_makes_the_archive_public_as_it_was(county: County, tmp_path: Path) -> None:
    rows = [row(number) for number in range(1, 8)]
    rows[3] = row(4, 正文=f"申请人身份证号码{RESIDENT}。")
    rows[5] = row(6, 索引号="", 公开日期="")
    outcome = brought_in(county, table(tmp_path, rows))
    assert (outcome.new, outcome.refused, outcome.odd_numbers) == (7, 0, 6)
    assert not Document.objects.filter(live=True).exists()
    batch = signed(county, ImportBatch.objects.get())
    live = {one.import_record.source_id: one for one in Document.objects.filter(live=True)}
    assert sorted(live) == ["S1", "S2", "S3", "S5", "S6", "S7"]
    assert (batch.state, batch.held) == ("published", 1)
    assert live["S1"].index_number == "0142768-8/2012-00001"
    assert timezone.localdate(live["S1"].published_on) == date(2012, 4, 1)
    assert {one.signed_on for one in live.values()} == {date(2012, 3, 5)}
    today = timezone.localdate()
    assert live["S6"].index_number == index_number.issue(county.finance.organization_code, today.year, 1)
    assert timezone.localdate(live["S6"].published_on) == today
    of_batch = Clearance.objects.get(content_type__model="importbatch")
    clearance = live["S1"].clearance
    assert clearance is not None
    assert clearance.signature_ids == of_batch.signature_ids
    assert clearance.object_id == live["S1"].pk
    assert batch.records.exclude(held=[]).count() == batch.held
    held = ImportRecord.objects.get(source_id="S4")
    assert [code for code, _text in held.held] == ["SCREENING-OPEN"]
    assert ledger.chain_problems() == []


def test_a_body_that_lost_its_pictures_goes_alone(county: County, tmp_path: Path) -> None:
    brought_in(county, table(tmp_path, [row(1, 正文='<p>见图<img src="/old/1.jpg"></p>'), row(2)]))
    batch = checking.carry_out(ImportBatch.objects.get().pk)
    record = batch.records.exclude(held=[]).get()
    assert [code for code, _text in record.held] == ["IMPORT-PICTURE"]
    assert "<img" not in str(record.document.body)


def test_again_only_what_changed_is_stored(county: County, tmp_path: Path) -> None:
    brought_in(county, table(tmp_path, [row(1), row(2), row(3)]))
    signed(county, ImportBatch.objects.get())
    outcome = brought_in(county, table(tmp_path, [row(1), row(2, 标题="改过的标题"), row(3), row(4)]))
    assert (outcome.new, outcome.updated, outcome.unchanged) == (1, 1, 2)
    changed = ImportRecord.objects.get(source_id="S2").document
    assert (changed.title, changed.has_unpublished_changes) == ("关于第2号事项的通知", True), (
        "public as signed"
    )
    signed(county, ImportBatch.objects.exclude(state="published").get())
    changed.refresh_from_db()
    assert (changed.title, changed.index_number) == ("改过的标题", "0142768-8/2012-00002")
    assert (
        brought_in(county, table(tmp_path, [row(1), row(2, 标题="改过的标题"), row(3), row(4)])).unchanged
        == 4
    )


def test_what_was_edited_here_is_not_overwritten_and_goes_alone(county: County, tmp_path: Path) -> None:
    brought_in(county, table(tmp_path, [row(1), row(2)]))
    document = ImportRecord.objects.get(source_id="S1").document
    catalog.revise(actor=county.officer, document=document, title="人改过的标题")
    outcome = brought_in(county, table(tmp_path, [row(1, 标题="系统改过的标题"), row(2)]))
    assert [fault.code for fault in outcome.faults] == ["edited_here"]
    batch = ImportBatch.objects.earliest("pk")
    checking.carry_out(batch.pk)
    assert [code for code, _text in ImportRecord.objects.get(source_id="S1").held] == ["IMPORT-EDITED"]


def test_what_changes_after_signing_began_does_not_go_out(county: County, tmp_path: Path) -> None:
    brought_in(county, table(tmp_path, [row(1), row(2)]))
    batch = checking.carry_out(ImportBatch.objects.get().pk)
    services.submit(actor=county.officer, batch=batch)
    with pytest.raises(Refused, match="REVIEW-UNDER-WAY"):
        brought_in(county, table(tmp_path, [row(1), row(2)]))
    late = brought_in(county, table(tmp_path, [row(1, 标题="迟到的标题"), row(2)], "new.csv"))
    assert [fault.code for fault in late.faults] == ["under_review"]
    document = ImportRecord.objects.get(source_id="S1").document
    catalog.revise(actor=county.officer, document=document, title="送审后改的标题")
    for person in (county.reviewer, county.secrecy, county.leader):
        review.sign(actor=person, obj=batch, decision="approved")
    assert list(Document.objects.filter(live=True).values_list("title", flat=True)) == ["关于第2号事项的通知"]


def test_every_fault_of_every_row_is_named(county: County, tmp_path: Path) -> None:
    outcome = brought_in(
        county,
        table(
            tmp_path,
            [
                row(1),
                row(1),
                row(2, 索引号="0142768-8/2012-00001"),
                row(3, 成文日期="三月五日", 栏目="没有的栏目"),
                row(4, 标题=""),
                row(5, 发布机构="没有的机构"),
                row(6, 发布机构="云溪县教育局"),
                row(7, 正文文件="7.html"),
                row(8, 成文日期="2099-01-01"),
            ],
        ),
    )
    assert [(fault.row, fault.code) for fault in outcome.faults] == [
        (3, "twice"), (5, "no_date"), (5, "unknown_column"), (6, "empty"), (7, "unknown_agency"), (8, "denied"),
        (9, "no_file"), (10, "future"), (4, "index_taken"),
    ]  # fmt: skip
    assert ImportBatch.objects.get().refused == 8


def test_several_agencies_make_several_batches(county: County, tmp_path: Path) -> None:
    file = table(tmp_path, [row(1), row(2, 发布机构="education"), row(3, 发布机构="云溪县教育局")])
    brought_in(county, file, county.administrator)
    found = dict(ImportBatch.objects.values_list("agency__code", "new"))
    assert found == {"finance": 1, "education": 2}


def test_a_killed_import_goes_on_where_it_stopped(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    file = table(tmp_path, [row(number) for number in range(1, 8)])
    keep = storing.Store.keep

    def killed(store: storing.Store, entries: Sequence[Any]) -> storing.Stored:
        if entries[0].source_id == "S5":
            raise KeyboardInterrupt
        return keep(store, entries)

    monkeypatch.setattr(storing.Store, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        brought_in(county, file)
    assert Document.objects.count() == 4
    monkeypatch.setattr(storing.Store, "keep", keep)
    outcome = brought_in(county, file)
    assert (outcome.skipped, outcome.new) == (5, 3)
    assert ImportBatch.objects.get().new == 7


def test_undone_before_anybody_signed(county: County, tmp_path: Path) -> None:
    file = table(tmp_path, [row(1), row(2)])
    brought_in(county, file)
    batch = checking.carry_out(ImportBatch.objects.get().pk)
    with pytest.raises(PermissionDenied):
        services.undo(actor=county.stranger, batch=batch)
    assert services.undo(actor=county.officer, batch=batch) == 2
    assert not Document.objects.exists()
    assert brought_in(county, file).new == 2


def test_new_numbers_pass_over_those_an_archive_brings(county: County, tmp_path: Path) -> None:
    code = county.finance.organization_code
    brought_in(county, table(tmp_path, [row(1, 索引号=f"{code}/2026-00002")]))
    assert [numbering.issue(county.finance, 2026) for _time in range(2)] == [
        f"{code}/2026-00001",
        f"{code}/2026-00003",
    ]


def test_bodies_and_attachments_come_out_of_the_package(county: County, tmp_path: Path) -> None:
    file = tmp_path / "old.zip"
    inner = table(tmp_path, [row(1, 正文="", 正文文件="1.html", 附件="表1.csv；说明.txt")])
    with zipfile.ZipFile(file, "w") as made:
        made.write(inner, "导出/old.csv")
        made.writestr(
            "导出/正文/1.html",
            "<html><body><h1>标题</h1><p onclick='x'>正文<script>1</script></p></body></html>",
        )
        made.writestr("导出/附件/表1.csv", "项目,金额\n甲,1\n")
        made.writestr("导出/附件/说明.txt", "说明")
    assert brought_in(county, file, bodies="导出/正文", attachments="导出/附件").new == 1
    document = Document.objects.get()
    assert str(document.body) == "<h2>标题</h2><p>正文</p>"
    assert [one.title for one in document.attachments] == ["表1", "说明"]


@pytest.mark.parametrize(
    ("members", "code"),
    [({"a.csv": b"x", "b.csv": b"x"}, "no_table"), ({"a.html": b"x"}, "no_table")],
)
def test_packages_that_cannot_be_used(tmp_path: Path, members: dict[str, bytes], code: str) -> None:
    file = tmp_path / "odd.zip"
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    with pytest.raises(FileRefused) as refused, package.opened(file):
        pass
    assert refused.value.code == code


def test_a_member_that_grows_out_of_measure_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", "x,y\n")
        made.writestr("bomb.txt", b"0" * 40_000_000)
    with package.opened(file) as opened, pytest.raises(FileRefused) as refused:
        opened.read("bomb.txt", "")
    assert refused.value.code == "bomb"


def test_queries_do_not_grow_with_the_rows(county: County, tmp_path: Path) -> None:
    def counted(first: int, last: int) -> list[int]:
        file = table(tmp_path, [row(number) for number in range(first, last)], f"{first}.csv")
        numbers = []
        with CaptureQueriesContext(connection) as some:
            brought_in(county, file)
        numbers.append(len(some))
        batch = ImportBatch.objects.latest("pk")
        with CaptureQueriesContext(connection) as some:
            checking.carry_out(batch.pk)
        numbers.append(len(some))
        batch.refresh_from_db()
        services.submit(actor=county.officer, batch=batch)
        for person in (county.reviewer, county.secrecy):
            review.sign(actor=person, obj=batch, decision="approved")
        with CaptureQueriesContext(connection) as some:
            review.sign(actor=county.leader, obj=batch, decision="approved")
        return [*numbers, len(some)]

    counted(1, 3)  # what is looked up once per process
    few, many = counted(10, 13), counted(100, 130)
    # SQLite takes so many values in one statement: a few more statements for ten times the rows, never one for each row.
    assert all(more - less <= 3 for less, more in zip(few, many, strict=True)), (few, many)


def test_mappings_are_read_strictly_and_can_be_proposed() -> None:
    with pytest.raises(MappingRefused) as refused:
        load(
            "columns: {titel: 标题}\nvalues: {validity: {gone: 无}}\ndefaults: {document_type: x}\nfoo: 1",
            fields.declared(),
        )
    assert len(refused.value.reasons) == 4
    assert "title" in refused.value.reasons[1] + refused.value.reasons[0]
    text = proposed(("信息编号", "标题", "成文日其"), fields.declared(), "旧门户")
    assert load(text, fields.declared()).columns["source_id"][0] == "信息编号"
    assert "成文日其 -> signed_on" in text


def test_the_command_reports_by_row_and_echoes_nothing(county: County, tmp_path: Path) -> None:
    file = table(tmp_path, [row(1), row(2, 成文日期=RESIDENT)])
    report = tmp_path / "errors.csv"
    arguments = ["import", "documents", str(file), "--agency", "finance", "--errors", str(report), "--json"]
    result = CliRunner().invoke(main, [*arguments, "--dry-run"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["new"] == 1
    assert not Document.objects.exists()
    assert RESIDENT not in result.output
    assert report.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,成文日期,")
    assert CliRunner().invoke(main, arguments).exit_code == 2
    assert Document.objects.count() == 1


def test_the_office_uploads_checks_and_submits(
    county: County, client: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client.login(username="officer", password=PASSWORD)
    given = SimpleUploadedFile("old.csv", table(tmp_path, [row(1), row(2, 标题="")]).read_bytes())
    where = "/office/documents/batches/"
    answer = client.post(
        f"{where}upload/", {"agency": county.finance.pk, "source_system": "旧门户", "file": given}
    )
    assert answer.headers["Location"].endswith("mapping/")
    page = client.get(f"{where}mapping/")
    assert "关于第1号事项的通知" in page.content.decode()
    chosen = {name: str(field.initial or "") for name, field in page.context["form"].fields.items()}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{where}mapping/", {**chosen, "act": "start"})
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.new, batch.refused) == ("checked", 1, 1)
    assert client.get(f"{where}{batch.pk}/").status_code == 200
    assert "第1号正文" in client.get(f"{where}{batch.pk}/sample/").content.decode()
    client.post(f"{where}{batch.pk}/submit/")
    assert [one.submission.object_title for one in review_queries.waiting_for(county.reviewer)] == [
        str(batch)
    ]
    client.login(username="reviewer", password=PASSWORD)
    waiting = review_queries.waiting_for(county.reviewer)[0]
    page = client.get(f"/office/review/sign/{waiting.round.task_state_id}/").content.decode()
    assert "签署的是批次中每一份文件的内容" in page
    client.login(username="stranger", password=PASSWORD)
    assert client.get(f"{where}{batch.pk}/").status_code == 404
    assert Agency.objects.count() == 4
