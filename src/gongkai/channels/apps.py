"""Application configuration of the channels room."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.channels"
