"""Application configuration of the statistics room."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.statistics"
