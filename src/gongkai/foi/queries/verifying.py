"""Whether a letter is genuine: what anybody may learn who holds its code, and nothing of what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.foi import hashes
from gongkai.foi.letters import CHECKSUM_SHOWN
from gongkai.foi.models import Letter


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that was issued. `kind` in general words: not what was decided."""

    number: str
    agency: str
    dated_on: date
    kind: str
    checksum: str
    voided: bool


def verify_letter(code: str) -> Issued | None:
    """The letter of a code, however it was typed; None when there is none. With one query, none of the content."""
    wanted = hashes.written_code(code)
    letter = (
        Letter.objects.select_related("agency")
        .only("number", "agency__name", "dated_on", "kind", "content_sha256", "voided", "verification_code")
        .filter(verification_code=wanted)
        .first()
        if wanted
        else None
    )
    if letter is None:
        return None
    return Issued(
        number=letter.number,
        agency=letter.agency.name,
        dated_on=letter.dated_on,
        kind=_general(letter.kind),
        checksum=letter.content_sha256[:CHECKSUM_SHOWN],
        voided=letter.voided,
    )


def _general(kind: str) -> str:
    """The kind as far as it says nothing of the request or its end."""
    return {
        Letter.Kind.RECEIPT: _("回执"),
        Letter.Kind.CONSULTATION: _("函"),
        Letter.Kind.FEE_NOTICE: _("通知"),
        Letter.Kind.DELIVERY_SLIP: _("送达回证"),
    }.get(Letter.Kind(kind), _("告知书"))
