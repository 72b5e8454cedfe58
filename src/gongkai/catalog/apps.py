"""Application configuration of the catalog room."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.catalog"
