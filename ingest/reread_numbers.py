"""Read again the paragraph numbers that a scan's text has wrong or has lost (« U. », « li+. » for 4, 14).

Comes in: the lines of scanned pages. Goes out: the same lines, with the numbers as their picture
shows them. A recogniser that reads a page reads words, and makes letters of a typewriter's figures;
one that is shown nothing but the margin, and told that it holds figures, reads them right. All
margins of a document are put beneath each other in one picture, so this costs one call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.page_lines import Line
from ingest.page_measures import Measures
from ingest.page_words import Page, Word
from ingest.read_scan import Recogniser, draw, read_hocr

DOUBTFUL = re.compile(r"^(?!\d{1,3}[.)]$)[^\s(]{1,4}[.\-*>•'’^°,;:]{1,2}$|^[^\s(]{0,3}[\d^*+!]{1,2}[^\s(]{0,2}$")
CLEAN = re.compile(r"^(\d{1,3})\.$")
READ = re.compile(r"^\D{0,2}(\d{1,3})\W{0,2}$")
FURTHEST = 8
MARGIN, GAP = 4, 40
MOST = 1_500


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line whose number is to be read again: the words that stand for it, and where it stands."""

    page: int
    line: int
    words: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Reread:
    """The lines of each page, and what was read anew: (page, as it was, as it is)."""

    pages: list[list[Line]]
    changes: tuple[tuple[int, str, str], ...]


def reread(
    document: Any, pages: Sequence[tuple[Page, Sequence[Line]]], measures: Measures, recogniser: Recogniser
) -> Reread:
    """Return the lines with their doubtful numbers read again, where what is read goes on the count."""
    lines = [list(found) for _, found in pages]
    doubts = [doubt for index, (page, _) in enumerate(pages) if page.scanned for doubt in _doubts(index, lines[index], measures)]
    read = _read(document, [page for page, _ in pages], doubts[:MOST], recogniser) if doubts else {}
    changes: list[tuple[int, str, str]] = []
    last = 0
    for index, page_lines in enumerate(lines):
        for position, line in enumerate(page_lines):
            clean = CLEAN.match(line.words[0].text)
            value = read.get((index, position))
            if clean:
                last = int(clean[1]) if last < int(clean[1]) <= last + FURTHEST else last
            elif value is not None and last < value[0] <= last + FURTHEST:
                last = value[0]
                before = " ".join(word.text for word in line.words[: value[1].words])
                page_lines[position] = _renumbered(line, value[0], value[1])
                changes.append((line.page, before, f"{last}."))
    return Reread(lines, tuple(changes))


def _doubts(index: int, lines: Sequence[Line], measures: Measures) -> Iterator[Doubt]:
    for position, line in enumerate(lines):
        first = line.words[0]
        margin = measures.of(line).left
        if len(line.words) < 4 or abs(line.size - measures.size) > 0.25 * measures.size:
            continue
        top, bottom = first.top - 1, first.bottom + 1
        if first.left < margin + measures.size and DOUBTFUL.match(first.text) and _opens(line.words[1]):
            yield Doubt(index, position, 1, (first.left - MARGIN, top, line.words[1].left - 1, bottom))
        elif _lost(lines, position, measures):
            yield Doubt(index, position, 0, (margin - MARGIN, top, line.left - 1, bottom))


def _opens(word: Word) -> bool:
    return word.text[:1].isupper() or word.text[:1] in "«“\""


def _lost(lines: Sequence[Line], position: int, measures: Measures) -> bool:
    """Whether a line begins where the text after a number does, and the next at the margin."""
    line = lines[position]
    if position + 1 == len(lines) or not _opens(line.words[0]) or not 1.5 < measures.indent(line) < 5:
        return False
    gap = position == 0 or line.baseline - lines[position - 1].baseline > 1.3 * measures.pitch
    return gap and abs(measures.indent(lines[position + 1])) < 0.8


def _read(
    document: Any, pages: Sequence[Page], doubts: Sequence[Doubt], recogniser: Recogniser
) -> dict[tuple[int, int], tuple[int, Doubt]]:
    # numpy is imported here: only scans need it.
    import numpy

    crops: list[Any] = []
    drawn: tuple[int, Any, float] | None = None
    for doubt in doubts:
        if drawn is None or drawn[0] != doubt.page:
            drawn = (doubt.page, *draw(document, pages[doubt.page]))
        _, picture, point = drawn
        left, top, right, bottom = (max(0, round(edge / point)) for edge in doubt.box)
        crops.append(picture[top:bottom, left : max(right, left + 1)].copy())
    height = max(crop.shape[0] for crop in crops) + GAP
    sheet = numpy.full((height * len(crops), max(crop.shape[1] for crop in crops) + 2 * GAP), 255, numpy.uint8)
    for number, crop in enumerate(crops):
        top = number * height + GAP // 2
        sheet[top : top + crop.shape[0], GAP : GAP + crop.shape[1]] = crop
    found: dict[tuple[int, int], tuple[int, Doubt]] = {}
    for word in read_hocr(recogniser.read_figures(sheet) or "", 1.0):
        match = READ.match(word.text)
        if match:
            doubt = doubts[min(int((word.top + word.bottom) / 2 / height), len(doubts) - 1)]
            found[doubt.page, doubt.line] = (int(match[1]), doubt)
    return found


def _renumbered(line: Line, value: int, doubt: Doubt) -> Line:
    first = line.words[0]
    if doubt.words:
        return replace(line, words=(replace(first, text=f"{value}."), *line.words[1:]))
    left, _, right, _ = doubt.box
    return replace(line, words=(replace(first, text=f"{value}.", left=left + MARGIN, right=right), *line.words))
