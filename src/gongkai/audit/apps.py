"""Application configuration of the audit room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

CORRECTIONS = "audit_correction"


class AuditConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.audit"
    verbose_name = _("年报核查")

    def ready(self) -> None:
        """What an officer corrected is guarded after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="audit.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers where they are missing."""
    from gongkai.ledger import guards

    guards.install([CORRECTIONS], guards.append_only(CORRECTIONS), using)
