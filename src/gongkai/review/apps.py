"""Application configuration of the review room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.review"
