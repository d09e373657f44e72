"""One ingestion at a time: the file ``lock`` of a store, held by the system and readable by people.

The system gives the lock back when its holder dies, however it dies; what the file says of the holder
(its process, machine, command, and since when) is for the message of the one who comes second.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from store.errors import StoreError

# Whoever only looks whether the store is held takes the lock for an instant.
PATIENCE = 0.5


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a store; ``since`` is a time of day with its date (ISO 8601)."""

    pid: int
    host: str
    since: str
    command: str

    @property
    def alive(self) -> bool | None:
        """Whether the process runs; None when it is another machine's."""
        if self.host != socket.gethostname():
            return None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True


@contextmanager
def held(folder: Path, command: str) -> Iterator[None]:
    """Hold the store in ``folder``; raises ``StoreError`` naming who holds it already, or when the lock
    cannot be written.
    """
    with _opened(folder) as file:
        _take(file, folder)
        me = Holder(os.getpid(), socket.gethostname(), datetime.now().astimezone().isoformat("T", "seconds"), command)
        try:
            file.truncate(0)
            file.write(json.dumps(asdict(me), ensure_ascii=False))
            file.flush()
        except OSError as error:
            raise StoreError("store_unwritable", folder=folder, problem=error.strerror or error) from None
        yield


def _opened(folder: Path) -> IO[str]:
    try:
        return (folder / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError("store_unwritable", folder=folder, problem=error.strerror or error) from None


def _take(file: IO[str], folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            if time.monotonic() > deadline:
                raise _taken(file, folder) from None
        time.sleep(0.05)
    if not _same(file, folder / "lock"):
        # The holder found nothing to keep, and took its store away with the lock in it.
        raise StoreError("store_unwritable", folder=folder, problem=os.strerror(errno.ENOENT))


def _same(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _taken(file: IO[str], folder: Path) -> StoreError:
    holder = _told(file)
    if holder is None:
        return StoreError("store_locked_unknown", folder=folder)
    code = "store_locked" if holder.alive else "store_locked_elsewhere"
    return StoreError(code, folder=folder, **asdict(holder))


def holder(folder: Path) -> Holder | None:
    """Return who holds the store in ``folder``; None when nobody does, or nobody that says so."""
    try:
        with (folder / "lock").open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return _told(file)
    except OSError:
        return None
    return None


def _told(file: IO[str]) -> Holder | None:
    try:
        file.seek(0)
        return Holder(**json.loads(file.read()))
    except (OSError, ValueError, TypeError):
        return None
