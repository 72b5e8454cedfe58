"""Application configuration of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Append-only events."""

    name = "gongkai.ledger"
    verbose_name = "台账"
