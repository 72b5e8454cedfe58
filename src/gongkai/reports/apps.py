"""Application configuration of the reports room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

SUBMISSIONS = "reports_submission"


class ReportsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.reports"

    def ready(self) -> None:
        """What was handed over is guarded after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="reports.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers where they are missing."""
    from gongkai.ledger import guards  # models are importable only now

    guards.install([SUBMISSIONS], guards.append_only(SUBMISSIONS), using)
