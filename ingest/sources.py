"""Which files are to be ingested: those named, and the documents in the folders named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.configuration import CONFIGURATION, read_configuration
from ingest.read import ENDINGS, UNREAD_ENDINGS, listed_endings
from store.errors import InputError


@dataclass(frozen=True, slots=True)
class Source:
    """A file to ingest: where it lies, its name in the corpus, what ``corpus.toml`` says of it, and the
    folder in which ``name`` is to be found.
    """

    path: Path
    name: str
    configuration: dict[str, Any]
    root: str


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """Return the files to ingest; a folder gives the documents in it, in order, those of a format
    without a reader too: each fails by name, none is passed over in silence.
    """
    found: list[Source] = []
    for path in paths:
        if is_folder(path):
            within = [(file, _name(file.relative_to(path))) for file in _walk(path)]
            if not within:
                raise InputError("folder_empty", path=path, endings=listed_endings())
            configuration, root = read_configuration(path), written(path)
            found += [Source(file, name, configuration, root) for file, name in within]
        else:
            configuration = read_configuration(path.parent)
            found.append(Source(path, _name(Path(path.name)), configuration, written(path.parent)))
    return found


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that cannot be looked at is none: reading it says why."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long, a folder that may not be entered, a NUL
        return False


def written(path: Path) -> str:
    """Return an absolute path as it can be written down."""
    return _name(path.absolute())


def _name(path: Path) -> str:
    # A name of bytes that are not UTF-8 can be opened, but neither written nor printed.
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")


def _walk(folder: Path) -> Iterator[Path]:
    # os.walk does not follow links to folders: a loop of links ends nowhere.
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent) / name
            if file.suffix.lower() in ENDINGS | UNREAD_ENDINGS and not name.startswith(".") and name != CONFIGURATION:
                yield file


def _refuse_folder(error: OSError) -> None:
    raise InputError("file_unreadable", file=error.filename, problem=error.strerror or error) from None
