"""Cut a paragraph into chunks for embedding: bounded in tokens, never across paragraphs.

Cuts fall between sentences or clauses where there are any, else between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.model import Paragraph
from store.tokens import count_tokens

CHUNKER = "cl100k-256-1"
LARGEST_CHUNK = 256
BOUNDARIES = (
    re.compile(r"\n\n"),
    re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«“])"),
    re.compile(r"(?<=[;:,])\s+"),
    re.compile(r"\s+"),
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one paragraph: ``paragraph.text[start:end]``."""

    id: str
    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the chunk."""
        return self.paragraph.text[self.start : self.end]


def chunk(paragraph: Paragraph, largest: int = LARGEST_CHUNK) -> tuple[Chunk, ...]:
    """Return the chunks of a paragraph, in order; their ids are ``key`` or ``key@n``."""
    pieces = list(_split(paragraph.text, 0, len(paragraph.text), largest))
    if len(pieces) == 1:
        return (Chunk(paragraph.key, paragraph, 0, len(paragraph.text)),)
    return tuple(Chunk(f"{paragraph.key}@{n}", paragraph, a, b) for n, (a, b) in enumerate(pieces))


def _split(text: str, start: int, end: int, largest: int) -> Iterator[tuple[int, int]]:
    if end - start < 2 or _fits(text[start:end], largest):
        yield start, end
        return
    cut = _cut(text, start, end)
    yield from _split(text, start, cut, largest)
    yield from _split(text, cut, end, largest)


def _fits(text: str, largest: int) -> bool:
    # A token is at least one byte: short texts need no count.
    return len(text.encode()) <= largest or count_tokens(text) <= largest


def _cut(text: str, start: int, end: int) -> int:
    """Return the boundary nearest the middle, of the strongest kind that lies near it."""
    middle, quarter = (start + end) // 2, (end - start) // 4
    for pattern in BOUNDARIES:
        found = [m.end() for m in pattern.finditer(text, middle - quarter, middle + quarter)]
        if found:
            return min(found, key=lambda position: abs(position - middle))
    return middle
