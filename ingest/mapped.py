"""Text that remembers where it came from.

Comes in: the characters of a source. Goes out: the same after any number of cuts, joins and
replacements, each character still leading back to its place in the source. Every stage of the
ingestion hands on ``MappedText``; that is how a quotation finds its source again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MappedText:
    """A string and, for each of its characters, the offset in the source that it stands for."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def whole(cls, text: str, start: int = 0) -> MappedText:
        """Return ``text`` as it lies in the source from ``start`` on."""
        return cls(text, tuple(range(start, start + len(text))))

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> MappedText:
        """Return the characters ``start:end``."""
        return MappedText(self.text[start:end], self.origins[start:end])

    def strip(self) -> MappedText:
        """Return the text without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def replace(self, edits: Sequence[tuple[int, int, str]]) -> MappedText:
        """Replace each ``(start, end, new)``; edits are in order and do not overlap.

        New characters take the origin of the first character that they replace.
        """
        pieces: list[str] = []
        origins: list[int] = []
        position = 0
        for start, end, new in edits:
            pieces += [self.text[position:start], new]
            origins += self.origins[position:start]
            origins += [self._origin(start)] * len(new)
            position = end
        pieces.append(self.text[position:])
        origins += self.origins[position:]
        return MappedText("".join(pieces), tuple(origins))

    def substitute(self, pattern: re.Pattern[str], new: str) -> MappedText:
        """Replace every match of ``pattern`` by the plain string ``new``."""
        edits = [(match.start(), match.end(), new) for match in pattern.finditer(self.text)]
        return self.replace(edits) if edits else self

    def _origin(self, index: int) -> int:
        if not self.origins:
            return 0
        return self.origins[min(index, len(self.origins) - 1)]


def join(parts: Iterable[MappedText], separator: str) -> MappedText:
    """Join parts; a separator takes the origin of the character before it."""
    pieces: list[str] = []
    origins: list[int] = []
    for part in parts:
        if pieces:
            pieces.append(separator)
            origins += [origins[-1] if origins else 0] * len(separator)
        pieces.append(part.text)
        origins += part.origins
    return MappedText("".join(pieces), tuple(origins))


def spans(mapped: MappedText) -> tuple[tuple[int, int, int], ...]:
    """Return the map as runs ``(start, start in source, length)`` of consecutive characters."""
    runs: list[tuple[int, int, int]] = []
    for position, origin in enumerate(mapped.origins):
        if runs:
            start, source, length = runs[-1]
            if origin == source + length and position == start + length:
                runs[-1] = (start, source, length + 1)
                continue
        runs.append((position, origin, 1))
    return tuple(runs)
