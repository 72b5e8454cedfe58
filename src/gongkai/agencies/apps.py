"""Application configuration of the agencies room."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AgenciesConfig(AppConfig):
    """Agencies, posts, staff."""

    name = "gongkai.agencies"
    verbose_name = "机构"

    def ready(self) -> None:
        """Guard the history of agencies after every migrate; keep our models out of Wagtail's reference index.

        It answers "where is this image used" for page editors, and would queue a background task for every row we
        save. Our relations are foreign keys that protect what they point to.
        """
        for model in apps.get_models():
            if model.__module__.startswith("gongkai."):
                model.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="agencies.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers."""
    from gongkai.agencies import guards

    guards.install(using)
