"""What is usual in a document: the size of its text, the distance of its lines, its margins.

Comes in: the lines of all pages. Goes out: ``Measures``. Every later decision (is this small? is
this a gap? is this indented?) compares a line with these, never with a fixed number of points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.page_lines import Line

GRID = 2.0
FEWEST = 4
MANY = 0.2


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of the running text of one column of one page."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """The width of a full line."""
        return max(self.right - self.left, 1.0)


@dataclass(frozen=True, slots=True)
class Measures:
    """Size and pitch of the running text, the margins by page and column; ``rough`` for scans."""

    size: float
    pitch: float
    margins: Mapping[tuple[int, int], Margins]
    usual: Mapping[int, Margins]
    rough: bool

    def of(self, line: Line) -> Margins:
        """Return the margins of the line's page and column."""
        found = self.margins.get((line.page, line.column)) or self.usual.get(line.column)
        return found or Margins(line.left, line.right)

    def indent(self, line: Line) -> float:
        """Return how far the line begins from the left edge of the running text, in ems."""
        return (line.left - self.of(line).left) / self.size

    def is_small(self, line: Line) -> bool:
        """Whether the line is set smaller than the running text."""
        return line.size < self.size * (0.85 if self.rough else 0.94)

    def distance(self, line: Line) -> float:
        """Return the usual distance to a line of that size from the line before it."""
        return self.pitch * min(1.6, line.size / self.size)


def measure(pages: Sequence[Sequence[Line]], rough: bool) -> Measures:
    """Return the measures of a document; ``rough`` when most of its words were recognised."""
    lines = [line for page in pages for line in page]
    size = _commonest_size(lines)
    body = [[line for line in page if abs(line.size - size) < 0.12 * size] for page in pages]
    steps: Counter[float] = Counter()
    for page in body:
        for before, line in pairwise(page):
            step = line.baseline - before.baseline
            if before.column == line.column and 0.85 * size < step < 2.6 * size:
                steps[round(step * 2) / 2] += 1
    return Measures(size, _smallest_usual(steps, 1.2 * size), *_margins(body), rough)


def _commonest_size(lines: Iterable[Line]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size * 2) / 2] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 10.0


def _smallest_usual(steps: Counter[float], default: float) -> float:
    """Return the commonest step; a scan spreads one step over its neighbours, so they count along."""
    if not steps:
        return default
    spread = {step: steps[step - 0.5] + steps[step] + steps[step + 0.5] for step in steps}
    return max(sorted(spread), key=lambda step: spread[step])


def _margins(body: Sequence[Sequence[Line]]) -> tuple[dict[tuple[int, int], Margins], dict[int, Margins]]:
    by_page: dict[tuple[int, int], list[Line]] = defaultdict(list)
    by_column: dict[int, list[Line]] = defaultdict(list)
    for page in body:
        for line in page:
            by_page[line.page, line.column].append(line)
            by_column[line.column].append(line)
    usual = {column: found for column, lines in by_column.items() if (found := _edges(lines))}
    margins: dict[tuple[int, int], Margins] = {}
    for key, lines in by_page.items():
        found = _edges(lines)
        known = usual.get(key[1])
        if found and known and len(lines) >= FEWEST and found.width > 0.6 * known.width:
            margins[key] = found
    return margins, usual


def _edges(lines: Sequence[Line]) -> Margins | None:
    widths = sorted(line.right - line.left for line in lines)
    if not widths:
        return None
    wide = [line for line in lines if line.right - line.left >= 0.6 * widths[int(0.9 * (len(widths) - 1))]]
    lefts = Counter(round(line.left / GRID) for line in wide)
    spread = {left: lefts[left - 1] + lefts[left] + lefts[left + 1] for left in lefts}
    # The text's own edge is the leftmost that many lines share; a long list may have the most lines.
    shared = [left for left in sorted(spread) if spread[left] >= MANY * len(wide)]
    best = (
        max(shared[:2], key=lambda left: lefts[left]) if shared else max(sorted(spread), key=lambda left: spread[left])
    )
    near = sorted(line.left for line in wide if abs(round(line.left / GRID) - best) <= 1)
    rights = sorted(line.right for line in wide)
    return Margins(near[len(near) // 2], rights[int(0.9 * (len(rights) - 1))])
