"""The receipt, for the browser that sent the request and for a short time only."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.convert import typeset
from gongkai.convert.official import OfficialLetter
from gongkai.portal import receipts
from gongkai.portal.presenters.downloads import download
from gongkai.portal.views.page import private, show


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, what happens next, by when. Without a fresh receipt: on to tracking."""
    found = receipts.latest(request.session)
    if found is None:
        return private(redirect("portal:track"))
    case = found.case
    shown = SimpleNamespace(
        number=case.receipt_number,
        code=found.code,
        agency=case.agency,
        submitted_at=timezone.localtime(case.submitted_at),
        received_on=case.received_on,
        confirm_by=None,
        due_on=case.due_on,
        information_title=case.subject,
        has_email=bool(case.applicant.email),
        keep_notice={
            "level": "caution",
            "title": _("请现在就记下编号和查询码"),
            "meaning": _(
                "查进度、补正、撤回和下载答复都要用。查询码只在这里显示，半小时后不再显示，机关也看不到。"
            ),
        },
    )
    crumbs = [(_("申请已提交"), "")]
    return private(show(request, "receipt.html", nav="apply", crumbs=crumbs, receipt=shown))


@require_safe
def receipt_pdf(request: HttpRequest) -> HttpResponse:
    """The receipt to keep."""
    found = receipts.latest(request.session)
    if found is None:
        return private(redirect("portal:track"))
    case = found.case
    moment = timezone.localtime(case.submitted_at)
    office = getattr(case.agency, "disclosure_office", None)
    paragraphs = [
        f"本机关于{date_format(moment, 'Y年n月j日 H:i')}通过互联网收到您提交的政府信息公开申请，申请公开的信息：{case.description}。",
        f"受理编号：{case.receipt_number}",
        f"查询码：{found.code}",
        f"凭受理编号和查询码，可以在{request.build_absolute_uri('/track/')}查看办理进度、提交补正、撤回申请和下载答复。",
        "通过互联网渠道提交的申请，以双方确认之日为收到申请之日（《中华人民共和国政府信息公开条例》第三十一条）；"
        "自收到之日起二十个工作日内答复，需要延长的，延长不超过二十个工作日，并会告知您（第三十三条）。",
    ]
    if office is not None:
        paragraphs.append(f"联系方式：{office.name}，{office.address}，电话{office.telephone}。")
    letter = OfficialLetter(
        issuer=case.agency.name,
        title="政府信息公开申请提交回执",
        number="",
        addressee=case.applicant.name,
        paragraphs=paragraphs,
        signature=case.agency.name,
        dated_on=moment.date(),
    )
    return private(download(typeset.letter(letter), f"{_('申请回执')}-{case.receipt_number}.pdf"))
