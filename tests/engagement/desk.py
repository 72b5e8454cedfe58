"""Steps the tests of this room take: a consultation announced in the ordinary way, opinions, an outcome."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from gongkai.catalog import occasions, services
from gongkai.catalog.models import Document
from gongkai.engagement.models import Comment, Consultation
from gongkai.engagement.rules import Facts, HearingFacts
from gongkai.engagement.services import comments, drafting, planning
from gongkai.review.models import Clearance
from tests.catalog import desk
from tests.world import County

KEY = "k" * 40


def today() -> date:
    """The day here."""
    return timezone.localdate()


def days(number: int) -> date:
    """So many days from today."""
    return today() + timedelta(days=number)


def facts(**changes: Any) -> Facts:
    """A matter on which the public is asked for 31 days from today."""
    values: dict[str, Any] = {
        "kind": "comments",
        "title": "石塘镇农村公交票价调整方案",
        "decides": "是否将石塘镇至县城的农村公交票价由3元调整为2元。",
        "legal_basis": "《江宁省定价目录》",
        "opens_on": today(),
        "closes_on": days(31),
        "telephone": "0999-1234570",
        "contact": "价格科",
        **changes,
    }
    return Facts(**values)


def hearing_facts(**changes: Any) -> Facts:
    """The same as a hearing in 30 days."""
    held_at = timezone.make_aware(datetime.combine(days(30), time(9)))
    hearing = HearingFacts(held_at, "县政务服务中心三楼会议室", 2, "按报名先后和身份分类抽签。", days(15))
    return facts(**{"kind": "hearing", "closes_on": days(29), "hearing": hearing, **changes})


def planned(county: County, **changes: Any) -> Consultation:
    """Registered, with a public draft, not announced."""
    made = planning.plan(actor=county.officer, agency=county.finance, facts=facts(**changes))
    name_draft(county, made)
    return made


def name_draft(county: County, row: Consultation, *, is_public: bool = True) -> Document:
    """A draft of the decision."""
    draft = desk.draft(
        county, title=f"{row.title}（征求意见稿）", document_type="notice", statutory_item="other_by_rule"
    )
    planning.attach(actor=county.officer, consultation=row, role="draft", document=draft)
    return cleared(draft) if is_public else draft


def announced(county: County, **changes: Any) -> Consultation:
    """Open, its announcement public."""
    row = planned(county, **changes)
    cleared(drafting.draft_announcement(actor=county.officer, consultation=row))
    return row


def cleared(document: Document) -> Document:
    """Public as if it had been signed: the way there is tested where it matters."""
    clearance = Clearance.objects.create(
        content_type=ContentType.objects.get_for_model(Document),
        object_id=document.pk,
        revision_id=document.latest_revision_id,
        content_sha256=document.content_sha256,
        workflow_name="样例",
        signature_ids=[],
        completed_at=timezone.now(),
    )
    document.index_number = f"000000001/2026-{document.pk:05d}"
    document.clearance, document.published_on, document.live = clearance, timezone.now(), True
    document.save()
    occasions.tell(document, occasions.PUBLISHED)
    return document


def publish(county: County, document: Document) -> Document:
    """Submit and sign."""
    desk.look_at_files(document)
    services.submit_for_review(actor=county.officer, document=document)
    return desk.sign(county, document)


def said(row: Consultation, text: str, key: str = KEY, **who: Any) -> tuple[Comment, str]:
    """An opinion from the site."""
    return comments.comment_online(consultation=row, text=text, form_key=key, **who)


def close(row: Consultation, ago: int = 1) -> Consultation:
    """Let the time pass: the consultation ended so many days ago."""
    shift = (row.closes_on - today()).days + ago
    Consultation.objects.filter(pk=row.pk).update(
        opens_on=row.opens_on - timedelta(days=shift), closes_on=row.closes_on - timedelta(days=shift)
    )
    row.refresh_from_db()
    return row
