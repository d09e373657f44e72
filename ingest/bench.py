"""Measure an ingestion: from files to searchable, again with nothing to do, and with one document more.

Comes in: a folder. Goes out: seconds, rates and peak memory of three runs into a store made for it. Each run
is a process of its own, as an operator starts it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

MORE = "1. Un paragraphe de plus, écrit pour la mesure.\n\n2. Un autre paragraphe, écrit pour la mesure.\n"


def bench(folder: Path) -> dict[str, Any]:
    """Return what three runs over ``folder`` took: ``first``, ``unchanged``, ``one_more``."""
    with tempfile.TemporaryDirectory() as name:
        store, more = Path(name, "store"), Path(name, "mesure.txt")
        more.write_text(MORE, encoding="utf-8")
        first = _run(store, folder)
        return {"first": first, "unchanged": _run(store, folder), "one_more": _run(store, more)}


def _run(store: Path, path: Path) -> dict[str, Any]:
    """Run one ingestion; seconds are those of the whole process, memory is that of it and its workers."""
    begun, used = time.perf_counter(), _used()
    command = [sys.executable, "-m", "ingest", "run", str(path), "--store", str(store), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:  # noqa: S603  our own program
        peak = _Peak(process.pid)
        output, _ = process.communicate()
        seconds = time.perf_counter() - begun
    documents = json.loads(output)["documents"]
    paragraphs = sum(document["paragraphs"] for document in documents)
    return {
        "documents": len(documents),
        "failed": sum(document["status"] == "failed" for document in documents),
        "paragraphs": paragraphs,
        "seconds": round(seconds, 1),
        "processor_seconds": round(_used() - used, 1),
        "paragraphs_per_second": round(paragraphs / seconds),
        "peak_megabytes": peak.stop(),
    }


def _used() -> float:
    times = resource.getrusage(resource.RUSAGE_CHILDREN)
    return times.ru_utime + times.ru_stime


class _Peak:
    """Watches the resident memory of a process and of those that it started (Linux; else the largest one)."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._ended = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._ended.set()
        self._thread.join()
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        return (self._peak or largest) // 1_000_000

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            self._peak = max(self._peak, sum(_resident(pid) for pid in _family(self._pid)))


def _family(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return [pid]
    return [pid, *(member for child in told.split() for member in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()
