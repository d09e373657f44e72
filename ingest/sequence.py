"""The decision «is this a paragraph number?», taken once over the whole document.

Comes in: candidates and the boundaries between them. Goes out: lists of numbers. Every candidate is
either text, or the next number of an open list, or the first of a new one; the cheapest account of
the whole document wins (a beam search over the stack of open lists). The costs, in one table, say
what is surprising: a gap in a list, a restart where nothing separates, a firm number called text,
a number read otherwise than it is printed. Their unit is arbitrary; a missing number is about 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.boundaries import HARD, PART
from ingest.candidates import Candidate, reading_cost

BEAM = 10
DEEPEST = 4
LARGEST_GAP = 250

GAP, GAP_MORE, GAP_FAR = 1.1, 0.12, 0.02
BEGIN_AFTER = {HARD: 0.15, PART: 0.3, 1: 0.6}
BEGIN_ANNOUNCED = 0.5
BEGIN_ANYWHERE = 1.5
BEGIN_LATE, BEGIN_LATE_MORE = 0.45, 0.15
RESTORED = 0.3
BEGIN_TAIL = 0.5
ALONE = 0.35
CLOSE_INNER = 0.25
CLOSE_DIVIDED = 1.2
CROSS = {HARD: 2.2, PART: 0.5, 1: 0.0}
OTHER_STYLE = 0.7
MISREAD_FIRST = 1.0
# A number of two digits that goes back («40.», then «31.») is no gap, and begins no list: it is misread.
BACKWARDS = 0.4
FILLED = -0.5
LATEST, LATEST_WITHIN = 8, 20
FEW = 3


@dataclass(slots=True)
class Run:
    """One list: its items as (candidate, value); ``nested`` when it lies inside a paragraph."""

    items: list[tuple[Candidate, int]] = field(default_factory=list)
    nested: bool = False

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """The jumps in the numbering, as (number before, number after); a list that begins late
        jumps from 0.
        """
        values = sorted({0, *(value for _, value in self.items)})
        return [(a, b) for a, b in pairwise(values) if b > a + 1]


@dataclass(frozen=True, slots=True)
class _Open:
    """An open list: the candidate that began it, the last value, the last block, how many items, and
    whether a text that ends with « : » announces it; ``hole`` is the one number that its last jump
    left out (two columns or pages may be read in the wrong order: 4, 6, 5).
    """

    start: int
    last: int
    index: int
    count: int
    style: str
    announced: bool
    hole: int = 0


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was decided of a candidate: its list, its number, and the lists that this closes."""

    list: int
    value: int
    closed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trail:
    """The decisions so far, the last one first; None is «text»."""

    before: _Trail | None
    taken: _Taken | None


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    stack: tuple[_Open, ...]
    trail: _Trail | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Cumulative counts, up to each block, of boundaries by strength and of bare bullets (paragraphs
    whose number may be lost); how many of these stand directly before it; and whether a text that
    announces a list does.
    """

    bare: Sequence[int]
    hard: Sequence[int]
    part: Sequence[int]
    soft: Sequence[int]
    led: Sequence[int]
    announced: Sequence[bool]

    def between(self, before: int, after: int) -> int:
        """Return the strongest boundary after block ``before`` and up to block ``after``."""
        if self.hard[after] > self.hard[before]:
            return HARD
        if self.part[after] > self.part[before]:
            return PART
        return 1 if self.soft[after] > self.soft[before] else 0

    def lost(self, before: int, after: int) -> int:
        """Return how many bare bullets stand between two blocks."""
        return self.bare[after] - self.bare[before]


def find_runs(candidates: Sequence[Candidate], around: Surroundings) -> tuple[list[Run], list[Candidate]]:
    """Return the lists, in the order in which they begin, and the candidates that are text."""
    states = [_State(0.0, (), None)]
    for position, candidate in enumerate(candidates):
        # Another text begins: what the one before may have been no longer matters.
        if position and around.between(candidates[position - 1].index, candidate.index) == HARD:
            states = states[:FEW]
        moves: dict[tuple[object, ...], _State] = {}
        for state in states:
            for moved in _moves(state, position, candidate, around):
                key = tuple((open_.start, open_.last) for open_ in moved.stack)
                if key not in moves or moved.cost < moves[key].cost:
                    moves[key] = moved
        states = sorted(moves.values(), key=lambda state: state.cost)[:BEAM]
    return _unwind(states[0], candidates)


def _moves(state: _State, position: int, candidate: Candidate, around: Surroundings) -> list[_State]:
    rejected = _State(state.cost + candidate.rejection, state.stack, _Trail(state.trail, None))
    moves = [rejected]
    for depth in range(len(state.stack)):
        moves += _continued(state, depth, candidate, around)
    return moves + _begun(state, position, candidate, around)


def _continued(state: _State, depth: int, candidate: Candidate, around: Surroundings) -> list[_State]:
    """Return the states in which the candidate goes on with the list at ``depth``."""
    run = state.stack[depth]
    closed = state.stack[depth + 1 :]
    cost = state.cost + candidate.acceptance + CROSS.get(around.between(run.index, candidate.index), 0.0)
    other = run.style != candidate.style and bool(run.style and candidate.style)
    cost += OTHER_STYLE * other - ALONE * (run.count == 1)
    cost += sum(_closing(inner, run, around) for inner in closed)
    moves: list[_State] = []
    for value, extra in _values(run, candidate, around):
        hole = run.last + 1 if value == run.last + 2 else 0
        held = _Open(run.start, max(value, run.last), candidate.index, run.count + 1, run.style, run.announced, hole)
        trail = _Trail(state.trail, _Taken(run.start, value, tuple(inner.start for inner in closed)))
        moves.append(_State(cost + extra, (*state.stack[:depth], held), trail))
    return moves


def _values(run: _Open, candidate: Candidate, around: Surroundings) -> list[tuple[int, float]]:
    """Return the numbers that the candidate may be in the list, each with its extra cost."""
    following = run.last + 1
    if candidate.suffix:
        return [(run.last, 0.1)] if candidate.value == run.last else []
    found: list[tuple[int, float]] = []
    read = reading_cost(candidate.printed, following)
    if read and candidate.value is not None and 9 < candidate.value < following:
        read *= BACKWARDS
    if run.hole and candidate.value == run.hole:
        return [(run.hole, FILLED)]
    if read is not None and not (read and candidate.declared):
        found.append((following, read))
    if candidate.value is not None and following < candidate.value <= following + LARGEST_GAP:
        missing = candidate.value - following
        if missing == around.lost(run.index, candidate.index) and not candidate.title:
            return [*found, (candidate.value, RESTORED)]
        missing += run.announced
        found.append((candidate.value, GAP + GAP_MORE * min(missing, 10) + GAP_FAR * max(missing - 10, 0)))
    return found


def _closing(inner: _Open, outer: _Open, around: Surroundings) -> float:
    """What it costs that ``inner`` lay inside a paragraph of ``outer``, which now goes on."""
    divided = around.between(outer.index, inner.index)
    return (0.0 if inner.announced else CLOSE_INNER) + (CLOSE_DIVIDED if divided else 0.0)


def _begun(state: _State, position: int, candidate: Candidate, around: Surroundings) -> list[_State]:
    """Return the states in which the candidate begins a list of its own."""
    if candidate.suffix:
        return []
    previous = state.stack[-1].index if state.stack else 0
    boundary = around.between(previous, candidate.index) if state.stack else HARD
    cost = BEGIN_AFTER.get(boundary, BEGIN_ANYWHERE)
    if not boundary and around.announced[candidate.index]:
        cost = BEGIN_ANNOUNCED
    kept = () if boundary == HARD and state.stack else state.stack[-DEEPEST:]
    moves: list[_State] = []
    for value, read in _first_values(candidate):
        late = 0.0
        if value > 1:
            tail = not state.stack and state.trail is None
            late = (
                BEGIN_TAIL
                if tail
                else BEGIN_LATE + BEGIN_LATE_MORE * min(value, LATEST if boundary == HARD else LATEST_WITHIN)
            )
            if boundary and value - 1 == around.led[candidate.index] and not candidate.title:
                late = RESTORED
        held = _Open(position, value, candidate.index, 1, candidate.style, around.announced[candidate.index])
        total = state.cost + cost + late + candidate.acceptance + ALONE + read
        moves.append(_State(total, (*kept, held), _Trail(state.trail, _Taken(position, value))))
    return moves


def _first_values(candidate: Candidate) -> list[tuple[int, float]]:
    """Return the numbers with which the candidate may begin a list, each with its extra cost."""
    found = [(candidate.value, 0.0)] if candidate.value else []
    read = reading_cost(candidate.printed, 1)
    if read and read < MISREAD_FIRST and not candidate.declared:
        found.append((1, read))
    return found


def _unwind(state: _State, candidates: Sequence[Candidate]) -> tuple[list[Run], list[Candidate]]:
    actions: list[_Taken | None] = []
    trail = state.trail
    while trail is not None:
        actions.append(trail.taken)
        trail = trail.before
    runs: dict[int, Run] = {}
    rejected: list[Candidate] = []
    for candidate, taken in zip(candidates, reversed(actions), strict=True):
        if taken is None:
            rejected.append(candidate)
            continue
        runs.setdefault(taken.list, Run()).items.append((candidate, taken.value))
        for inner in taken.closed:
            runs[inner].nested = True
    return list(runs.values()), rejected
