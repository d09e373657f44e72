"""One file into the store: parse it, derive what is indexed, write both beside what answers.

This is what the processes of an ingestion do with each file. What they write bears the hash of its content
and is read by nobody until a manifest names it.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.parse import PARSER, parse
from ingest.report import account
from ingest.sources import Source
from store.derived import Cache, derive
from store.embedding import Embedder
from store.model import ParseWarning
from store.shelf import Record, Shelf


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be parsed into the store ``folder``."""

    source: Source
    folder: Path
    embedder: Embedder

    @property
    def path(self) -> Path:
        """The file."""
        return self.source.path


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document in the store that no generation names yet."""

    record: Record
    sha256: str
    warnings: tuple[ParseWarning, ...]
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rederiving:
    """A document of the store whose vectors or terms have to be made again."""

    record: Record
    folder: Path
    embedder: Embedder

    @property
    def path(self) -> Path:
        """The canonical file."""
        return self.folder / "documents" / self.record.file


def parse_into(job: Job) -> Parsed:
    """Parse a file into the store; raises ``InputError`` when it cannot be read, ``StoreError`` when the
    store cannot be written.
    """
    begun = time.perf_counter()
    source, shelf = job.source, Shelf(job.folder)
    document = parse(source.path, source.name, source.configuration)
    kept = account(document, time.perf_counter() - begun)
    record = shelf.write_document(document, origin(source, document.sha256), source.root)
    shelf.write_account(record, kept)
    cache = Cache(job.folder / "derived", job.embedder)
    if not cache.holds(record.file):
        with shelf.writing():
            cache.save(record.file, derive(document, job.embedder))
    return Parsed(record, document.sha256, document.warnings, kept["report"])


def derive_again(job: Rederiving) -> None:
    """Make what is indexed of a document again; raises ``StoreError`` when its canonical file is damaged."""
    shelf = Shelf(job.folder)
    derived = derive(shelf.document(job.record), job.embedder)
    with shelf.writing():
        Cache(job.folder / "derived", job.embedder).save(job.record.file, derived)


def origin(source: Source, sha256: str) -> str:
    """Return the hash of all that a document is made from: when it is the same, so is the document."""
    told = json.dumps(source.configuration, sort_keys=True, default=str)
    return hashlib.sha256(f"{sha256}\0{source.name}\0{told}\0{PARSER}".encode()).hexdigest()
