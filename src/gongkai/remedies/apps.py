"""Application configuration of the remedies room."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.remedies"

    def ready(self) -> None:
        """While a proceeding is pending, or for a year after its end, nothing of the case is destroyed."""
        from gongkai.foi import retention  # models are importable only now
        from gongkai.foi.services import destruction
        from gongkai.remedies import queries

        retention.holders.append(queries.holding_cases)
        destruction.TEXTS["remedies.Remedy"] = ("summary",)
