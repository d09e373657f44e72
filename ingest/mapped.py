"""Text that remembers where it came from.

Comes in: the characters of a source. Goes out: the same after any number of cuts, joins and
replacements, each character still leading back to its place in the source. Every stage of the
ingestion hands on ``MappedText``; that is how a quotation finds its source again.

The way back is kept as runs of consecutive characters, not as a number a character: a text is
seldom cut, so that a block has a run or two, whatever its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

Run = tuple[int, int, int]
START = itemgetter(0)


@dataclass(frozen=True, slots=True)
class MappedText:
    """A string, and ``runs`` of ``(start, start in source, length)``: consecutive characters that
    are consecutive in the source too. The runs cover the string in order, none can be longer.
    """

    text: str
    runs: tuple[Run, ...]

    @classmethod
    def whole(cls, text: str, start: int = 0) -> MappedText:
        """Return ``text`` as it lies in the source from ``start`` on."""
        return cls(text, ((0, start, len(text)),) if text else ())

    @classmethod
    def from_origins(cls, text: str, origins: Sequence[int]) -> MappedText:
        """Return ``text`` with the offset in the source of each of its characters."""
        found: list[Run] = []
        for position, origin in enumerate(origins):
            _append(found, position, origin, 1)
        return cls(text, tuple(found))

    @property
    def origins(self) -> tuple[int, ...]:
        """The offset in the source of each character."""
        return tuple(chain.from_iterable(range(source, source + length) for _, source, length in self.runs))

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> MappedText:
        """Return the characters ``start:end``."""
        first, last, _ = slice(start, end).indices(len(self.text))
        if first == 0 and last == len(self.text):
            return self
        if first >= last:
            return EMPTY
        found: list[Run] = []
        self._copy(first, last, found, 0)
        return MappedText(self.text[first:last], tuple(found))

    def strip(self) -> MappedText:
        """Return the text without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def replace(self, edits: Sequence[tuple[int, int, str]]) -> MappedText:
        """Replace each ``(start, end, new)``; edits are in order and do not overlap.

        New characters take the origin of the first character that they replace.
        """
        if not edits:
            return self
        pieces: list[str] = []
        found: list[Run] = []
        position = written = 0
        for start, end, new in edits:
            pieces += [self.text[position:start], new]
            written = self._copy(position, start, found, written)
            for _ in new:
                _append(found, written, self.origin(start), 1)
                written += 1
            position = end
        pieces.append(self.text[position:])
        self._copy(position, len(self.text), found, written)
        return MappedText("".join(pieces), tuple(found))

    def substitute(self, pattern: re.Pattern[str], new: str) -> MappedText:
        """Replace every match of ``pattern`` by the plain string ``new``."""
        return self.replace([(match.start(), match.end(), new) for match in pattern.finditer(self.text)])

    def origin(self, index: int) -> int:
        """Return the offset in the source of the character at ``index``, or of the last before it."""
        if not self.runs:
            return 0
        start, source, length = self.runs[self._run_at(index)]
        return source + min(index - start, length - 1)

    def _run_at(self, index: int) -> int:
        return max(0, bisect_right(self.runs, index, key=START) - 1)

    def _copy(self, start: int, end: int, found: list[Run], written: int) -> int:
        """Append the runs of ``start:end`` to ``found`` at ``written``; return where they end."""
        number = self._run_at(start)
        while start < end:
            first, source, length = self.runs[number]
            taken = min(end, first + length) - start
            _append(found, written, source + start - first, taken)
            start, written, number = start + taken, written + taken, number + 1
        return written


EMPTY = MappedText("", ())


def join(parts: Iterable[MappedText], separator: str) -> MappedText:
    """Join parts; a separator takes the origin of the character before it."""
    pieces: list[str] = []
    found: list[Run] = []
    written = 0
    for number, part in enumerate(parts):
        if number:
            pieces.append(separator)
            before = found[-1][1] + found[-1][2] - 1 if found else 0
            for _ in separator:
                _append(found, written, before, 1)
                written += 1
        pieces.append(part.text)
        for _, source, length in part.runs:
            _append(found, written, source, length)
            written += length
    return MappedText("".join(pieces), tuple(found))


def spans(mapped: MappedText) -> tuple[Run, ...]:
    """Return the map as runs ``(start, start in source, length)`` of consecutive characters."""
    return mapped.runs


def _append(found: list[Run], position: int, origin: int, length: int) -> None:
    """Append a run, grown onto the one before it where that goes on in the source."""
    if found:
        start, source, before = found[-1]
        if origin == source + before:
            found[-1] = (start, source, before + length)
            return
    found.append((position, origin, length))
