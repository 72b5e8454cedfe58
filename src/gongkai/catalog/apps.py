"""Application configuration of the catalog room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.catalog"
    verbose_name = "目录"

    def ready(self) -> None:
        """Guard the documents after every migrate; have them screened."""
        from wagtail.signals import published

        from gongkai.agencies.services import calendar_changed
        from gongkai.catalog import limit_setting
        from gongkai.catalog.models import Document
        from gongkai.catalog.screened import DocumentSubject, after_publication
        from gongkai.screening import subjects

        subjects.register(DocumentSubject())
        published.connect(after_publication, sender=Document, dispatch_uid="catalog.retire_originals")
        calendar_changed.connect(
            lambda **kwargs: limit_setting.recompute(), weak=False, dispatch_uid="catalog.recompute_limits"
        )
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="catalog.after_migrate")


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers and the index of words."""
    from gongkai.catalog import guards
    from gongkai.catalog.models import words

    guards.install(using)
    words.install(using)
