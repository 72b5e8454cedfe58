"""The standing of an agency with its rules as a workbook: acts, rules, the checklist."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from gongkai.catalog.rulebook import saying
from gongkai.catalog.rulebook.standing import Standing
from gongkai.convert.sheet import harmless

Row = tuple[str, ...]


def xlsx(standing: Standing) -> bytes:
    """Three sheets; what people wrote cannot be run as a formula."""
    book = Workbook(write_only=True)
    for name, rows in (
        (_("环节依据"), _acts(standing)),
        (_("制度清单"), _rules(standing)),
        (_("常用制度对照"), _checklist(standing)),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([harmless(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _acts(standing: Standing) -> Iterator[Row]:
    yield _("流程"), _("环节"), _("法定依据"), _("制度"), _("条款"), _("对应机关"), _("自何日起")
    for workflow, bases in standing.workflows:
        for basis in bases:
            head = (
                saying.name(workflow),
                saying.name(basis.act),
                "；".join(one.text for one in basis.provisions),
            )
            for one in basis.governing:
                link = one.link
                yield (*head, one.title, link.clause, link.agency.name, link.since.isoformat())
            if not basis.governing:
                yield (*head, "", "", "", "")


def _rules(standing: Standing) -> Iterator[Row]:
    yield _("制度"), _("发布机构"), _("发文字号"), _("有效性"), _("规定的环节")
    for rule, governed in standing.rules:
        titles = dict.fromkeys(saying.name(one.act) for one in governed)
        yield rule.title, rule.agency.name, rule.document_number, rule.validity_label, "、".join(titles)


def _checklist(standing: Standing) -> Iterable[Row]:
    yield _("制度"), _("情况"), _("对应的制度")
    for one in standing.checklist:
        yield one.usual.name, one.label, "、".join(f"《{rule.title}》" for rule in one.rules)
