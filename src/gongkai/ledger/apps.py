"""Application configuration of the ledger."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Append-only events."""

    name = "gongkai.ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Guard the events after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="ledger.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers where they are missing."""
    from gongkai.ledger import guards

    guards.install([guards.EVENTS], guards.append_only(guards.EVENTS), using)
