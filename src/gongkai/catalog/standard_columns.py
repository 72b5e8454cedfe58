"""The columns every agency must have, in the order of 国办公开办函〔2019〕61号. Pure."""

from __future__ import annotations

from typing import Any

from gongkai.law import catalogue

GUIDE = ("guide", "政府信息公开指南", "guide", "信息公开指南")
RULEBOOK = ("rules", "政府信息公开制度", "rulebook", "政策文件")
REPORTS = ("reports", "政府信息公开年报", "report", "信息公开年报")
# id of 条例第二十条 -> (slug, name of the column, ColumnType, kinds of agency it applies to; empty: all)
STATUTORY: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("regs_rules_normdocs", "policies", "规章和规范性文件", "政策文件", ()),
    ("org_profile", "profile", "机关简介", "机构职能", ()),
    ("plans", "plans", "规划和计划", "规划计划", ()),
    ("statistics", "statistics", "统计信息", "数据发布", ("government", "department")),
    ("licensing_services", "licensing", "行政许可和其他对外管理服务", "办事服务", ()),
    ("penalty_coercion", "penalties", "行政处罚和行政强制", "行政执法", ("department", "town", "authorised")),
    ("budget", "budget", "财政预算、决算", "财政信息", ()),
    ("fees", "fees", "行政事业性收费", "财政信息", ("government", "department")),
    ("procurement", "procurement", "政府集中采购", "财政信息", ("government", "department")),
    ("major_projects", "projects", "重大建设项目", "重大项目", ("government", "department")),
    ("livelihood", "livelihood", "民生政策和措施", "民生信息", ()),
    ("emergencies", "emergencies", "突发公共事件应急", "应急管理", ("government", "department", "town")),
    ("inspection", "inspection", "监督检查", "行政执法", ("government", "department")),
    ("civil_service_exam", "recruitment", "公务员招考", "人事信息", ("government", "department")),
    ("other_by_rule", "other", "其他法定公开信息", "公告公示", ()),
)
# Art 21 speaks to city and county governments and their departments, and to towns. A department gets those columns
# its work calls for by hand; a government gets all of them.
ARTICLE_21_KINDS = {"city_county": ("government",), "town": ("town",)}


def for_agency(agency: Any) -> list[dict[str, Any]]:
    """The fields of each standard column of an agency of this kind, in order."""
    rows = [_column(agency, *GUIDE), _column(agency, *RULEBOOK)]
    rows += [
        _column(agency, slug, name, "statutory", column_type, item)
        for item, slug, name, column_type, kinds in STATUTORY
        if not kinds or agency.kind in kinds
    ]
    rows += [
        _column(agency, item.id.replace("_", "-"), item.label, "statutory", "公共服务", item.id)
        for item in catalogue.ARTICLE_21
        if agency.kind in ARTICLE_21_KINDS[item.applies_to]
    ]
    return [*rows, _column(agency, *REPORTS)]


def _column(
    agency: Any, slug: str, name: str, section: str, column_type: str, statutory_item: str = ""
) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": name,
        "section": section,
        "statutory_item": statutory_item,
        "column_type": column_type,
        "description": f"{agency.name}{name}"[:200],
        "keywords": f"{agency.short_name},{name},政府信息公开"[:200],
    }
