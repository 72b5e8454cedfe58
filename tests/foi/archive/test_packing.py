"""A case as one file: complete, the same bytes for the same state, and it can be checked without this software."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from gongkai.foi import services
from gongkai.foi.archive import packing
from gongkai.foi.models import Case
from tests.foi.office.desk import back, today
from tests.foi.office.test_access import PNG
from tests.foi.requests import register
from tests.world import County


@pytest.fixture
def case(county: County) -> Case:
    made = register(
        county, back(6), identity_proof=ContentFile(PNG, "id.png"), files=[ContentFile(PNG, "钱小禾.png")]
    )
    services.issue_receipt(actor=county.officer, case=made, on=back(6))
    services.send_consultation(
        actor=county.officer, case=made, on=back(5), party="third_party", name="孙小苗", contact="13812341234"
    )
    services.record_consultation_answer(
        actor=county.officer, case=made, on=back(4), ref="1", opinion="agrees"
    )
    services.add_file(
        actor=county.officer, case=made, on=back(3), file=ContentFile(PNG, "plan.png"), role="provided"
    )
    decision = services.decide(
        actor=county.leader, case=made, on=back(2), served_by="post", outcome="grant", content="随函提供"
    )
    services.record_delivery(
        actor=county.officer,
        case=made,
        letter=decision.letter,  # type: ignore[arg-type]
        on=back(2),
        route="post",
        postal_number="EMS-1",
        note="=钱小禾",
    )
    return made


def opened(content: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the archive's own program says."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")], capture_output=True, text=True, check=False
    )


def test_everything_is_in_it(case: Case) -> None:
    found = opened(packing.build(case))
    assert {"index.html", "index.pdf", "README.txt", "check.py", "manifest.json"} <= set(found)
    assert {"applicant/identity-proof.png", "files/01-request.png", "files/02-provided.png"} <= set(found)
    assert {"records/deliveries.csv", "records/record.json", "records/events.csv"} <= set(found)
    letters = [name for name in found if name.startswith("letters/")]
    assert [name.split("-")[1] for name in sorted(letters)] == [
        "receipt.pdf",
        "consultation.pdf",
        "decision.pdf",
    ]
    assert all(found[name].startswith(b"%PDF") for name in [*letters, "index.pdf"])
    assert found["files/01-request.png"] == PNG
    index = found["index.html"].decode()
    assert case.receipt_number in index
    assert all(name in index for name in letters)
    record = json.loads(found["records/record.json"])
    assert record["applicant"][0]["name"] == "钱小禾"
    assert record["foi.Consultation"][0]["name"] == "孙小苗"
    assert "remedies.Remedy" in record
    assert "'=钱小禾" in found["records/deliveries.csv"].decode()  # no formula for a spreadsheet
    assert len(json.loads(found["records/events.json"])) == found["records/events.csv"].count(b"foi.case.")


def test_the_same_state_gives_the_same_bytes(county: County, case: Case) -> None:
    first = packing.build(case)
    services.note_look(actor=county.officer, case=case, act="archive")
    assert packing.build(Case.objects.get(pk=case.pk)) == first
    services.issue_receipt(actor=county.officer, case=case, on=today())
    assert packing.build(case) != first


def test_it_can_be_checked_offline(case: Case, tmp_path: Path) -> None:
    for name, data in opened(packing.build(case)).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)
    good = checked(tmp_path)
    assert good.returncode == 0, good.stdout + good.stderr
    events = tmp_path / "records" / "events.json"
    kept = events.read_bytes()
    events.write_text(kept.decode().replace('"grant"', '"partial"'), encoding="utf-8")
    bad = checked(tmp_path)
    assert bad.returncode == 1
    assert "changed: records/events.json" in bad.stdout
    assert "content and hash disagree" in bad.stdout
    events.write_bytes(kept)
    (tmp_path / "files" / "01-request.png").unlink()
    assert "missing: files/01-request.png" in checked(tmp_path).stdout


def test_masked_it_tells_nothing_of_people(case: Case) -> None:
    found = opened(packing.build(case, masked=True))
    assert not any(name.startswith("applicant/") for name in found)
    assert "files/01-request.png" not in found
    assert "files/02-provided.png" in found
    everything = b"\n".join(
        data for name, data in found.items() if not name.endswith((".pdf", ".png"))
    ).decode()
    for secret in ("钱小禾", "00000019900101000X", "7654321", "qian@", "柳桥镇1号", "孙小苗", "13812341234"):
        assert secret not in everything
    assert "钱**" in everything
    assert "未收入" in found["index.html"].decode()
    assert json.loads(found["manifest.json"])["masked"] is True


def test_a_case_just_received_has_a_file_too(county: County) -> None:
    case = register(county, date.today(), channel="ordinary_mail")
    assert "待双方确认" in opened(packing.build(case))["index.html"].decode()
