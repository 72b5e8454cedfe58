"""Ctrl-C stops the web server, the worker and the clock; nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import Site, free_port, wait_until_up


def living(group: int) -> list[str]:
    """The processes of a group that still run, by name.

    One that has ended and only waits to be collected by the machine's first process is not running: who collects, and
    when, is the machine's affair.
    """
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            name, _, rest = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")
            state, _parent, its_group, *_ = rest.split()
            if int(its_group) == group and state not in "ZX":
                found.append(name)
    return found


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_group_leaves_no_process(site: Site, asked: signal.Signals) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port)],
        env=site.environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/robots.txt", process)
        assert living(process.pid)
        os.killpg(process.pid, asked)
        assert process.wait(timeout=30) == 0
        until = time.monotonic() + 10
        while living(process.pid) and time.monotonic() < until:
            time.sleep(0.1)
        assert living(process.pid) == []
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
