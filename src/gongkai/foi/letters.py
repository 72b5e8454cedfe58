"""Letters as structured content, one template per kind and outcome (`letter_templates/*.yaml`), and their files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.convert import typeset, word
from gongkai.convert.official import OfficialLetter, chinese_date
from gongkai.foi.models import Applicant, Case, Letter

# Outcomes that answer in more than one way: the first is the usual one.
VARIANTS: dict[str, tuple[str, ...]] = {
    "grant": ("grant", "grant.already_public"),
    "cannot.not_held": ("cannot.not_held", "cannot.not_ours"),
}
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
}

# A value that ends its sentence itself, put where the template goes on or ends it.
_DOUBLED = re.compile("[。；]+(?=[，。])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; printed only when the field named by `when` (if any) is filled."""

    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """What a letter of one kind says. `requires`: fields that must be filled; `remedy`: ends with the remedies."""

    name: str
    title: str
    requires: tuple[str, ...]
    remedy: bool
    body: tuple[Paragraph, ...]

    def missing(self, values: Mapping[str, Any]) -> list[str]:
        """The required fields that are empty."""
        return [name for name in self.requires if not str(values.get(name) or "").strip()]

    def paragraphs(self, values: Mapping[str, Any]) -> list[str]:
        """The body with the values put in; a value of several lines becomes several paragraphs."""
        texts = _Texts({name: _written(value) for name, value in values.items()})
        found: list[str] = []
        for paragraph in self.body:
            if paragraph.when and not texts.get(paragraph.when):
                continue
            text = _DOUBLED.sub("", paragraph.text.format_map(texts))
            found += [line.strip() for line in text.splitlines() if line.strip()]
        return found


class _Texts(dict[str, str]):
    """A field nobody filled is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def variants(outcome: str) -> tuple[str, ...]:
    """The letter variants of an outcome, the usual one first."""
    return VARIANTS.get(outcome, (outcome,))


@cache
def templates() -> dict[str, Template]:
    """Every template by its name: a letter kind, or `decision.<variant>`."""
    found = {}
    for item in (files("gongkai.foi") / "letter_templates").iterdir():
        if item.name.endswith(".yaml"):
            name = item.name.removesuffix(".yaml")
            content = yaml.safe_load(item.read_text(encoding="utf-8"))
            body = tuple(Paragraph(part["text"], part.get("when", "")) for part in content["body"])
            found[name] = Template(
                name, content["title"], tuple(content["requires"]), content["remedy"], body
            )
    return found


def compose(
    case: Case,
    template: str,
    *,
    number: str,
    dated_on: date,
    values: Mapping[str, Any],
    remedy: str = "",
    addressee: str = "",
) -> OfficialLetter:
    """Put a letter together from the case's facts and the values of this letter. Raises KeyError for no template."""
    chosen = templates()[template]
    paragraphs = chosen.paragraphs({**common_values(case), **values})
    if chosen.remedy and remedy:
        paragraphs.append(remedy)
    return OfficialLetter(
        issuer=case.agency.name,
        title=chosen.title,
        number=number,
        addressee=addressee or case.applicant.name,
        paragraphs=paragraphs,
        signature=case.agency.name,
        dated_on=dated_on,
    )


def common_values(case: Case) -> dict[str, Any]:
    """What every letter may speak of."""
    office = getattr(case.agency, "disclosure_office", None)
    you = "您" if case.applicant.kind == Applicant.Kind.NATURAL else "你单位"
    received = case.received_on or case.submitted_at
    return {
        "you": you,
        "opening": (
            f"本机关于{_written(received)}收到{you}提出的政府信息公开申请（受理编号：{case.receipt_number}），"
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
        "office_name": (office.name if office else "") or case.agency.name,
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
    return word.letter(official(letter))


def pdf(letter: Letter) -> bytes:
    """The letter as PDF."""
    return typeset.letter(official(letter))


def _written(value: Any) -> str:
    """A value as a letter writes it: days in Chinese, moments by their day here, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return chinese_date(timezone.localtime(value).date())
    return chinese_date(value) if isinstance(value, date) else str(value)
