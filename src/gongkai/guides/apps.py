"""Application configuration of the guides room."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.guides"
