"""Tables of contents: lines that lead to a page are not the text that they announce.

Comes in: blocks. Goes out: the same with contents marked ``CONTENTS``. A line belongs to them when
dots lead to a number, or when it stands under «Table des matières» and ends with one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, Kind

TITLE = re.compile(
    r"^(?:table des mati[èe]res|sommaire|contents|table of contents|[íi]ndice|[íi]ndice de materias)\b", re.IGNORECASE
)
LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|_{6,}\s*\d|(?:·\s?){5,}")
ENDS_IN_PAGE = re.compile(r"[\s|.…]\d{1,4}\s*\|?\s*$")
FINISHED = re.compile(r"[.;:]\s*$")
LONGEST, AHEAD = 250, 8
COLUMN = re.compile(r"^(?:paragraphes?|pages?|paragraphs?|p[áa]rrafos?|p[áa]ginas?|chapitre|\s|\|)+$", re.IGNORECASE)


def mark_contents(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with tables of contents marked."""
    result: list[Block] = []
    under = False
    for index, block in enumerate(blocks):
        text = block.text.text
        if block.kind in (Kind.TEXT, Kind.HEADING) and len(text) < 60 and TITLE.match(text):
            under = True
            result.append(replace(block, kind=Kind.CONTENTS))
            continue
        if block.kind in (Kind.PAGE, Kind.FURNITURE):
            under = under and block.kind is Kind.FURNITURE
            result.append(block)
            continue
        contents = _leads(block) or (under and (_is_entry(block) or _goes_on(blocks, index)))
        under = under and contents
        result.append(replace(block, kind=Kind.CONTENTS) if contents else block)
    return result


def _is_entry(block: Block) -> bool:
    return COLUMN.match(block.text.text) is not None or _listed(block)


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """Whether a short line without a page is part of the entry below it («Tendance à … | zonal 25»)."""
    block = blocks[index]
    if block.kind is not Kind.TEXT or len(block.text) >= LONGEST or FINISHED.search(block.text.text):
        return False
    for below in blocks[index + 1 : index + 1 + AHEAD]:
        if below.kind is Kind.PAGE or _leads(below) or _is_entry(below):
            return True
        if len(below.text) >= LONGEST or FINISHED.search(below.text.text):
            return False
    return False


def _leads(block: Block) -> bool:
    if block.kind not in (Kind.TEXT, Kind.BULLET, Kind.HEADING, Kind.TABLE, Kind.CONTENTS):
        return False
    if block.kind is Kind.CONTENTS:
        return True
    text = block.text.text
    return LEADERS.search(text) is not None and (block.kind is Kind.TABLE or ENDS_IN_PAGE.search(text) is not None)


def _listed(block: Block) -> bool:
    text = block.text.text
    short = len(text) < LONGEST or block.kind is Kind.TABLE
    return short and block.kind is not Kind.NOTE and (ENDS_IN_PAGE.search(text) is not None or block.kind is Kind.TABLE)
