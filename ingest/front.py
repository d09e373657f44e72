"""What stands before the first number: head matter, introduction, preamble, lead-in.

Comes in: the blocks before the first numbered paragraph. Goes out: where each of the parts lies.
Head matter is what a title page holds (organ, date, place, rapporteur, agenda item); an
introduction is prose; a preamble is the participles of a resolution; a lead-in ends with « : ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Kind
from ingest.boundaries import is_organ_line

ORGAN = re.compile(r"^(?:L['’]|La |Le |Les )[^.;:]{3,140},$")
PARTICIPLE = re.compile(
    r"^(?:[A-ZÉÀ][a-zéèêàçïî-]*(?:ant|ants|ante|antes)|Consciente?s?|Convaincue?s?|Préoccupée?s?|Déterminée?s?|Résolue?s?"
    r"|Profondément|Vivement|Gravement|Alarmée?s?|Inquiète?|Guidée?s?|Inspirée?s?|Ayant|Se |S['’]|N['’]|Attachée?s?"
    r"|Encouragée?s?|Soucieu(?:x|ses?)|Rappelant|Fermement|Pleinement|Agissant|Persuadée?s?|Animée?s?|Frappée?s?"
    r"|(?:Also |Further |Deeply |Gravely )?[A-Z][a-z]+ing|[A-Z][a-záéíóú]+(?:ando|iendo|endo)|Satisfaite?s?)\b"
)
# A preamble paragraph ends with a comma, after which a note may be called.
PREAMBLE_END = re.compile(r"[,;]\s*(?:\[\^[^\]]+\]|\d{1,3})?\s*$")
PROSE = 120
ENDS = re.compile(r"[.:!?][\s»”)]*$")


@dataclass(frozen=True, slots=True)
class Front:
    """Index ranges into the blocks before the first number; an empty range is an absent part.

    ``preamble`` lists the blocks that are preamble paragraphs, ``lead`` those that form the lead-in
    of the first list (they belong to the introduction too).
    """

    head: range
    introduction: range
    preamble: tuple[int, ...]
    lead: tuple[int, ...]


def read_front(blocks: Sequence[Block], first: int) -> Front:
    """Divide ``blocks[:first]``."""
    preamble_start, preamble = _preamble(blocks, first)
    limit = preamble_start if preamble else first
    prose = next((i for i in range(limit) if _is_prose(blocks[i])), limit)
    end = max((i + 1 for i in range(prose, limit) if blocks[i].kind in (Kind.TEXT, Kind.BULLET)), default=prose)
    return Front(range(_head_end(prose, limit, end)), range(prose, end), preamble, lead_in(blocks, first))


def _head_end(prose: int, limit: int, end: int) -> int:
    return prose if end > prose else limit


def lead_in(blocks: Sequence[Block], first: int) -> tuple[int, ...]:
    """Return the unnumbered blocks ending with « : » that stand directly before ``first``."""
    found: list[int] = []
    index = first - 1
    while index >= 0 and blocks[index].kind in (Kind.NOTE, Kind.FURNITURE, Kind.TEXT):
        if blocks[index].kind is Kind.TEXT:
            if not blocks[index].text.text.rstrip().endswith(":"):
                break
            found.insert(0, index)
        index -= 1
    return tuple(found)


def _preamble(blocks: Sequence[Block], first: int) -> tuple[int, tuple[int, ...]]:
    organ = next((i for i in range(first) if _is_organ(blocks[i])), None)
    start = 0 if organ is None else organ + 1
    found = [i for i in range(start, first) if _is_preamble(blocks[i])]
    if not found or (organ is None and len(found) < 2):
        return first, ()
    within = [i for i in range(found[0], found[-1] + 1) if blocks[i].kind in (Kind.TEXT, Kind.BULLET)]
    return found[0], tuple(within)


def _is_organ(block: Block) -> bool:
    text = block.text.text
    own = block.kind in (Kind.TEXT, Kind.HEADING) and is_organ_line(text)
    return own or (block.kind is Kind.TEXT and ORGAN.match(text) is not None)


def _is_preamble(block: Block) -> bool:
    text = block.text.text
    return (
        block.kind in (Kind.TEXT, Kind.BULLET)
        and text.rstrip().endswith((",", ";"))
        and PARTICIPLE.match(text) is not None
    )


def _is_prose(block: Block) -> bool:
    text = block.text.text
    return block.kind is Kind.TEXT and len(text) >= PROSE and ENDS.search(text) is not None and "\n" not in text
