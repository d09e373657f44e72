"""The lines of a page in reading order: one column or two, each line a row of words.

Comes in: a ``Page``. Goes out: its ``Line``s, from the top to the bottom; where the page has two
columns, the left one before the right one, between the lines that go across both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from ingest.page_words import Page, Word

MARKER = re.compile(
    r"^(?:[(\[]?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxlIVXL]{1,6})\s?[.)\]]{1,2}|\d{1,3}|[•●▪■–—*-]|\*{1,3}|\d{1,3}/)$"
)
ILL_READ = re.compile(r"^\w{0,3}[^\w\s,%]{1,2}$")
CELL_GAP = 1.8
MARKER_GAP = 6.0
GUTTER = 0.7
FEWEST_PAIRS = 6
FULLNESS = 0.6
STEEPEST = 0.05


@dataclass(frozen=True)
class Line:
    """Words on one line, from left to right. ``column`` is 0 across the page, 1 left, 2 right."""

    words: tuple[Word, ...]
    page: int
    column: int = 0

    @cached_property
    def text(self) -> str:
        """The characters, with what parts the words."""
        return "".join(word.before * (n > 0) + word.text for n, word in enumerate(self.words))

    @cached_property
    def left(self) -> float:
        """The left edge."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """The right edge."""
        return max(word.right for word in self.words)

    @cached_property
    def main(self) -> Word:
        """A word that stands for the line: one of the size that most characters have."""
        weights: dict[float, int] = defaultdict(int)
        for word in self.words:
            weights[round(word.size, 1)] += len(word.text)
        size = max(weights, key=lambda key: weights[key])
        return next(word for word in self.words if round(word.size, 1) == size)

    @property
    def size(self) -> float:
        """The size of most characters, in points."""
        return self.main.size

    @property
    def baseline(self) -> float:
        """The height on which most characters stand."""
        return self.main.baseline

    @cached_property
    def top(self) -> float:
        """The top edge."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """The bottom edge."""
        return max(word.bottom for word in self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether every word with letters is bold."""
        return _all(self.words, "bold")

    @cached_property
    def italic(self) -> bool:
        """Whether every word with letters is in italics."""
        return _all(self.words, "italic")

    @cached_property
    def cells(self) -> tuple[tuple[Word, ...], ...]:
        """The words parted where the gap is that of a table's columns; a number stays with its text."""
        parts: list[list[Word]] = []
        for word in self.words:
            gap = word.left - parts[-1][-1].right if parts else 0.0
            if parts and (gap <= CELL_GAP * self.size or (gap <= MARKER_GAP * self.size and _is_marker(parts))):
                parts[-1].append(word)
            else:
                parts.append([word])
        return tuple(tuple(part) for part in parts)


def _all(words: Sequence[Word], style: str) -> bool:
    lettered = [word for word in words if any(character.isalpha() for character in word.text)]
    return bool(lettered) and all(getattr(word, style) for word in lettered)


def _is_marker(parts: Sequence[Sequence[Word]]) -> bool:
    if len(parts) != 1 or len(parts[0]) > 2:
        return False
    return all(MARKER.match(word.text) for word in parts[0]) or ILL_READ.match(parts[0][0].text) is not None


def read_lines(page: Page) -> list[Line]:
    """Return the lines of a page in reading order."""
    words = level(page.words)
    rows = group(words)
    gutter = find_gutter(rows, page)
    if gutter is None:
        return [Line(tuple(row), page.number) for row in rows]
    return _two_columns(rows, gutter, page.number)


def level(words: Sequence[Word]) -> Sequence[Word]:
    """Turn the words of a page that was scanned a little askew until its lines are level."""
    slope = _slope(words)
    if abs(slope) < 0.0008 or abs(slope) > STEEPEST:
        return words
    return [replace(word, baseline=word.baseline - slope * word.left) for word in words]


def _slope(words: Sequence[Word]) -> float:
    slopes: list[tuple[float, float]] = []
    start: Word | None = None
    previous: Word | None = None
    for word in words:
        on = previous is not None and word.left >= previous.left and _near(previous, word)
        if not on:
            _note_slope(slopes, start, previous)
            start = word
        previous = word
    _note_slope(slopes, start, previous)
    return median(slope for slope, _ in slopes) if len(slopes) >= 5 else 0.0


def _near(previous: Word, word: Word) -> bool:
    small = abs(word.size - previous.size) < 0.3 * previous.size
    return small and abs(word.baseline - previous.baseline) < 0.35 * previous.size


def _note_slope(slopes: list[tuple[float, float]], start: Word | None, end: Word | None) -> None:
    if start is not None and end is not None and end.left - start.left > 15 * start.size:
        slopes.append(((end.baseline - start.baseline) / (end.left - start.left), end.left - start.left))


def group(words: Iterable[Word]) -> list[list[Word]]:
    """Group words into rows by height, each from left to right; a raised figure joins its row."""
    rows: list[list[Word]] = []
    heights: list[float] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        best = None
        for index in range(len(rows) - 1, max(-1, len(rows) - 5), -1):
            distance = abs(heights[index] - word.middle)
            reach = 0.5 * min(max(rows[index], key=lambda other: other.size).size, word.size)
            if distance <= reach and (best is None or distance < abs(heights[best] - word.middle)):
                best = index
        if best is None:
            rows.append([word])
            heights.append(word.middle)
        else:
            rows[best].append(word)
            # Large letters say where the row is; a small raised figure does not pull it up.
            sizes = sum(other.size for other in rows[best])
            heights[best] = sum(other.middle * other.size for other in rows[best]) / sizes
    order = sorted(range(len(rows)), key=lambda index: heights[index])
    return [sorted(rows[index], key=lambda word: word.left) for index in order]


def find_gutter(rows: Sequence[Sequence[Word]], page: Page) -> float | None:
    """Return where two columns of prose part, or None where the page has one column.

    A gutter is a strip near the middle that hardly any row crosses, with rows of full width on
    either side: the columns of a table are thin where prose is full.
    """
    wide = [row for row in rows if row[-1].right - row[0].left > 0.25 * page.width]
    if len(wide) < FEWEST_PAIRS:
        return None
    left, right = min(row[0].left for row in wide), max(row[-1].right for row in wide)
    width = right - left
    best: tuple[float, float] | None = None
    steps = int(0.3 * width / 2)
    for step in range(steps):
        x = left + 0.35 * width + 2.0 * step
        crossed = sum(_crosses(row, x) for row in wide) / len(wide)
        if best is None or crossed < best[0]:
            best = (crossed, x)
    if best is None or best[0] > 0.35:
        return None
    return best[1] if _is_prose_beside(wide, best[1], left, right) else None


def _crosses(row: Sequence[Word], x: float) -> bool:
    for before, word in zip((None, *row), row, strict=False):
        if word.left <= x <= word.right:
            return True
        if before is not None and before.right < x < word.left:
            return word.left - before.right < GUTTER * max(word.size, before.size)
    return False


def _is_prose_beside(rows: Sequence[Sequence[Word]], x: float, left: float, right: float) -> bool:
    pairs = [row for row in rows if not _crosses(row, x) and row[0].left < x < row[-1].right]
    if len(pairs) < FEWEST_PAIRS:
        return False
    fullness = []
    for row in pairs:
        first, second = [w for w in row if w.right <= x], [w for w in row if w.left >= x]
        fullness += [_inked(first) / max(x - left, 1), _inked(second) / max(right - x, 1)]
    return median(fullness) >= FULLNESS


def _inked(words: Sequence[Word]) -> float:
    return sum(word.right - word.left + 0.25 * word.size for word in words)


def _two_columns(rows: Sequence[Sequence[Word]], gutter: float, page: int) -> list[Line]:
    across = [Line(tuple(row), page) for row in rows if _crosses(row, gutter)]
    beside = [word for row in rows if not _crosses(row, gutter) for word in row]
    columns = [
        [Line(tuple(row), page, 1) for row in group(word for word in beside if word.right <= gutter + 1)],
        [Line(tuple(row), page, 2) for row in group(word for word in beside if word.right > gutter + 1)],
    ]
    lines: list[Line] = []
    limits = [line.main.middle for line in across] + [float("inf")]
    for index, limit in enumerate(limits):
        for column in columns:
            taken = [line for line in column if line.main.middle < limit]
            lines += taken
            del column[: len(taken)]
        if index < len(across):
            lines.append(across[index])
    return lines
