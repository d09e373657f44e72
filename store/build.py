"""Build a generation beside the others: from nothing, or from a copy of the one that answers.

Comes in: records of canonical files, and what was derived from them. Goes out: a folder that is whole and
verified, with its manifest, which ``Shelf.switch`` then lets answer. The generation that answers is only read.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from store.chroma import close_client, copy_database, open_client, open_collection, settle, translated
from store.derived import Cache, Derived, Metadata, Pieces, derive
from store.embedding import Embedder, Vectors
from store.errors import StoreError
from store.index import Progress, fingerprint
from store.lexicon import Counts, index_counts, join_counts, save_lexicon
from store.settings import Settings
from store.shelf import Manifest, Record, Shelf

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 2000
# A copy is changed only where little changes: above these shares, building anew is as fast and leaves no holes.
LARGEST_CHANGE = 0.25
MOST_DELETED = 0.2
SAMPLE = 64
NEAREST = 1e-3
# Among thousands of nearly equal paragraphs an approximate index finds nine in ten (measured: .90); where two
# processes had written at once, it found two in three. What lies between tells a crowd from damage.
FAITHFUL = 0.78


class Building:
    """A generation being built. ``put`` documents in any order, then ``finish``; or ``abandon`` it."""

    def __init__(self, shelf: Shelf, embedder: Embedder, settings: Settings, base: Manifest | None = None) -> None:
        """Begin from nothing, or from a copy of the generation ``base``; raises ``StoreError``."""
        self.shelf, self.embedder, self.settings = shelf, embedder, settings
        self.cache = Cache(shelf.folder / "derived", embedder)
        self.generation = _new_name(shelf)
        self.folder = shelf.generation_folder(self.generation)
        self.held = {record.id: record for record in base.records} if base else {}
        self.chunks, self.deleted = (base.chunks, base.deleted) if base else (0, 0)
        self._waiting = _Batch()
        self._sample: list[Vectors] = []
        self._client: ClientAPI | None = None
        try:
            self._collection = self._open(base)
        except BaseException:
            self.abandon()
            raise

    def _open(self, base: Manifest | None) -> Collection:
        with self.shelf.writing():
            self.folder.mkdir(parents=True)
            if base:
                try:
                    copy_database(self.shelf.generation_folder(base.generation) / "chroma", self.folder / "chroma")
                except sqlite3.Error as error:
                    raise StoreError("store_chroma", problem=error) from error
        with translated(self.settings):
            self._client = open_client(self.settings, self.folder)
            return open_collection(self._client, self.generation, self.settings, create=base is None)

    def put(self, record: Record, derived: Derived | None = None) -> None:
        """Enter a document, in the place of the one of its id; ``derived`` is read or made when None."""
        before = self.held.get(record.id)
        if before is not None and before.file == record.file:
            self.held[record.id] = record
            return
        if before is not None:
            self.remove(record.id)
        pieces = derived.pieces if derived else self._pieces(record)
        self.held[record.id] = record
        self.chunks += len(pieces.ids)
        self._sample.append(pieces.vectors[:: max(1, len(pieces.ids) // 2)][:2].copy())
        self._waiting.extend(pieces)
        if len(self._waiting) >= BATCH:
            self._flush()

    def remove(self, identifier: str) -> None:
        """Take a document out."""
        self._flush()
        del self.held[identifier]
        with translated(self.settings):
            self._collection.delete(where={"document": identifier})
            found = self._collection.count()
        self.deleted += self.chunks - found
        self.chunks = found

    def finish(self, records: Sequence[Record], progress: Progress) -> Manifest:
        """Hold exactly ``records``, in their order, verify it, and write the manifest.

        Raises ``StoreError`` when what was written cannot be read back whole.
        """
        wanted = {record.id: record.file for record in records}
        for identifier, record in list(self.held.items()):
            if wanted.get(identifier) != record.file:
                self.remove(identifier)
        for number, record in enumerate(records):
            self.put(record)
            progress("index", number + 1, len(records))
        self._flush()
        # One large thing at a time in memory: the vectors, then the words, then the vectors again.
        self._close(settled=not self.settings.store_is_server)
        self._write_lexicon(records)
        self._reopen()
        self._verify(records)
        self._close()
        manifest = Manifest(
            self.generation, fingerprint(self.embedder), tuple(records), self.chunks, deleted=self.deleted
        )
        self.shelf.write_manifest(manifest)
        with self.shelf.writing():
            self.cache.sweep()
        return manifest

    def abandon(self) -> None:
        """Delete what was built."""
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _close(self, *, settled: bool = False) -> None:
        if self._client is not None:
            if settled:
                with translated(self.settings):
                    settle(self._collection)
            close_client(self._client)
        self._client = None

    def _flush(self) -> None:
        for ids, metadatas, vectors in self._waiting.taken():
            with translated(self.settings):
                self._collection.add(ids=ids, embeddings=vectors, metadatas=metadatas)  # type: ignore[arg-type]

    def _pieces(self, record: Record) -> Pieces:
        return self.cache.pieces(record.file) or self._derive(record).pieces

    def _counts(self, record: Record) -> Counts:
        return self.cache.counts(record.file) or self._derive(record).counts

    def _derive(self, record: Record) -> Derived:
        derived = derive(self.shelf.document(record), self.embedder)
        with self.shelf.writing():
            self.cache.save(record.file, derived)
        return derived

    def _write_lexicon(self, records: Sequence[Record]) -> None:
        lexicon = index_counts(join_counts([self._counts(record) for record in records]))
        expected = sum(record.paragraphs for record in records)
        if lexicon.size != expected:
            raise StoreError("store_incomplete", folder=self.shelf.folder, found=lexicon.size, expected=expected)
        with self.shelf.writing():
            save_lexicon(lexicon, self.folder / "lexicon")

    def _reopen(self) -> None:
        with translated(self.settings):
            self._client = open_client(self.settings, self.folder)
            self._collection = open_collection(self._client, self.generation, self.settings, create=False)

    def _verify(self, records: Sequence[Record]) -> None:
        """Count the chunks, and search for a sample of them: each has to find itself."""
        with translated(self.settings):
            stored = self._collection.count()
        if stored != self.chunks:
            raise StoreError("store_incomplete", folder=self.shelf.folder, found=stored, expected=self.chunks)
        sample = self._sampled(records)
        found = sum(self._finds(vector) for vector in sample)
        if found < FAITHFUL * len(sample):
            raise StoreError("store_unfaithful", folder=self.shelf.folder, found=found, expected=len(sample))

    def _sampled(self, records: Sequence[Record]) -> list[Vectors]:
        """Return vectors of what was added, and of documents all over the corpus."""
        chosen = records[:: max(1, len(records) // (SAMPLE // 2))]
        each = max(1, SAMPLE // max(1, len(chosen)))
        kept = (self.cache.pieces(record.file) for record in chosen)
        old = [pieces.vectors[:: max(1, len(pieces.ids) // each)][:each] for pieces in kept if pieces]
        new = self._sample[:: max(1, len(self._sample) // (SAMPLE // 2))]
        rows = [row for rows in (*old, *new) for row in rows]
        return [row for row in rows if np.any(row)]

    def _finds(self, vector: Vectors) -> bool:
        with translated(self.settings):
            found = self._collection.query(query_embeddings=[vector.tolist()], n_results=1, include=["distances"])
        return any(distance < NEAREST for row in found["distances"] or [] for distance in row)


class _Batch:
    """Chunks that wait to be given to Chroma together."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.metadatas: list[Metadata] = []
        self.vectors: list[Vectors] = []

    def __len__(self) -> int:
        return len(self.ids)

    def extend(self, pieces: Pieces) -> None:
        self.ids += pieces.ids
        self.metadatas += pieces.metadatas
        if len(pieces.ids):
            self.vectors.append(pieces.vectors)

    def taken(self) -> Iterator[tuple[list[str], list[Metadata], Vectors]]:
        """Give what waits, at most ``BATCH`` at a time, and empty the batch."""
        ids, metadatas, rows = self.ids, self.metadatas, self.vectors
        self.ids, self.metadatas, self.vectors = [], [], []
        vectors = np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)
        for start in range(0, len(ids), BATCH):
            end = start + BATCH
            yield ids[start:end], metadatas[start:end], vectors[start:end]


def build(
    shelf: Shelf, records: Sequence[Record], embedder: Embedder, settings: Settings, progress: Progress
) -> Manifest:
    """Build a generation of ``records`` from nothing, and return its manifest; raises ``StoreError``."""
    building = Building(shelf, embedder, settings)
    try:
        return building.finish(records, progress)
    except BaseException:
        building.abandon()
        raise


def may_be_copied(base: Manifest, changes: int, settings: Settings) -> bool:
    """Whether a generation is changed rather than built anew, when ``changes`` documents change."""
    few = changes <= max(1, LARGEST_CHANGE * len(base.records))
    return not settings.store_is_server and few and base.deleted <= MOST_DELETED * base.chunks


def _new_name(shelf: Shelf) -> str:
    # Names sort by time, and never twice the same, also when the clock went back.
    folder: Path = shelf.folder / "index"
    taken = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    return f"{max(int(time.time() * 1000), max(taken, default=0) + 1):015}"
