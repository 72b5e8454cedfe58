"""What comes in wrong, twice, too big or too early."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile

from gongkai.convert.content_type import FileRefused
from gongkai.foi import services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Correction
from gongkai.foi.text import numbered_points
from gongkai.ledger.models import Event
from tests.foi.requests import register
from tests.world import County

D = date


def heavy() -> ContentFile[bytes]:
    """A picture of a hundred megabytes."""
    return ContentFile(b"\x89PNG\r\n\x1a\n" + bytes(100 * 1024 * 1024), "id.png")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: ContentFile(b"MZ\x90\0" + b"\0" * 500, "id.png"), "executable"),
        (lambda: ContentFile(b"\x7fELF" + b"\0" * 500, "id.jpg"), "executable"),
        (lambda: ContentFile(b"", "id.png"), "empty"),
        (lambda: ContentFile(b"<html><script>1</script>", "id.pdf"), "mismatch"),
        (heavy, "too_large"),
    ],
)
def test_a_proof_of_identity_that_is_none(county: County, file: Any, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        register(county, D(2026, 3, 3), identity_proof=file())
    assert caught.value.text
    assert caught.value.code == code
    assert not Case.objects.exists()
    assert not Event.objects.filter(kind="foi.case").exists()


def test_a_correction_is_answered_once_and_asked_for_once(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    staff: dict[str, Any] = {"actor": county.officer, "case": case}
    services.request_correction(**staff, on=D(2026, 3, 4), wanted="年度\n\n  乡镇 \n文号")
    row = Correction.objects.get()
    assert row.wanted == "1．年度\n2．乡镇\n3．文号"
    services.receive_correction(**staff, on=D(2026, 3, 9), text="2025年度")
    with pytest.raises(StepRefused) as caught:
        services.receive_correction(**staff, on=D(2026, 3, 10), text="又寄一次")
    assert caught.value.code == "FOI-NO-CORRECTION-REQUESTED"
    row.refresh_from_db()
    assert row.text == "2025年度"
    with pytest.raises(StepRefused) as caught:
        services.request_correction(**staff, on=D(2026, 3, 11), wanted="还有")
    assert caught.value.code == "FOI-CORRECTION-ONCE"


def test_a_consultation_is_not_answered_before_it_was_sent(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    sent = services.send_consultation(
        actor=county.officer, case=case, on=D(2026, 3, 10), party="agency", name="云溪县司法局"
    )
    before = Event.objects.count()
    with pytest.raises(StepRefused):
        services.record_consultation_answer(
            actor=county.officer, case=case, on=D(2026, 3, 9), ref=sent.ref, opinion="agrees"
        )
    with pytest.raises(StepRefused):
        services.record_consultation_delivery(
            actor=county.officer, consultation=sent, case=case, on=D(2026, 3, 9)
        )
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年度", "年度"),
        ("年度\r\n乡镇", "1．年度\n2．乡镇"),
        ("一、年度\n二、乡镇", "一、年度\n二、乡镇"),
        ("1. 年度\n2. 乡镇", "1. 年度\n2. 乡镇"),
        ("\n \n", ""),
    ],
)
def test_points_are_numbered_once(text: str, expected: str) -> None:
    assert numbered_points(text) == expected
