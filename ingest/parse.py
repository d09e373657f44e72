"""One file to one document: read, divide into blocks, find the paragraphs, fill the catalogue."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ingest.catalog import read_entry
from ingest.configuration import override, read_configuration
from ingest.coverage import account
from ingest.entry import document_id
from ingest.read import read
from ingest.read_scan import Progress
from ingest.structure import prepare, structure
from store.model import Document
from store.texts import LANGUAGES

PARSER = "6"
# Formats in which a raised figure is a figure like others.
PLAIN = frozenset({"txt", "md"})


def parse(
    path: Path,
    source: str | None = None,
    configuration: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> Document:
    """Parse a file. ``source`` is its name in the corpus (its own name when None). ``progress`` is
    told how many pages of a scan are recognised, and of how many.

    Raises ``InputError`` when the file cannot be read as a document.
    """
    data, reading = read(path, progress)
    name = source or path.name
    settings = read_configuration(path.parent) if configuration is None else configuration
    # The reader's own blocks: page furniture bears the symbol.
    entry = override(read_entry(reading.blocks, path.stem), settings, name)
    prepared = prepare(reading, entry.language)
    marked = reading.format not in PLAIN
    found = structure(prepared.blocks, document_id(entry, path.stem), entry.symbol, marked=marked)
    return Document(
        id=document_id(entry, path.stem),
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        symbol=entry.symbol,
        title=entry.title,
        body=entry.body,
        meeting=entry.meeting,
        place=entry.place,
        date=entry.date,
        language=entry.language or LANGUAGES[0],
        format=reading.format,
        fictional=entry.fictional,
        text=found.text.text,
        paragraphs=found.paragraphs,
        warnings=(*reading.warnings, *found.warnings),
        spans=found.spans,
        coverage=account(reading, prepared.read, found.text),
        places=reading.places,
        session=entry.session,
        session_number=entry.session_number,
    )
