"""The paragraphs that answers are checked against, within reach by key.

Documents come in (from a store, or from files that ``ingest parse --json`` wrote), a ``Sources``
goes out: paragraphs by key, who is whose parent, and a fingerprint of the whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import EvaluationError
from store.model import Document, Paragraph, Status


@dataclass(frozen=True)
class Sources:
    """A corpus as the metrics read it."""

    documents: Mapping[str, Document]
    paragraphs: Mapping[str, Paragraph] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Lay the paragraphs out by key."""
        found = {p.key: p for d in self.documents.values() for p in d.paragraphs}
        object.__setattr__(self, "paragraphs", found)

    def get(self, key: str) -> Paragraph | None:
        """Return the paragraph of ``key``, or None where there is none."""
        return self.paragraphs.get(key)

    def name(self, key: str) -> str:
        """Return the label with its document, as a person reads it; the key where unknown."""
        paragraph = self.get(key)
        if paragraph is None:
            return key
        document = self.documents[paragraph.document_id]
        return f"{paragraph.label} ({document.symbol or document.id})"

    def related(self, one: str, other: str) -> bool:
        """Whether one of two existing paragraphs is the other, or holds it («11» and «11 f)»)."""
        first, second = self.get(one), self.get(other)
        if first is None or second is None:
            return False
        if first.key == second.key:
            return True
        if first.document_id != second.document_id or first.scope != second.scope:
            return False
        shorter = min(len(first.number), len(second.number))
        return shorter > 0 and first.number[:shorter] == second.number[:shorter]

    @property
    def fingerprint(self) -> str:
        """A hash of every key and text, the same wherever the same files were read."""
        digest = hashlib.sha256()
        for key in sorted(self.paragraphs):
            paragraph = self.paragraphs[key]
            line = json.dumps(paragraph.to_json(), ensure_ascii=False, sort_keys=True)
            digest.update(line.encode() + b"\n")
        return digest.hexdigest()[:16]


def sources_of(documents: Iterable[Document]) -> Sources:
    """Return the sources that holds ``documents``, in the order of their ids."""
    return Sources({d.id: d for d in sorted(documents, key=lambda document: document.id)})


def sources_from_files(paths: Sequence[Path]) -> Sources:
    """Read files that ``ingest parse --json`` wrote (one object, or one a line).

    Raises ``EvaluationError`` for a file that is not of that form.
    """
    return sources_of(document for path in paths for document in _documents(path))


def _documents(path: Path) -> list[Document]:
    try:
        text = path.read_text(encoding="utf-8")
        try:
            objects = [json.loads(text)]
        except ValueError:
            objects = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [_document(item) for item in objects]
    except OSError as error:
        raise EvaluationError("unreadable", file=path, cause=error.strerror or error) from None
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError("not_a_document", file=path, cause=error) from None


def _document(data: dict[str, Any]) -> Document:
    """Read the contract's object; fields that the contract does not promise may be absent."""
    return Document(
        id=data["id"],
        source=data["source"],
        sha256=data.get("sha256", ""),
        symbol=data.get("symbol"),
        title=data.get("title"),
        body=data.get("body"),
        meeting=data.get("meeting"),
        place=data.get("place"),
        date=data.get("date"),
        language=data.get("language", "fr"),
        format=data.get("format", ""),
        fictional=bool(data.get("fictional", False)),
        text=data.get("text", ""),
        paragraphs=tuple(_paragraph(item) for item in data["paragraphs"]),
    )


def _paragraph(data: dict[str, Any]) -> Paragraph:
    return Paragraph(
        key=data["key"],
        label=data["label"],
        number=tuple(data.get("number") or ()),
        scope=data.get("scope"),
        section=tuple(data.get("section") or ()),
        status=Status(data.get("status", Status.UNKNOWN)),
        addressee=data.get("addressee"),
        chapeau=data.get("chapeau") or "",
        text=data["text"],
        footnotes=tuple(data.get("footnotes") or ()),
        page=data.get("page"),
        start=data.get("start", 0),
        end=data.get("end", 0),
    )
