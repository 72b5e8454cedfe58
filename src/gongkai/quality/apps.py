"""Application configuration of the quality room."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.quality"
