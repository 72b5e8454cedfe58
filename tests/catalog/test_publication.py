"""From draft to portal to withdrawal, by the services."""

from __future__ import annotations

from gongkai.catalog import queries
from tests.catalog import desk
from tests.world import County


def test_three_signatures_publish(county: County) -> None:
    document = desk.published(county)
    assert document.live
    assert len(document.index_number) == 20
    assert document.index_number.startswith(county.finance.organization_code + "/2026-")
    assert queries.latest(None)[0].pk == document.pk
