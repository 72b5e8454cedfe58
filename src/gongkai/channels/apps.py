"""Application configuration of the channels room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ChannelsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.channels"

    def ready(self) -> None:
        """Guard proofs after every migrate; have edited texts screened."""
        from gongkai.channels.screened import JobSubject
        from gongkai.screening import subjects

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="channels.after_migrate")
        subjects.register(JobSubject())


def after_migrate(using: str, **kwargs: Any) -> None:
    """Install the triggers."""
    from gongkai.channels import guards

    guards.install(using)
