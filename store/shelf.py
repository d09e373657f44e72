"""The store's folder: canonical files, index generations, and which generation answers.

    alinea.json                 says that the folder is ours, and its format
    documents/<id>.<hash>.json  one parsed document, never rewritten
    documents/<id>.<hash>.places  where its words are printed, for formats with pages
    index/<generation>/         manifest.json, chroma/, lexicon/: built beside, never changed
    current                     the name of the generation that answers (replaced atomically)
    lock                        held by the one ingestion that runs

Everything that a generation needs is named by its manifest, so a killed ingestion leaves the
previous one whole.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from store import places
from store.atomic import write_text
from store.errors import StoreError
from store.model import Document, Place

FORMAT = 1
KEPT_GENERATIONS = 2
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a generation: where its canonical file lies, and what it was made from.

    ``origin`` is a hash of the source file, of what ``corpus.toml`` says of it, and of the
    parser's version: when it is the same, parsing again would give the same. ``fictional`` marks
    the demonstration's documents, which give way to real ones.
    """

    id: str
    source: str
    origin: str
    file: str
    paragraphs: int
    fictional: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds, how many chunks that makes, and the fingerprint of what made it."""

    generation: str
    fingerprint: dict[str, str]
    records: tuple[Record, ...]
    chunks: int


class Shelf:
    """Reads and writes a store's folder; knows nothing of search."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or written yet."""
        self.folder = folder

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def current(self) -> str | None:
        """Return the name of the generation that answers; None when nothing was ingested."""
        self.check_ours()
        try:
            return (self.folder / "current").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError("store_unreadable", folder=self.folder, problem=error.strerror) from None
        except ValueError:
            raise StoreError("store_damaged", folder=self.folder, file="current") from None

    def is_empty(self) -> bool:
        """Whether nothing was ever ingested; raises ``StoreError`` when the folder is not ours."""
        self.check_ours()
        return not (self.folder / "current").exists()

    def check_ours(self) -> None:
        """Raise ``StoreError`` when the folder exists and is not a store of this format."""
        if not self.folder.exists():
            return
        if not self.folder.is_dir():
            raise StoreError("store_not_folder", folder=self.folder)
        mark = self.folder / "alinea.json"
        try:
            data = json.loads(mark.read_text(encoding="utf-8"))
            version = data["format"]
        except FileNotFoundError:
            # What a killed creation left behind is ours: the mark, half written.
            if not all(path.name.startswith(".alinea.json.") for path in self.folder.iterdir()):
                raise StoreError("store_not_ours", folder=self.folder) from None
            return
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError("store_not_ours", folder=self.folder) from None
        if version != FORMAT:
            raise StoreError("store_format", folder=self.folder, found=version, expected=FORMAT)

    def manifest(self, generation: str) -> Manifest:
        """Read a generation's manifest; raises ``StoreError`` when it is missing or damaged."""
        path = self.generation_folder(generation) / "manifest.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            records = tuple(Record(**item) for item in data["records"])
            return Manifest(data["generation"], data["fingerprint"], records, int(data["chunks"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError("store_damaged", folder=self.folder, file=path.name) from None

    def latest_manifest(self) -> Manifest | None:
        """Return the newest manifest that can be read, the current one first; None when none can."""
        try:
            current = self.current()
        except StoreError:
            current = None
        kept = sorted((path.name for path in (self.folder / "index").iterdir()), reverse=True)
        for name in dict.fromkeys([*([current] if current else []), *kept]):
            manifest = self._whole(name)
            if manifest is not None:
                return manifest
        return None

    def _whole(self, generation: str) -> Manifest | None:
        try:
            return self.manifest(generation)
        except StoreError:
            return None

    def document(self, record: Record) -> Document:
        """Read a canonical file; raises ``StoreError`` when it is missing or damaged."""
        path = self.folder / "documents" / record.file
        try:
            text = path.read_text(encoding="utf-8")
            if content_hash(text) not in record.file:
                raise ValueError(record.file)
            return Document.from_json(json.loads(text))
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError("store_damaged", folder=self.folder, file=record.file) from None

    def places(self, record: Record) -> tuple[Place, ...]:
        """Read where the words of a document are printed; empty for a format without pages.

        Raises ``StoreError`` when the file is damaged.
        """
        path = self.folder / "documents" / places_name(record.file)
        try:
            return places.from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError):
            raise StoreError("store_damaged", folder=self.folder, file=path.name) from None

    def generation_folder(self, generation: str) -> Path:
        """Return where a generation lies."""
        return self.folder / "index" / generation

    # ── writing ───────────────────────────────────────────────────────────────────────────

    def create(self) -> None:
        """Make the folder a store, if it is not one yet; raises ``StoreError`` when it cannot be."""
        self.check_ours()
        with self.writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (self.folder / "alinea.json").exists():
                write_text(self.folder / "alinea.json", json.dumps({"format": FORMAT}))
            for name in ("documents", "index"):
                (self.folder / name).mkdir(exist_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what the file system raises while the store is written into ``StoreError``."""
        try:
            yield
        except OSError as error:
            raise StoreError("store_unwritable", folder=self.folder, problem=error.strerror or error) from None

    def write_document(self, document: Document, origin: str) -> Record:
        """Write a canonical file and return its record."""
        text = json.dumps(document.to_json(), ensure_ascii=False)
        name = f"{document.id[:LONGEST_NAME]}.{content_hash(text)}.json"
        path = self.folder / "documents" / name
        with self.writing():
            # A damaged file of that name is written anew; a whole one is left alone.
            if not path.exists() or path.read_bytes() != text.encode():
                write_text(path, text)
            if document.places:
                kept = json.dumps(places.to_json(document.places))
                write_text(self.folder / "documents" / places_name(name), kept)
        return Record(document.id, document.source, origin, name, len(document.paragraphs), document.fictional)

    def write_manifest(self, manifest: Manifest) -> None:
        """Write a generation's manifest into its folder."""
        path = self.generation_folder(manifest.generation) / "manifest.json"
        with self.writing():
            write_text(path, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))

    def switch(self, generation: str) -> None:
        """Let ``generation`` answer from now on."""
        with self.writing():
            write_text(self.folder / "current", generation + "\n")

    def sweep(self) -> list[str]:
        """Delete what no kept generation needs; return the names of the generations deleted.

        The whole generation before the current one stays, for the processes that still read it;
        what a killed ingestion left half built goes.
        """
        current = self.current()
        names = sorted(path.name for path in (self.folder / "index").iterdir())
        whole = {name: manifest for name in names if (manifest := self._whole(name))}
        kept = [name for name in whole if current and name <= current][-KEPT_GENERATIONS:]
        dropped = [name for name in names if name not in kept]
        for name in dropped:
            shutil.rmtree(self.generation_folder(name), ignore_errors=True)
        needed = {record.file for name in kept for record in whole[name].records}
        needed |= {places_name(file) for file in needed}
        with self.writing():
            for path in (self.folder / "documents").iterdir():
                if path.name not in needed:
                    path.unlink(missing_ok=True)
        return dropped

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the store for one ingestion; raises ``StoreError`` naming who holds it already."""
        with self.writing():
            file = (self.folder / "lock").open("a+", encoding="utf-8")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                raise StoreError("store_locked", folder=self.folder, holder=file.read().strip() or "?") from None
            with self.writing():
                file.truncate(0)
                file.write(str(os.getpid()))
                file.flush()
            yield


def places_name(file: str) -> str:
    """Return the name of the file that holds the places of the words of a canonical file."""
    return file.removesuffix(".json") + ".places"


def content_hash(text: str) -> str:
    """Return the short hash by which a canonical file is named."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
