"""From what stands in a Word file or a page to blocks: which tables are tables, lines, indents, offsets.

Comes in: drafts of blocks in reading order, tables as rows of cells of drafts. Goes out: blocks over
one source, the visible text. A table that only lays text out gives its paragraphs as blocks of their
own, so that it hides no numbered paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText

Cell = list["Draft"]
BLANKS = re.compile(r"[ \t]+")
MARKER = re.compile(r"^\(?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6})(?:\s(?:bis|ter|quater))?\s?[.)]\s")
MARKER_ALONE = re.compile(r"^\(?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxlIVXL]{1,6})(?:\s(?:bis|ter|quater))?\s?[.)]$")
ROMAN = re.compile(r"^[IVX]{1,5}\s?\.\s")
CAPITAL = re.compile(r"^[A-H]\s?\.\s")
ENDS = re.compile(r"[.;:!?…»”)]$")
BULLET = re.compile(r"^[-–—•·▪‣◦●○■□➢]\s+(?=\S)")
UNFINISHED = re.compile(r"[.;:,!?…]$")
# A document's symbol, its distribution, or the Organization's name.
MASTHEAD = re.compile(
    r"^[A-Z][A-Z0-9.]*(?:/[A-Z0-9][\w.()-]*)+\*?$|\bDistr\b|^(?:United Nations|Nations Unies|Naciones Unidas)$"
)
SHORT_LINE = 60
LONGEST_HEADING = 120
PROSE = 80
MASTHEAD_ROWS = 6
LONGEST_MASTHEAD = 1200


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its place in the source is known.

    ``left`` is the left edge of its first line in twentieths of a point, ``em`` the size of its
    letters; ``title`` says that it looks like a heading by its bold letters alone, of that depth.
    """

    text: str
    kind: Kind = Kind.TEXT
    level: int = 0
    tentative: bool = False
    left: float = 0.0
    em: float = 200.0
    marker: int = 0
    depth: int = 0
    bold: bool = False
    title: int = 0


UNPLACED = (Kind.TABLE, Kind.NOTE, Kind.FURNITURE)
PAGE_END = Draft("", Kind.PAGE)


def squeeze(text: str) -> str:
    """Return ``text`` with one space for each run of spaces and tabs, none at the ends of its lines."""
    lines = (BLANKS.sub(" ", line).strip(" ") for line in text.replace("\r", " ").split("\n"))
    return "\n".join(line for line in lines if line.strip())


def divide(text: str, *, heading: bool) -> list[str]:
    """Return the texts that a paragraph's line breaks part: items that begin with a number of their own.

    Other line breaks stay where lines are meant as such, and are spaces in mid-sentence.
    """
    parts: list[str] = []
    for line in squeeze(text).split("\n"):
        if heading and parts:
            parts[-1] = f"{parts[-1]} {line}"
        elif not parts or MARKER.match(f"{line} "):
            parts.append(line)
        else:
            before = parts[-1].rpartition("\n")[2]
            meant = ENDS.search(before) or (len(before) <= SHORT_LINE and not line[:1].islower())
            parts[-1] = f"{parts[-1]}{chr(10) if meant else ' '}{line}"
    return [part for part in parts if part]


# ── tables ────────────────────────────────────────────────────────────────────────────────


def lay_out(rows: Sequence[Sequence[Cell]], *, first: bool, always: bool) -> list[Draft]:
    """Return a table as one block, or its paragraphs where it only lays text out.

    ``first`` says that nothing stands before it; ``always`` that it is never a table.
    """
    filled = [[cell for cell in row if _text(cell)] for row in rows]
    filled = [row for row in filled if row]
    if not filled:
        return [draft for row in rows for cell in row for draft in cell if draft.kind is Kind.PAGE]
    if _is_list(filled) and not always:
        return [draft for row in filled for draft in _item(row)]
    if always or len(filled) == 1 or max(map(len, filled)) == 1 or (first and _is_masthead(filled)):
        return [draft for row in filled for cell in row for draft in cell]
    lines = [" | ".join(_text(cell) for cell in row) for row in rows]
    notes = [draft for row in filled for cell in row for draft in cell if draft.kind is Kind.NOTE]
    return [Draft("\n".join(line for line in lines if line.strip(" |\u00a0")), Kind.TABLE), *notes]


def _text(cell: Cell) -> str:
    """Return a cell's text on one line."""
    lines = (line for d in cell if d.kind is not Kind.NOTE for line in d.text.split("\n"))
    return " ".join(line.replace(" | ", " ") for line in lines if line.strip())


def _is_masthead(rows: Sequence[Sequence[Cell]]) -> bool:
    cells = [_text(cell) for row in rows for cell in row]
    small = len(rows) <= MASTHEAD_ROWS and sum(map(len, cells)) <= LONGEST_MASTHEAD
    return small and any(MASTHEAD.search(cell) for cell in cells)


def _is_list(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column holds numbers alone, and the second what they number."""
    pairs = [row for row in rows if len(row) == 2 and MARKER_ALONE.match(_text(row[0]))]
    return max(map(len, rows)) == 2 and len(pairs) >= 2 and len(pairs) * 5 >= len(rows) * 4


def _item(row: Sequence[Cell]) -> list[Draft]:
    if len(row) != 2 or not MARKER_ALONE.match(_text(row[0])):
        return [draft for cell in row for draft in cell]
    sign, *further = [draft for draft in row[0] if draft.text]
    body = [draft for draft in row[1] if draft.text]
    joined = replace(sign, text=f"{sign.text} {body[0].text}", kind=body[0].kind, bold=body[0].bold)
    return [joined, *further, *body[1:]]


# ── blocks ────────────────────────────────────────────────────────────────────────────────


def to_blocks(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Return the source, one line a block (a table has more), and the blocks over it."""
    kept = _titled([draft for draft in drafts if draft.text or draft.kind is Kind.PAGE])
    edge = _edge(kept)
    source: list[str] = []
    blocks: list[Block] = []
    position = 0
    for draft in kept:
        placed = draft.text and draft.kind not in UNPLACED
        text = MappedText.whole(draft.text, position)
        blocks.append(
            Block(
                text,
                draft.kind,
                draft.level,
                draft.tentative,
                None,
                round((draft.left - edge) / draft.em, 2) if placed else None,
                draft.marker,
                draft.depth,
                draft.bold,
            )
        )
        if draft.text:
            source.append(draft.text)
            position += len(draft.text) + 1
    return "\n".join(source), tuple(blocks)


def _titled(drafts: list[Draft]) -> list[Draft]:
    """Make headings of the bold lines, unless bold letters are the rule in this file."""
    texts = [draft for draft in drafts if draft.kind is Kind.TEXT]
    if sum(draft.bold for draft in texts) * 2 > len(texts) and len(texts) > 4:
        return drafts
    return [replace(d, kind=Kind.HEADING, level=d.title) if d.title and d.kind is Kind.TEXT else d for d in drafts]


def _edge(drafts: Sequence[Draft]) -> float:
    """Return the left edge of the running text: the commonest of its lines'."""
    prose = [d.left for d in drafts if d.kind is Kind.TEXT and len(d.text) >= PROSE]
    counted = Counter(prose or [d.left for d in drafts if d.kind is Kind.TEXT])
    return min(counted, key=lambda left: (-counted[left], left)) if counted else 0.0


def title_depth(text: str, *, centred: bool) -> int:
    """Return the heading depth of a bold line; 0 when it is none."""
    if not _looks_like_title(text):
        return 0
    return 1 if ROMAN.match(text) else 2 if centred or CAPITAL.match(text) else 3


def _looks_like_title(text: str) -> bool:
    # Short, not a sentence, not numbered like a paragraph.
    return (
        len(text) <= LONGEST_HEADING
        and not UNFINISHED.search(text)
        and sum(character.isalpha() for character in text) >= 3
        and "\n" not in text
        and not MARKER.match(text)
    )
