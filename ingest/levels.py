"""The levels below a number: a), i), (a), aa), bis …, read within one numbered paragraph.

Comes in: the markers that blocks begin with, in order. Goes out: the path of each below the number,
or None where a marker is text. «i)» is a letter after «h)» and a numeral after «c)»: the cheapest
account of all the markers together decides (a beam search like that of ``ingest.sequence``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

SUFFIX = r"(?:\s?(?P<suffix>bis|ter|quater))?"
BRACKETED = re.compile(
    rf"^[\"«“\[]?\s?\(?\s?(?P<sign>[a-z]|[ivxl]{{1,6}}|([a-z])\2|[A-H]|[IVX]{{1,5}}|\d{{1,2}})\s?{SUFFIX}\s?\)\s*"
)
DOTTED = re.compile(rf"^(?P<sign>[a-z]|[ivxl]{{1,6}}){SUFFIX}\s?\.\s+(?=[\"«“(\[]?[A-ZÀ-Ý])")
ROMANS = {"i": 1, "v": 5, "x": 10, "l": 50}
ROMAN = re.compile(r"^x{0,3}(?:ix|iv|v?i{0,3})$|^xl(?:ix|iv|v?i{0,3})$")
# Letters that a scan takes for one another.
MISREAD = {"c": "e", "e": "co", "f": "jt", "g": "q", "l": "i", "i": "l", "o": "a", "b": "h", "h": "b"}
AS_FIRST = frozenset({"11", "1", "l", "u"})
BEAM = 8
DEEPEST = 4
REJECT, DEEPER, SHALLOWER, SKIPPED, TAKEN_FOR, LATE, ALONE = 1.0, 0.3, 0.02, 1.4, 0.7, 2.5, 0.25


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as printed: its sign, suffix, how it is set off, and where the text after it begins."""

    sign: str
    suffix: str
    style: str
    end: int
    declared: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    value: int
    printed: str
    count: int


@dataclass(frozen=True, slots=True)
class _Trail:
    before: _Trail | None
    path: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    stack: tuple[_Level, ...]
    trail: _Trail | None


def find_marker(text: str, *, declared: bool = False) -> Marker | None:
    """Return the marker that ``text`` begins with, if it begins with one."""
    match = BRACKETED.match(text)
    style = ")"
    if match is None:
        match, style = DOTTED.match(text), "."
    if match is None or match.end() >= len(text):
        return None
    return Marker(match["sign"], match["suffix"] or "", style, match.end(), declared)


def read_levels(markers: Sequence[Marker]) -> list[tuple[str, ...] | None]:
    """Return the path of each marker below the number that governs them; None where it is text."""
    states = [_State(0.0, (), None)]
    for marker in markers:
        moves: dict[tuple[object, ...], _State] = {}
        for state in states:
            for moved in _moves(state, marker):
                key = tuple((level.kind, level.value) for level in moved.stack)
                if key not in moves or moved.cost < moves[key].cost:
                    moves[key] = moved
        states = sorted(moves.values(), key=lambda state: state.cost)[:BEAM]
    paths: list[tuple[str, ...] | None] = []
    trail = states[0].trail
    while trail is not None:
        paths.append(trail.path)
        trail = trail.before
    return paths[::-1]


def _moves(state: _State, marker: Marker) -> list[_State]:
    refusal = 3.0 if marker.declared else REJECT
    moves = [_State(state.cost + refusal, state.stack, _Trail(state.trail, None))]
    for kind, value in _meanings(marker):
        for depth, level in enumerate(state.stack):
            if level.kind == kind:
                moves += _next(state, depth, marker, value)
        # A level of its own under the one that is open.
        if all(level.kind != kind for level in state.stack) and len(state.stack) < DEEPEST and not marker.suffix:
            late = 0.0 if value == 1 else LATE + 0.3 * value
            moves.append(_entered(state, len(state.stack), marker, kind, value, DEEPER + ALONE + late, 1))
    # «11)» before «b)» is a misread «a)».
    if marker.sign in AS_FIRST and marker.style == ")" and all(level.kind != "a" for level in state.stack):
        moves.append(_entered(state, len(state.stack), marker, "a", 1, DEEPER + ALONE + TAKEN_FOR, 1, "a"))
    return moves


def _next(state: _State, depth: int, marker: Marker, value: int) -> list[_State]:
    level = state.stack[depth]
    closing = SHALLOWER * (len(state.stack) - 1 - depth) - ALONE * (level.count == 1)
    if marker.suffix:
        return [_entered(state, depth, marker, level.kind, value, closing, level.count)] if value == level.value else []
    count = level.count + 1
    if value == level.value + 1:
        return [_entered(state, depth, marker, level.kind, value, closing, count)]
    found: list[_State] = []
    if level.value + 1 < value <= level.value + 3:
        cost = SKIPPED * (value - level.value - 1)
        found.append(_entered(state, depth, marker, level.kind, value, closing + cost, count))
    expected = chr(96 + level.value + 1) if level.kind == "a" and level.value < 26 else ""
    if expected and marker.sign in MISREAD.get(expected, ""):
        found.append(_entered(state, depth, marker, "a", level.value + 1, closing + TAKEN_FOR, count, expected))
    return found


def _entered(
    state: _State, depth: int, marker: Marker, kind: str, value: int, cost: float, count: int, read: str = ""
) -> _State:
    printed = f"{read or marker.sign} {marker.suffix}".strip()
    stack = (*state.stack[:depth], _Level(kind, value, printed, count))
    return _State(state.cost + cost, stack, _Trail(state.trail, tuple(level.printed for level in stack)))


def _meanings(marker: Marker) -> list[tuple[str, int]]:
    """Return what the marker can be, as (kind, value); kinds differ by set-off too: «a)» and «a.»."""
    sign = marker.sign
    if sign.isdigit():
        return [("1", int(sign))]
    dotted = "." if marker.style == "." else ""
    if sign.isupper():
        roman = [("I" + dotted, _roman(sign.lower()))] if ROMAN.match(sign.lower()) else []
        return [*roman, ("A" + dotted, ord(sign) - 64)] if len(sign) == 1 else roman
    found: list[tuple[str, int]] = []
    if len(sign) == 1:
        found.append(("a" + dotted, ord(sign) - 96))
    elif len(sign) == 2 and sign[0] == sign[1]:
        found.append(("a" + dotted, ord(sign[0]) - 96 + 26))
    if ROMAN.match(sign):
        found.append(("i" + dotted, _roman(sign)))
    return found


def _roman(numeral: str) -> int:
    values = [ROMANS[character] for character in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
