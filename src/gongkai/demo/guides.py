"""Service guides, telephones and the handbook of the county, as published documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.convert import word
from gongkai.demo import datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, paragraphs
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.guides import handbook, services
from gongkai.guides.reading import SCHEMA

GUIDES_DAYS_OLD, PHONES_DAYS_OLD, HANDBOOK_DAYS_OLD = 60, 45, 30
FIRST_NUMBER = 7200100


def publish(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Bring them in, then print the handbook from what is public."""
    declared = datafiles.read("guides")
    archive = Archive(places, desks)
    documents = archive.bring_in(list(_guides(declared, as_of - timedelta(days=GUIDES_DAYS_OLD))))
    archive.bring_in(list(_phones(declared, as_of - timedelta(days=PHONES_DAYS_OLD))))
    entries = [
        {"chapter": row["chapter"], "guide": document.index_number, "name": row["data"]["name"]}
        for row, document in zip(declared["guides"], documents, strict=True)
    ]
    day = as_of - timedelta(days=HANDBOOK_DAYS_OLD)
    archive.bring_in([_handbook(declared["handbook"], places, entries, day)])


def _guides(declared: dict[str, Any], day: date) -> Iterator[Paper]:
    for number, row in enumerate(declared["guides"]):
        telephone = f"0999-{FIRST_NUMBER + number}"
        window = {**declared["window"], "telephone": telephone}
        data = {
            "fees": [],
            "questions": [],
            "complaint": "0999-12345",
            "remedies": declared["remedies"],
            **row["data"],
            "enquiry": telephone,
            "windows": [window],
        }
        form = row.get("form")
        yield Paper(
            agency=row["agency"],
            column="licensing",
            title=f"{data['name']}办事指南",
            summary=f"{data['name']}的申请条件、材料、程序、期限、收费和办理地点。",
            body=paragraphs(["本指南写明办理的条件、材料、程序、期限、收费和地点。"]),
            document_type="other",
            signed_on=day,
            published_on=day + timedelta(days=number % 3),
            statutory_item="licensing_services",
            file=(form["title"], "docx", _form(form, day)) if form else None,
            schema=SCHEMA,
            data=data,
        )


def _form(form: dict[str, Any], day: date) -> bytes:
    """A form to fill in: its fields in a table."""
    document = word.new(form["title"], "", datetime(day.year, day.month, day.day))  # noqa: DTZ001 - OOXML dates are naive
    word.title(document, form["title"])
    word.table(document, [[name, ""] for name in form["fields"]], widths=[1, 3])
    word.paragraph(document, "申请人（签名或者盖章）：")
    return word.save(document)


def _phones(declared: dict[str, Any], day: date) -> Iterator[Paper]:
    number = FIRST_NUMBER + 100
    for agency, lines in declared["phones"].items():
        rows = []
        for line in lines:
            number += 1
            rows.append({"person": "", "hours": "工作日 8:30—17:30", **line, "telephone": f"0999-{number}"})
        yield Paper(
            agency=agency,
            column="profile",
            title="办公电话",
            summary="本机关各内设机构、窗口的办公电话。",
            body=paragraphs(["本机关各内设机构、窗口的办公电话见下表。"]),
            document_type="other",
            signed_on=day,
            published_on=day,
            statutory_item="org_profile",
            schema="phone_book",
            data={"rows": rows},
        )


def _handbook(
    row: dict[str, str], places: dict[str, Place], entries: list[dict[str, str]], day: date
) -> Paper:
    data = {
        "name": row["name"],
        "edition": day.isoformat(),
        "foreword": row["foreword"],
        "phones": True,
        "entries": entries,
    }
    made = handbook.book(places[row["agency"]].agency.name, data)
    return Paper(
        agency=row["agency"],
        column="licensing",
        title=row["name"],
        summary="汇编各部门的办事指南，供查阅和打印。",
        body=paragraphs(["手册收入的事项见目录，全文见附件。"]),
        document_type="other",
        signed_on=day,
        published_on=day,
        statutory_item="licensing_services",
        file=(services.print_name(made), "pdf", handbook.pdf(made)),
        schema="handbook",
        data=data,
    )
