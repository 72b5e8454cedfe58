"""Application configuration of the foi room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

LOOKS = "foi_applicantlook"


class FoiConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.foi"

    def ready(self) -> None:
        """Open cases follow the calendar when a notice is loaded; looks are guarded after every migrate."""
        from gongkai.agencies.services import calendar_changed  # models are importable only now
        from gongkai.foi.services.recompute import recompute_open_cases

        calendar_changed.connect(recompute_open_cases, dispatch_uid="foi.recompute_open_cases")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="foi.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers where they are missing."""
    from gongkai.ledger import guards

    guards.install([LOOKS], guards.append_only(LOOKS), using)
