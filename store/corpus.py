"""The parsed documents in memory: looked up by key, in reading order, with their neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from store.model import Document, Paragraph
from store.variants import variants


class Corpus:
    """All documents of an index. Immutable once made."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Take the documents in the order in which they are to be listed."""
        held = {document.id: document for document in documents}
        self.documents: Mapping[str, Document] = MappingProxyType(held)
        self.paragraphs: tuple[Paragraph, ...] = tuple(p for d in held.values() for p in d.paragraphs)
        self._positions = {p.key: n for n, p in enumerate(self.paragraphs)}

    def __len__(self) -> int:
        """Return the number of paragraphs."""
        return len(self.paragraphs)

    def __contains__(self, key: object) -> bool:
        """Whether a paragraph of that key exists."""
        return key in self._positions

    def position(self, key: str) -> int:
        """Return where the paragraph stands in ``paragraphs``; raises ``KeyError``."""
        return self._positions[key]

    def paragraph(self, key: str) -> Paragraph:
        """Return the paragraph of that key; raises ``KeyError`` when there is none."""
        return self.paragraphs[self._positions[key]]

    def document_of(self, key: str) -> Document:
        """Return the document that holds the paragraph ``key``; raises ``KeyError``."""
        return self.documents[self.paragraph(key).document_id]

    def neighbours(self, key: str, before: int = 1, after: int = 1) -> tuple[Paragraph, ...]:
        """Return the paragraph and those around it in its document, in reading order."""
        siblings = [p for p in self.document_of(key).paragraphs if p.key == key or not _is_note(p)]
        index = next(n for n, p in enumerate(siblings) if p.key == key)
        return tuple(siblings[max(0, index - before) : index + after + 1])

    def variants(self, key: str) -> tuple[Paragraph, ...]:
        """Return the same paragraph in the document's other languages; raises ``KeyError``."""
        return variants(self.documents.values(), self.document_of(key), key)


def _is_note(paragraph: Paragraph) -> bool:
    return paragraph.scope == "note"
