"""The index of one generation: a Chroma collection of chunks, and the lexicon of paragraphs.

Comes in: documents and an embedder. Goes out: a folder built beside the others and verified, which
``Shelf.switch`` then lets answer. chromadb is imported here alone, and late: it is slow to import.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from store.chunking import CHUNKER, Chunk, chunk
from store.concepts import VOCABULARY, index_terms
from store.corpus import Corpus
from store.embedding import Embedder, Vectors
from store.errors import StoreError
from store.lexicon import TOKENISER, Lexicon, build_lexicon, load_lexicon, save_lexicon, stems
from store.model import Document
from store.settings import Settings
from store.shelf import FORMAT, Manifest, Record, Shelf

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "alinea"
BATCH = 2000
# The last digits of a distance depend on the processor; an order must not.
DIGITS = 5
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Index:
    """An open generation, ready to be searched.

    ``names`` are the stems of what stands around the paragraphs: whom they address, the lead-ins that
    govern them, the catalogue entries of the documents.
    """

    generation: str
    corpus: Corpus
    lexicon: Lexicon
    collection: Collection
    embedder: Embedder
    fingerprint: dict[str, str]
    names: frozenset[str]
    settings: Settings
    client: ClientAPI

    def close(self) -> None:
        """Give back the database's files or the server's connections; the index answers no more."""
        _close(self.client)


def fingerprint(embedder: Embedder) -> dict[str, str]:
    """Return what must be the same for an index to be read by this program."""
    return {
        "format": str(FORMAT),
        "embedder": embedder.name,
        "tokeniser": f"{TOKENISER}+{VOCABULARY}",
        "chunker": CHUNKER,
    }


def build(
    shelf: Shelf,
    documents: Sequence[Document],
    records: Sequence[Record],
    embedder: Embedder,
    settings: Settings,
    progress: Progress,
) -> Manifest:
    """Build a generation of ``documents`` beside the others, verify it, and return its manifest.

    Raises ``StoreError`` when what was written cannot be read back whole.
    """
    generation = _new_name(shelf)
    folder = shelf.generation_folder(generation)
    corpus = Corpus(documents)
    with shelf.writing():
        folder.mkdir(parents=True)
        save_lexicon(build_lexicon([index_terms(p.text) for p in corpus.paragraphs]), folder / "lexicon")
    chunks = [piece for paragraph in corpus.paragraphs for piece in chunk(paragraph)]
    with _translated(settings), _connected(settings, folder) as client:
        collection = _collection(client, generation, settings, create=True)
        _fill(collection, chunks, embedder, progress)
        stored = collection.count()
    if stored != len(chunks):
        raise StoreError("store_incomplete", folder=shelf.folder, found=stored, expected=len(chunks))
    manifest = Manifest(generation, fingerprint(embedder), tuple(records), len(chunks))
    shelf.write_manifest(manifest)
    return manifest


def open_index(shelf: Shelf, embedder: Embedder, settings: Settings) -> Index:
    """Open the generation that answers.

    Raises ``StoreError`` when nothing was ingested, when the index was made by another embedder,
    tokeniser or version, and when a part of it is missing or damaged.
    """
    generation = shelf.current()
    if generation is None:
        raise StoreError("store_empty", folder=shelf.folder)
    manifest = shelf.manifest(generation)
    expected = fingerprint(embedder)
    for name, value in expected.items():
        if manifest.fingerprint.get(name) != value:
            found = manifest.fingerprint.get(name, "?")
            raise StoreError("store_fingerprint", folder=shelf.folder, part=name, found=found, expected=value)
    corpus = Corpus(shelf.document(record) for record in manifest.records)
    lexicon = _open_lexicon(shelf, manifest)
    client, collection = _open_collection(shelf, manifest, settings)
    return Index(generation, corpus, lexicon, collection, embedder, expected, _names(corpus), settings, client)


def _names(corpus: Corpus) -> frozenset[str]:
    told: set[str | None] = set()
    for document in corpus.documents.values():
        told |= {document.title, document.meeting, document.place, document.body, document.symbol}
    for paragraph in corpus.paragraphs:
        told |= {paragraph.addressee, paragraph.chapeau}
    return frozenset(term for text in told if text for term in stems(text))


def _open_lexicon(shelf: Shelf, manifest: Manifest) -> Lexicon:
    try:
        lexicon = load_lexicon(shelf.generation_folder(manifest.generation) / "lexicon")
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        raise StoreError("store_damaged", folder=shelf.folder, file="lexicon") from None
    if lexicon.size != sum(record.paragraphs for record in manifest.records):
        raise StoreError("store_damaged", folder=shelf.folder, file="lexicon")
    return lexicon


def _open_collection(shelf: Shelf, manifest: Manifest, settings: Settings) -> tuple[ClientAPI, Collection]:
    with _translated(settings):
        client = _client(settings, shelf.generation_folder(manifest.generation))
        try:
            collection = _collection(client, manifest.generation, settings, create=False)
            whole = collection.count() == manifest.chunks
        except BaseException:
            _close(client)
            raise
    if not whole:
        _close(client)
        raise StoreError("store_damaged", folder=shelf.folder, file="chroma")
    return client, collection


def is_whole(shelf: Shelf, manifest: Manifest, embedder: Embedder, settings: Settings) -> bool:
    """Whether a generation answers, was made by this program, and holds what its manifest says."""
    try:
        if manifest.fingerprint != fingerprint(embedder) or shelf.current() != manifest.generation:
            return False
        _open_lexicon(shelf, manifest)
        client, _ = _open_collection(shelf, manifest, settings)
        _close(client)
    except StoreError:
        return False
    return True


def drop_collections(settings: Settings, generations: Sequence[str]) -> None:
    """Remove the collections of deleted generations from a Chroma server."""
    if not settings.store_is_server or not generations:
        return
    with _translated(settings), _connected(settings, Path()) as client:
        held = {collection.name for collection in client.list_collections()}
        for generation in generations:
            if f"{COLLECTION}-{generation}" in held:
                client.delete_collection(f"{COLLECTION}-{generation}")


def nearest(index: Index, vector: Vectors, count: int, where: dict[str, Any] | None) -> list[tuple[str, float]]:
    """Return the ``count`` paragraphs nearest to a vector as (key, cosine similarity), best first."""
    if not np.any(vector):
        return []
    with _translated(index.settings):
        found = index.collection.query(
            query_embeddings=[vector.tolist()], n_results=count, where=where, include=["distances", "metadatas"]
        )
    best: dict[str, float] = {}
    for metadata, distance in zip(found["metadatas"][0], found["distances"][0], strict=True):  # type: ignore[index]
        key = str(metadata["key"])
        best[key] = max(best.get(key, -1.0), 1.0 - round(float(distance), DIGITS))
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))


def _fill(collection: Collection, chunks: Sequence[Chunk], embedder: Embedder, progress: Progress) -> None:
    for start in range(0, len(chunks), BATCH):
        batch = chunks[start : start + BATCH]
        vectors = embedder.embed([piece.text for piece in batch])
        collection.add(
            ids=[piece.id for piece in batch],
            embeddings=vectors,
            metadatas=[_metadata(piece) for piece in batch],
        )
        progress("index", min(start + BATCH, len(chunks)), len(chunks))


def _metadata(piece: Chunk) -> dict[str, str | int]:
    paragraph = piece.paragraph
    values: dict[str, str | int] = {
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


def _new_name(shelf: Shelf) -> str:
    # Names sort by time, and never twice the same, also when the clock went back.
    taken = [int(path.name) for path in (shelf.folder / "index").iterdir() if path.name.isdigit()]
    return f"{max(int(time.time() * 1000), max(taken, default=0) + 1):015}"


def _client(settings: Settings, folder: Path) -> ClientAPI:
    import chromadb  # slow to import, and not needed to parse or to print help
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if settings.store_is_server:
        from urllib.parse import urlsplit

        url = urlsplit(settings.store)
        port = url.port or (443 if url.scheme == "https" else 80)
        return chromadb.HttpClient(host=url.hostname or "", port=port, ssl=url.scheme == "https", settings=quiet)
    return chromadb.PersistentClient(str(folder / "chroma"), settings=quiet)


@contextmanager
def _connected(settings: Settings, folder: Path) -> Iterator[ClientAPI]:
    client = _client(settings, folder)
    try:
        yield client
    finally:
        _close(client)


def _close(client: ClientAPI) -> None:
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI

    if isinstance(client, Client):
        client.close()
        # A client of a server leaves its connections open when it is closed, and it has two of them.
        for server in (client._server, getattr(client._admin_client, "_server", None)):
            if isinstance(server, FastAPI):
                server._session.close()


def _collection(client: ClientAPI, generation: str, settings: Settings, *, create: bool) -> Collection:
    name = f"{COLLECTION}-{generation}" if settings.store_is_server else COLLECTION
    if not create:
        return client.get_collection(name, embedding_function=None)
    return client.create_collection(name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})


@contextmanager
def _translated(settings: Settings) -> Iterator[None]:
    """Turn what Chroma raises into our errors: the one place where its exceptions enter."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError  # what Chroma's client of a server lets through

    try:
        yield
    # The second time that it opens a damaged database, Chroma stumbles over itself (AttributeError).
    except (ChromaError, HTTPError, ValueError, OSError, RuntimeError, AttributeError) as error:
        if settings.store_is_server:
            raise StoreError("store_server", url=settings.store, problem=type(error).__name__) from error
        raise StoreError("store_chroma", problem=error) from error
