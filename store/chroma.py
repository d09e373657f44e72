"""Chroma as this program uses it: a client of a folder or of a server, its collections, its errors.

chromadb is imported here alone, and late: it is slow to import.
"""

from __future__ import annotations

import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import StoreError
from store.settings import Settings

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

COLLECTION = "alinea"
DATABASE = "chroma.sqlite3"
# Measured on 25,000 of our vectors, against an exact search: recall at 10 is .997 so (.993 with an
# ef_search of 200, .999 with an ef_construction of 100, which takes a quarter longer). What is not yet
# synchronised has to be entered again by whoever opens the collection, so it is little.
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 64, "ef_search": 400, "sync_threshold": 2000}


def open_client(settings: Settings, folder: Path) -> ClientAPI:
    """Return a client of the server, or of the database in ``folder``."""
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
def connected(settings: Settings, folder: Path) -> Iterator[ClientAPI]:
    """Give a client and close it."""
    client = open_client(settings, folder)
    try:
        yield client
    finally:
        close_client(client)


def close_client(client: ClientAPI) -> None:
    """Give back the database's files or the server's connections."""
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI

    if isinstance(client, Client):
        client.close()
        # A client of a server leaves its connections open when it is closed, and it has two of them.
        for server in (client._server, getattr(client._admin_client, "_server", None)):
            if isinstance(server, FastAPI):
                server._session.close()


def open_collection(client: ClientAPI, generation: str, settings: Settings, *, create: bool) -> Collection:
    """Return the collection of a generation: its own on a server, the only one in its folder."""
    name = f"{COLLECTION}-{generation}" if settings.store_is_server else COLLECTION
    if not create:
        return client.get_collection(name, embedding_function=None)
    return client.create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})


@contextmanager
def translated(settings: Settings) -> Iterator[None]:
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


def settle(collection: Collection) -> None:
    """Let the next search write what the collection keeps back, so that no reader has to; the client has
    to be closed first, and another one opened.
    """
    with warnings.catch_warnings():
        # Chroma warns of a configuration without an embedding function, which is what we ask for.
        warnings.simplefilter("ignore", DeprecationWarning)
        collection.modify(configuration={"hnsw": {"sync_threshold": 2}})


def copy_database(source: Path, target: Path) -> None:
    """Copy the folder of a collection that is read, and never written, by others.

    Readers write into the SQLite file as they open it, so it is copied by SQLite itself.
    """
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with closing(sqlite3.connect(source / DATABASE)) as old, closing(sqlite3.connect(target / DATABASE)) as new:
        old.backup(new)
