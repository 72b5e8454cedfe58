"""How fast addresses are tried against a local server, beside asking it and nothing else, and whether memory grows with their number.

usage: bench_links.py [--addresses N]
Makes its own database in a temporary folder. The baseline sends the same HEAD requests one after the other with http.client alone. Politeness
(the pause between two tries of one host) is switched off, since there is one host.
"""

from __future__ import annotations

import argparse
import http.client
import os
import tempfile
import threading
import time
import tracemalloc
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = tempfile.TemporaryDirectory(prefix="bench-links-")  # goes with the process
os.environ["GONGKAI_VAR"] = FOLDER.name
os.environ["GONGKAI_FETCH_PRIVATE"] = "on"
os.environ.pop("GONGKAI_DATABASE", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongkai.quality import checks  # noqa: E402
from gongkai.quality.links import places, trying  # noqa: E402
from gongkai.quality.models import Address  # noqa: E402

CHUNK = 100


class Site(BaseHTTPRequestHandler):
    """Answers everything with nothing."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--addresses", type=int, default=300)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    known = checks.limit
    checks.limit = lambda name: 0 if name == "host_seconds" else known(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    alone = baseline(port, asked.addresses)
    print(f"baseline, HEAD alone: {asked.addresses / alone:.0f} addresses/s")
    for times in (1, 10):
        number = asked.addresses * times
        spent, peak = tried(port, number, times)
        print(
            f"tried and written: {number} addresses, {number / spent:.0f}/s, {alone * times / spent:.2f} of the baseline's speed, "
            f"peak {peak / 2**20:.1f} MiB of Python memory"
        )
    server.shutdown()


def baseline(port: int, number: int) -> float:
    """Seconds for the same requests without anything around them."""
    began = time.perf_counter()
    for at in range(number):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("HEAD", f"/{at}")
        connection.getresponse().read()
        connection.close()
    return time.perf_counter() - began


def tried(port: int, number: int, times: int) -> tuple[float, int]:
    """Seconds and peak memory for trying so many addresses as the command does."""
    urls = [f"http://127.0.0.1:{port}/{times}/{at}" for at in range(number)]
    Address.objects.bulk_create(
        (Address(url=url, key=places.key_of(url), host="127.0.0.1", next_at=timezone.now()) for url in urls),
        batch_size=500,
    )
    del urls
    numbers = list(trying.due(timezone.now()).values_list("pk", flat=True))
    tracemalloc.start()
    began = time.perf_counter()
    for start in range(0, len(numbers), CHUNK):
        trying.try_many(Address.objects.filter(pk__in=numbers[start : start + CHUNK]), timezone.now())
    spent, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return spent, peak


if __name__ == "__main__":
    main()
