"""Where a quotation is printed: from characters of a document's text to boxes on pages.

Comes in: the places of the words of a source, the spans that lead from a text to it, and a range of
the text. Goes out: one box a line, so that an interface can highlight the quotation on its page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from store.model import Place

Span = tuple[int, int, int]
SAME_LINE = 0.5


def boxes(places: Sequence[Place], start: int, end: int) -> tuple[Place, ...]:
    """Return the boxes of the source's characters ``start:end``: the words of a line in one box.

    ``places`` are in the order of the source. A word of which the range covers a part counts whole.
    """
    merged: list[Place] = []
    for place in _within(places, start, end):
        if merged and _on_one_line(merged[-1], place):
            merged[-1] = _around(merged[-1], place)
        else:
            merged.append(place)
    return tuple(merged)


def quotation_boxes(places: Sequence[Place], spans: Iterable[Span], start: int, end: int) -> tuple[Place, ...]:
    """Return the boxes of the characters ``start:end`` of a document's text, through its ``spans``."""
    found: dict[Place, None] = {}
    for text, source, length in spans:
        first, last = max(start, text), min(end, text + length)
        if first < last:
            found |= dict.fromkeys(_within(places, source + first - text, source + last - text))
    ordered = sorted(found, key=lambda place: place.start)
    return boxes(ordered, ordered[0].start, ordered[-1].end) if ordered else ()


def to_json(places: Iterable[Place]) -> list[list[float]]:
    """Return what is written to a file: seven numbers a word."""
    return [[p.start, p.end, p.page, p.left, p.top, p.right, p.bottom] for p in places]


def from_json(data: list[Any]) -> tuple[Place, ...]:
    """Read what ``to_json`` wrote; raises ``ValueError`` or ``TypeError`` on anything else."""
    return tuple(Place(int(s), int(e), int(n), *map(float, box)) for s, e, n, *box in data)


def _within(places: Sequence[Place], start: int, end: int) -> Sequence[Place]:
    first = bisect_left(places, start, key=lambda place: place.end - 1)
    last = bisect_left(places, end, key=lambda place: place.start)
    return places[first:last]


def _on_one_line(one: Place, other: Place) -> bool:
    if one.page != other.page or other.left < one.left:
        return False
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= SAME_LINE * min(one.bottom - one.top, other.bottom - other.top)


def _around(one: Place, other: Place) -> Place:
    return replace(
        one,
        end=other.end,
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )
