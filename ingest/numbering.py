"""Which blocks are numbered paragraphs, and which path of numbers each has.

Comes in: the flowing blocks. Goes out: an outline: each numbered paragraph with its path and its
list, in reading order. «Is this a paragraph number?» is decided here and nowhere else, from the
sequence over the whole document: a number counts when it continues a list or begins one; a list
after which the outer numbering goes on («5.», then 1–11, then «6.») lies inside a paragraph; a
number that fits nowhere is text, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, Kind

ARABIC = re.compile(r"^(\d{1,3})(?:\s?(bis|ter|quater))?\s?[.)](?=\s|$)\s*")
LETTER = re.compile(r"^\(?([a-z]|[a-z](?=\s(?:bis|ter))|aa|bb|cc|dd)(?:\s(bis|ter|quater))?\)\s*")
ROMAN = re.compile(r"^\(?([ivxl]{1,6})\)\s*")
ANNEX = re.compile(r"^(?:annexe|appendice|annex|anexo)\b", re.IGNORECASE)
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
LARGEST_GAP = 10
LARGEST_START = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that begins like a numbered paragraph: its number, and where its text begins."""

    index: int
    value: int
    printed: str
    text_start: int
    suffix: str = ""


@dataclass(slots=True)
class Run:
    """Consecutive numbers that make one list; ``nested`` when it lies inside a paragraph."""

    items: list[Candidate] = field(default_factory=list)
    nested: bool = False
    gaps: list[tuple[int, int]] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number reached."""
        return self.items[-1].value


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered paragraph: the block, its path of numbers, its list, where its text begins."""

    index: int
    path: tuple[str, ...]
    run: int
    text_start: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The numbered paragraphs; gaps per list as (last before, first after); and the numbers that
    fitted nowhere, by block.
    """

    items: tuple[Item, ...]
    gaps: tuple[tuple[int, int, int], ...]
    ignored: tuple[int, ...]


def read_numbering(blocks: Sequence[Block]) -> Outline:
    """Decide the numbering of the whole document."""
    runs, ignored = _runs(blocks)
    kept = [run for run in runs if not run.nested]
    items: list[Item] = []
    tops = {item.index: (number, item) for number, run in enumerate(kept) for item in run.items}
    current: tuple[int, Candidate] | None = None
    levels = _Levels()
    for index, block in enumerate(blocks):
        if index in tops:
            current = tops[index]
            levels = _Levels()
            items += _top(blocks, index, current, levels)
        elif block.kind is Kind.HEADING:
            current = current if not ANNEX.match(block.text.text) else None
            levels = _Levels()
        elif block.kind is Kind.TEXT and current is not None:
            found = levels.read(block.text.text)
            if found:
                path, start = found
                items.append(Item(index, (_printed(current[1]), *path), current[0], start))
    gaps = tuple((number, a, b) for number, run in enumerate(kept) for a, b in run.gaps)
    return Outline(tuple(items), gaps, tuple(ignored))


def _top(blocks: Sequence[Block], index: int, current: tuple[int, Candidate], levels: _Levels) -> Iterator[Item]:
    number, candidate = current
    rest = blocks[index].text.text[candidate.text_start :]
    found = levels.read(rest)
    # «5. a) Décide»: the number and its first letter share a line.
    if found:
        path, start = found
        yield Item(index, (_printed(candidate), *path), number, candidate.text_start + start)
    else:
        yield Item(index, (_printed(candidate),), number, candidate.text_start)


def _printed(candidate: Candidate) -> str:
    return f"{candidate.printed} {candidate.suffix}".strip()


def _candidates(blocks: Sequence[Block]) -> list[Candidate]:
    found: list[Candidate] = []
    for index, block in enumerate(blocks):
        match = ARABIC.match(block.text.text) if block.kind is Kind.TEXT else None
        # A number with nothing after it numbers nothing.
        if match and match.end() < len(block.text):
            found.append(Candidate(index, int(match[1]), str(int(match[1])), match.end(), match[2] or ""))
    return found


def _runs(blocks: Sequence[Block]) -> tuple[list[Run], list[int]]:
    candidates = _candidates(blocks)
    boundaries = [i for i, block in enumerate(blocks) if block.kind is Kind.HEADING and ANNEX.match(block.text.text)]
    runs: list[Run] = []
    stack: list[Run] = []
    ignored: list[int] = []
    previous = -1
    for position, candidate in enumerate(candidates):
        if any(previous < boundary < candidate.index for boundary in boundaries):
            stack.clear()
        previous = candidate.index
        if _continue(stack, candidate):
            continue
        following = candidates[position + 1].value if position + 1 < len(candidates) else None
        if _gap(stack, candidate, following):
            continue
        if _begins(blocks, stack, candidate, following):
            run = Run([candidate])
            if stack and candidate.value > 1:
                run.gaps.append((0, candidate.value))
            # A list that a numbered paragraph announces lies inside that paragraph.
            run.nested = bool(stack) and _announced_within(blocks, stack[-1], candidate)
            runs.append(run)
            stack.append(run)
        else:
            ignored.append(candidate.index)
    return runs, ignored


def _continue(stack: list[Run], candidate: Candidate) -> bool:
    for depth in range(len(stack) - 1, -1, -1):
        run = stack[depth]
        fits = candidate.value == run.last if candidate.suffix else candidate.value == run.last + 1
        if fits:
            _append(stack, depth, candidate)
            return True
    return False


def _gap(stack: list[Run], candidate: Candidate, following: int | None) -> bool:
    """Go on with the list that reached the nearest lower number, if the next number bears it out."""
    depths = [depth for depth, run in enumerate(stack) if 1 < candidate.value - run.last <= LARGEST_GAP]
    if not depths or candidate.suffix or following != candidate.value + 1:
        return False
    chosen = min(depths, key=lambda depth: candidate.value - stack[depth].last)
    run = stack[chosen]
    run.gaps.append((run.last, candidate.value))
    _append(stack, chosen, candidate)
    return True


def _append(stack: list[Run], depth: int, candidate: Candidate) -> None:
    for inner in stack[depth + 1 :]:
        inner.nested = True
    del stack[depth + 1 :]
    stack[depth].items.append(candidate)


def _begins(blocks: Sequence[Block], stack: list[Run], candidate: Candidate, following: int | None) -> bool:
    if candidate.suffix or (not stack and candidate.value > 1 and following != candidate.value + 1):
        return False
    # A further list begins at 1, or a little later where the extraction spoilt its first number.
    if stack and candidate.value > 1 and (candidate.value > LARGEST_START or following != candidate.value + 1):
        return False
    # One number that the layout alone did not set apart, and that nothing follows, is text.
    return following == candidate.value + 1 or not blocks[candidate.index].tentative


def _announced_within(blocks: Sequence[Block], outer: Run, candidate: Candidate) -> bool:
    before = candidate.index - 1
    while before >= 0 and blocks[before].kind in (Kind.NOTE, Kind.FURNITURE, Kind.PAGE):
        before -= 1
    return before == outer.items[-1].index and blocks[before].text.text.rstrip().endswith(":")


class _Levels:
    """Where the letters and roman numerals of one numbered paragraph stand."""

    def __init__(self) -> None:
        self.letter = 0
        self.printed = ""
        self.roman = 0

    def read(self, text: str) -> tuple[tuple[str, ...], int] | None:
        """Return the path below the number, and where the text begins, if ``text`` is an item."""
        letter, roman = LETTER.match(text), ROMAN.match(text)
        if letter and self._is_next_letter(letter[1], letter[2]):
            self.letter = _letter_value(letter[1])
            self.printed = f"{letter[1]} {letter[2] or ''}".strip()
            self.roman = 0
            return (self.printed,), letter.end()
        if roman and _roman_value(roman[1]) == self.roman + 1:
            self.roman += 1
            above = (self.printed,) if self.printed else ()
            return (*above, roman[1]), roman.end()
        return None

    def _is_next_letter(self, letter: str, suffix: str | None) -> bool:
        value = _letter_value(letter)
        if suffix:
            return value == self.letter
        # After «h)» an «i)» is the letter; after «c)», or at the start, it is the numeral.
        if value == self.letter + 1:
            return not (letter == "i" and self.roman > 0 and self.letter != 8)
        # One item lost by the extraction does not end the list («k)» after «i)»).
        return self.letter > 0 and value == self.letter + 2 and self.roman == 0 and letter not in "ivx"


def _letter_value(letter: str) -> int:
    return ord(letter[0]) - 96 + 26 * (len(letter) - 1)


def _roman_value(numeral: str) -> int:
    values = [ROMAN_VALUES[character] for character in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
