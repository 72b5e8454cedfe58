"""Application configuration of the quality room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = ("quality_waiver", "quality_checksetting")


class QualityConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.quality"
    verbose_name = _("内容质量")

    def ready(self) -> None:
        """Guard what was decided after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="quality.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers where they are missing."""
    from gongkai.ledger import guards

    guards.install(APPEND_ONLY, guards.append_only(*APPEND_ONLY), using)
