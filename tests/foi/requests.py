"""Requests for tests, in plain functions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from gongkai.foi import services
from gongkai.foi.models import Case
from gongkai.foi.services import ApplicantDetails, RequestDetails
from tests.world import County

PERSON = ApplicantDetails(
    kind="natural",
    name="钱小禾",
    identity_document="居民身份证",
    identity_number="00000019900101000X",
    telephone="0999-7654321",
    email="qian@example.com",
    postal_address="云溪县柳桥镇1号",
)
COMPANY = ApplicantDetails(
    kind="business",
    name="云溪某某有限公司",
    identity_document="营业执照",
    identity_number="00000000000000000X",
    telephone="0999-1111111",
    postal_address="云溪县工业路2号",
)
WISH = RequestDetails(subject="2025年度农村公路养护资金分配方案", features="各乡镇分配数额")


def register(county: County, on: date, *, channel: str = "in_person", **changes: Any) -> Case:
    """A request keyed in by the finance officer."""
    fields: dict[str, Any] = {
        "actor": county.officer,
        "agency": county.finance,
        "applicant": PERSON,
        "request": WISH,
        **changes,
    }
    return services.register_request(channel=channel, on=on, **fields).case


def searched(county: County, case: Case, on: date, **changes: Any) -> None:
    """Somebody looked and found nothing."""
    fields: dict[str, Any] = {
        "place_kind": "archive",
        "place": "本机关档案室",
        "words": "养护资金 分配方案 2025",
        "found": "没有找到",
        "found_any": False,
        **changes,
    }
    services.log_search(actor=county.officer, case=case, on=on, **fields)


def part_withheld(county: County, case: Case, on: date, *, copy: bool = True, **changes: Any) -> None:
    """One part is withheld, and the redacted copy is on file."""
    fields: dict[str, Any] = {
        "what": "附件二第三栏",
        "ground": "process",
        "reason": "属于讨论过程中的意见",
        **changes,
    }
    services.add_withheld_part(actor=county.officer, case=case, on=on, **fields)
    if copy:
        file = ContentFile("（区分处理后的副本）".encode(), "副本.txt")
        services.add_file(actor=county.officer, case=case, on=on, file=file, role="redacted")
