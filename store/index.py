"""The index of one generation: a Chroma collection of chunks, and the lexicon of paragraphs.

Comes in: the generation that answers. Goes out: an ``Index`` to be searched, when it is whole and was
made by this program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from store.chroma import COLLECTION, close_client, connected, open_client, open_collection, translated
from store.chunking import CHUNKER
from store.concepts import VOCABULARY
from store.corpus import Corpus
from store.embedding import Embedder, Vectors
from store.errors import StoreError
from store.lexicon import TOKENISER, Lexicon, load_lexicon, stems
from store.settings import Settings
from store.shelf import FORMAT, Manifest, Shelf

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

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
        close_client(self.client)


def fingerprint(embedder: Embedder) -> dict[str, str]:
    """Return what must be the same for an index to be read by this program."""
    return {
        "format": str(FORMAT),
        "embedder": embedder.name,
        "tokeniser": f"{TOKENISER}+{VOCABULARY}",
        "chunker": CHUNKER,
    }


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
    with translated(settings):
        client = open_client(settings, shelf.generation_folder(manifest.generation))
        try:
            collection = open_collection(client, manifest.generation, settings, create=False)
            whole = collection.count() == manifest.chunks
        except BaseException:
            close_client(client)
            raise
    if not whole:
        close_client(client)
        raise StoreError("store_damaged", folder=shelf.folder, file="chroma")
    return client, collection


def is_whole(shelf: Shelf, manifest: Manifest, embedder: Embedder, settings: Settings) -> bool:
    """Whether a generation answers, was made by this program, and holds what its manifest says."""
    try:
        if manifest.fingerprint != fingerprint(embedder) or shelf.current() != manifest.generation:
            return False
        _open_lexicon(shelf, manifest)
        client, _ = _open_collection(shelf, manifest, settings)
        close_client(client)
    except StoreError:
        return False
    return True


def drop_collections(settings: Settings, generations: Sequence[str]) -> None:
    """Remove the collections of deleted generations from a Chroma server."""
    if not settings.store_is_server or not generations:
        return
    with translated(settings), connected(settings, Path()) as client:
        held = {collection.name for collection in client.list_collections()}
        for generation in generations:
            if f"{COLLECTION}-{generation}" in held:
                client.delete_collection(f"{COLLECTION}-{generation}")


def nearest(index: Index, vector: Vectors, count: int, where: dict[str, Any] | None) -> list[tuple[str, float]]:
    """Return the ``count`` paragraphs nearest to a vector as (key, cosine similarity), best first."""
    if not np.any(vector):
        return []
    with translated(index.settings):
        found = index.collection.query(
            query_embeddings=[vector.tolist()], n_results=count, where=where, include=["distances", "metadatas"]
        )
    best: dict[str, float] = {}
    for metadata, distance in zip(found["metadatas"][0], found["distances"][0], strict=True):  # type: ignore[index]
        key = str(metadata["key"])
        best[key] = max(best.get(key, -1.0), 1.0 - round(float(distance), DIGITS))
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
