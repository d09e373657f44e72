"""What the index is made of, document by document: chunks with their vectors, and counted terms.

Comes in: a document and an embedder. Goes out: ``Derived``, kept beside the canonical file, so that a
generation is built without cutting, embedding or counting anything twice. What is kept is a cache: a file
that is missing or damaged is made again from the canonical one.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.chunking import CHUNKER, Chunk, chunk
from store.concepts import VOCABULARY, index_terms
from store.embedding import Embedder, Vectors
from store.lexicon import TOKENISER, Counts, count_terms
from store.model import Document

CHECKSUM = 4
Metadata = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The chunks of a document: what Chroma is given."""

    ids: tuple[str, ...]
    metadatas: tuple[Metadata, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Derived:
    """What the index holds of one document."""

    pieces: Pieces
    counts: Counts


def derive(document: Document, embedder: Embedder) -> Derived:
    """Cut, embed and count the paragraphs of a document."""
    chunks = [piece for paragraph in document.paragraphs for piece in chunk(paragraph)]
    pieces = Pieces(
        tuple(piece.id for piece in chunks),
        tuple(_metadata(piece) for piece in chunks),
        embedder.embed([piece.text for piece in chunks]),
    )
    return Derived(pieces, count_terms([index_terms(paragraph.text) for paragraph in document.paragraphs]))


def _metadata(piece: Chunk) -> Metadata:
    paragraph = piece.paragraph
    values: Metadata = {
        "key": paragraph.key,
        "document": paragraph.document_id,
        "label": paragraph.label,
        "status": paragraph.status.value,
        "start": piece.start,
        "end": piece.end,
    }
    if paragraph.addressee:
        values["addressee"] = paragraph.addressee
    return values


class Cache:
    """The folder of what was derived, for one embedder: ``<canonical name>.<made by>.{pieces,counts}``."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Name the folder; nothing is read or written yet."""
        self.folder = folder
        made_by = f"{embedder.name}\0{TOKENISER}\0{VOCABULARY}\0{CHUNKER}"
        self.made_by = hashlib.sha256(made_by.encode()).hexdigest()[:8]

    def path(self, file: str, kind: str) -> Path:
        """Return where what was derived from the canonical file ``file`` lies."""
        return self.folder / f"{file.removesuffix('.json')}.{self.made_by}.{kind}"

    def save(self, file: str, derived: Derived) -> None:
        """Keep what was derived from the canonical file ``file``; raises ``OSError``."""
        pieces, counts = derived.pieces, derived.counts
        told = json.dumps([pieces.ids, pieces.metadatas], ensure_ascii=False)
        self.folder.mkdir(exist_ok=True)
        _write(self.path(file, "pieces"), [_packed(told), pieces.vectors])
        words = _packed(json.dumps(counts.vocabulary, ensure_ascii=False))
        _write(self.path(file, "counts"), [words, counts.starts, counts.terms, counts.counts])

    def pieces(self, file: str) -> Pieces | None:
        """Return the chunks of a document; None when they have to be made again."""
        arrays = _read(self.path(file, "pieces"), 2)
        if arrays is None:
            return None
        ids, metadatas = json.loads(arrays[0].tobytes())
        return Pieces(tuple(ids), tuple(metadatas), arrays[1])

    def counts(self, file: str) -> Counts | None:
        """Return the counted terms of a document; None when they have to be made again."""
        arrays = _read(self.path(file, "counts"), 4)
        return None if arrays is None else Counts(tuple(json.loads(arrays[0].tobytes())), *arrays[1:])

    def holds(self, file: str) -> bool:
        """Whether both parts are there."""
        return self.path(file, "pieces").exists() and self.path(file, "counts").exists()

    def sweep(self) -> None:
        """Delete what another embedder, tokeniser or chunker left; raises ``OSError``."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if f".{self.made_by}." not in path.name:
                path.unlink(missing_ok=True)


def _packed(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _write(path: Path, arrays: Sequence[NDArray[Any]]) -> None:
    # Not synchronised to the disk: the checksum tells what a power cut left half written.
    buffer = io.BytesIO()
    for array in arrays:
        np.save(buffer, array, allow_pickle=False)
    data = buffer.getbuffer()
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with beside.open("wb") as file:
        file.write(zlib.crc32(data).to_bytes(CHECKSUM, "big"))
        file.write(data)
    os.replace(beside, path)


def _read(path: Path, number: int) -> list[NDArray[Any]] | None:
    try:
        data = path.read_bytes()
        if zlib.crc32(memoryview(data)[CHECKSUM:]).to_bytes(CHECKSUM, "big") != data[:CHECKSUM]:
            return None
        buffer = io.BytesIO(data)
        buffer.seek(CHECKSUM)
        return [np.load(buffer, allow_pickle=False) for _ in range(number)]
    except (OSError, ValueError, EOFError):
        return None
