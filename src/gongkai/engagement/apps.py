"""Application configuration of the engagement room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EngagementConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.engagement"

    def ready(self) -> None:
        """Guard what is written once after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="engagement.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers."""
    from gongkai.engagement import guards

    guards.install(using)
