"""Starting Django for the commands that need the records."""

from __future__ import annotations

import os


def start_django() -> None:
    """Set up Django once; cheap to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
