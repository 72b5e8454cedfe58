"""Application configuration of the face for programs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.api"
