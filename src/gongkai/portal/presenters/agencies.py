"""An agency as its column shows it: the disclosure office, and the guide of Art. 12."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.agencies import queries as agencies
from gongkai.law import catalogue
from gongkai.portal.presenters.documents import ColumnMeta, File, body_html, files


@dataclass(frozen=True, slots=True)
class Office:
    """Where and how the disclosure office can be reached."""

    name: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """An agency with its disclosure office."""

    code: str
    name: str
    office: Office
    accepts_online: bool


def agency_page(agency: Any) -> AgencyPage:
    """The agency; one without a disclosure office shows its name alone and takes no online requests."""
    row = getattr(agency, "disclosure_office", None)
    if row is None:
        return AgencyPage(agency.code, agency.name, Office(name=agency.name), accepts_online=False)
    contact = row.internet_contact.strip()
    office = Office(
        name=row.name or agency.name,
        address=row.address,
        hours=row.office_hours,
        phone=row.telephone,
        fax=row.fax,
        email=contact if "@" in contact and "/" not in contact else "",
        url=contact if contact.startswith(("https://", "http://")) else "",
    )
    return AgencyPage(agency.code, agency.name, office, row.accepts_online)


def closed_notice(agency: Any) -> dict[str, str] | None:
    """That the agency is no more, and who answers for what it published; None for one that exists."""
    if agency.closed_on is None:
        return None
    notice = {
        "level": "caution",
        "title": _("%(agency)s已于%(day)s撤销")
        % {"agency": agency.name, "day": date_format(agency.closed_on, _("Y年n月j日"))},
        "meaning": _("已公开的文件和索引号保留，可以继续查阅。"),
    }
    if agency.kept_by is not None:
        notice |= {
            "next": _("职责和档案由承接机关负责，需要申请公开的，请向承接机关提出："),
            "url": reverse("portal:agency", args=[agency.kept_by.code]),
            "url_label": agency.kept_by.name,
        }
    return notice


@dataclass(frozen=True, slots=True)
class Change:
    """One line of how an agency came to be what it is: on which day, what, and the other agency if there is one."""

    on: date
    text: str
    code: str = ""
    name: str = ""
    functions: str = ""


def changes(agency: Any) -> list[Change]:
    """Names the agency had, work it took over and work it gave away, the latest first."""
    found = [
        Change(row.on, _("由“%(name)s”更名") % {"name": row.former_name})
        for row in agencies.renamings_of(agency)
    ]
    for row in agencies.successions_of(agency):
        act, is_ours = row.reorganisation, row.successor_id == agency.pk
        other = act.agency if is_ours else row.successor
        text = _("承接职责，来自") if is_ours else _("职责划入")
        found.append(Change(act.on, text, other.code, other.name, row.functions))
    return sorted(found, key=lambda change: change.on, reverse=True)


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of Art. 12: what the office keeps as fields, then what it wrote as a document."""

    revised_on: date | datetime | None
    body_html: SafeString
    attachments: list[File]


def guide(agency: Any, documents: list[Any]) -> Guide | None:
    """The guide of an agency from its office and the newest document of its guide column; None when both are empty."""
    row = getattr(agency, "disclosure_office", None)
    parts = [
        (_("信息分类"), row.classification if row else ""),
        (_("编排体系"), row.arrangement if row else ""),
        (_("获取方式"), row.ways_to_obtain if row else ""),
    ]
    filled = [(title, text) for title, text in parts if text.strip()]
    document = documents[0] if documents else None
    if not filled and document is None:
        return None
    body = format_html_join("", "<h2>{}</h2>{}", ((title, _paragraphs(text)) for title, text in filled))
    if document is not None:
        body += body_html(document.body)
    revised_on = (row.revised_on if row else None) or (document.published_on if document else None)
    return Guide(revised_on, body, files(document.attachments) if document else [])


def _paragraphs(text: str) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line.strip()))


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the statutory content that holds documents."""

    slug: str
    name: str
    article: str = ""
    count: int = 0
    latest_on: datetime | None = None


def categories(columns: Any) -> list[Category]:
    """The filled columns with the item of the regulation each stands for."""
    return [
        Category(row.slug, row.name, article_of(row.statutory_item), row.count, row.latest_on)
        for row in columns
    ]


def article_of(statutory_item: str) -> str:
    """第二十条第（一）项, or nothing."""
    item = catalogue.ITEMS.get(statutory_item)
    return item.article if item else ""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the four elements of the column (国办公开办函〔2019〕61号)."""

    id: str
    name: str
    type: str


def sections() -> dict[str, Section]:
    """The four elements in their fixed order, with the value of their ColumnType tag."""
    return {
        "guide": Section("guide", _("政府信息公开指南"), "信息公开指南"),
        "rules": Section("rules", _("政府信息公开制度"), "政策文件"),
        "statutory": Section("statutory", _("法定主动公开内容"), "信息公开目录"),
        "reports": Section("reports", _("政府信息公开年报"), "信息公开年报"),
    }


def section_meta(agency: Any, section: Section) -> ColumnMeta:
    """The Column* tags of one element of an agency's column."""
    return ColumnMeta(
        section.name,
        f"{agency.name}{section.name}",
        [agency.short_name, section.name, _("政府信息公开")],
        section.type,
    )
