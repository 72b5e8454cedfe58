"""Letters as structured content, one template per kind and outcome (`letter_texts`), and their files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.convert import typeset, word
from gongkai.convert.official import Authenticity, OfficialLetter
from gongkai.foi.letter_rules import VARIANTS, variants
from gongkai.foi.letter_texts import Template, chosen, templates, written
from gongkai.foi.models import Applicant, Case, Letter

__all__ = ["VARIANTS", "Template", "chosen", "templates", "variants"]

# How much of the checksum stands on the letter and on the page that checks it.
CHECKSUM_SHOWN = 12
FIELD_LABELS = {
    "reasons": _("理由"),
    "grounds": _("依据"),
    "content": _("提供的信息或获取方式、途径、时间"),
    "withheld": _("不予公开的部分"),
    "responsible_agency": _("负责公开的机关及联系方式"),
    "wanted": _("需补正的内容"),
    "reply_by": _("补正期限"),
    "question": _("征求意见的内容"),
    "payment": _("缴费方式"),
    "letter_number": _("送达的文书"),
    "withdrawn_on": _("撤回日期"),
}


def compose(
    case: Case,
    template: str | Template,
    *,
    number: str,
    dated_on: date,
    values: Mapping[str, Any],
    remedy: str = "",
    addressee: str = "",
) -> OfficialLetter:
    """Put a letter together from the case's facts and the values of this letter. Raises KeyError for no template.

    `template` is a name, for the text that holds at the agency on the day, or a text already chosen. `remedy` is the
    sentence on remedies.
    """
    using = chosen(case.agency, template, dated_on) if isinstance(template, str) else template
    facts = {**common_values(case), **values, "remedy": remedy}
    if using.uses("reconsideration_body", "court"):
        facts["reconsideration_body"], facts["court"] = remedy_bodies(case.agency.answering)
    return OfficialLetter(
        issuer=case.agency.answering.name,
        title=using.title,
        number=number,
        addressee=addressee or case.applicant.name,
        paragraphs=using.paragraphs(facts),
        signature=case.agency.answering.name,
        dated_on=dated_on,
    )


def remedy_bodies(agency: Agency) -> tuple[str, str]:
    """The reconsideration body and the court for answers of an agency (行政复议法第二十四条)."""
    body = agency.reconsideration_body
    if not body:
        governments = [found for found in agency.get_ancestors() if found.is_government]
        body = governments[-1].name if governments else "上一级人民政府"
    return body, agency.court or "有管辖权的人民法院"


def common_values(case: Case) -> dict[str, Any]:
    """What every letter may speak of."""
    agency = case.agency.answering
    office = getattr(agency, "disclosure_office", None)
    us = "本机关" if agency == case.agency else f"{case.agency.name}（已撤销，职责由本机关承接）"
    you = "您" if case.applicant.kind == Applicant.Kind.NATURAL else "你单位"
    received = case.received_on or case.submitted_at
    return {
        "you": you,
        "agency_name": agency.name,
        "opening": (
            f"{us}于{written(received)}收到{you}提出的政府信息公开申请（受理编号：{case.receipt_number}），"
            f"申请公开：{case.description}。"
        ),
        "receipt_number": case.receipt_number,
        "description": case.description,
        "channel": case.get_channel_display(),
        "wanted_form": case.get_wanted_form_display(),
        "wanted_route": case.get_wanted_route_display(),
        "submitted_on": case.submitted_at,
        "received_on": case.received_on,
        "due_on": case.due_on,
        "unconfirmed": "" if case.received_on else "1",
        "office_name": (office.name if office else "") or agency.name,
        "office_telephone": office.telephone if office else "",
        "office_address": office.address if office else "",
    }


def to_json(letter: OfficialLetter) -> dict[str, Any]:
    """The content as it is kept."""
    return {
        "issuer": letter.issuer,
        "title": letter.title,
        "number": letter.number,
        "addressee": letter.addressee,
        "paragraphs": list(letter.paragraphs),
        "signature": letter.signature,
        "dated_on": letter.dated_on.isoformat(),
        "attachments": list(letter.attachments),
        "copy_note": letter.copy_note,
    }


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the kept content: what was signed can be told from what is shown."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def official(letter: Letter) -> OfficialLetter:
    """The issued letter as it was composed."""
    content = dict(letter.content)
    content["dated_on"] = date.fromisoformat(content["dated_on"])
    return OfficialLetter(**content)


def docx(letter: Letter) -> bytes:
    """The letter as a Word file."""
    return word.letter(official(letter), authenticity(letter))


def pdf(letter: Letter) -> bytes:
    """The letter as PDF."""
    return typeset.letter(official(letter), authenticity(letter))


def authenticity(letter: Letter) -> Authenticity:
    """What is printed on the letter so that whoever holds it can ask whether it was issued."""
    base = str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    return Authenticity(
        address=f"{base}/verify/{letter.verification_code}/",
        code=letter.verification_code,
        checksum=letter.content_sha256[:CHECKSUM_SHOWN],
    )
