"""Records behind the pages, in plain functions: documents signed and published, a report, requests."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.reports.models import AnnualReport
from tests.catalog.desk import published
from tests.world import County, make_agency

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
TYPED = {
    "token": "t" * 40,
    "applicant_kind": "natural",
    "name": "钱小禾",
    "contact_person": "",
    "phone": "0999-7654321",
    "email": "qian@example.com",
    "address": "",
    "agency": "finance",
    "information_title": "2025年度农村公路养护资金分配方案",
    "information_document_number": "",
    "information_description": "各乡镇分配数额",
    "carrier": "electronic",
    "route": "online",
}


def document(county: County, **fields: Any) -> Document:
    """A document that everybody may see."""
    return published(county, **fields)


def documents(county: County, number: int, **fields: Any) -> list[Document]:
    """Many of them, with titles and numbers of their own."""
    return [
        published(
            county,
            title=f"云溪县惠农补助资金第{serial}批分配方案",
            document_number=f"云财发〔2026〕{serial}号",
            signed_on=date(2026, 1, 1 + serial % 28),
            **fields,
        )
        for serial in range(1, number + 1)
    ]


def reports(county: County, number: int) -> None:
    """Published reports of 2025 of so many bureaus, as plain rows."""
    moment = datetime(2026, 1, 20, 10, tzinfo=UTC)
    for serial in range(1, number + 1):
        code = f"bureau-{serial}"
        if Agency.objects.filter(code=code).exists():
            continue
        county.government.refresh_from_db()
        agency = make_agency(county.government, code, f"云溪县第{serial}局", "department", 100 + serial)
        AnnualReport.objects.create(
            agency=agency, year=2025, status="published", due_on=date(2026, 1, 31), opened_at=moment,
            signed_off_at=moment, published_on=moment.date(), frozen={},
        )  # fmt: skip


def proof(name: str = "id.png", content: bytes = PNG) -> SimpleUploadedFile:
    """A photograph of an identity card."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def big_file(name: str, megabytes: int) -> io.BytesIO:
    """A file of that size, made of a PNG's beginning and nothing."""
    content = io.BytesIO(PNG + b"\0" * (megabytes * 1024 * 1024))
    content.name = name
    return content


def fill_in(client: Client, **changes: Any) -> Any:
    """Post the form; the check page comes back when it is right."""
    return client.post("/apply/", {**TYPED, "identity_proof": proof(), **changes})


def submit(client: Client, **changes: Any) -> Any:
    """Press the button on the check page."""
    return client.post("/apply/", {**TYPED, "step": "submit", **changes})


def apply(client: Client, **changes: Any) -> tuple[str, str]:
    """Ask for something as a citizen does; number and code from the receipt."""
    assert "核对申请内容" in fill_in(client, **changes).content.decode()
    changes.pop("identity_proof", None)
    answer = submit(client, **changes)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).context["receipt"]
    return page.number, page.code
