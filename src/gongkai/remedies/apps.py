"""Application configuration of the remedies room."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.remedies"
