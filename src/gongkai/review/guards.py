"""Database triggers: signatures and clearances are written once."""

from __future__ import annotations

from gongkai.ledger import guards

TABLES = ("review_submission", "review_signature", "review_remark", "review_clearance")
NEEDED = {
    *TABLES,
    "review_reviewstep",
    "review_agencyworkflow",
    "wagtailcore_workflowtask",
    "django_content_type",
}


def install(using: str = "default") -> bool:
    """Create the triggers where they are missing; False while the database is not fully migrated."""
    return guards.install(NEEDED, guards.append_only(*TABLES), using)
