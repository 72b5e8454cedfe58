"""Who opened what within the last minutes, so that repeats are not counted: shortened hashes in shared memory, nothing else.

All web processes of a machine map one file of 4 MiB in the machine's memory (`/dev/shm` where there is one). A reader on a page
is 20 bits of place and 20 bits of mark, from a hash under a salt that is drawn anew each day and kept nowhere else: by it
nobody can be told, today only with the salt, tomorrow not at all. A place taken by another reader is simply overwritten.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import secrets
import threading
from datetime import date
from pathlib import Path

PLACES = 1 << 20
_SALT, _DAY = 32, 8
_HEAD = 64
_SIZE = _HEAD + 4 * PLACES
_TICKS = 1 << 12  # minutes are kept modulo 4096, far more than any window


class Seen:
    """The table of one machine. Safe for threads and processes; a lost race counts an opening twice at the worst."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(number, "r+b"):
            os.ftruncate(number, _SIZE)  # the same for every process: nothing to lock, what is there stays
            self._memory = mmap.mmap(number, _SIZE)
        self._path = path
        self._lock = threading.Lock()

    def is_repeat(self, reader: str, page: str, *, today: date, minute: int, window: int) -> bool:
        """Note that `reader` opened `page` in a minute; whether that had been so within `window` minutes."""
        made = hashlib.blake2b(f"{reader}\n{page}".encode(), key=self._salt(today), digest_size=5).digest()
        bits = int.from_bytes(made, "big")
        at = _HEAD + 4 * (bits & (PLACES - 1))
        mark = (bits >> 20) or 1
        with self._lock:
            kept = int.from_bytes(self._memory[at : at + 4], "big")
            self._memory[at : at + 4] = (mark << 12 | minute % _TICKS).to_bytes(4, "big")
        return kept >> 12 == mark and (minute - kept) % _TICKS < window

    def _salt(self, today: date) -> bytes:
        """The salt of the day; drawn by whoever comes first. The one before is overwritten and with it what it hid."""
        day = today.toordinal().to_bytes(_DAY, "big")
        if self._memory[_SALT : _SALT + _DAY] != day:
            with self._path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if self._memory[_SALT : _SALT + _DAY] != day:
                    self._memory[:_SALT] = secrets.token_bytes(_SALT)
                    self._memory[_SALT : _SALT + _DAY] = day
        return self._memory[:_SALT]
