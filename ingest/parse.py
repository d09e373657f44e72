"""One file to one document: read, divide into blocks, find the paragraphs, fill the catalogue."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ingest.catalog import document_id, override, read_configuration, read_entry
from ingest.coverage import account
from ingest.read import read
from ingest.read_scan import Progress
from ingest.structure import head_blocks, prepare, structure
from store.language import detect_language
from store.model import Document

PARSER = "4"


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
    prepared = prepare(reading)
    entry = override(read_entry(head_blocks(prepared.blocks), path.stem), settings, name)
    found = structure(prepared.blocks, document_id(entry, path.stem), entry.symbol)
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
        language=entry.language or detect_language(reading.source),
        format=reading.format,
        fictional=entry.fictional,
        text=found.text.text,
        paragraphs=found.paragraphs,
        warnings=(*reading.warnings, *found.warnings),
        spans=found.spans,
        coverage=account(reading, prepared.read, found.text),
        places=reading.places,
    )
