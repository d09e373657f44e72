"""Which files were hashed, and how they looked then, so that an unchanged file is not read again.

A stamp is a file's device, inode, size, and times of change. It is trusted only when the file had been left
alone for a while when it was hashed: one that was written within the clock's grain of its hashing may have
been written again with the same stamp (what git calls racy).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.read import load
from store.atomic import write_text
from store.errors import InputError
from store.shelf import Record, Shelf, content_hash

GRAIN = 2_000_000_000


class Stamps:
    """The stamps of a store, read from its ``stamps.json`` and written back by ``save``."""

    def __init__(self, shelf: Shelf) -> None:
        """Read what is known; a missing or damaged file is as good as an empty one."""
        self._shelf = shelf
        self._path = shelf.folder / "stamps.json"
        self._known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            known = json.loads(self._path.read_text(encoding="utf-8"))
            self._known = known if isinstance(known, dict) else {}
        self._used: dict[str, Any] = {}

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file's bytes, in hexadecimal; raises ``InputError`` as ``load`` does."""
        return self._remembered(path, lambda: hashlib.sha256(load(path)).hexdigest())

    def intact(self, record: Record) -> bool:
        """Whether a canonical file is there, and holds what its name says."""
        path = self._shelf.folder / "documents" / record.file
        try:
            return self._remembered(path, lambda: content_hash(path.read_text(encoding="utf-8"))) in record.file
        except (OSError, ValueError, InputError):
            return False

    def _remembered(self, path: Path, compute: Any) -> str:
        key, now = str(path.absolute()), time.time_ns()
        stamp = _stamp(path)
        known = self._known.get(key)
        if stamp and isinstance(known, list) and known[:-1] == stamp and isinstance(known[-1], str):
            value = known[-1]
        else:
            value = str(compute())
        # Taken before the file was read: what is written meanwhile shows in the next stamp.
        if stamp and max(stamp[3:]) < now - GRAIN:
            self._used[key] = [*stamp, value]
        return value

    def save(self) -> None:
        """Write the stamps of the files that were asked for, beside those that were not."""
        if self._used.items() <= self._known.items():
            return
        # Escaped, since a name need not be UTF-8.
        with self._shelf.writing():
            write_text(self._path, json.dumps(self._known | self._used))

    def keep(self, paths: set[str]) -> None:
        """Forget the files of the store that are not among ``paths``."""
        inside = f"{self._shelf.folder.absolute()}{os.sep}"
        self._known = {key: v for key, v in self._known.items() if not key.startswith(inside) or key in paths}


def _stamp(path: Path) -> list[int]:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return []
    return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
