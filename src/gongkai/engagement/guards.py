"""Database triggers: opinions, moved limits, stages of the procedure and set limits are written once."""

from __future__ import annotations

from gongkai.ledger import guards

TABLES = (
    "engagement_comment",
    "engagement_periodchange",
    "engagement_stagerecord",
    "engagement_engagementlimit",
)


def install(using: str = "default") -> bool:
    """Create the triggers where they are missing; False while the database is not fully migrated."""
    return guards.install(TABLES, guards.append_only(*TABLES), using)
