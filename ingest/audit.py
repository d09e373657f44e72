"""Audit the parsing of a corpus without touching a store: is every numbering unbroken, or explained?

Comes in: files and folders. Goes out: for each document its paragraphs, its breaks with their causes,
its coverage. A break is what a reader of the document would stumble over: a jump, a list that begins
late, a number taken for text, one that occurs twice. What the file itself explains (it begins in the
middle of a text, it numbers nothing; a number restored or read otherwise than printed) is listed apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.parse import parse
from ingest.sources import Source, find_sources
from ingest.workers import Limits, perform
from store.errors import AlineaError
from store.model import ParseWarning

BREAKS = frozenset({"numbering_gap", "numbering_late", "number_ignored", "number_twice"})
EXPLAINED = frozenset({"no_number", "numbering_tail", "number_restored", "number_misread", "number_reread"})
COVERED = 0.995


@dataclass(frozen=True, slots=True)
class Row:
    """What was found in one file; ``error`` when it could not be read."""

    source: str
    paragraphs: int = 0
    breaks: tuple[ParseWarning, ...] = ()
    explained: tuple[ParseWarning, ...] = ()
    coverage: float = 1.0
    left: tuple[str, ...] = ()
    error: AlineaError | None = None

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the row as a JSON object."""
        return {
            "source": self.source,
            "paragraphs": self.paragraphs,
            "breaks": [warning.to_json() for warning in self.breaks],
            "explained": [warning.to_json() for warning in self.explained],
            "coverage": round(self.coverage, 5),
            "left": list(self.left),
            "error": self.error.message(language) if self.error else None,
        }


@dataclass(frozen=True, slots=True)
class Audit:
    """The rows of a corpus, and what they come to."""

    rows: tuple[Row, ...]

    @property
    def failed(self) -> int:
        """How many files could not be read."""
        return sum(row.error is not None for row in self.rows)

    @property
    def unbroken(self) -> int:
        """How many documents have no break that the file itself does not explain."""
        return sum(row.error is None and not row.breaks for row in self.rows)

    @property
    def covered(self) -> int:
        """How many documents have at least 99.5% of their characters accounted for."""
        return sum(row.error is None and row.coverage >= COVERED for row in self.rows)

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the audit as a JSON object, with the rows that have something to say."""
        told = [row for row in self.rows if row.breaks or row.explained or row.left or row.error]
        return {
            "documents": len(self.rows),
            "failed": self.failed,
            "paragraphs": sum(row.paragraphs for row in self.rows),
            "unbroken": self.unbroken,
            "unbroken_share": round(self.unbroken / len(self.rows), 5) if self.rows else None,
            "covered": self.covered,
            "lowest_coverage": round(min((row.coverage for row in self.rows), default=1.0), 5),
            "causes": dict(Counter(w.code for row in self.rows for w in (*row.breaks, *row.explained))),
            "rows": [row.to_json(language) for row in told],
        }


def audit(paths: Sequence[Path], limits: Limits) -> Iterator[Row]:
    """Parse every document under ``paths`` and yield a row for each, in order.

    Raises ``InputError`` when a path is missing or holds no document.
    """
    sources = find_sources(paths)
    for source, outcome in zip(sources, perform(sources, read_row, limits), strict=True):
        yield outcome if isinstance(outcome, Row) else Row(source.name, error=outcome)


def read_row(source: Source) -> Row:
    """Parse one file and return its row; raises ``InputError``."""
    document = parse(source.path, source.name, source.configuration)
    coverage = document.coverage
    return Row(
        source.name,
        len(document.paragraphs),
        tuple(warning for warning in document.warnings if warning.code in BREAKS),
        tuple(warning for warning in document.warnings if warning.code in EXPLAINED),
        coverage.share if coverage else 1.0,
        tuple(piece for _, piece in coverage.left) if coverage else (),
    )
