"""Which agency and which column a table means: by code or name, however it was written."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog.models import Column
from gongkai.catalog.services import DRAFTING
from gongkai.convert.tables.declared import plain


class Places:
    """Every agency and column, read once. `allowed`: where the person who brings the documents in may draft."""

    def __init__(self, actor: Any) -> None:
        agencies = list(Agency.objects.all())
        self.allowed = set(access.acting_agencies(actor, *DRAFTING).values_list("pk", flat=True))
        self._agencies: dict[str, Agency] = {}
        for names in (
            "short_name",
            "name",
            "code",
        ):  # a code goes before a name, a full name before a short one
            self._agencies |= {plain(getattr(one, names)): one for one in agencies if getattr(one, names)}
        self._columns: dict[int, dict[str, Column]] = defaultdict(dict)
        for column in Column.objects.all():
            for name in (column.name, column.slug):
                self._columns[column.agency_id][plain(name)] = column

    def agency(self, text: str) -> Agency | None:
        """The agency of a code or name."""
        return self._agencies.get(plain(text))

    def column(self, agency: Agency, text: str) -> Column | None:
        """The agency's column of a code or name."""
        return self._columns[agency.pk].get(plain(text))

    def column_names(self, agency: Agency) -> list[str]:
        """What its columns are called."""
        return list(dict.fromkeys(column.name for column in self._columns[agency.pk].values()))
