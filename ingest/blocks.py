"""The one stream that every reader gives and every later stage takes: blocks of text.

A block is what stands together on the page: a heading, a paragraph's text, a list item, a rule, a
page break. The stages after the readers know nothing of file formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.mapped import MappedText


class Kind(StrEnum):
    """What a block is, as far as is known when it is read (later stages refine it)."""

    HEADING = "heading"
    TEXT = "text"
    BULLET = "bullet"
    RULE = "rule"
    PAGE = "page"
    FURNITURE = "furniture"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``level`` is a heading's depth (1 is the highest); ``tentative`` says that the
    block was cut off from the one before only because it *could* begin a numbered paragraph, so
    that it flows back where the numbering says that it does not; ``page`` counts from 1.
    """

    text: MappedText
    kind: Kind = Kind.TEXT
    level: int = 0
    tentative: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: its decoded text (``source``), format, and blocks."""

    source: str
    format: str
    blocks: tuple[Block, ...]
