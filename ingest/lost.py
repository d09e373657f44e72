"""Numbers that the extraction lost: «- 101.», then five bare bullets, then «- 107.».

Comes in: a list with a gap, and the blocks between its two sides. Goes out: the numbers restored,
where the blocks that stand there without a number are exactly as many as the numbers missing and
look like the paragraphs around them. Anything else stays a gap, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from ingest.blocks import Block, Kind
from ingest.boundaries import HARD
from ingest.levels import find_marker
from ingest.sequence import Run

# What is left of a spoilt number may stand before the text: «( D'exprimer», «<1. Estime».
SPOILT = re.compile(r"^[^A-Za-zÀ-ÿ«“\"(\[·•–—]{1,6}(?=[A-ZÀ-Ý])|^\(\s(?=[A-ZÀ-Ý])")
CAPITAL = re.compile(r"^[\"«“]?\s?[A-ZÀ-ÝŒ]")
SHORTEST = 40
MOST = 60


def lost_numbers(
    blocks: Sequence[Block], run: Run, bounds: Sequence[int], taken: Container[int]
) -> list[tuple[int, int]]:
    """Return (block, number) for each number of ``run`` that the blocks in its gaps must bear."""
    found: list[tuple[int, int]] = []
    items = run.items
    for (before, low), (after, high) in pairwise(items):
        missing = high - low - 1 - sum(low < value < high for _, value in items)
        if 0 < missing <= MOST and not (before.title or after.title):
            found += _between(blocks, range(before.index + 1, after.index), low, missing, taken)
    first, value = items[0]
    if 1 < value <= MOST and len(items) > 1 and not first.title:
        found += _before(blocks, first.index, value, bounds, taken)
    return found


def _between(
    blocks: Sequence[Block], within: range, low: int, missing: int, taken: Container[int]
) -> list[tuple[int, int]]:
    free = [index for index in within if index not in taken and stands_free(blocks[index])]
    for kinds in ((Kind.BULLET,), (Kind.TEXT, Kind.BULLET)):
        chosen = [index for index in free if blocks[index].kind in kinds]
        if len(chosen) == missing:
            return [(index, low + 1 + n) for n, index in enumerate(chosen)]
        if chosen:
            return []
    return []


def _before(
    blocks: Sequence[Block], first: int, value: int, bounds: Sequence[int], taken: Container[int]
) -> list[tuple[int, int]]:
    """Restore the first numbers of a list: the bare bullets directly before it, under its heading."""
    chosen: list[int] = []
    index = first - 1
    while index >= 0 and bounds[index] < HARD and index not in taken:
        block = blocks[index]
        if block.kind is Kind.BULLET and stands_free(block):
            chosen.insert(0, index)
        elif block.kind in (Kind.TEXT, Kind.BULLET) and find_marker(block.text.text) is None:
            break
        index -= 1
    return [(index, n + 1) for n, index in enumerate(chosen)] if len(chosen) == value - 1 else []


def stands_free(block: Block) -> bool:
    """Whether an unnumbered block looks like a whole paragraph."""
    text = block.text.text
    if block.kind not in (Kind.TEXT, Kind.BULLET) or len(text) < SHORTEST or find_marker(text) is not None:
        return False
    if block.kind is Kind.BULLET:
        text = text[spoilt_length(text) :]
    return CAPITAL.match(text) is not None


def spoilt_length(text: str) -> int:
    """Return how many characters of a spoilt number stand before a text."""
    match = SPOILT.match(text)
    return match.end() if match else 0
