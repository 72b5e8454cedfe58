"""Application configuration of the screening room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = ("screening_decision", "screening_redaction")


class ScreeningConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.screening"
    verbose_name = _("公开前检查")

    def ready(self) -> None:
        """Guard what was decided after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="screening.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers where they are missing."""
    from gongkai.ledger import guards

    guards.install(APPEND_ONLY, guards.append_only(*APPEND_ONLY), using)
