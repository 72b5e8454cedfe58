"""What the database itself refuses: changing how agencies were reorganised. Installed after every `migrate`."""

from __future__ import annotations

from gongkai.ledger import guards

TABLES = ("agencies_reorganisation", "agencies_succession")


def install(using: str = "default") -> bool:
    """Make the tables append-only; False while one of them is still missing."""
    return guards.install(TABLES, guards.append_only(*TABLES), using)
