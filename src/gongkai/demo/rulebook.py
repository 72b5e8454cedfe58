"""Rules of disclosure and the acts they govern: the county's, an agency's own, one revised, one that ended, one not linked yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from gongkai.agencies.models import Agency, User
from gongkai.catalog import services
from gongkai.catalog.models import Document
from gongkai.catalog.rulebook import services as rulebook
from gongkai.catalog.rulebook import standing
from gongkai.channels.rules import Facts
from gongkai.channels.services import jobs
from gongkai.demo import datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, paragraphs, signature
from gongkai.demo.people import Desk
from gongkai.demo.places import ROOT, Place

NUMERALS = "一二三四五六七八九十"


def keep(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Everything of `data/rulebook.yaml`, linked by the administrator before anything was revised."""
    declared = datafiles.read("rulebook")
    rows = declared["rules"]
    documents = Archive(places, desks).bring_in([_paper(row, places[row["by"]], as_of) for row in rows])
    known = Document.objects.filter(title=declared["standing"], agency=places[ROOT].agency).first()
    if known is not None:
        _link(places[ROOT].agency, known, declared["standing_governs"])
    for row, document in zip(rows, documents, strict=True):
        _link(places[row["by"]].agency, document, row.get("governs", ()))
        if "changed" in row:
            _revise(document, row, places[row["by"]], desks[row["by"]], as_of)
        if "ends" in row:
            services.change_validity(
                actor=desks[row["by"]].officer, document=document, validity="repealed",
                on=as_of - timedelta(days=row["ends"]),
            )  # fmt: skip


def _paper(row: dict[str, Any], place: Place, as_of: date) -> Paper:
    day = as_of - timedelta(days=row["days"])
    return Paper(
        agency=row["by"],
        column="rules",
        title=row["title"],
        summary=row["summary"],
        body=_text(row["clauses"], place, day),
        document_type="other",
        signed_on=day,
        published_on=day + timedelta(days=3),
    )


def _text(clauses: Iterable[str], place: Place, day: date) -> str:
    lines = [f"第{_numeral(number)}条　{text}" for number, text in enumerate(clauses, 1)]
    return paragraphs(lines) + signature(place.agency.name, day)


def _numeral(number: int) -> str:
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"


def _link(agency: Agency, document: Document, governed: Iterable[str]) -> None:
    """Each act with the first clause that speaks of it."""
    first: dict[str, str] = {}
    for one in standing.proposals(document, []):
        if one.act.id in governed:
            first.setdefault(one.act.id, one.clause.name)
    if first:
        rulebook.link(
            actor=User.objects.get(username="administrator"), agency=agency, document=document, pairs=list(first.items())
        )  # fmt: skip


def _revise(document: Document, row: dict[str, Any], place: Place, desk: Desk, as_of: date) -> None:
    """The version in force now; what had gone out on a channel is to be updated."""
    went = row["went_out"]
    (job,) = jobs.make(actor=desk.officer, document=document, channels=[went["channel"]])
    jobs.finish(actor=desk.officer, jobs=[job], facts=Facts(on=as_of, link=went["link"]))
    clauses = [row["changed"].get(number, text) for number, text in enumerate(row["clauses"], 1)]
    services.revise(
        actor=desk.officer, document=document, body=_text(clauses, place, document.signed_on or as_of)
    )
    services.submit_for_review(actor=desk.officer, document=document)
    for signer in desk.signers:
        services.approve(actor=signer, document=document, opinion="同意。")
