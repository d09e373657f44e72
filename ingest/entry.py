"""The catalogue entry of a document, and the names made from it: its id, and slugs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of a document; ``None`` is not known.

    ``date`` is the day of adoption of a resolution, and of any other document the day on which it was
    issued (« Distr. »); ``session`` is as printed, ``session_number`` its number, which the symbol may give
    where the masthead does not.
    """

    symbol: str | None = None
    title: str | None = None
    body: str | None = None
    meeting: str | None = None
    place: str | None = None
    date: str | None = None
    language: str | None = None
    fictional: bool = False
    session: str | None = None
    session_number: int | None = None


def document_id(entry: Entry, name: str) -> str:
    """Return the document's id: its symbol where known, else a slug of the file's name."""
    base = entry.symbol.replace("/", "-") if entry.symbol else name
    identifier = slug(base, keep=r"[^A-Za-z0-9_.()-]+")
    return identifier if (entry.language or "fr") == "fr" or not entry.symbol else f"{identifier}.{entry.language}"


def slug(text: str, keep: str = r"[^a-z0-9]+") -> str:
    """Return ``text`` without accents, all that matches ``keep`` replaced by one hyphen."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub(keep, "-", plain if "A-Z" in keep else plain.lower()).strip("-") or "document"
