"""Run a command with a PostgreSQL cluster of its own. usage: with_postgresql.py COMMAND [ARG ...]

The cluster lives in a temporary folder, listens on a free loopback port, and is stopped and removed afterwards.
The command finds it in GONGKAI_DATABASE.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path:
    """The newest installed PostgreSQL server's folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb)]
    if not found:
        sys.exit("No PostgreSQL server is installed. Debian: apt-get install postgresql")
    return found[-1].parent


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Start, run, stop."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-postgresql-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()

    def server(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_owner, str(binaries() / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )

    try:
        server(
            "initdb",
            "-D",
            str(data),
            "-U",
            "gongkai",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off"
        server("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            environment = {
                **os.environ,
                "GONGKAI_DATABASE": f"postgresql://gongkai@127.0.0.1:{port}/postgres",
            }
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
