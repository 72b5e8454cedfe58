"""Application configuration of the visits room."""

from typing import Any

from django.apps import AppConfig
from django.core import checks


class VisitsConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.visits"

    def ready(self) -> None:
        """Nothing starts with a rule that cannot be used."""
        checks.register(usable_rule)


def usable_rule(**_kwargs: Any) -> list[checks.CheckMessage]:
    """The file of `GONGKAI_VISITS_RULE`."""
    from gongkai.visits import rules

    try:
        rules.rule()
    except rules.BrokenRuleError as error:
        return [checks.Error(str(error), hint="GONGKAI_VISITS_RULE", id="visits.E001")]
    return []
