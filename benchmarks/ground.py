"""What benchmarks stand on: a database of their own that leaves nothing behind, a county in it, the usual time of an act."""

from __future__ import annotations

import atexit
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def start(name: str) -> Path:
    """Django, on a migrated database in a temporary folder that goes with the process. Call it before importing models."""
    folder = Path(tempfile.mkdtemp(prefix=f"bench-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GONGKAI_VAR"] = str(folder)
    os.environ.pop("GONGKAI_DATABASE", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return folder


def county(units: int) -> list[Any]:
    """A county's government and so many bureaus, in the order of the tree."""
    from gongkai.agencies.models import Agency

    root = Agency.add_root(
        code="yunxi",
        name="云溪县人民政府",
        short_name="县政府",
        kind="government",
        organization_code="000000000",
    )
    for number in range(units):
        root.add_child(
            code=f"unit{number}",
            name=f"云溪县第{number}局",
            short_name=f"{number}局",
            kind="department",
            organization_code=f"{number + 1:09d}",
        )
    return list(Agency.objects.all())


def median(
    act: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    """The usual milliseconds of an act, after one run to warm up. `time.process_time` counts the processor only."""
    act()
    spent = []
    for _time in range(times):
        begun = clock()
        act()
        spent.append((clock() - begun) * 1000)
    return statistics.median(spent)
