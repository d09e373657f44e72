"""Page furniture: what the page prints and the text does not say.

Comes in: blocks. Goes out: the same with rules, link lines, images, page numbers and running heads
marked ``FURNITURE``. A running head is a short block that returns, page after page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, Kind

IMAGE = re.compile(r"^<!--.*-->$", re.DOTALL)
PAGE_NUMBER = re.compile(r"^(?:[-–—]\s*)?(?:\d{1,4}(?:\s*/\s*\d{1,4})?|[Pp]age \d+.*)(?:\s*[-–—])?$")
URL = re.compile(r"^(?:https?://|www\.)\S+$")
RETURNS = 3
SHORT = 80


def mark_furniture(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with page furniture marked as such."""
    counted = Counter(block.text.text for block in blocks if 0 < len(block.text) <= SHORT)
    return [replace(block, kind=Kind.FURNITURE) if _is_furniture(block, counted) else block for block in blocks]


def _is_furniture(block: Block, counted: Counter[str]) -> bool:
    text = block.text.text
    if block.kind is Kind.PAGE:
        return False
    if block.kind is Kind.RULE or IMAGE.match(text) or PAGE_NUMBER.match(text) or URL.match(text):
        return True
    # «La Conférence,» may return in a collection of resolutions; a running head has no such comma.
    returns = counted[text] >= RETURNS and not text.endswith((",", ":", ";", "."))
    return returns and block.kind is not Kind.NOTE
