"""Ingest files into a store: parse what changed, write canonical files, build and switch an index.

Comes in: paths. Goes out: a report of each document. A file that fails does not stop the others,
and nothing that answered before stops answering until the new index is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.catalog import CONFIGURATION, read_configuration
from ingest.parse import PARSER, parse
from ingest.read import ENDINGS, listed_endings, load
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
    shelf.check_ours()
    if not shelf.folder.exists():
        _refuse_if_all_fail(sources)
    shelf.create()
    with shelf.locked():
        reports = _ingest(sources, shelf, embedder, settings, progress)
    return Run(tuple(reports), time.perf_counter() - begun)


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """Return the files to ingest; a folder gives those in it that have a reader, in order."""
    found: list[Source] = []
    for path in paths:
        if not path.exists():
            raise InputError("path_missing", path=path)
        if path.is_dir():
            within = [(file, file.relative_to(path).as_posix()) for file in _walk(path)]
            if not within:
                raise InputError("folder_empty", path=path, endings=listed_endings())
            configuration = read_configuration(path)
            found += [Source(file, name, configuration) for file, name in within]
        else:
            found.append(Source(path, path.name, read_configuration(path.parent)))
    return found


def _walk(folder: Path) -> Iterator[Path]:
    # os.walk does not follow links to folders: a loop of links ends nowhere.
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent) / name
            if file.suffix.lower() in ENDINGS and not name.startswith(".") and name != CONFIGURATION:
                yield file


def _refuse_if_all_fail(sources: Sequence[Source]) -> None:
    """Leave no empty store behind when a single named file cannot be read."""
    if len(sources) == 1:
        load(sources[0].path)
        parse(sources[0].path, sources[0].name, sources[0].configuration)


def _ingest(
    sources: Sequence[Source], shelf: Shelf, embedder: Embedder, settings: Settings, progress: Progress
) -> list[Report]:
    previous = shelf.latest_manifest()
    records = {record.id: record for record in previous.records} if previous else {}
    known = {record.source: record for record in records.values()}
    reports: list[Report] = []
    claimed: dict[str, str] = {}
    for number, source in enumerate(sources):
        report, record = _one(source, shelf, known, claimed)
        reports.append(report)
        if record is not None:
            stale = known.get(source.name)
            if stale is not None and stale.id != record.id:
                records.pop(stale.id, None)
            records[record.id] = record
            claimed[record.id] = source.name
        progress("parse", number + 1, len(sources))
    kept = _without_demonstration(records, claimed)
    changed = len(kept) < len(records) or any(report.status in ("added", "updated") for report in reports)
    if kept and (changed or previous is None or not is_whole(shelf, previous, embedder, settings)):
        _rebuild(list(kept.values()), shelf, embedder, settings, progress)
    return reports


def _without_demonstration(records: dict[str, Record], claimed: dict[str, str]) -> dict[str, Record]:
    """Drop fictional documents of an earlier run as soon as there are real ones."""
    if all(record.fictional for record in records.values()):
        return records
    return {key: record for key, record in records.items() if not record.fictional or key in claimed}


def _one(
    source: Source, shelf: Shelf, known: dict[str, Record], claimed: dict[str, str]
) -> tuple[Report, Record | None]:
    try:
        origin = _origin(source)
        before = known.get(source.name)
        if before is not None and before.origin == origin and _readable(shelf, before):
            document = shelf.document(before)
            return Report(before.id, source.name, "unchanged", before.paragraphs, document.warnings), before
        document = parse(source.path, source.name, source.configuration)
        _refuse_second(document, claimed, known)
        record = shelf.write_document(document, origin)
    except AlineaError as error:
        return Report(None, source.name, "failed", 0, (), error), None
    status: Outcome = "updated" if before is not None else "added"
    return Report(document.id, source.name, status, record.paragraphs, document.warnings), record


def _refuse_second(document: Document, claimed: dict[str, str], known: dict[str, Record]) -> None:
    holder = claimed.get(document.id)
    if holder is None:
        holder = next((r.source for r in known.values() if r.id == document.id and r.source != document.source), None)
    if holder is not None:
        raise InputError("document_twice", file=document.source, id=document.id, other=holder)


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
    ordered = sorted(records, key=lambda record: (record.source, record.id))
    documents = [shelf.document(record) for record in ordered]
    manifest = build(shelf, documents, ordered, embedder, settings, progress)
    shelf.switch(manifest.generation)
    drop_collections(settings, shelf.sweep())
