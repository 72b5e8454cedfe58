"""`gongkai verify` says when something differs, and only then."""

from __future__ import annotations

import json

from click.testing import CliRunner
from django.db import connection

from gongkai.agencies import services
from gongkai.cli.root import main
from gongkai.ledger.models import Event
from tests.world import County


def test_a_sound_database_is_consistent(county: County) -> None:
    services.revise_guide(
        actor=county.officer, agency=county.finance, on=county.finance.disclosure_office.revised_on
    )
    result = CliRunner().invoke(main, ["verify", "--json"])
    assert result.exit_code == 0, result.output
    rooms = json.loads(result.output)
    assert {"ledger", "catalog", "lists", "validity", "limits", "foi", "privacy"} <= set(rooms)
    assert {"remedies", "reports", "screening"} <= set(rooms)
    assert not any(rooms.values())


def test_a_tampered_ledger_is_named(county: County) -> None:
    services.revise_guide(
        actor=county.officer, agency=county.finance, on=county.finance.disclosure_office.revised_on
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_no_update")
        else:
            cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER USER")
    Event.objects.update(actor_name="别人")
    result = CliRunner().invoke(main, ["verify"])
    assert result.exit_code == 1
    assert "LEDGER-HASH" in result.output or "内容与校验值不符" in result.output
