"""Application configuration of the agencies room."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, posts, staff."""

    name = "gongkai.agencies"
    verbose_name = "机构"
