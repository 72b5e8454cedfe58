"""Database triggers: the states a matter went through are written once."""

from __future__ import annotations

from gongkai.ledger import guards

TABLES = ("matters_matterstate",)


def install(using: str = "default") -> bool:
    """Create the triggers where they are missing; False while the database is not fully migrated."""
    return guards.install(TABLES, guards.append_only(*TABLES), using)
