"""Application configuration of the engagement room."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.engagement"
