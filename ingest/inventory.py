"""The catalogue of a folder: each document's entry, what it lacks, and the share that each field is known in.

Comes in: paths. Goes out: rows. Nothing is written, and no paragraph is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.catalog import read_entry
from ingest.configuration import override
from ingest.entry import Entry, document_id
from ingest.read import read
from ingest.sources import Source, find_sources
from store.errors import AlineaError, InputError
from store.model import CATALOGUED


@dataclass(frozen=True, slots=True)
class Row:
    """One document: its file, its id and entry, or why it cannot be read."""

    source: str
    id: str | None = None
    entry: Entry | None = None
    error: AlineaError | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are not known."""
        return tuple(field for field in CATALOGUED if not self.knows(field))

    def knows(self, field: str) -> bool:
        """Whether a field is known; a session is, by its number too."""
        if self.entry is None:
            return False
        if field == "session":
            return bool(self.entry.session or self.entry.session_number)
        return getattr(self.entry, field) is not None

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the object of ``ingest catalogue --json``."""
        told = asdict(self.entry) if self.entry else {}
        error = self.error.message(language) if self.error else None
        return {"source": self.source, "id": self.id, **told, "missing": list(self.missing), "error": error}


def inventory(paths: Sequence[Path]) -> Iterator[Row]:
    """Give a row for each document under ``paths``; raises ``InputError`` for a path that is missing."""
    for source in find_sources(paths):
        yield _row(source)


def _row(source: Source) -> Row:
    try:
        _, reading = read(source.path)
    except InputError as error:
        return Row(source.name, error=error)
    entry = override(read_entry(reading.blocks, source.path.stem), source.configuration, source.name)
    return Row(source.name, document_id(entry, source.path.stem), entry)


def shares(rows: Sequence[Row]) -> dict[str, int]:
    """Return in how many of the documents that could be read each field is known."""
    return {field: sum(row.knows(field) for row in rows) for field in CATALOGUED}
