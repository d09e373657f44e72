"""What a store holds, what has changed in folders since, and which documents a name means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.ledger import Ledger
from ingest.parsing import origin
from ingest.pipeline import gone
from ingest.report import account
from ingest.sources import Source, find_sources, is_folder, written
from ingest.stamps import Stamps
from store.errors import AlineaError, InputError
from store.lock import Holder, holder
from store.settings import Settings
from store.shelf import Record, Shelf

CHANGES = ("new", "changed", "missing", "unreadable")


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds; ``changes`` gives the files of ``PATH…`` that are not as they were, by kind."""

    folder: Path
    generation: str | None
    records: tuple[Record, ...]
    warnings: int
    bytes: int
    holder: Holder | None
    unchanged: int
    changes: dict[str, tuple[str, ...]]

    @property
    def paragraphs(self) -> int:
        """The number of paragraphs in the store."""
        return sum(record.paragraphs for record in self.records)

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``ingest status --json`` prints."""
        held = self.holder
        return {
            "folder": str(self.folder),
            "generation": self.generation,
            "documents": [
                {
                    "id": record.id,
                    "source": record.source,
                    "paragraphs": record.paragraphs,
                    "fictional": record.fictional,
                }
                for record in self.records
            ],
            "paragraphs": self.paragraphs,
            "warnings": self.warnings,
            "bytes": self.bytes,
            "lock": held
            and {"pid": held.pid, "host": held.host, "since": held.since, "command": held.command, "alive": held.alive},
            "unchanged": self.unchanged,
            **{kind: list(names) for kind, names in self.changes.items()},
        }


def status(paths: Sequence[Path], settings: Settings) -> Status:
    """Look at the store and compare it with ``paths``; nothing is written.

    Raises ``StoreError`` when the folder is not ours, ``InputError`` when a folder holds no document.
    """
    shelf = Shelf(settings.folder)
    generation = shelf.current()
    records = _records(shelf)
    sources = find_sources(paths) if paths else []
    changes: dict[str, list[str]] = {kind: [] for kind in CHANGES}
    unchanged = 0
    ledger, stamps = Ledger(records, sources), Stamps(shelf)
    for source in sources:
        kind = _kind(source, ledger, stamps)
        if kind is None:
            unchanged += 1
        else:
            changes[kind].append(source.name)
    changes["missing"] = [r.source for r in gone(records, sources, [path for path in paths if is_folder(path)])]
    return Status(
        folder=settings.folder,
        generation=generation,
        records=records,
        warnings=sum(_warnings(shelf, record) for record in records),
        bytes=shelf.size(),
        holder=holder(settings.folder),
        unchanged=unchanged,
        changes={kind: tuple(names) for kind, names in changes.items()},
    )


def _records(shelf: Shelf) -> tuple[Record, ...]:
    manifest = shelf.latest_manifest() if shelf.current() else None
    return manifest.records if manifest else ()


def _kind(source: Source, ledger: Ledger, stamps: Stamps) -> str | None:
    try:
        digest = stamps.digest(source.path)
    except AlineaError:
        return "unreadable"
    if not ledger.knows(source):
        return "new"
    return None if ledger.unchanged(source, origin(source, digest)) else "changed"


def _warnings(shelf: Shelf, record: Record) -> int:
    return len((shelf.account(record) or {}).get("warnings", ()))


def find_records(names: Sequence[str], settings: Settings) -> list[Record]:
    """Return the documents that ``names`` mean: an id, a symbol, or a file; raises ``InputError`` naming
    the first that means none.
    """
    records = _records(Shelf(settings.folder))
    found: dict[str, Record] = {}
    for name in names:
        meant = list(_meant(name, records))
        if not meant:
            raise InputError("remove_unknown", name=name)
        found |= {record.id: record for record in meant}
    return list(found.values())


def _meant(name: str, records: Sequence[Record]) -> Iterator[Record]:
    path = Path(written(Path(name)))
    for record in records:
        if name in (record.id, record.source) or name.replace("/", "-") == record.id or record.path == path:
            yield record


def report_of(name: str, settings: Settings) -> dict[str, Any]:
    """Return the report of the document that ``name`` means."""
    shelf = Shelf(settings.folder)
    (record, *_) = find_records([name], settings)
    report: dict[str, Any] = (shelf.account(record) or account(shelf.document(record)))["report"]
    return report
