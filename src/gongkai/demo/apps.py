"""Application configuration of the demo room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.demo"
