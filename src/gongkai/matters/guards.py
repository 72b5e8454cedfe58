"""Database triggers: the states and limits a matter went through are written once."""

from __future__ import annotations

from gongkai.ledger import guards

TABLES = ("matters_matterstate", "matters_matterlimit")


def install(using: str = "default") -> bool:
    """Create the triggers where they are missing; False while the database is not fully migrated."""
    return guards.install(TABLES, guards.append_only(*TABLES), using)
