"""Mappings an agency keeps for its source systems: made in the browser or on the command line, the same file for both."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog.bulk import fields
from gongkai.catalog.models import ImportMapping
from gongkai.catalog.services import DRAFTING
from gongkai.convert.tables import load


def saved(agency: Agency, source_system: str) -> ImportMapping | None:
    """What the agency keeps for a system."""
    return ImportMapping.objects.filter(agency=agency, source_system=source_system.strip()).first()


@transaction.atomic
def save(*, actor: Any, agency: Agency, source_system: str, content: str) -> ImportMapping:
    """Keep a mapping in the place of the one before. Raises PermissionDenied, MappingRefused."""
    access.require(actor, agency, *DRAFTING)
    load(content, fields.declared(), fields.FOLDERS)
    row, _made = ImportMapping.objects.update_or_create(
        agency=agency,
        source_system=source_system.strip(),
        defaults={"content": content, "saved_by": actor, "saved_at": timezone.now()},
    )
    return row
