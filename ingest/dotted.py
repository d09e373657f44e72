"""Numbers in two or three parts, «1.1», «2.3.1»: the rules below a numbered heading.

Comes in: blocks. Goes out: those that begin such a number, when the document has a sequence of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Kind

DOTTED = re.compile(r"^(\d{1,3})\s?\.\s?(\d{1,2})(?:\s?\.\s?(\d{1,2}))?\s?[.)]?\s+(?=[A-ZÀ-ÝŒ«“\"\[(])")
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Dotted:
    """A number in parts: its block, the number as printed without spaces, where the text begins."""

    index: int
    printed: str
    text_start: int


def find_dotted(blocks: Sequence[Block]) -> list[Dotted]:
    """Return the numbers in parts that follow one another; none when there are fewer than three."""
    found: list[Dotted] = []
    last: tuple[int, ...] = (0, 0)
    for index, block in enumerate(blocks):
        match = DOTTED.match(block.text.text) if block.kind in (Kind.TEXT, Kind.BULLET) else None
        if match is None:
            continue
        parts = tuple(int(part) for part in match.groups() if part is not None)
        if _follows(last, parts):
            found.append(Dotted(index, ".".join(map(str, parts)), match.end()))
            last = parts
    return found if len(found) >= FEWEST else []


def _follows(last: tuple[int, ...], parts: tuple[int, ...]) -> bool:
    """Whether one number can come after another: later, and no part jumps by more than two."""
    if parts <= last:
        return parts[-1] == 1 and parts[0] == 1
    for before, after in zip(last, parts, strict=False):
        if after != before:
            return after - before <= 2
    return parts[-1] <= 2
