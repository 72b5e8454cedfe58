"""`gongkai serve`: the web server, the background worker and the clock of daily mails in one process group."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import click

WORKER_SECONDS = 5
"""After which the web server makes its own workers end. Shorter than `stop_all` takes: a web server that had to be killed
itself would leave a worker behind that nobody knows of."""


def refuse_taken_port(host: str, port: int) -> None:
    """Stop with a hint when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(
                f"端口 {port} 已被占用。换一个端口再运行,例如:make demo PORT={port + 1}\n"
                f"Port {port} is taken. Choose another: make demo PORT={port + 1}"
            ) from None


def stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """End every process, gently first.

    Ctrl-C and a stop of the whole group reach the children and the web server's workers too. A worker that is told twice
    at once may never end, and the web server waits for it: so they are given a moment to end by themselves before those
    that remain are told, the web server ends such a worker after `WORKER_SECONDS`, and only then is anybody made to.
    """
    wait_for(processes, 3)
    for process in processes:
        process.terminate()
    wait_for(processes, 10)
    for process in processes:
        process.kill()
        process.wait()


def wait_for(processes: list[subprocess.Popen[bytes]], seconds: float) -> None:
    """Until all have ended or the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(process.poll() is None for process in processes):
        time.sleep(0.1)


def run_together(host: str, port: int, workers: int, announce: Callable[[], None] | None = None) -> int:
    """Start the three processes, stop all when one ends or on Ctrl-C; the exit code of the one that ended first.

    `announce` is called while the first of them, the web server, is starting.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    web = [
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    web += ["--workers-kill-timeout", str(WORKER_SECONDS), "--blocking-threads", "4"]
    web += ["--log-level", "warning", "gongkai.config.wsgi:application"]
    worker = ["-m", "django", "db_worker", "--interval", "2"]
    clock = ["-m", "gongkai", "tick", "--every", "60"]
    processes: list[subprocess.Popen[bytes]] = []

    def stop(_signum: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    code = 0
    try:
        # One by one: a stop asked for in between must find those already started. Visitors come first.
        processes.append(subprocess.Popen([sys.executable, *web], env=environment))
        if announce is not None:
            announce()
        for arguments in (worker, clock):
            processes.append(subprocess.Popen([sys.executable, *arguments], env=environment))  # noqa: PERF401
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
        code = next(process.returncode for process in processes if process.returncode is not None)
    except KeyboardInterrupt:
        click.echo("\n正在停止 / stopping …")
    finally:
        for impatient in (signal.SIGTERM, signal.SIGINT):  # a second Ctrl-C must not leave a process behind
            signal.signal(impatient, signal.SIG_IGN)
        stop_all(processes)
    return code


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Run the web server, the background worker and the daily mails until Ctrl-C."""
    refuse_taken_port(host, port)
    sys.exit(run_together(host, port, workers))
