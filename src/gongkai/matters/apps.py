"""Application configuration of the matters room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MattersConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.matters"

    def ready(self) -> None:
        """Guard states and limits after every migrate; follow the calendar."""
        from gongkai.agencies.services import calendar_changed
        from gongkai.matters import services

        calendar_changed.connect(services.recompute, dispatch_uid="matters.recompute")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="matters.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers."""
    from gongkai.matters import guards

    guards.install(using)
