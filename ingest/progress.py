"""How far an ingestion has come, at what rate, and how long it still takes, on the error output.

On a terminal one line is written over and over; elsewhere a line of its own comes every few seconds, and none
for what is done before that.
"""

from __future__ import annotations

import time
from typing import TextIO

from store.texts import decimal, render

EVERY_LINE = 5.0
EVERY_CHANGE = 0.1
FAST = 10


class Meter:
    """Is called with a stage, how much of it is done, and how much there is in all."""

    def __init__(self, stream: TextIO, language: str) -> None:
        """Write to ``stream`` in ``language``."""
        self._stream, self._language = stream, language
        self._terminal = stream.isatty()
        self._stage = ""
        self._begun = self._shown = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say how far ``stage`` has come, unless that was said a moment ago."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._begun = stage, now
        last = done == total
        if now - self._shown < (EVERY_CHANGE if self._terminal else EVERY_LINE) and not (last and self._terminal):
            return
        self._shown = now
        line = self._line(done, total, now - self._begun)
        if self._terminal:
            line = f"\r{line}\033[K"
        self._stream.write(line if self._terminal and not last else f"{line}\n")
        self._stream.flush()

    def _line(self, done: int, total: int, seconds: float) -> str:
        stage = render(f"ingest.stage_{self._stage}", self._language, done=done, total=total)
        if done in (0, total) or seconds < 1:
            return stage
        rate = done / seconds
        shown = str(round(rate)) if rate >= FAST else decimal(rate, self._language)
        return render("ingest.pace", self._language, stage=stage, rate=shown, left=self._left((total - done) / rate))

    def _left(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), 60)
        name = "ingest.left_minutes" if minutes else "ingest.left_seconds"
        return render(name, self._language, minutes=minutes, seconds=rest)
