"""Ingest files into a store: parse what changed, write canonical files, build and switch an index.

Comes in: paths. Goes out: a report of each document. A file that fails does not stop the others,
and nothing that answered before stops answering until the new index is whole.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from ingest.ledger import Ledger
from ingest.parsing import Job, Parsed, Rederiving, derive_again, origin, parse_into
from ingest.read import HTML, TEXT
from ingest.report import account
from ingest.sources import Source, find_sources, is_folder, written
from ingest.stamps import Stamps
from ingest.workers import Limits, Outcome, perform
from store.build import Building, build, may_be_copied
from store.derived import Cache
from store.embedding import Embedder, open_embedder
from store.errors import AlineaError, StoreError
from store.index import Progress, drop_collections, is_whole
from store.model import ParseWarning
from store.settings import Settings
from store.shelf import Manifest, Record, Shelf

Outcomes = Literal["added", "updated", "unchanged", "failed"]
# So few bytes of plain text are parsed here, before a process of its own would have begun.
LIGHT = 200_000


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file; ``report`` is what an operator should know of its document."""

    id: str | None
    source: str
    status: Outcomes
    paragraphs: int
    warnings: tuple[ParseWarning, ...] = ()
    error: AlineaError | None = None
    report: dict[str, Any] | None = field(default=None, repr=False)

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the contract's object, with our added field ``report``."""
        return {
            "id": self.id,
            "source": self.source,
            "status": self.status,
            "paragraphs": self.paragraphs,
            "warnings": [warning.to_json() for warning in self.warnings],
            "error": self.error.message(language) if self.error else None,
            "report": self.report,
        }


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome of an ingestion: a report a file, the documents dropped, how long it took in seconds."""

    documents: tuple[Report, ...]
    seconds: float
    removed: tuple[Record, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether any file failed."""
        return any(report.status == "failed" for report in self.documents)

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the contract's object of ``ingest run --json``, with our added field ``removed``."""
        return {
            "documents": [report.to_json(language) for report in self.documents],
            "removed": [{"id": record.id, "source": record.source} for record in self.removed],
            "seconds": round(self.seconds, 3),
        }


def demonstration_needed(settings: Settings) -> bool:
    """Whether the store holds no real document, so that the demonstration corpus may stand in it."""
    shelf = Shelf(settings.folder)
    manifest = shelf.latest_manifest() if shelf.current() else None
    return manifest is None or all(record.fictional for record in manifest.records)


def run(
    paths: Sequence[Path], settings: Settings, progress: Progress, *, prune: bool = False, command: str = ""
) -> Run:
    """Ingest every document under ``paths``; with ``prune``, drop those whose file is gone from them.

    Raises ``InputError`` when a path is missing or holds no document, ``StoreError`` when the store
    cannot be written, is not ours, or is held by another ingestion.
    """
    begun = time.perf_counter()
    sources = find_sources(paths)
    ingestion = _Ingestion(sources, open_embedder(settings.embedding), settings, progress)
    shelf = ingestion.shelf
    shelf.create()
    with shelf.locked(command):
        gone = [path for path in paths if is_folder(path)] if prune else []
        reports, removed = ingestion.run(gone)
        if shelf.is_empty():
            shelf.discard()
    return Run(tuple(reports), time.perf_counter() - begun, removed)


def remove(identifiers: Sequence[str], settings: Settings, progress: Progress, command: str = "") -> Sequence[Record]:
    """Take documents out of the store and return their records; raises ``StoreError``.

    Identifiers that no document has are ignored: ``find_records`` in ``ingest.status`` names them.
    """
    ingestion = _Ingestion((), open_embedder(settings.embedding), settings, progress)
    ingestion.shelf.check_ours()
    with ingestion.shelf.locked(command):
        return ingestion.remove(identifiers)


class _Ingestion:
    """One run: what is unchanged is claimed, what changed is parsed, and the index follows."""

    def __init__(self, sources: Sequence[Source], embedder: Embedder, settings: Settings, progress: Progress) -> None:
        self.sources, self.embedder, self.settings, self.progress = sources, embedder, settings, progress
        self.shelf = Shelf(settings.folder)
        self.building: Building | None = None
        self.base: Manifest | None = None

    def run(self, pruned: Sequence[Path]) -> tuple[list[Report], tuple[Record, ...]]:
        self._open()
        unchanged = list(self._check())
        jobs = [
            Job(source, self.settings.folder, self.embedder)
            for source, held in zip(self.sources, unchanged, strict=True)
            if held is None
        ]
        if not may_be_copied(self.previous, len(jobs), self.settings) if self.previous else True:
            self.base = None
        outcomes = perform(jobs, parse_into, self._limits(jobs))
        try:
            reports = list(self._claim_all(unchanged, outcomes, len(jobs)))
            outcomes.close()  # and with it the processes
            removed = self.ledger.drop([r.id for r in gone(self.ledger.previous, self.sources, pruned)])
            self._index()
        finally:
            if self.building is not None:
                self.building.abandon()
        self.stamps.save()
        return reports, removed

    def remove(self, identifiers: Sequence[str]) -> Sequence[Record]:
        self._open()
        removed = self.ledger.drop(identifiers)
        if self.previous and not may_be_copied(self.previous, len(removed), self.settings):
            self.base = None
        try:
            self._index()
        finally:
            if self.building is not None:
                self.building.abandon()
        return removed

    def _open(self) -> None:
        self.previous = self.shelf.latest_manifest()
        self.ledger = Ledger(self.previous.records if self.previous else (), self.sources)
        self.stamps = Stamps(self.shelf)
        whole = self.previous and is_whole(self.shelf, self.previous, self.embedder, self.settings)
        self.whole, self.base = bool(whole), self.previous if whole else None

    def _check(self) -> Iterator[Record | None]:
        """Give what the store already holds of each file; None when it has to be parsed."""
        for number, source in enumerate(self.sources):
            yield self._held(source)
            self.progress("check", number + 1, len(self.sources))

    def _held(self, source: Source) -> Record | None:
        if not self.ledger.knows(source):
            return None
        try:
            held = self.ledger.unchanged(source, origin(source, self.stamps.digest(source.path)))
        except AlineaError:
            return None  # parsing says why it cannot be read
        return held if held is not None and self.stamps.intact(held) else None

    def _claim_all(
        self, unchanged: Sequence[Record | None], outcomes: Generator[Outcome], total: int
    ) -> Iterator[Report]:
        done = 0
        for source, held in zip(self.sources, unchanged, strict=True):
            if held is not None:
                yield self._claim_held(source, held)
                continue
            yield self._claim(source, next(outcomes))
            done += 1
            self.progress("parse", done, total)

    def _claim_held(self, source: Source, held: Record) -> Report:
        record = replace(held, root=source.root)  # the corpus may have moved
        self.ledger.claim(record)
        told = self.shelf.account(held) or account(self.shelf.document(held))
        warnings = tuple(ParseWarning(**warning) for warning in told["warnings"])
        return Report(held.id, source.name, "unchanged", held.paragraphs, warnings, None, told["report"])

    def _claim(self, source: Source, outcome: Parsed | AlineaError) -> Report:
        if isinstance(outcome, StoreError):
            raise outcome
        if isinstance(outcome, AlineaError):
            return Report(None, source.name, "failed", 0, (), outcome)
        record = outcome.record
        try:
            self.ledger.refuse_second(record, same_file=self._is_same(outcome))
        except AlineaError as error:
            return Report(None, source.name, "failed", 0, (), error)
        replaced = self.ledger.replaced(source, record.id)
        self.ledger.claim(record, replaced)
        self._build().put(record)
        status: Outcomes = "added" if replaced is None else "updated"
        return Report(record.id, source.name, status, record.paragraphs, outcome.warnings, None, outcome.report)

    def _is_same(self, parsed: Parsed) -> bool:
        holder = self.ledger.records.get(parsed.record.id)
        if holder is None or not self.stamps.intact(holder):
            return False
        return self.shelf.document(holder).sha256 == parsed.sha256

    def _build(self) -> Building:
        if self.building is None:
            try:
                self.building = Building(self.shelf, self.embedder, self.settings, self.base)
            except StoreError:
                if self.base is None:
                    raise
                self.base = None
                self.building = Building(self.shelf, self.embedder, self.settings)
        return self.building

    def _index(self) -> None:
        """Let what is kept answer, if that is not what answers already."""
        kept = self.ledger.kept()
        if not kept:
            if self.previous is not None and self.ledger.previous:
                self.shelf.forget()
                self._sweep()
            return
        if self.whole and kept == self.ledger.previous:
            return
        manifest = self._finish(kept)
        self.building = None
        self.shelf.switch(manifest.generation)
        self._sweep()

    def _finish(self, kept: Sequence[Record]) -> Manifest:
        self._derive_missing(kept)
        try:
            return self._build().finish(kept, self.progress)
        except StoreError:
            if self.base is None:
                raise
        # The generation that was copied is not as whole as it seemed.
        self._build().abandon()
        self.building = None
        return build(self.shelf, kept, self.embedder, self.settings, self.progress)

    def _derive_missing(self, kept: Sequence[Record]) -> None:
        cache = Cache(self.settings.folder / "derived", self.embedder)
        jobs = [Rederiving(r, self.settings.folder, self.embedder) for r in kept if not cache.holds(r.file)]
        limits = self._limits(jobs)
        for number, outcome in enumerate(perform(jobs, derive_again, limits)):
            if isinstance(outcome, AlineaError):
                raise outcome
            self.progress("derive", number + 1, len(jobs))

    def _sweep(self) -> None:
        drop_collections(self.settings, self.shelf.sweep())
        folder = self.settings.folder.absolute() / "documents"
        self.stamps.keep({str(path) for path in folder.iterdir()})

    def _limits(self, jobs: Sequence[Job] | Sequence[Rederiving]) -> Limits:
        wanted = self.settings.parse_workers or os.cpu_count() or 1
        workers = 0 if _light([job.path for job in jobs]) else min(wanted, len(jobs))
        return Limits(workers, self.settings.parse_memory, self.settings.parse_timeout)


def _light(paths: Sequence[Path]) -> bool:
    """Whether files are so small and plain that a process of their own would cost more than they do."""
    total = 0
    for path in paths:
        try:
            if not path.is_file():  # reading it says what it is
                continue
            total += path.stat().st_size
            with path.open("rb") as file:
                start = file.read(1024)
        except (OSError, ValueError):
            continue
        plain = path.suffix.lower() in {*TEXT, *HTML} and not any(mark in start for mark in (b"%PDF", b"PK\x03\x04"))
        if total > LIGHT or not plain:
            return False
    return True


def gone(records: Sequence[Record], sources: Sequence[Source], folders: Sequence[Path]) -> Iterator[Record]:
    """Give the records whose file lay under one of ``folders`` and is no more among ``sources``."""
    found = {Path(source.root, source.name) for source in sources}
    within = [Path(written(folder)) for folder in folders]
    for record in records:
        path = record.path
        if path and path not in found and any(path.is_relative_to(folder) for folder in within):
            yield record
