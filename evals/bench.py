"""How long it takes and how much memory: opening, searching, answering.

A store and cases come in; milliseconds (median, 95th and 99th percentile) and megabytes go out.
Ingestion is not measured here, because evaluations never import it.
"""

from __future__ import annotations

import math
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from evals.cases import Case

QUANTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Latency:
    """The milliseconds of one kind of call over ``count`` calls."""

    count: int
    quantiles: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Return ``{"count", "p50", "p95", "p99"}``, milliseconds."""
        named = {f"p{q}": round(v, 2) for q, v in zip(QUANTILES, self.quantiles, strict=True)}
        return {"count": self.count, **named}


def quantile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile of ``values``; 0 where there are none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def measure(call: Callable[[Case], object], cases: Sequence[Case], repeat: int = 1) -> Latency:
    """Time ``call`` on every case, ``repeat`` times over, after one call that is not counted."""
    if cases:
        call(cases[0])
    times = []
    for _ in range(repeat):
        for case in cases:
            start = perf_counter()
            call(case)
            times.append(1000 * (perf_counter() - start))
    return Latency(len(times), tuple(quantile(times, q) for q in QUANTILES))


def peak_megabytes() -> float:
    """Return the most memory that this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_048_576 if sys.platform == "darwin" else 1024)


def bench_json(opening: float, search: Latency, answering: Latency, documents: int, paragraphs: int) -> dict[str, Any]:
    """Return the object that ``evals bench`` prints."""
    return {
        "documents": documents,
        "paragraphs": paragraphs,
        "open_seconds": round(opening, 3),
        "search_ms": search.to_json(),
        "answer_ms": answering.to_json(),
        "peak_megabytes": round(peak_megabytes(), 1),
    }
