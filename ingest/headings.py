"""Headings that the file does not mark: short lines that stand alone and look like titles.

Comes in: blocks. Goes out: the same with such lines marked ``HEADING`` with a depth: « II. » 2,
« B. » 3, capitals and the usual words of UN reports 2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, Kind
from ingest.boundaries import is_title

LONGEST = 110
LONGEST_CAPITALS = 260
FINISHED = re.compile(r"[.;:!?,…]\s*$")
ROMAN = re.compile(r"^[IVX]{1,5}\s?\.\s*[–-]?\s*(?=\S)")
DIVISION = re.compile(
    r"^(?:chapitre|titre|section|partie|chapter|part|cap[íi]tulo|t[íi]tulo)\s+(?:[IVXL]+|\d{1,2}|premier)\b",
    re.IGNORECASE,
)
ROMAN_ALONE = re.compile(r"^(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})$")
CAPITAL = re.compile(r"^[A-H]\s?\.\s+(?=[A-ZÀ-Ý«])")
WORDS = re.compile(
    r"^(?:annexe|appendice|introduction|recommandations?|débats?|délibérations|résumé d|résultats? d|conclusions?"
    r"|ouverture|clôture|organisation d|participation|préambule|observations|dispositif|mesures)\b",
    re.IGNORECASE,
)


def mark_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with unmarked headings marked."""
    return [replace(block, kind=Kind.HEADING, level=level) if (level := depth(block)) else block for block in blocks]


def depth(block: Block) -> int:
    """Return the depth of an unmarked heading; 0 when the block is none."""
    text = block.text.text
    if block.kind is not Kind.TEXT or block.tentative or "\n" in text:
        return 0
    if is_title(block):
        return 1
    if DIVISION.match(text) and len(text) <= LONGEST:
        return 2
    capitals = text.isupper() and len(text) <= LONGEST_CAPITALS
    if len(text) > LONGEST and not capitals:
        return 0
    if ROMAN_ALONE.match(text):
        return 2
    if len(text) < 3:
        return 0
    if FINISHED.search(text):
        return 0
    letters = [character for character in text if character.isalpha()]
    if ROMAN.match(text):
        return 2
    if CAPITAL.match(text):
        return 3
    if len(letters) >= 4 and all(letter.isupper() for letter in letters):
        return 2
    return 2 if WORDS.match(text) and text[0].isupper() and len(text) <= LONGEST * 0.8 else 0
