"""Steps every test of the catalogue takes: a complete draft, and its three signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.catalog import services
from gongkai.catalog.models import Column, Document
from gongkai.screening import queries as screening
from gongkai.screening import running
from gongkai.screening import services as screening_services
from tests.world import County

BODY = "<p>为规范补助资金管理,制定本办法。</p><table><tr><th colspan='2'>标准</th></tr><tr><td>一档</td><td>100元</td></tr></table>"


def column(county: County, slug: str = "policies") -> Column:
    """A standard column of the finance bureau."""
    services.ensure_standard_columns(county.finance)
    return Column.objects.get(agency=county.finance, slug=slug)


def draft(county: County, **fields: Any) -> Document:
    """A draft of the finance bureau that lacks nothing."""
    values: dict[str, Any] = {
        "column": column(county),
        "title": "云溪县惠农补助资金管理办法",
        "body": BODY,
        "summary": "规定惠农补助资金的范围、标准和发放程序。",
        "document_type": "normative_document",
        "document_number": "云财发〔2026〕3号",
        "signed_on": date(2026, 3, 2),
        "statutory_item": "regs_rules_normdocs",
        **fields,
    }
    return services.create_draft(actor=county.officer, agency=county.finance, **values)


def look_at_files(document: Document) -> None:
    """What the worker does with attachments, and a person with what could not be read."""
    for row in screening.of_object(document):
        running.run(row.pk)
        for finding in row.findings.filter(severity="serious", decision=None):
            screening_services.decide(
                actor=document.created_by, finding=finding, verdict="kept", reason="已核看"
            )


def submitted(county: County, **fields: Any) -> Document:
    """A draft waiting for its first signature."""
    document = draft(county, **fields)
    services.submit_for_review(actor=county.officer, document=document)
    return document


def sign(county: County, document: Document, *signers: str) -> Document:
    """Approvals in order, all three by default."""
    for name in signers or ("reviewer", "secrecy", "leader"):
        services.approve(actor=getattr(county, name), document=document, opinion="同意")
    document.refresh_from_db()
    return document


def published(county: County, **fields: Any) -> Document:
    """A document that went the whole way."""
    return sign(county, submitted(county, **fields))
