"""The store's folder: canonical files, index generations, and which generation answers.

    alinea.json                 says that the folder is ours, and its format
    documents/<id>.<hash>.json  one parsed document, never rewritten
    documents/<id>.<hash>.places  where its words are printed, for formats with pages
    reports/<id>.<hash>.json    what an operator should know of that document
    derived/<id>.<hash>.…       its vectors and counted terms: a cache, made again when missing
    stamps.json                 which files were hashed, and how they looked then: a cache as well
    index/<generation>/         manifest.json, chroma/, lexicon/: built beside, never changed
    current                     the name of the generation that answers (replaced atomically)
    lock                        held by the one ingestion that runs, and says which

Everything that a generation needs is named by its manifest, so a killed ingestion leaves the
previous one whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from store import places
from store.atomic import write_text
from store.errors import StoreError
from store.lock import held
from store.model import Document, Place

FORMAT = 1
KEPT_GENERATIONS = 2
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a generation: where its canonical file lies, and what it was made from.

    ``origin`` is a hash of the source file, of what ``corpus.toml`` says of it, and of the
    parser's version: when it is the same, parsing again would give the same. ``fictional`` marks
    the demonstration's documents, which give way to real ones. ``root`` is the folder in which
    ``source`` lies (empty in a store of an earlier version).
    """

    id: str
    source: str
    origin: str
    file: str
    paragraphs: int
    fictional: bool
    root: str = ""

    @property
    def path(self) -> Path | None:
        """Where the file lay when it was ingested."""
        return Path(self.root, self.source) if self.root else None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds, how many chunks that makes, and the fingerprint of what made it.

    ``deleted`` counts the chunks taken out since the index was last built anew: they leave holes in it.
    """

    generation: str
    fingerprint: dict[str, str]
    records: tuple[Record, ...]
    chunks: int
    deleted: int = 0


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
            return Manifest(
                data["generation"], data["fingerprint"], records, int(data["chunks"]), int(data.get("deleted", 0))
            )
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

    def write_document(self, document: Document, origin: str, root: str = "") -> Record:
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
        return Record(document.id, document.source, origin, name, len(document.paragraphs), document.fictional, root)

    def write_account(self, record: Record, account: dict[str, Any]) -> None:
        """Keep the report of a document, and its warnings."""
        folder = self.folder / "reports"
        with self.writing():
            folder.mkdir(exist_ok=True)
            write_text(folder / record.file, json.dumps(account, ensure_ascii=False))

    def account(self, record: Record) -> dict[str, Any] | None:
        """Return what ``write_account`` kept of a document; None when there is nothing that can be read."""
        try:
            data = json.loads((self.folder / "reports" / record.file).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return data if isinstance(data, dict) and {"report", "warnings"} <= data.keys() else None

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
        needed = {record.file.removesuffix(".json") for name in kept for record in whole[name].records}
        with self.writing():
            for path in self._kept_files():
                if not _belongs(path.name, needed):
                    path.unlink(missing_ok=True)
        return dropped

    def _kept_files(self) -> list[Path]:
        folders = [self.folder / name for name in ("documents", "reports", "derived")]
        return [path for folder in folders if folder.is_dir() for path in folder.iterdir()]

    def forget(self) -> None:
        """Let nothing answer: every document was removed."""
        with self.writing():
            (self.folder / "current").unlink(missing_ok=True)

    def discard(self) -> None:
        """Delete a store in which nothing was ever ingested."""
        for name in ("documents", "reports", "derived", "index"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        with suppress(OSError):
            for name in ("stamps.json", "alinea.json", "lock"):
                (self.folder / name).unlink(missing_ok=True)
            self.folder.rmdir()

    def size(self) -> int:
        """Return how many bytes the store takes."""
        return sum(path.lstat().st_size for path in self.folder.rglob("*") if path.is_file())

    @contextmanager
    def locked(self, command: str = "") -> Iterator[None]:
        """Hold the store for one ingestion; raises ``StoreError`` naming who holds it already."""
        with held(self.folder, command):
            yield


def places_name(file: str) -> str:
    """Return the name of the file that holds the places of the words of a canonical file."""
    return file.removesuffix(".json") + ".places"


def _belongs(name: str, needed: set[str]) -> bool:
    """Whether a file was made from a canonical file that is needed: its name begins with that one's."""
    parts = name.split(".")
    return any(".".join(parts[:end]) in needed for end in range(len(parts) - 1, 0, -1))


def content_hash(text: str) -> str:
    """Return the short hash by which a canonical file is named."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
