"""The county's standard catalogue of one field, its items answered by documents that are public, and a settled exception."""

from __future__ import annotations

import hashlib
from datetime import date

from gongkai.agencies.models import Agency, User
from gongkai.catalog.coverage import services as coverage
from gongkai.catalog.standards import queries, services
from gongkai.catalog.standards.sheet import Entry
from gongkai.demo import datafiles
from gongkai.demo.people import Desk
from gongkai.demo.places import ROOT, Place

ANSWERED = 4
BY = "education"


def keep(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Bring the catalogue in, link the likeliest documents, settle what does not concern an agency."""
    declared = datafiles.read("standards")
    administrator = User.objects.get(username="administrator")
    names = ("topic", "matter", "content", "basis", "publisher")
    entries = [
        Entry(
            number,
            {
                **{name: row[name] for name in names},
                "number": str(number), "limit_text": row["limit"], "channels": declared["channels"],
                "audience": "全社会", "manner": "主动", "level": "县级",
            },
        )
        for number, row in enumerate(declared["items"], 1)
    ]  # fmt: skip
    catalogue = services.import_catalogue(
        actor=administrator,
        agency=places[ROOT].agency,
        field=declared["field"],
        source=services.Source(declared["file"], hashlib.sha256(declared["file"].encode()).hexdigest()),
        entries=entries,
    )
    standings = queries.standings(list(queries.items_of(catalogue)), as_of)
    found = queries.suggestions(standings, Agency.objects.filter(code=BY))
    pairs = [(item, documents[0]) for item, documents in found[:ANSWERED]]
    services.link(actor=desks[BY].officer, pairs=pairs)
    for row in declared["settings"]:
        coverage.settle(
            actor=administrator, agency=places[row["agency"]].agency, item=row["item"], applies=False, months=None,
            reason=row["reason"],
        )  # fmt: skip
