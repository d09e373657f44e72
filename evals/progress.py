"""How far a run is, on the error stream: a bar on a terminal, a line a tenth elsewhere."""

from __future__ import annotations

import sys
from typing import TextIO

_WIDTH = 30


class Progress:
    """Counts cases; draws only when told to, so that tests and pipes stay clean."""

    def __init__(self, total: int, label: str, stream: TextIO | None = None) -> None:
        """Start at nothing done of ``total``."""
        self.total = total
        self.label = label
        self.stream = stream or sys.stderr
        self.done = 0

    def step(self) -> None:
        """Count one case and show where things stand."""
        self.done += 1
        if self.stream.isatty():
            filled = _WIDTH * self.done // max(self.total, 1)
            bar = "█" * filled + "·" * (_WIDTH - filled)
            end = "\n" if self.done == self.total else ""
            self.stream.write(f"\r{self.label} {bar} {self.done}/{self.total}{end}")
        elif self.done == self.total or self.done % max(self.total // 10, 1) == 0:
            self.stream.write(f"{self.label} {self.done}/{self.total}\n")
        self.stream.flush()
