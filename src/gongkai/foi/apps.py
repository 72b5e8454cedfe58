"""Application configuration of the foi room."""

from django.apps import AppConfig


class FoiConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.foi"

    def ready(self) -> None:
        """Open cases follow the calendar when a notice is loaded."""
        from gongkai.agencies.services import calendar_changed  # models are importable only now
        from gongkai.foi.services.recompute import recompute_open_cases

        calendar_changed.connect(recompute_open_cases, dispatch_uid="foi.recompute_open_cases")
