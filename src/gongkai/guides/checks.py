"""What must fit together in a guide and in a phone book beyond the single field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongkai.catalog.schemas import Problem
from gongkai.catalog.schemas.model import table_rows
from gongkai.guides import steps
from gongkai.scan.checks import is_mobile

_HOME = re.compile(r"(?:小区|花园|家园|公寓|宿舍|住宅|\d+单元)")


def guide(data: Mapping[str, Any]) -> list[Problem]:
    """Limits that contradict each other, steps that lead nowhere, fees without a standard, nowhere to go."""
    return [*_limits(data), *_steps(data), *_fees(data), *_places(data)]


def _limits(data: Mapping[str, Any]) -> Iterator[Problem]:
    legal, promised = data.get("legal_days"), data.get("promised_days")
    if isinstance(legal, int) and isinstance(promised, int) and promised > legal:
        text = _(
            "承诺办结时限%(promised)d个工作日超过了法定办结时限%(legal)d个工作日，请改为不超过法定时限。"
        )
        yield Problem("LIMIT-OVER-LAW", text % {"promised": promised, "legal": legal}, field="promised_days")
    for name in ("legal_days", "promised_days"):
        value = data.get(name)
        if isinstance(value, int) and value < 0:
            yield Problem("LIMIT-NEGATIVE", _("时限不能是负数。"), field=name)


def _steps(data: Mapping[str, Any]) -> Iterator[Problem]:
    found, faults = steps.read(table_rows(data, "steps"))
    for fault in faults:
        yield Problem(fault.code, fault.text, "steps", fault.row, "next")
    total, promised = steps.longest(found), data.get("promised_days")
    if isinstance(promised, int) and total > promised:
        text = _(
            "各步骤时限相加最长为%(total)d个工作日，超过了承诺办结时限%(promised)d个工作日，请核对步骤时限或者承诺时限。"
        )
        yield Problem("LIMIT-STEPS", text % {"total": total, "promised": promised}, "steps", None, "days")


def _fees(data: Mapping[str, Any]) -> Iterator[Problem]:
    charged, rows = data.get("charged"), table_rows(data, "fees")
    if charged is True and not rows:
        yield Problem(
            "FEE-NO-STANDARD",
            _("写明了收费，请在“收费项目”中写明收费标准和依据；不收费的，请改为不收费。"),
            "fees",
        )
    if charged is False and rows:
        yield Problem(
            "FEE-CONTRADICTION",
            _("写明了不收费，却列有收费项目，请删去收费项目或者改为收费。"),
            "fees",
        )


def _places(data: Mapping[str, Any]) -> Iterator[Problem]:
    if not table_rows(data, "windows") and not data.get("online"):
        yield Problem("NOWHERE-TO-APPLY", _("请至少写明一处办理地点，或者网上办理地址。"), "windows")


def phone_book(data: Mapping[str, Any]) -> list[Problem]:
    """Numbers and places that are a person's own: mobile numbers, homes."""
    found = []
    for number, row in enumerate(table_rows(data, "rows")):
        digits = re.sub(r"\D", "", str(row.get("telephone") or ""))
        if len(digits) >= 11 and is_mobile(digits[-11:]):
            text = _("这是手机号码。电话簿只公开办公电话，请改为办公室的固定电话。")
            found.append(Problem("PHONE-MOBILE", text, "rows", number, "telephone"))
        if _HOME.search(str(row.get("room") or "")):
            text = _("这像是住址。电话簿只写办公室的房间，请改写。")
            found.append(Problem("PHONE-HOME", text, "rows", number, "room"))
    return found


CHECKS = {"service_guide": guide, "phone_book": phone_book}
