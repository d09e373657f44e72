"""The coverage account: every character of the source belongs somewhere, or is reported.

Comes in: a reading, its blocks, and the normalised text. Goes out: how many of the source's visible
characters stand in paragraphs, headings and notes, in contents, in page furniture, which were marks
of the format or mended away, and which are in none of these, with the places where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.blocks import Block, Kind, Reading
from ingest.mapped import MappedText
from store.model import Coverage

SHOWN = 60
MOST_SHOWN = 20
LONGEST_MEND = 12
MARKS = re.compile(r"[#*_|\-•·–—=>\\`~+\s]+")
FURNITURE, CONTENTS, BLOCK, TEXT, SPACES = 1, 2, 3, 4, 5
OWNERS = {Kind.FURNITURE: FURNITURE, Kind.RULE: FURNITURE, Kind.CONTENTS: CONTENTS}
SPACE = re.compile(r"\s+")


def account(reading: Reading, blocks: Sequence[Block], text: MappedText) -> Coverage:
    """Return the account of a document; ``blocks`` are those before furniture was taken out."""
    owners = bytearray(len(reading.source))
    for block in blocks:
        _claim(owners, block.text, OWNERS.get(block.kind, BLOCK))
    _claim(owners, text, TEXT)
    visible = bytearray(owners)
    for match in SPACE.finditer(reading.source):
        visible[match.start() : match.end()] = bytes([SPACES]) * (match.end() - match.start())
    counts = [visible.count(kind) for kind in range(SPACES)]
    left = list(_left(reading.source, owners))
    unaccounted = sum(sum(map(len, piece.split())) for _, piece in left)
    return Coverage(
        characters=sum(counts),
        text=counts[TEXT],
        contents=counts[CONTENTS],
        furniture=counts[FURNITURE],
        mended=counts[0] + counts[BLOCK] - unaccounted,
        left=tuple((position, " ".join(piece.split())[:SHOWN]) for position, piece in left[:MOST_SHOWN]),
    )


def _claim(owners: bytearray, text: MappedText, kind: int) -> None:
    for _, source, length in text.runs:
        owners[source : source + length] = bytes([kind]) * length


def _left(source: str, owners: bytearray) -> Iterable[tuple[int, str]]:
    """Yield what belongs nowhere, as (offset, characters): outside every block all but the format's
    marks, within one all but the few characters that a mend takes out.
    """
    for match in re.finditer(b"\x00+|\x03+", bytes(owners)):
        piece = source[match.start() : match.end()]
        allowed = 0 if match.group()[0] == 0 else LONGEST_MEND
        if len(MARKS.sub("", piece)) > allowed:
            yield match.end() - len(piece.lstrip()), piece.strip()
