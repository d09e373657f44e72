"""The one stream that every reader gives and every later stage takes: blocks of text.

A block is what stands together on the page: a heading, a paragraph's text, a list item, a rule, a
page break. The stages after the readers know nothing of file formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.mapped import MappedText
from store.model import ParseWarning, Place


class Kind(StrEnum):
    """What a block is, as far as is known when it is read (later stages refine it)."""

    HEADING = "heading"
    TEXT = "text"
    BULLET = "bullet"
    RULE = "rule"
    PAGE = "page"
    FURNITURE = "furniture"
    NOTE = "note"
    TABLE = "table"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Block:
    """One block, with what its file knows of its place on the page.

    ``level`` is a heading's depth (1 is the highest). ``tentative`` says that the block was cut off
    from the one before only because it *could* begin a numbered paragraph, so that it flows back
    where the numbering says that it does not. ``page`` counts from 1. ``indent`` is the left edge of
    the first line, in ems from the left edge of the page's running text. ``marker`` is how many of
    the first characters the file itself declares to be a number (DOCX numbering, HTML ``<ol>``);
    ``depth`` its level there, from 0. ``bold`` says that every word is in bold or in italics.

    A reader that knows notes writes a call as ``[^3]`` and a body as a ``NOTE`` block that begins
    with ``[^3]: ``. A ``TABLE`` is one block: a line a row, cells between `` | ``.
    """

    text: MappedText
    kind: Kind = Kind.TEXT
    level: int = 0
    tentative: bool = False
    page: int | None = None
    indent: float | None = None
    marker: int = 0
    depth: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: its decoded text (``source``), format, and blocks.

    ``places`` say where on which page characters of ``source`` are printed (formats with pages);
    ``warnings`` what the reader itself noticed (a page without text, say).
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    places: tuple[Place, ...] = ()
    warnings: tuple[ParseWarning, ...] = ()
