"""Page furniture: what the page prints and the text does not say.

Comes in: blocks. Goes out: the same with rules, link lines, images, page numbers and running heads
marked ``FURNITURE``. A running head is a short block that returns, page after page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.blocks import Block, Kind

IMAGE = re.compile(r"^(?:<!--.*-->|```\w*|♲)$", re.DOTALL)
PAGE_NUMBER = re.compile(r"^(?:[-–—]\s*)?(?:\d{1,4}(?:\s*/\s*\d{1,4})?|[Pp]age \d+.*)(?:\s*[-–—])?$")
PAGE_HEAD = re.compile(
    r"^(?:[A-Z]{1,6}(?:/[A-Z0-9][\w.()-]*){1,6}\s+(?:page|p\.)\s?\d+|(?:page|p\.)\s?\d+\s+[A-Z]{1,6}/\S+)$",
    re.IGNORECASE,
)
URL = re.compile(r"^(?:https?://|www\.)\S+$")
# What a masthead prints, found in mid-text where the conversion put the first page's margin.
MASTHEAD = re.compile(
    r"^(?:Distr\.\s|[A-Z]{1,4}\.?\d\d-\d{4,6}\b|\d\d-\d{5}\b|\*\s?\d{6,8}\s?\*"
    r"|Merci de recycler|Please recycle|Reciclar|(?:Fran[çc]ais|English|Espa[ñn]ol)?\s?Original\s?:"
    r"|[A-Z]{1,6}(?:/[A-Z0-9][\w.()-]*){2,6}(?:\s\d{1,2}\S{0,2} \w+ \d{4})?$"
    r"|NATIONS UNIES$|Nations Unies$|UNITED NATIONS$)"
)
HEAD = re.compile(
    r"^(?:[A-Z]{1,6}(?:/[A-Z0-9][\w.()-]*){1,6}|Assemblée générale"
    r"|Conseil (?:de sécurité|économique et social|des droits de l['’]homme)"
    r"|Nations Unies|United Nations|General Assembly|Security Council|Naciones Unidas|Asamblea General)$"
)
PROSE = 150
RETURNS = 3
SHORT = 80


def mark_furniture(blocks: list[Block]) -> list[Block]:
    """Return the blocks with page furniture marked as such."""
    counted = Counter(block.text.text for block in blocks if 0 < len(block.text) <= SHORT)
    long = (i for i, block in enumerate(blocks) if block.kind is Kind.TEXT and len(block.text) > PROSE)
    prose = next(long, len(blocks))
    return [
        replace(block, kind=Kind.FURNITURE)
        if _is_furniture(block, counted) or (index > prose and _is_masthead(block)) or _is_logo(blocks, index)
        else block
        for index, block in enumerate(blocks)
    ]


def _is_logo(blocks: list[Block], index: int) -> bool:
    """Whether a lone letter is what a conversion makes of the emblem, beside an image, or a stray sign."""
    text = blocks[index].text.text
    if blocks[index].kind is not Kind.TEXT or len(text) > SHORT:
        return False
    if not any(sign.isalnum() for sign in text):
        return True
    if len(text) > 1:
        return False
    beside = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
    return text.islower() or any(IMAGE.match(block.text.text) for block in beside)


def _is_masthead(block: Block) -> bool:
    short = block.kind in (Kind.TEXT, Kind.HEADING) and len(block.text) <= SHORT
    return short and MASTHEAD.match(block.text.text) is not None


def _is_furniture(block: Block, counted: Counter[str]) -> bool:
    text = block.text.text
    if block.kind in (Kind.PAGE, Kind.TABLE, Kind.NOTE):
        return False
    numbered = block.kind is not Kind.HEADING and PAGE_NUMBER.match(text) is not None
    if block.kind is Kind.RULE or IMAGE.match(text) or numbered or URL.match(text):
        return True
    if PAGE_HEAD.match(text):
        return True
    # What returns at page after page is a running head; in a file without pages only what looks like one
    # is: «Recommandations» may head four sections.
    returns = counted[text] >= RETURNS and not text.endswith((",", ":", ";", "."))
    return returns and ((block.page is not None and block.kind is Kind.TEXT) or HEAD.match(text) is not None)
