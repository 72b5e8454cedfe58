"""What happened to documents after publication, and the ones still on the desks. Through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.catalog import services as catalog
from gongkai.catalog.models import Column, Document
from gongkai.demo import chance, datafiles
from gongkai.demo.documents import rosters, signing
from gongkai.demo.documents.paper import Paper, fill, paragraphs, signature
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.law.calendar import WorkCalendar


def unpublished() -> int:
    """How many documents `begin` makes."""
    return sum(row["stands"] != "out" for row in datafiles.read("desk"))


def relate(pairs: Sequence[tuple[Paper, Document]], desks: dict[str, Desk]) -> None:
    """State what interprets, clarifies, amends or repeals what, and mark what has ended."""
    by_key = {paper.key: document for paper, document in pairs}
    repeals = {row["key"]: row["repealed_by"] for row in datafiles.read("normative") if "repealed_by" in row}
    for paper, document in pairs:
        desk = desks[paper.agency]
        if paper.relation:
            kind, target = paper.relation
            catalog.relate(actor=desk.officer, source=document, kind=kind, target=by_key[target])
        if paper.amended_on:
            catalog.change_validity(
                actor=desk.officer, document=document, validity="amended", on=paper.amended_on
            )
        if paper.repealed_on:
            successor = by_key[repeals[paper.key]]
            catalog.change_validity(
                actor=desk.officer,
                document=document,
                validity="repealed",
                on=max(paper.repealed_on, successor.signed_on or paper.repealed_on),
                repealed_by=successor,
            )
        if paper.expires_on:
            catalog.change_validity(
                actor=desk.officer, document=document, validity="expired", on=paper.expires_on
            )


def begin(places: dict[str, Place], desks: dict[str, Desk], as_of: date, calendar: WorkCalendar) -> None:
    """Put the documents of `desk.yaml` where they stand: how many signatures they have, whether they came back."""
    rng = chance.stream("desk")
    for row in datafiles.read("desk"):
        if row["stands"] == "out":
            continue
        place, desk = places[row["by"]], desks[row["by"]]
        signed_on = chance.back(calendar, as_of, row["age"])
        names = {"year": signed_on.year, "last": signed_on.year - 1}
        number = f"{place.mark}〔{signed_on.year}〕{rng.randint(60, 120)}号" if row.get("number") else ""
        document = catalog.create_draft(
            actor=desk.officer,
            agency=place.agency,
            column=Column.objects.get(agency=place.agency, slug=row["column"]),
            title=fill(row["title"], **names),
            body=paragraphs(fill(text, **names) for text in row["body"])
            + signature(place.agency.name, signed_on),
            summary=fill(row.get("summary", ""), **names),
            document_type=row["type"],
            document_number=number,
            signed_on=signed_on,
            disclosure_class=row.get("class", "proactive"),
            statutory_item=row.get("item", ""),
            ground=row.get("ground", ""),
            ground_article=row.get("ground_article", ""),
        )
        for name in row.get("files", ()):
            file_name, made = rosters.FILES[name]
            catalog.add_attachment(
                actor=desk.officer, document=document, file=SimpleUploadedFile(file_name, made())
            )
        if row["stands"] == "draft":
            continue
        catalog.submit_for_review(actor=desk.officer, document=document)
        for signer, opinion in zip(
            desk.signers,
            ("内容准确，同意。", "不涉及国家秘密和敏感信息，同意公开。", "同意公开。"),
            strict=True,
        ):
            if row["stands"] == signer_role(desk, signer):
                if row.get("question"):
                    signing.refer(signer, document, row["question"])
                break
            if row.get("returned_by") == signer_role(desk, signer):
                signing.return_draft(signer, document, row["opinion"], row.get("remarks", {}))
                break
            catalog.approve(actor=signer, document=document, opinion=opinion)


def signer_role(desk: Desk, signer: object) -> str:
    """The name of a signer's part in `desk.yaml`."""
    return {desk.reviewer: "reviewer", desk.secrecy: "secrecy", desk.leader: "leader"}[signer]  # type: ignore[index]
