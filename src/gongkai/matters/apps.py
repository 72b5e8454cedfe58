"""Application configuration of the matters room."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.matters"
