"""Application configuration of the subscriptions room."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.subscriptions"
