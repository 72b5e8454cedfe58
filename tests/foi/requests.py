"""Requests for tests, in plain functions."""

from __future__ import annotations

from datetime import date
from typing import Any

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
