"""The application form (Art 29) filled in from what was taken down, for reading back and for the applicant's signature."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.convert import typeset
from gongkai.convert.official import chinese_date, in_official_language
from gongkai.foi.models import Case


@in_official_language
def rows(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups of Art 29 with their lines: label, what was said. Blank lines stay, to be filled in by hand."""
    who = case.applicant
    person = [
        (_("申请人类型"), str(who.get_kind_display())),
        (_("姓名或名称"), who.name),
        (
            _("证件名称及号码"),
            " ".join(part for part in (who.identity_document, who.identity_number) if part),
        ),
    ]
    if who.is_organisation:
        person += [(_("法定代表人或负责人"), who.representative), (_("联系人"), who.contact_person)]
    person += [
        (_("联系电话"), who.telephone),
        (_("电子邮箱"), who.email),
        (_("通信地址及邮政编码"), " ".join(part for part in (who.postal_address, who.postcode) if part)),
    ]
    wanted = [
        (_("所需信息名称"), case.subject),
        (_("文号"), case.document_number),
        (_("便于查询的其他特征"), case.features),
    ]
    form = [
        (_("提供形式"), str(case.get_wanted_form_display())),
        (_("获取途径"), str(case.get_wanted_route_display())),
        (_("阅读或视听障碍所需帮助"), case.help_needed),
    ]
    return [(_("申请人"), person), (_("所需信息"), wanted), (_("形式和途径"), form)]


@in_official_language
def pdf(case: Case) -> bytes:
    """The form as PDF, with room for the signature and, where somebody took it down, for theirs."""
    taken_down = case.taken_down_by.get_full_name() if case.taken_down_by else ""
    submitted = timezone.localtime(case.submitted_at).date()
    data: dict[str, Any] = {
        "title": _("政府信息公开申请表"),
        "agency": case.agency.name,
        "number": case.receipt_number,
        "number_label": _("受理编号"),
        "groups": [
            {"heading": heading, "lines": [{"label": label, "text": text} for label, text in lines]}
            for heading, lines in rows(case)
        ],
        "statement": _("以上内容由工作人员根据本人口述代为填写，已向本人宣读或者由本人阅读，核对无误。")
        if taken_down
        else _("以上内容核对无误。"),
        "taken_down": _("代为填写人：%(name)s") % {"name": taken_down} if taken_down else "",
        "signature_label": _("申请人（签名或者盖章）："),
        "date_label": _("日期："),
        "submitted": _("申请日期：%(day)s") % {"day": chinese_date(submitted)},
    }
    return typeset.pdf("application", data, dated_on=submitted)
