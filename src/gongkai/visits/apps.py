"""Application configuration of the visits room."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.visits"
