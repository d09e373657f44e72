"""Blocks for the tests of single stages: a line of code a block, as a reader would have given it."""

from __future__ import annotations

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText


def text(words: str, **values: object) -> Block:
    """Return running text."""
    return block(words, Kind.TEXT, **values)


def heading(words: str, level: int = 2) -> Block:
    """Return a heading that the file marks as one."""
    return block(words, Kind.HEADING, level=level)


def bullet(words: str) -> Block:
    """Return a list item without a number."""
    return block(words, Kind.BULLET)


def note(words: str) -> Block:
    """Return a footnote's body, known as one."""
    return block(words, Kind.NOTE)


def block(words: str, kind: Kind, **values: object) -> Block:
    """Return a block of any kind, alone in its source."""
    return Block(MappedText.whole(words), kind, **values)  # type: ignore[arg-type]


PAGE = Block(MappedText("", ()), Kind.PAGE)
LINE = block("______", Kind.RULE)


def blocks(*lines: str | Block) -> list[Block]:
    """Return blocks, strings as running text."""
    return [line if isinstance(line, Block) else text(line) for line in lines]


def texts(found: list[Block]) -> list[str]:
    """Return what the blocks say."""
    return [one.text.text for one in found]
