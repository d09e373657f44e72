"""Footnotes: take the bodies out of the running text, and find where they are called.

Comes in: the blocks as read. Goes out: the blocks with each footnote body as one ``NOTE`` block,
and the calls (a digit glued to a word, ``[^1]``) as positions to be cut from the text that calls.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from ingest.blocks import Block, Kind
from ingest.catalog import slug
from ingest.mapped import MappedText, join

BODY = re.compile(r"^(?:\[\^(?P<mark>[^\]\s]+)\]:?|\(?(?P<number>\d{1,3})\)?(?=[\s.])\.?|(?P<star>\*{1,3}))\s*")
UNDERSCORES = re.compile(r"^_{4,}$")
# A digit glued to a letter calls a note, save where the two are a sign of their own (CO2, G7, m2).
CALL = re.compile(
    r"\[\^(?P<mark>[^\]\s]+)\]"
    r"|(?<=[^\W\d_]|[»”)])(?<!\b[A-Z])(?<!\b[A-Z]{2})(?<!\bm)(?<!\b[ck]m)"
    r"(?P<glued>\d{1,3}|\*{1,3})(?=[\s,.;:)»”]|$)"
)
SIGN_NAMES = {"*": "asterisque", "†": "croix", "‡": "double-croix", "§": "paragraphe"}
SIGNS = re.compile("[*†‡§]")
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
    called = {match["mark"] or match["glued"] for block in blocks for match in CALL.finditer(block.text.text)}
    for block in blocks:
        if block.kind is Kind.RULE and UNDERSCORES.match(block.text.text):
            in_notes = True
        elif block.kind in (Kind.PAGE, Kind.HEADING):
            in_notes = False
        body = block.kind is Kind.NOTE or (in_notes and block.kind is Kind.TEXT and _begins(block, called))
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


def note_name(number: str) -> str:
    """Return a note's number or mark as keys write it."""
    return slug(SIGNS.sub(lambda match: f"-{SIGN_NAMES[match[0]]}-", number))


def find_calls(text: str, numbers: Iterable[str], declared: Collection[str] = ()) -> list[Call]:
    """Find the first call of each of the notes ``numbers`` in ``text``, in the text's order.

    A call that the reader itself wrote (``[^1]``) is one of the notes ``declared`` however often
    that number returns: a document may count its notes anew in each part.
    """
    wanted = set(numbers)
    calls: list[Call] = []
    for match in CALL.finditer(text):
        number = match["mark"] or match["glued"]
        if number in wanted or (match["mark"] and number in declared):
            wanted.discard(number)
            calls.append(Call(number, match.start(), match.end()))
    return calls


def cut_calls(text: MappedText, calls: Sequence[Call]) -> MappedText:
    """Return ``text`` without the characters of ``calls``."""
    return text.replace([(call.start, call.end, "") for call in calls])


def _begins(block: Block, called: Set[str]) -> bool:
    match = BODY.match(block.text.text)
    if match is None or block.tentative:
        return False
    # « 3. » under a rule is a note where a 3 calls it, and the next paragraph where none does.
    return not match.group().rstrip().endswith(".") or match["number"] in called


def _is_markdown_note(block: Block) -> bool:
    return block.kind is Kind.TEXT and re.match(r"\[\^[^\]\s]+\]:", block.text.text) is not None


def _continues(note: Block, block: Block) -> bool:
    unfinished = TERMINAL.search(note.text.text) is None
    return block.kind is Kind.TEXT and unfinished and block.text.text[:1].islower()
