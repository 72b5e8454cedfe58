"""The application form (Art 29) to fill in by hand or in Word: what an applicant may be asked for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from docx.shared import Pt

from gongkai.convert import typeset, word
from gongkai.convert.official import in_official_language
from gongkai.foi.models import Applicant, Case

TITLE_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same form gives the same bytes; OOXML dates are naive


def _choices(labels: Iterable[Any]) -> str:
    return "  ".join(f"□{label}" for label in labels)


@in_official_language
def rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups of Art 29 with their lines: label, and what stands in the field beforehand."""
    person = [
        (_("申请人类型"), _choices(Applicant.Kind.labels)),
        (_("姓名或名称"), ""),
        (_("证件名称及号码"), ""),
        (_("法定代表人或负责人"), ""),
        (_("联系人"), ""),
        (_("联系电话"), ""),
        (_("电子邮箱"), ""),
        (_("通信地址及邮政编码"), ""),
    ]
    wanted = [(_("所需信息名称"), ""), (_("文号"), ""), (_("便于查询的其他特征"), "")]
    form = [
        (_("提供形式"), _choices(Case.Form.labels)),
        (_("获取途径"), _choices(Case.Route.labels)),
        (_("阅读或视听障碍所需帮助"), ""),
    ]
    return [(_("申请人"), person), (_("所需信息"), wanted), (_("形式和途径"), form)]


def _notes() -> list[str]:
    return [
        _("1. 随本表附身份证明的复印件；法人或者其他组织填写名称、法定代表人或负责人和联系人。"),
        _("2. 不需要说明申请的目的和用途。"),
        _("3. 可以当面提交，也可以邮寄给受理机关的政府信息公开工作机构。"),
    ]


@in_official_language
def pdf(agency_name: str = "") -> bytes:
    """The blank form as PDF; `agency_name` is the agency it is addressed to, when that is known."""
    data: dict[str, Any] = {
        "title": _("政府信息公开申请表"),
        "agency": _("受理机关：%(agency)s") % {"agency": agency_name},
        "number": " " * 12,
        "number_label": _("受理编号（受理机关填写）"),
        "groups": [
            {"heading": heading, "lines": [{"label": label, "text": text} for label, text in lines]}
            for heading, lines in rows()
        ],
        "statement": " ".join(_notes()),
        "taken_down": "",
        "signature_label": _("申请人（签名或者盖章）："),
        "date_label": _("日期："),
        "submitted": "",
    }
    return typeset.pdf("application", data)


@in_official_language
def docx(agency_name: str = "") -> bytes:
    """The blank form as DOCX, its fields to be typed in."""
    title = _("政府信息公开申请表")
    document = word.new(title, agency_name, TITLE_DATE)
    word.title(document, title)
    word.paragraph(document, _("受理机关：%(agency)s") % {"agency": agency_name})
    cells = [
        [{"text": heading, "rowspan": len(lines), "align": "center"}, *line] if not number else list(line)
        for heading, lines in rows()
        for number, line in enumerate(lines)
    ]
    word.table(document, cells, widths=[1, 2.4, 6], size=Pt(12))
    for note in _notes():
        word.paragraph(document, note)
    word.paragraph(document, _("申请人（签名或者盖章）："))
    word.paragraph(document, _("日期："))
    return word.save(document)
