"""Declared lists for tests: a list of permits and one of penalties, in plain functions."""

from __future__ import annotations

from random import Random
from typing import Any

from gongkai.catalog import services
from gongkai.catalog.models import Document
from tests.catalog import desk
from tests.scan import values
from tests.world import County

RESIDENT = values.resident_id(Random(20190515))


def permit(number: int, **more: Any) -> dict[str, Any]:
    """A permit that lacks nothing."""
    return {
        "party": f"云溪县石塘镇第{number}商店",
        "party_kind": "个体工商户",
        "document_title": "准予行政许可决定书",
        "document_number": f"云审许〔2026〕{number}号",
        "permit_kind": "普通",
        "content": "食品经营",
        "decided_on": "2026-03-02",
        "authority": "云溪县行政审批局",
        "state": "有效",
        **more,
    }


def penalty(number: int, **more: Any) -> dict[str, Any]:
    """A penalty that lacks nothing."""
    return {
        "party": f"云溪县第{number}商贸有限公司",
        "party_kind": "法人及非法人组织",
        "document_number": f"云市监罚〔2026〕{number}号",
        "offence": "销售超过保质期的食品",
        "facts": "货架上有超过保质期的食品三袋。",
        "basis": "《食品安全法》第一百二十四条",
        "penalty_kind": "罚款",
        "content": "罚款人民币五千元",
        "fine": "0.5",
        "decided_on": "2026-03-02",
        "publicity": "一年",
        "authority": "云溪县市场监督管理局",
        **more,
    }


def draft(county: County, schema: str, rows: list[dict[str, Any]], **fields: Any) -> Document:
    """A draft of a list."""
    values: dict[str, Any] = {
        "title": "公示清单",
        "schema": schema,
        "data": {"rows": rows},
        "document_type": "other",
        "document_number": "",
        "body": "",
        "summary": "按条逐项公开。",
        "statutory_item": "licensing_services",
        **fields,
    }
    return desk.draft(county, **values)


def published(county: County, schema: str, rows: list[dict[str, Any]], **fields: Any) -> Document:
    """A list that went the whole way."""
    document = draft(county, schema, rows, **fields)
    services.submit_for_review(actor=county.officer, document=document)
    return desk.sign(county, document)
