"""Application configuration of the guides room."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """See the package docstring."""

    name = "gongkai.guides"

    def ready(self) -> None:
        """Have guides and phone books looked at beyond their single values."""
        from gongkai.catalog.schemas import checks as schemas
        from gongkai.guides import checks

        for slug, check in checks.CHECKS.items():
            schemas.register(slug, check)
