"""Which document stands under which id: those of the previous generation, then those of this run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from ingest.sources import Source
from store.errors import InputError
from store.shelf import Record


class Ledger:
    """The records of the previous generation, and what a run makes of them."""

    def __init__(self, previous: Sequence[Record], sources: Sequence[Source] = ()) -> None:
        """Take the records of the generation that answers, and the files of the run."""
        self.previous = tuple(previous)
        self.records = {record.id: record for record in previous}
        self.claimed: set[str] = set()
        self.names = Counter(source.name for source in sources)
        self._by_origin = {(record.source, record.origin): record for record in reversed(previous)}
        self._by_source = {record.source: record for record in reversed(previous)}
        self._itself = dict(self.records)

    def knows(self, source: Source) -> bool:
        """Whether the previous generation holds a file of that name."""
        return source.name in self._by_source

    def unchanged(self, source: Source, origin: str) -> Record | None:
        """Return what the previous generation holds of this very file."""
        return self._by_origin.get((source.name, origin))

    def replaced(self, source: Source, identifier: str) -> Record | None:
        """Return what the document of this file replaces: itself, or what the file held before."""
        itself = self._itself.get(identifier)
        if itself is not None or self.names[source.name] > 1:
            return itself
        return self._by_source.get(source.name)

    def refuse_second(self, record: Record, *, same_file: bool) -> None:
        """Raise ``InputError`` for a document whose id another file has; the same file under a new name
        is no other.
        """
        holder = self.records.get(record.id)
        if holder is None:
            return
        if record.id in self.claimed or not (holder.source == record.source or same_file):
            raise InputError("document_twice", file=record.source, id=record.id, other=holder.source)

    def claim(self, record: Record, replaced: Record | None = None) -> None:
        """Enter a document of this run; ``replaced`` leaves, unless this run has given it again."""
        if replaced is not None and replaced.id not in self.claimed:
            self.records.pop(replaced.id, None)
        self.records[record.id] = record
        self.claimed.add(record.id)

    def drop(self, identifiers: Collection[str]) -> tuple[Record, ...]:
        """Take documents out that this run has not given; return them."""
        dropped = [self.records.pop(name) for name in identifiers if name in self.records and name not in self.claimed]
        return tuple(sorted(dropped, key=lambda record: (record.source, record.id)))

    def kept(self) -> tuple[Record, ...]:
        """Return the records to index, in order. Fictional documents of an earlier run leave as soon
        as there are real ones.
        """
        records = list(self.records.values())
        if any(not record.fictional for record in records):
            records = [record for record in records if not record.fictional or record.id in self.claimed]
        return tuple(sorted(records, key=lambda record: (record.source, record.id)))
