"""Documents over time: a limit of the county's own, a rule that was changed and one that will be repealed, a notice taken down, a clarification."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from gongkai.agencies.models import User
from gongkai.catalog import limit_setting, services
from gongkai.catalog.models import Column, Document
from gongkai.demo import datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, paragraphs, signature
from gongkai.demo.people import SHOWN, Desk
from gongkai.demo.places import ROOT, Place

NUMERALS = "一二三四五六七八九"


def keep(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Everything of `data/over_time.yaml`, at the agency whose people can sign in."""
    declared, place, desk = datafiles.read("over_time"), places[SHOWN], desks[SHOWN]
    lasting, ending = Archive(places, desks).bring_in(
        [_paper(declared[name], place, as_of) for name in ("lasting", "ending")]
    )
    limit_setting.set_limit(
        actor=User.objects.get(username="administrator"),
        agency=places[ROOT].agency,
        kind="interpretation",
        since=date(as_of.year - 2, 1, 1),
        **declared["limit"],
    )
    _change(lasting, declared["lasting"], place, desk, as_of)
    _clean_up(declared, place, desk, as_of, lasting, ending)
    _withdraw(declared["withdrawn"], places, desks, as_of)
    _draft(declared["clarification"], place, desk, as_of, "clarification")
    limit_setting.recompute()


def _articles(row: dict[str, Any], place: Place, day: date, changed: dict[int, str] | None = None) -> str:
    texts = [(changed or {}).get(number, text) for number, text in enumerate(row["articles"], 1)]
    opening = f"为了{row['purpose']}，制定本文件。"
    lines = [f"第{NUMERALS[number]}条　{text}" for number, text in enumerate(texts)]
    return paragraphs([opening, *lines]) + signature(place.agency.name, day)


def _number(row: dict[str, Any], place: Place, day: date) -> str:
    return f"{place.mark}〔{day.year}〕{row['number']}号"


def _paper(row: dict[str, Any], place: Place, as_of: date) -> Paper:
    """One that was signed and published some time ago."""
    day = as_of - timedelta(days=row["days"])
    return Paper(
        agency=SHOWN,
        column="policies",
        title=row["title"],
        summary=row["summary"],
        body=_articles(row, place, day),
        document_type="normative_document",
        document_number=_number(row, place, day),
        signed_on=day,
        published_on=day + timedelta(days=3),
        statutory_item="regs_rules_normdocs",
    )


def _sign(document: Document, desk: Desk) -> None:
    services.submit_for_review(actor=desk.officer, document=document)
    for signer in desk.signers:
        services.approve(actor=signer, document=document, opinion="同意。")
    document.refresh_from_db()


def _change(document: Document, row: dict[str, Any], place: Place, desk: Desk, as_of: date) -> None:
    """A new text with an end, and the interpretation that explains it."""
    services.revise(
        actor=desk.officer,
        document=document,
        body=_articles(row, place, document.signed_on or as_of, row["changed"]),
        expires_on=as_of + timedelta(days=row["ends_in"]),
        registration_number=row["registered"].format(year=as_of.year - 1),
    )
    _sign(document, desk)
    explaining = _draft(row["interpretation"], place, desk, as_of, "interpretation")
    services.relate(actor=desk.officer, source=explaining, kind="interprets", target=document)
    _sign(explaining, desk)


def _clean_up(
    declared: dict[str, Any], place: Place, desk: Desk, as_of: date, lasting: Document, ending: Document
) -> None:
    """A decision that repeals one on a day to come, and articles of another at once."""
    row = declared["clean_up"]
    day = as_of - timedelta(days=row["days"])
    result = _draft(
        row, place, desk, as_of, "normative_document", body=_articles(row, place, day), signed_on=day,
        document_number=_number(row, place, day), interpretation_waiver=declared["waiver"],
    )  # fmt: skip
    services.relate(
        actor=desk.officer, source=result, kind="repeals", target=ending, note=row["note"],
        effective_on=as_of + timedelta(days=row["repeals_in"]),
    )  # fmt: skip
    services.relate(
        actor=desk.officer,
        source=result,
        kind="repeals_partly",
        target=lasting,
        articles="第五条",
        note=row["note"],
    )
    _sign(result, desk)


def _withdraw(row: dict[str, Any], places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """A notice that was taken down again: its number and the reason stay."""
    day = as_of - timedelta(days=row["days"])
    (document,) = Archive(places, desks).bring_in(
        [
            Paper(
                agency=SHOWN,
                column="livelihood",
                title=row["title"],
                summary=row["summary"],
                body=paragraphs(row["body"]) + signature(places[SHOWN].agency.name, day),
                document_type="notice",
                signed_on=day,
                published_on=day,
                statutory_item="livelihood",
            )
        ]
    )
    gone_on = day + timedelta(days=row["stood"])
    services.withdraw(actor=desks[SHOWN].leader, document=document, reason=row["reason"], on=gone_on)


def _draft(
    row: dict[str, Any], place: Place, desk: Desk, as_of: date, document_type: str, **fields: Any
) -> Document:
    text: Iterable[str] = row.get("body", ())
    values = {"body": paragraphs(text), "formed_on": as_of, **fields}
    return services.create_draft(
        actor=desk.officer,
        agency=place.agency,
        column=Column.objects.get(agency=place.agency, slug="policies"),
        title=row["title"],
        summary=row["summary"],
        document_type=document_type,
        statutory_item="regs_rules_normdocs",
        **values,
    )
