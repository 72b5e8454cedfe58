"""Application configuration of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.portal"
