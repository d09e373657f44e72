"""Ingest files into a store: parse what changed, write canonical files, build and switch an index.

Comes in: paths. Goes out: a report of each document. A file that fails does not stop the others,
and nothing that answered before stops answering until the new index is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.configuration import CONFIGURATION, read_configuration
from ingest.parse import PARSER, parse
from ingest.read import ENDINGS, UNREAD_ENDINGS, listed_endings, load
from store.embedding import Embedder, open_embedder
from store.errors import AlineaError, InputError, StoreError
from store.index import Progress, build, drop_collections, is_whole
from store.model import Document, ParseWarning
from store.settings import Settings
from store.shelf import Record, Shelf

Outcome = Literal["added", "updated", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to ingest: where it lies, its name in the corpus, and what ``corpus.toml`` says."""

    path: Path
    name: str
    configuration: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file."""

    id: str | None
    source: str
    status: Outcome
    paragraphs: int
    warnings: tuple[ParseWarning, ...] = ()
    error: AlineaError | None = None

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the contract's object."""
        return {
            "id": self.id,
            "source": self.source,
            "status": self.status,
            "paragraphs": self.paragraphs,
            "warnings": [warning.to_json() for warning in self.warnings],
            "error": self.error.message(language) if self.error else None,
        }


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome of an ingestion: a report a file, and how long it took in seconds."""

    documents: tuple[Report, ...]
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether any file failed."""
        return any(report.status == "failed" for report in self.documents)

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the contract's object of ``ingest run --json``."""
        return {"documents": [report.to_json(language) for report in self.documents], "seconds": round(self.seconds, 3)}


def demonstration_needed(settings: Settings) -> bool:
    """Whether the store holds no real document, so that the demonstration corpus may stand in it."""
    shelf = Shelf(settings.folder)
    manifest = shelf.latest_manifest() if shelf.current() else None
    return manifest is None or all(record.fictional for record in manifest.records)


def run(paths: Sequence[Path], settings: Settings, progress: Progress) -> Run:
    """Ingest every document under ``paths``.

    Raises ``InputError`` when a path is missing or holds no document, ``StoreError`` when the store
    cannot be written, is not ours, or is held by another ingestion.
    """
    begun = time.perf_counter()
    sources = find_sources(paths)
    embedder = open_embedder(settings.embedding)
    shelf = Shelf(settings.folder)
    reports = _all_failed(sources) if shelf.is_empty() else ()
    if not reports:
        shelf.create()
        with shelf.locked():
            reports = _ingest(sources, shelf, embedder, settings, progress)
    return Run(tuple(reports), time.perf_counter() - begun)


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """Return the files to ingest; a folder gives the documents in it, in order, those of a format
    without a reader too: each fails by name, none is passed over in silence.
    """
    found: list[Source] = []
    for path in paths:
        if _exists(path) and path.is_dir():
            within = [(file, _name(file.relative_to(path))) for file in _walk(path)]
            if not within:
                raise InputError("folder_empty", path=path, endings=listed_endings())
            configuration = read_configuration(path)
            found += [Source(file, name, configuration) for file, name in within]
        else:
            found.append(Source(path, _name(Path(path.name)), read_configuration(path.parent)))
    return found


def _name(path: Path) -> str:
    # A name of bytes that are not UTF-8 can be opened, but neither written nor printed.
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long, a folder that may not be entered: reading it says which
        return False


def _walk(folder: Path) -> Iterator[Path]:
    # os.walk does not follow links to folders: a loop of links ends nowhere.
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent) / name
            if file.suffix.lower() in ENDINGS | UNREAD_ENDINGS and not name.startswith(".") and name != CONFIGURATION:
                yield file


def _refuse_folder(error: OSError) -> None:
    raise InputError("file_unreadable", file=error.filename, problem=error.strerror or error) from None


def _all_failed(sources: Sequence[Source]) -> Sequence[Report]:
    """Return why each file fails when every one does, so that no empty store is left behind."""
    reports: list[Report] = []
    for source in sources:
        try:
            parse(source.path, source.name, source.configuration)
        except InputError as error:
            reports.append(_failure(source, error))
        else:
            return ()
    return reports


def _failure(source: Source, error: AlineaError) -> Report:
    return Report(None, source.name, "failed", 0, (), error)


def _ingest(
    sources: Sequence[Source], shelf: Shelf, embedder: Embedder, settings: Settings, progress: Progress
) -> Sequence[Report]:
    previous = shelf.latest_manifest()
    ledger = _Ledger(previous.records if previous else (), sources)
    reports: list[Report] = []
    for number, source in enumerate(sources):
        reports.append(_one(source, shelf, ledger))
        progress("parse", number + 1, len(sources))
    kept = ledger.kept()
    if kept and (kept != ledger.previous or previous is None or not is_whole(shelf, previous, embedder, settings)):
        _rebuild(kept, shelf, embedder, settings, progress)
    return reports


class _Ledger:
    """Which document stands under which id: those of the previous generation, then those of this run."""

    def __init__(self, previous: Sequence[Record], sources: Sequence[Source]) -> None:
        self.previous = tuple(previous)
        self.records = {record.id: record for record in previous}
        self.claimed: set[str] = set()
        self.names = Counter(source.name for source in sources)

    def unchanged(self, source: Source, origin: str) -> Record | None:
        """Return what the previous generation holds of this very file."""
        return next((r for r in self.previous if r.source == source.name and r.origin == origin), None)

    def replaced(self, source: Source, identifier: str) -> Record | None:
        """Return what the document of this file replaces: itself, or what the file held before."""
        itself = next((record for record in self.previous if record.id == identifier), None)
        if itself is not None or self.names[source.name] > 1:
            return itself
        return next((record for record in self.previous if record.source == source.name), None)

    def claim(self, record: Record, replaced: Record | None = None) -> None:
        """Enter a document of this run; ``replaced`` leaves, unless this run has given it again."""
        if replaced is not None and replaced.id not in self.claimed:
            self.records.pop(replaced.id, None)
        self.records[record.id] = record
        self.claimed.add(record.id)

    def kept(self) -> tuple[Record, ...]:
        """Return the records to index, in order. Fictional documents of an earlier run leave as soon
        as there are real ones.
        """
        records = list(self.records.values())
        if any(not record.fictional for record in records):
            records = [record for record in records if not record.fictional or record.id in self.claimed]
        return tuple(sorted(records, key=lambda record: (record.source, record.id)))


def _one(source: Source, shelf: Shelf, ledger: _Ledger) -> Report:
    try:
        origin = _origin(source)
        held = ledger.unchanged(source, origin)
        if held is not None and _readable(shelf, held):
            ledger.claim(held)
            return Report(held.id, source.name, "unchanged", held.paragraphs, shelf.document(held).warnings)
        document = parse(source.path, source.name, source.configuration)
        _refuse_second(document, shelf, ledger)
    except InputError as error:
        return _failure(source, error)
    record = shelf.write_document(document, origin)
    replaced = ledger.replaced(source, document.id)
    ledger.claim(record, replaced)
    status: Outcome = "added" if replaced is None else "updated"
    return Report(document.id, source.name, status, record.paragraphs, document.warnings)


def _refuse_second(document: Document, shelf: Shelf, ledger: _Ledger) -> None:
    """Refuse a document whose id another file has; the same file under a new name is no other."""
    holder = ledger.records.get(document.id)
    if holder is None:
        return
    itself = holder.source == document.source or _same_file(document, holder, shelf)
    if document.id in ledger.claimed or not itself:
        raise InputError("document_twice", file=document.source, id=document.id, other=holder.source)


def _same_file(document: Document, holder: Record, shelf: Shelf) -> bool:
    return _readable(shelf, holder) and shelf.document(holder).sha256 == document.sha256


def _origin(source: Source) -> str:
    told = json.dumps(source.configuration, sort_keys=True, default=str)
    digest = hashlib.sha256(load(source.path))
    digest.update(f"\0{source.name}\0{told}\0{PARSER}".encode())
    return digest.hexdigest()


def _readable(shelf: Shelf, record: Record) -> bool:
    try:
        shelf.document(record)
    except StoreError:
        return False
    return True


def _rebuild(
    records: Sequence[Record], shelf: Shelf, embedder: Embedder, settings: Settings, progress: Progress
) -> None:
    documents = [shelf.document(record) for record in records]
    manifest = build(shelf, documents, records, embedder, settings, progress)
    shelf.switch(manifest.generation)
    drop_collections(settings, shelf.sweep())
