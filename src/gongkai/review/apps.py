"""Application configuration of the review room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReviewConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.review"
    verbose_name = "审签"

    def ready(self) -> None:
        """Guard the register and provide the default workflow after every migrate."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="review.after_migrate")


def after_migrate(using: str, apps: Any, **kwargs: Any) -> None:
    """Install the triggers, make the default workflow, take over reviews begun before submissions were kept.

    A partly migrated database waits for the next run.
    """
    from gongkai.review import guards, services

    if not guards.install(using):
        return
    services.ensure_default_workflow(using=using)
    services.adopt_reviews_under_way()
