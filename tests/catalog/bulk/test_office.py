"""In the browser: words and columns are mapped and kept, what stopped half-way goes on, what came in wrongly is undone."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail import hooks

from gongkai.catalog import occasions
from gongkai.catalog.bulk import checking, services, storing, uploads
from gongkai.catalog.models import Document, ImportBatch, ImportMapping, ImportRecord
from gongkai.cli.root import main
from gongkai.convert.content_type import FileRefused
from gongkai.review import services as review
from gongkai.review.rules import Refused
from tests.catalog.bulk.test_batches import _ready, brought_in, row, signed, table  # noqa: F401 - a fixture
from tests.world import PASSWORD, County

WHERE = "/office/documents/batches/"
RENAMED = {"栏目": "财务"}


@pytest.fixture
def officer(client: Client, settings: Any) -> Client:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client.login(username="officer", password=PASSWORD)
    return client


def handed_in(officer: Client, county: County, file: Path, **more: Any) -> Any:
    """The page of columns and words of an uploaded file."""
    given = SimpleUploadedFile(file.name, file.read_bytes())
    typed = {"agency": county.finance.pk, "source_system": "旧门户", "file": given, **more}
    assert officer.post(f"{WHERE}upload/", typed).status_code == 302
    return officer.get(f"{WHERE}mapping/")


def filled(page: Any, act: str, **words: str) -> dict[str, Any]:
    """What the page would send; `words`: field -> the code chosen for every word of it that is not understood."""
    sent: dict[str, Any] = {name: str(one.initial or "") for name, one in page.context["form"].fields.items()}
    for name, listed in page.context["seen"].words.items():
        sent[f"word-{name}"] = [word.text for word in listed]
        sent[f"code-{name}"] = [word.code or words.get(name, "") for word in listed]
    return {**sent, "act": act}


def started(officer: Client, page: Any, capture: Any, **words: str) -> ImportBatch:
    """The batch after the background work is done."""
    with capture(execute=True):
        assert officer.post(f"{WHERE}mapping/", filled(page, "start", **words)).status_code == 302
    return ImportBatch.objects.latest("pk")


def test_words_are_mapped_previewed_kept_and_used_again(
    county: County, officer: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    file = table(tmp_path, [row(number, **RENAMED) for number in range(1, 31)])
    page = handed_in(officer, county, file)
    assert [(word.text, word.rows, word.code) for word in page.context["seen"].words["column"]] == [
        ("财务", 30, "")
    ]
    assert page.context["refused"] == len(page.context["seen"].rows) == 20
    seen = officer.post(f"{WHERE}mapping/", filled(page, "look", column="budget"))
    assert (seen.context["refused"], seen.context["seen"].rows[0].entry.column.slug) == (0, "budget")
    assert not ImportMapping.objects.exists()
    batch = started(officer, page, django_capture_on_commit_callbacks, column="budget")
    assert (batch.new, batch.refused, batch.state) == (30, 0, "checked")
    kept = ImportMapping.objects.get()
    assert yaml.safe_load(kept.content)["values"] == {"column": {"budget": ["财务"]}}
    again = handed_in(officer, county, table(tmp_path, [row(40, **RENAMED), row(41, 栏目="党务")], "b.csv"))
    assert [(word.text, word.code) for word in again.context["seen"].words["column"]] == [
        ("党务", ""),
        ("财务", "budget"),
    ]
    assert officer.get(f"{WHERE}mappings/{kept.pk}/").content.decode() == kept.content


def test_the_command_line_reads_what_the_browser_kept(
    county: County, officer: Client, tmp_path: Path
) -> None:
    page = handed_in(officer, county, table(tmp_path, [row(1, **RENAMED)]))
    assert officer.post(f"{WHERE}mapping/", filled(page, "save", column="budget")).status_code == 200
    arguments = [
        "import",
        "documents",
        str(tmp_path / "old.csv"),
        "--agency",
        "finance",
        "--source-system",
        "旧门户",
    ]
    tried = CliRunner().invoke(main, [*arguments, "--dry-run"])
    assert (tried.exit_code, "不发订阅邮件" in tried.output) == (0, True)
    downloaded = tmp_path / "kept.yaml"
    downloaded.write_bytes(officer.get(f"{WHERE}mappings/{ImportMapping.objects.get().pk}/").content)
    ImportMapping.objects.all().delete()
    assert CliRunner().invoke(main, [*arguments, "--mapping", str(downloaded)]).exit_code == 0
    assert Document.objects.get().column_id


def test_a_mapping_belongs_to_its_agency(county: County, officer: Client, tmp_path: Path) -> None:
    page = handed_in(officer, county, table(tmp_path, [row(1)]))
    officer.post(f"{WHERE}mapping/", filled(page, "save"))
    officer.login(username="stranger", password=PASSWORD)
    assert officer.get(f"{WHERE}mappings/{ImportMapping.objects.get().pk}/").status_code == 404


def test_a_kept_mapping_that_can_no_longer_be_read_is_passed_over(
    county: County, officer: Client, tmp_path: Path
) -> None:
    gone = "values: {validity: {no-such-code: [无]}}"
    ImportMapping.objects.create(
        agency=county.finance, source_system="旧门户", content=gone, saved_by=county.officer
    )
    assert handed_in(officer, county, table(tmp_path, [row(1)])).context["refused"] == 0


def test_nothing_typed_is_lost_and_a_wrong_choice_is_told(
    county: County, officer: Client, tmp_path: Path
) -> None:
    page = handed_in(officer, county, table(tmp_path, [row(1)]))
    answer = officer.post(f"{WHERE}mapping/", {**filled(page, "start"), "title": "", "dates": "%d/%m/%Y"})
    assert answer.status_code == 422
    assert '<option value="%d/%m/%Y" selected>' in answer.content.decode()
    words = {"word-column": ["财政预算、决算"], "code-column": ["other"]}
    answer = officer.post(f"{WHERE}mapping/", {**filled(page, "start"), "title": "", **words})
    assert [word.code for word in answer.context["seen"].words["column"]] == ["other"]
    forged = {**filled(page, "start"), "word-validity": ["有效"], "code-validity": ["no-such-code"]}
    assert officer.post(f"{WHERE}mapping/", forged).status_code == 422
    assert not ImportBatch.objects.exists()


def test_what_stopped_half_way_goes_on(
    county: County,
    officer: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("gongkai.catalog.bulk.running.CHUNK", 2)
    keep = storing.Store.keep

    def failing(store: storing.Store, entries: Any) -> Any:
        if entries[0].source_id == "S3":
            raise FileRefused("damaged", "表格已损坏。")
        return keep(store, entries)

    monkeypatch.setattr(storing.Store, "keep", failing)
    page = handed_in(officer, county, table(tmp_path, [row(number) for number in range(1, 6)]))
    batch = started(officer, page, django_capture_on_commit_callbacks)
    shown = officer.get(f"{WHERE}{batch.pk}/").content.decode()
    assert (batch.state, batch.new) == ("failed", 2)
    for text in ("表格已损坏。", "新增 2 件", "继续", "丢弃草稿"):
        assert text in shown
    monkeypatch.setattr(storing.Store, "keep", keep)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"{WHERE}{batch.pk}/go-on/")
    batch.refresh_from_db()
    assert (batch.state, batch.new, batch.faults) == ("checked", 5, [])
    with pytest.raises(Refused, match="BATCH-NOT-STOPPED"):
        services.go_on(actor=county.officer, batch=batch)


def test_the_same_file_on_the_command_line_goes_on_too(county: County, tmp_path: Path) -> None:
    file = table(tmp_path, [row(1), row(2), row(3)])
    brought_in(county, file)
    ImportBatch.objects.update(state="failed", read=3, faults=[[0, "", "damaged", "表格已损坏。"]])
    outcome = brought_in(county, file)
    assert (outcome.skipped, outcome.unchanged) == (3, 1)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.faults) == ("loaded", [])


def test_drafts_of_a_killed_import_can_be_discarded(county: County, tmp_path: Path) -> None:
    brought_in(county, table(tmp_path, [row(1), row(2)]))
    batch = ImportBatch.objects.get()
    ImportBatch.objects.update(state="loading", moved_at=timezone.now())
    with pytest.raises(Refused, match="BATCH-BUSY"):
        services.undo(actor=county.officer, batch=batch)
    ImportBatch.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="IMPORT-NO-FILE"):
        services.go_on(actor=county.officer, batch=batch)
    assert services.undo(actor=county.officer, batch=batch) == 2
    assert not Document.objects.exists()


def test_faulty_rows_come_back_with_what_stood_in_them(
    county: County, officer: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    page = handed_in(officer, county, table(tmp_path, [row(1), row(2, 标题="", 正文="=1+1"), row(3)]))
    batch = started(officer, page, django_capture_on_commit_callbacks)
    answer = officer.get(f"{WHERE}{batch.pk}/faulty-rows/")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert (len(lines), lines[1][0], lines[1][6]) == (2, "S2", "=1+1")
    assert lines[1][-1].startswith("标题：")
    assert sheet.cell(2, 7).data_type == "s"
    assert uploads.path_of(batch.upload) is not None
    officer.login(username="stranger", password=PASSWORD)
    assert officer.get(f"{WHERE}{batch.pk}/faulty-rows/").status_code == 404


def test_undone_the_public_version_stays_and_nothing_waits(county: County, tmp_path: Path) -> None:
    brought_in(county, table(tmp_path, [row(1)]))
    signed(county, ImportBatch.objects.get())
    brought_in(county, table(tmp_path, [row(1, 标题="错误的标题")], "wrong.csv"))
    document = ImportRecord.objects.get().document
    assert document.has_unpublished_changes
    services.undo(actor=county.officer, batch=ImportBatch.objects.latest("pk"))
    document.refresh_from_db()
    assert (document.has_unpublished_changes, document.latest_revision_id) == (
        False,
        document.live_revision_id,
    )
    assert brought_in(county, table(tmp_path, [row(1, 标题="对的标题")], "right.csv")).updated == 1


@pytest.mark.parametrize("announced", [False, True])
def test_readers_are_told_only_when_that_was_chosen(county: County, tmp_path: Path, announced: bool) -> None:
    told: list[tuple[int, str]] = []
    brought_in(county, table(tmp_path, [row(1), row(2, 公开日期="")]))
    batch = checking.carry_out(ImportBatch.objects.get().pk)
    ImportBatch.objects.update(announced=announced)
    services.submit(actor=county.officer, batch=batch)
    with hooks.register_temporarily(occasions.HOOK, lambda document, act: told.append((document.pk, act))):
        for person in (county.reviewer, county.secrecy, county.leader):
            review.sign(actor=person, obj=batch, decision="approved")
    assert Document.objects.filter(live=True).count() == 2
    assert [act for _pk, act in told] == ([occasions.PUBLISHED] * 2 if announced else [])
