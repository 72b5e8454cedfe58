"""How the county signs: phrases of the signers shown, and one bureau with the six-level chain."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from gongkai.agencies import services as agencies
from gongkai.agencies.models import Duty, User
from gongkai.catalog.models import Document
from gongkai.demo import chance
from gongkai.demo.people import SHOWN, Desk
from gongkai.demo.places import Place
from gongkai.review import services as review
from gongkai.review.models import Referral, Signature
from gongkai.review.remarks import Pinned

SIX_LEVEL = "development-reform"
PHRASES = {
    "reviewer": ("内容准确，同意。", "请核对数据后重新提交。", "请补充依据。"),
    "secrecy": ("经审查，不涉及国家秘密和敏感信息，同意公开。", "涉及个人信息，请遮盖后重新送审。"),
    "leader": ("同意公开。", "请办公室再核。"),
}


def arrange(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Phrases for the people of the agency shown; six levels, and the two people they need, at another."""
    for role, texts in PHRASES.items():
        for text in texts:
            review.add_phrase(actor=getattr(desks[SHOWN], role), text=text)
    rng, agency = chance.stream("signing"), places[SIX_LEVEL].agency
    for duty, role, title in (
        (Duty.SECTION_HEAD, "section", "投资科科长"),
        (Duty.PUBLISHER, "publisher", "信息中心主任"),
    ):
        holder = User.objects.create(
            username=f"{SIX_LEVEL}-{role}", display_name=chance.person(rng), password=make_password(None)
        )
        since = date(as_of.year - 1, 3, 1)
        agencies.appoint(actor=None, agency=agency, holder=holder, duty=duty, since=since, title=title)
    review.adopt(actor=User.objects.get(username="administrator"), agency=agency, preset="six")


def return_draft(signer: User, document: Document, opinion: str, remarks: dict[str, str]) -> None:
    """Send a draft back, with remarks at its passages."""
    pinned = [Pinned(quote, text) for quote, text in remarks.items()]
    review.sign(
        actor=signer, obj=document, decision=Signature.Decision.RETURNED, opinion=opinion, pinned=pinned
    )


def refer(signer: User, document: Document, question: str) -> None:
    """Put a question to the secrecy administration; the letter went out today."""
    signature = review.sign(
        actor=signer,
        obj=document,
        decision=Signature.Decision.REFERRED,
        opinion=question,
        authority=Referral.Authority.SECRECY,
        authority_name="云溪县国家保密局",
    )
    review.record_sending(
        actor=signer,
        referral=signature.referral,
        number=f"云财函〔{timezone.localdate().year}〕27号",
        on=timezone.localdate(),
    )
