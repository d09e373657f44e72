"""The words of the program as data: documents, paragraphs, passages, citations.

Everything here is frozen and free of files, networks and interface: the pure middle that the
other packages share. Offsets are in characters (Python string indices, Unicode code points).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CATALOGUED = ("symbol", "title", "body", "meeting", "place", "date", "session")


class Status(StrEnum):
    """The standing of a paragraph: what a delegate may say that it is."""

    RECOMMENDATION = "recommandation"
    DEBATE = "deliberations"
    PROCEDURE = "procedure"
    PREAMBLE = "preambule"
    OPERATIVE = "dispositif"
    INTRODUCTION = "introduction"
    HEAD = "en-tete"
    NOTE = "note"
    ANNEX = "annexe"
    UNKNOWN = "inconnu"


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something the reader of a document should know; ``where`` names the place (a key or a line)."""

    code: str
    message: str
    where: str

    def to_json(self) -> dict[str, str]:
        """Return the contract's object for this warning."""
        return {"code": self.code, "message": self.message, "where": self.where}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a source's visible characters went, in characters: into paragraphs, headings and notes
    (``text``), tables of contents, page furniture, marks of the format and mends (``mended``);
    ``left`` are the first places that belong nowhere, as (offset in the source, its beginning).
    """

    characters: int
    text: int
    contents: int
    furniture: int
    mended: int
    left: tuple[tuple[int, str], ...] = ()

    @property
    def share(self) -> float:
        """The share of the source that is accounted for, 0 to 1."""
        known = self.text + self.contents + self.furniture + self.mended
        return known / self.characters if self.characters else 1.0

    def to_json(self) -> dict[str, Any]:
        """Return the account as a JSON object."""
        return {
            "characters": self.characters,
            "text": self.text,
            "contents": self.contents,
            "furniture": self.furniture,
            "mended": self.mended,
            "left": [list(place) for place in self.left],
            "share": round(self.share, 5),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Coverage:
        """Read what ``to_json`` wrote; raises ``KeyError`` or ``ValueError`` on anything else."""
        return cls(
            characters=int(data["characters"]),
            text=int(data["text"]),
            contents=int(data["contents"]),
            furniture=int(data["furniture"]),
            mended=int(data["mended"]),
            left=tuple((int(position), str(piece)) for position, piece in data["left"]),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where characters ``start:end`` of a source are printed: a page (from 1) and a box on it, in
    points (1/72 inch) from the page's top left corner. One word, or a part of one, on one line.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of citation: a numbered paragraph, or an unnumbered part that must be nameable.

    ``text`` is ``document.text[start:end]``: the paragraph alone, without its number, footnote
    bodies, page furniture or neighbours. ``chapeau`` is the lead-in that governs it (empty when
    there is none), ``footnotes`` the keys of the notes called from it. ``addressees`` are all whom the
    text addresses (``addressee`` is the first); ``status_reason`` is what the status rests on, a code
    and the words that told (« heading:Recommandations »), which ``store.reasons`` puts into words.
    """

    key: str
    label: str
    number: tuple[str, ...]
    scope: str | None
    section: tuple[str, ...]
    status: Status
    addressee: str | None
    chapeau: str
    text: str
    footnotes: tuple[str, ...]
    page: int | None
    start: int
    end: int
    addressees: tuple[str, ...] = ()
    status_reason: str = ""

    @property
    def document_id(self) -> str:
        """The part of the key before ``#``."""
        return self.key.partition("#")[0]

    def to_json(self) -> dict[str, Any]:
        """Return the contract's object (``ingest parse --json``)."""
        return {
            "key": self.key,
            "label": self.label,
            "number": list(self.number),
            "scope": self.scope,
            "section": list(self.section),
            "status": self.status.value,
            "addressee": self.addressee,
            "chapeau": self.chapeau,
            "text": self.text,
            "footnotes": list(self.footnotes),
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "addressees": list(self.addressees),
            "status_reason": self.status_reason,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Paragraph:
        """Read what ``to_json`` wrote; raises ``KeyError`` or ``ValueError`` on anything else."""
        return cls(
            key=data["key"],
            label=data["label"],
            number=tuple(data["number"]),
            scope=data["scope"],
            section=tuple(data["section"]),
            status=Status(data["status"]),
            addressee=data["addressee"],
            chapeau=data["chapeau"],
            text=data["text"],
            footnotes=tuple(data["footnotes"]),
            page=data["page"],
            start=data["start"],
            end=data["end"],
            addressees=tuple(data.get("addressees", ())),
            status_reason=data.get("status_reason", ""),
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One report: its catalogue entry, its normalised text, and its paragraphs in reading order.

    ``source`` is the path of the file relative to the folder that was ingested (its name when the
    file itself was named); ``spans`` leads from ``text`` back to the source, as runs
    ``(start in text, start in source, length)``. ``places`` say where the words of the source are
    printed, in its order (formats with pages); the store keeps them in a file of their own, which
    ``Shelf.places`` reads when they are asked for, so they are not part of ``to_json``. ``date`` is
    the day of adoption of a resolution, else the day of distribution; ``session`` is as printed,
    ``session_number`` its number.
    """

    id: str
    source: str
    sha256: str
    symbol: str | None
    title: str | None
    body: str | None
    meeting: str | None
    place: str | None
    date: str | None
    language: str
    format: str
    fictional: bool
    text: str
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[ParseWarning, ...] = ()
    spans: tuple[tuple[int, int, int], ...] = field(default=(), repr=False)
    coverage: Coverage | None = None
    places: tuple[Place, ...] = field(default=(), repr=False, compare=False)
    session: str | None = None
    session_number: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields of the catalogue that are not known, so that they can be listed."""
        told = {name: getattr(self, name) for name in CATALOGUED} | {"session": self.session or self.session_number}
        return tuple(name for name, value in told.items() if value is None)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's object of ``ingest parse --json``, with our added fields."""
        return {
            "id": self.id,
            "source": self.source,
            "sha256": self.sha256,
            "symbol": self.symbol,
            "title": self.title,
            "body": self.body,
            "meeting": self.meeting,
            "place": self.place,
            "date": self.date,
            "session": self.session,
            "session_number": self.session_number,
            "missing": list(self.missing),
            "language": self.language,
            "format": self.format,
            "fictional": self.fictional,
            "paragraphs": [paragraph.to_json() for paragraph in self.paragraphs],
            "warnings": [warning.to_json() for warning in self.warnings],
            "text": self.text,
            "spans": [list(span) for span in self.spans],
            "coverage": self.coverage.to_json() if self.coverage else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Document:
        """Read what ``to_json`` wrote; raises ``KeyError`` or ``ValueError`` on anything else."""
        return cls(
            id=data["id"],
            source=data["source"],
            sha256=data["sha256"],
            symbol=data["symbol"],
            title=data["title"],
            body=data["body"],
            meeting=data["meeting"],
            place=data["place"],
            date=data["date"],
            language=data["language"],
            format=data["format"],
            fictional=data["fictional"],
            text=data["text"],
            paragraphs=tuple(Paragraph.from_json(item) for item in data["paragraphs"]),
            warnings=tuple(ParseWarning(**item) for item in data["warnings"]),
            spans=tuple((a, b, c) for a, b, c in data["spans"]),
            coverage=Coverage.from_json(data["coverage"]) if data.get("coverage") else None,
            # Canonical files of an earlier version have no session.
            session=data.get("session"),
            session_number=data.get("session_number"),
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved paragraph: its score (0 to 1, comparable within one search) and the reasons."""

    document: Document
    paragraph: Paragraph
    score: float
    reasons: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the contract's object of an answer's ``passages``."""
        return {
            "key": self.paragraph.key,
            "source": self.document.source,
            "label": self.paragraph.label,
            "score": round(self.score, 4),
            "reasons": list(self.reasons),
            "paragraph": self.paragraph.text,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph with the exact quotation from it: ``quote == paragraph.text[start:end]``."""

    document: Document
    paragraph: Paragraph
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse offsets that name no text of the paragraph."""
        if not 0 <= self.start < self.end <= len(self.paragraph.text):
            message = f"offsets {self.start}:{self.end} lie outside {self.paragraph.key}"
            raise ValueError(message)

    @property
    def quote(self) -> str:
        """The words quoted, verbatim."""
        return self.paragraph.text[self.start : self.end]

    def to_json(self) -> dict[str, Any]:
        """Return the contract's object of an answer's ``citations``."""
        return {
            "key": self.paragraph.key,
            "document": self.document.id,
            "source": self.document.source,
            "label": self.paragraph.label,
            "number": list(self.paragraph.number),
            "scope": self.paragraph.scope,
            "status": self.paragraph.status.value,
            "addressee": self.paragraph.addressee,
            "chapeau": self.paragraph.chapeau,
            "section": list(self.paragraph.section),
            "fictional": self.document.fictional,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "paragraph": self.paragraph.text,
            "page": self.paragraph.page,
        }
