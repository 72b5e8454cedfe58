"""Submissions against a server that is killed: a receipt shown is a request stored, and nothing is stored twice.

    python benchmarks/crash_submissions.py --rounds 20 --submissions 500
    python scripts/with_postgresql.py .venv/bin/python benchmarks/crash_submissions.py --rounds 20 --submissions 500

Each round starts the web server, lets many applicants fill in, check and send the form at once, and kills the whole process
group with SIGKILL at a random moment. Then the server is started again and whoever saw no receipt sends the same form again.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SETUP = """
import sys; sys.path.insert(0, {root!r})
from gongkai.cli.django_setup import start_django; start_django()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from tests.world import make_county; make_county()
"""
COUNT = """
import json
from collections import Counter
from gongkai.cli.django_setup import start_django; start_django()
from gongkai.foi.models import Case
from gongkai.ledger import queries
rows = list(Case.objects.values_list("receipt_number", "subject"))
print(json.dumps({"numbers": [n for n, _ in rows], "subjects": Counter(s for _, s in rows),
                  "chain": [str(p) for p in queries.chain_problems()]}))
"""


@dataclass
class Applicant:
    """One person with one browser."""

    subject: str
    address: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    receipt: str = ""

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> tuple[int, str, str]:
        """One request; status, target of a redirect, page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        host = f"127.0.0.1:{self.port}"
        headers = {
            "Host": host,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Referer": f"https://{host}/apply/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body:
            headers["Content-Type"] = content_type
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        return answer.status, answer.headers.get("Location") or "", page

    def post(self, **extra: str) -> tuple[int, str, str]:
        """Post the form with what was typed."""
        typed = {
            "csrfmiddlewaretoken": self.cookies.get("csrftoken", ""),
            "token": self.token,
            "applicant_kind": "natural",
            "name": "钱小禾",
            "phone": "0999-7654321",
            "email": "qian@example.com",
            "agency": "finance",
            "information_title": self.subject,
            "information_description": "各乡镇分配数额",
            "carrier": "electronic",
            "route": "online",
            **extra,
        }
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in typed.items()
        ]
        if "step" not in extra:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="identity_proof"; filename="id.png"\r\n'
            parts.append(head.encode() + b"Content-Type: image/png\r\n\r\n" + PNG + b"\r\n")
        parts.append(f"--{boundary}--\r\n".encode())
        return self.ask("POST", "/apply/", b"".join(parts), f"multipart/form-data; boundary={boundary}")

    def apply(self) -> None:
        """Fill in, check, send, read the receipt. Any broken connection ends it where it is."""
        if not self.token:
            _status, _where, page = self.ask("GET", "/apply/finance/")
            found = re.search(r'name="token" value="([^"]+)"', page)
            if not found:
                return
            self.token = found[1]
        status, _where, page = self.post()
        if status != 200 or 'value="submit"' not in page:
            return
        status, where, page = self.post(step="submit")
        if status != 302 or "receipt" not in where:
            return
        _status, _where, page = self.ask("GET", urlsplit(where).path)
        if number := re.search(r"FINANCE-\d{4}-\d+", page):
            self.receipt = number[0]


class Server:
    """The web server in a process group of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(self.port),
            "--workers",
            "2",
        ]
        command += ["--blocking-threads", "8", "--log-level", "error", "gongkai.config.wsgi:application"]
        self.process = subprocess.Popen(
            command,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            try:
                Applicant("", "127.0.0.1", self.port).ask("GET", "/robots.txt")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def kill(self) -> None:
        """SIGKILL to all of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def attempt(applicant: Applicant) -> None:
    """Apply; a killed server looks like a broken connection."""
    try:
        applicant.apply()
    except (OSError, http.client.HTTPException):
        return


def one_round(
    number: int, submissions: int, threads: int, environment: dict[str, str], chance: random.Random
) -> tuple[int, int]:
    """Receipts shown before the kill, and after sending again; everyone has one in the end."""
    server = Server(environment)
    people = [
        Applicant(
            f"第{number}轮第{serial}件", f"10.{number % 250}.{serial // 250}.{serial % 250}", server.port
        )
        for serial in range(submissions)
    ]
    moment = chance.uniform(0.3, max(1.0, submissions / 25))
    killer = threading.Timer(moment, server.kill)
    killer.start()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(attempt, people))
    killer.join()
    before = sum(bool(person.receipt) for person in people)
    server = Server(environment)
    for person in people:
        person.port = server.port
    for _ in range(3):
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(attempt, [person for person in people if not person.receipt]))
    server.kill()
    check(people, environment)
    return before, len(people)


def check(people: list[Applicant], environment: dict[str, str]) -> None:
    """Every receipt is a stored case, no wish is stored twice, the chain is whole."""
    printed = subprocess.run(
        [sys.executable, "-c", COUNT], env=environment, check=True, capture_output=True, text=True
    )
    stored = json.loads(printed.stdout)
    numbers = set(stored["numbers"])
    assert len(numbers) == len(stored["numbers"]), "a number was given twice"
    found = {
        "receipts without a request": [p.receipt for p in people if p.receipt and p.receipt not in numbers],
        "stored twice": [subject for subject, count in stored["subjects"].items() if count > 1],
        "no receipt even after sending again": [person.subject for person in people if not person.receipt],
        "chain broken": stored["chain"],
    }
    for what, cases in found.items():
        assert not cases, f"{what}: {len(cases)}, for example {cases[:3]}"


def main() -> None:
    """Run the rounds and print what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--threads", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as var:
        environment = {**os.environ, "GONGKAI_VAR": var, "GONGKAI_HTTPS": "on", "PYTHONPATH": str(ROOT)}
        engine = "PostgreSQL" if environment.get("GONGKAI_DATABASE") else "SQLite"
        subprocess.run([sys.executable, "-c", SETUP.format(root=str(ROOT))], env=environment, check=True)
        for number in range(1, options.rounds + 1):
            before, total = one_round(number, options.submissions, options.threads, environment, chance)
            print(
                f"{engine}: round {number}: {before} receipts before the kill, {total} in the end; none lost, none twice",
                flush=True,
            )


if __name__ == "__main__":
    main()
