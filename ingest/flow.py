"""The running text: join what a page or a line cut in two.

Comes in: blocks with notes and furniture marked. Goes out: blocks in which each sentence is whole.
A block continues the last text before it when that one ends in mid-sentence and the block begins
like the middle of one, whatever notes, links and page ends lie between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText, join

FINISHED = re.compile(r"[.;:!?…][\s)»”\"*]*$")
# Two letters before a full stop are a number only as a numeral or one twice: « un. » ends a sentence.
MARKER = re.compile(r"^\(?(?:\d{1,3}|([a-z])\1?|[a-z]{2}(?=\s?\))|[ivxl]{1,6})(?:\s(?:bis|ter|quater))?\s?[.)](?:\s|$)")
NUMBER = re.compile(r"^\d{1,3}\s?[.)](?:\s|$)")
NUMBER_ALONE = re.compile(r"^\d{1,3}\s?[.)]$")
LETTER_ALONE = re.compile(r"^(?:\d{1,3}\s?[.)]\s)?\(?(?:[a-z]|[ivxl]{2,6})\)$")
BROKEN = re.compile(r"[\w’'-]\s*$")
# No sentence ends with an article or a preposition: «dans lesquels la | Commission».
OPEN_END = re.compile(
    r"(?:^|[\s’'(])(?:le|la|les|l['’]|un|une|des|du|de|d['’]|à|au|aux|et|ou|en|par|pour|sur|dans|que|qui|dont|avec|sans|ses|son"
    r"|sa|leurs?|ces|cette|the|of|and|to|in|by|for|with|on|el|los|las|del|y|que)\s*$"
)
ENDS = re.compile(r"[.;:][\s)»”\"*]*$")
CUT = 120
LONG = 60
TAIL = 200


@dataclass(slots=True)
class _Running:
    """A text that may go on: its blocks so far, how long they are, and how they end.

    Only the end decides whether a text goes on, so that a text of many lines is joined once.
    """

    block: Block
    parts: list[MappedText]
    length: int
    end: str

    @classmethod
    def begin(cls, block: Block) -> _Running:
        return cls(block, [block.text], len(block.text), block.text.text[-TAIL:])

    def add(self, text: MappedText) -> None:
        self.parts.append(text)
        self.length += 1 + len(text)
        self.end = f"{self.end} {text.text}"[-TAIL:]

    def whole(self) -> Block:
        return self.block if len(self.parts) == 1 else replace(self.block, text=join(self.parts, " "))


def join_flow(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with continuations joined to the text that they continue."""
    result: list[_Running] = []
    last: _Running | None = None
    page_between = False
    for block in blocks:
        if block.kind is Kind.PAGE:
            page_between = True
            continue
        if block.kind in (Kind.TEXT, Kind.BULLET):
            if last is not None and _continues(last, block, page_between):
                last.add(block.text)
                page_between = False
                continue
            last = _Running.begin(block)
            page_between = False
            result.append(last)
        else:
            last = None if block.kind is Kind.HEADING else last
            result.append(_Running.begin(block))
    return [running.whole() for running in result]


def _continues(before: _Running, block: Block, page_between: bool) -> bool:
    start, end, length = block.text.text, before.end, before.length
    if length <= TAIL and NUMBER_ALONE.match(end):
        return block.kind is Kind.TEXT and not NUMBER.match(start)
    if length <= TAIL and LETTER_ALONE.match(end):
        return block.kind is Kind.TEXT and not MARKER.match(start)
    if block.kind is Kind.BULLET and start[:1].islower():
        # One paragraph or item that a page cut in two: «essentiel pour | une paix».
        return BROKEN.search(end) is not None and length > LONG
    if block.kind is Kind.TEXT and OPEN_END.search(end) and not MARKER.match(start) and length > LONG:
        return True
    if block.kind is Kind.TEXT and length > CUT and BROKEN.search(end) and _ends_a_text(block):
        # «des Nations | Unies»: a paragraph without a stop goes on in what ends with one.
        return not MARKER.match(start)
    if block.kind is Kind.BULLET or MARKER.match(start) or FINISHED.search(end):
        return start[:1] in ";,:" and bool(start)
    if start[:1].islower() or start[:1] in ";,:)»":
        return True
    # After a page's end a capital may stand in mid-sentence: «l'Assemblée | Générale».
    return page_between and length > LONG and not end.endswith(",")


def _ends_a_text(block: Block) -> bool:
    return ENDS.search(block.text.text[-TAIL:]) is not None
