"""Application configuration of the foi room."""

from django.apps import AppConfig


class FoiConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.foi"
