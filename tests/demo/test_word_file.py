"""The Word file on the demonstration's desk comes in whole."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.catalog.models import Document
from gongkai.demo import word_file
from tests.world import County


def test_the_draft_shows_everything_a_file_brings(county: County) -> None:
    place: Any = SimpleNamespace(agency=county.finance)
    desk: Any = SimpleNamespace(officer=county.officer)
    word_file.bring_in(place, desk, date(2026, 11, 2))
    draft = Document.objects.get().get_latest_revision_as_object()
    assert draft.title == "云溪县财政局关于下达惠农补助资金的通知"
    assert (draft.document_number, draft.signed_on) == ("云财农〔2026〕31号", date(2026, 11, 2))
    assert '<th scope="colgroup" colspan="2">补助资金（万元）</th>' in draft.body
    assert "<h2>一、资金分配</h2>" in draft.body
    assert len(draft.attachments) == 1
    assert draft.listed_attachments == []
