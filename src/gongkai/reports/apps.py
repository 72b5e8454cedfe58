"""Application configuration of the reports room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.reports"
