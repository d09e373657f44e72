"""Footnotes: take the bodies out of the running text, and find where they are called.

Comes in: the blocks as read. Goes out: the blocks with each footnote body as one ``NOTE`` block,
and the calls (a digit glued to a word, ``[^1]``) as positions to be cut from the text that calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText, join

BODY = re.compile(r"^(?:\[\^(?P<mark>\w+)\]:?|\(?(?P<number>\d{1,3})\)?(?=[\s.])\.?|(?P<star>\*{1,3}))\s*")
UNDERSCORES = re.compile(r"^_{4,}$")
TERMINAL = re.compile(r"[.;:!?»”)]$")


@dataclass(frozen=True, slots=True)
class Call:
    """A note's call in a text: which note, and the characters ``start:end`` that print it."""

    number: str
    start: int
    end: int


def mark_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, those that are footnote bodies marked ``NOTE`` and whole."""
    in_notes = False
    pending: Block | None = None
    for block in blocks:
        if block.kind is Kind.RULE and UNDERSCORES.match(block.text.text):
            in_notes = True
        elif block.kind in (Kind.PAGE, Kind.HEADING):
            in_notes = False
        body = block.kind is Kind.NOTE or (in_notes and block.kind is Kind.TEXT and _begins(block))
        body = body or _is_markdown_note(block)
        if pending and in_notes and not body and _continues(pending, block):
            pending = replace(pending, text=join([pending.text, block.text], " "))
            continue
        in_notes = in_notes and (body or block.kind in (Kind.RULE, Kind.FURNITURE))
        if pending and block.kind is not Kind.FURNITURE:
            yield pending
            pending = None
        if body:
            pending = replace(block, kind=Kind.NOTE)
        else:
            yield block
    if pending:
        yield pending


def note_number(block: Block) -> str | None:
    """Return the number or mark that a note's body begins with."""
    match = BODY.match(block.text.text)
    return (match["mark"] or match["number"] or match["star"]) if match else None


def note_text(block: Block) -> MappedText:
    """Return a note's body without its number."""
    match = BODY.match(block.text.text)
    return block.text.cut(match.end()).strip() if match else block.text


def find_calls(text: str, numbers: Iterable[str]) -> list[Call]:
    """Find the first call of each of the notes ``numbers`` in ``text``, in the text's order."""
    calls: list[Call] = []
    for number in numbers:
        mark = re.escape(number)
        patterns = [rf"\[\^{mark}\]", rf"(?<=[^\W\d_»”)]){mark}(?=[\s,.;:)»”]|$)"]
        for pattern in patterns:
            match = re.search(pattern, text)
            if match:
                calls.append(Call(number, match.start(), match.end()))
                break
    return sorted(calls, key=lambda call: call.start)


def cut_calls(text: MappedText, calls: Sequence[Call]) -> MappedText:
    """Return ``text`` without the characters of ``calls``."""
    return text.replace([(call.start, call.end, "") for call in calls])


def _begins(block: Block) -> bool:
    return not block.tentative and BODY.match(block.text.text) is not None


def _is_markdown_note(block: Block) -> bool:
    return block.kind is Kind.TEXT and re.match(r"\[\^\w+\]:", block.text.text) is not None


def _continues(note: Block, block: Block) -> bool:
    unfinished = TERMINAL.search(note.text.text) is None
    return block.kind is Kind.TEXT and unfinished and block.text.text[:1].islower()
