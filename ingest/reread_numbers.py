"""Read again the paragraph numbers that a scan's text has wrong or has lost (« U. », « li+. » for 4, 14).

Comes in: the lines of scanned pages. Goes out: the same lines, with the numbers as their picture
shows them. A recogniser that reads a page reads words, and makes letters of a typewriter's figures;
one that is shown nothing but the margin, and told that it holds figures, reads them right. All
margins of a document are put beneath each other in one picture, so this costs one call (and a second
at another resolution, which reads what the first one does not).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
MARGIN, GAP, TAB = 4, 40, 0.9
MOST = 1_500
RESOLUTIONS = (210, 300)


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
    doubts = [
        doubt
        for index, (page, _) in enumerate(pages)
        if page.scanned
        for doubt in _doubts(index, lines[index], measures)
    ]
    read = _read(document, [page for page, _ in pages], doubts[:MOST], recogniser) if doubts else {}
    counted = _counted(lines, doubts, {key: values for key, (_, values) in read.items()})
    changes: list[tuple[int, str, str]] = []
    for doubt in doubts:
        value = counted.get((doubt.page, doubt.line))
        if value is None:
            continue
        line = lines[doubt.page][doubt.line]
        before = " ".join(word.text for word in line.words[: doubt.words])
        if before != f"{value}.":
            lines[doubt.page][doubt.line] = _renumbered(line, value, doubt)
            changes.append((line.page, before, f"{value}."))
    return Reread(lines, tuple(changes))


def _counted(
    lines: Sequence[Sequence[Line]], doubts: Sequence[Doubt], read: Mapping[tuple[int, int], set[int]]
) -> dict[tuple[int, int], int]:
    """Return the number of each doubtful line: the one read that goes on the count; or, where as many
    lines are in doubt between two numbers as numbers are missing, the one that the count asks for.
    """
    known: dict[tuple[int, int], int] = {}
    pending: list[Doubt] = []
    in_doubt = {(doubt.page, doubt.line): doubt for doubt in doubts}
    last = 0
    for page, found in enumerate(lines):
        for position, line in enumerate(found):
            key = (page, position)
            clean = CLEAN.match(line.words[0].text)
            fitting = [int(clean[1])] if clean else sorted(read.get(key, ()))
            # A list that begins anew begins at 1; any other number goes on.
            last = 0 if fitting == [1] and clean else last
            value = next((n for n in fitting if last < n <= last + FURTHEST), None)
            if value is None:
                pending += [in_doubt[key]] if key in in_doubt else []
                continue
            known |= _filled(last, value, pending)
            known[key], last, pending = value, value, []
    return known


def _filled(last: int, value: int, pending: Sequence[Doubt]) -> dict[tuple[int, int], int]:
    missing = range(last + 1, value)
    for chosen in ([doubt for doubt in pending if doubt.words], list(pending)):
        if last and missing and len(chosen) == len(missing):
            return {(doubt.page, doubt.line): number for doubt, number in zip(chosen, missing, strict=True)}
    return {}


def _doubts(index: int, lines: Sequence[Line], measures: Measures) -> Iterator[Doubt]:
    for position, line in enumerate(lines):
        first = line.words[0]
        margin = measures.of(line).left
        if len(line.words) < 4 or abs(line.size - measures.size) > 0.25 * measures.size:
            continue
        top, bottom = first.top - 1, first.bottom + 1
        if _stands_for_number(line, margin, measures):
            noise = CLEAN.match(line.words[1].text) is not None
            box = line.words[1 if noise else 0].left - MARGIN, top, line.words[2 if noise else 1].left - 1, bottom
            yield Doubt(index, position, 2 if noise else 1, box)
        elif _lost(lines, position, measures):
            yield Doubt(index, position, 0, (margin - MARGIN, top, line.left - 1, bottom))


def _stands_for_number(line: Line, margin: float, measures: Measures) -> bool:
    """Whether a line's first word is in a number's place: at the margin, or before a tab."""
    first, second = line.words[0], line.words[1]
    # « 4/ » is how a typewriter marks a note.
    if CLEAN.match(first.text) or first.text.endswith("/") or first.left > margin + 6 * measures.size:
        return False
    tabbed = second.left - first.right > TAB * measures.size and first.right - first.left < 3 * measures.size
    if tabbed and (_opens(second) or CLEAN.match(second.text)):
        return len(first.text) <= 4
    at_margin = first.left < margin + measures.size
    return at_margin and DOUBTFUL.match(first.text) is not None and _opens(second)


def _opens(word: Word) -> bool:
    return word.text[:1].isupper() or word.text[:1] in '«“"'


def _lost(lines: Sequence[Line], position: int, measures: Measures) -> bool:
    """Whether a line begins where the text after a number does, and the next at the margin."""
    line = lines[position]
    if position + 1 == len(lines) or not _opens(line.words[0]) or not 1.5 < measures.indent(line) < 5:
        return False
    gap = position == 0 or line.baseline - lines[position - 1].baseline > 1.3 * measures.pitch
    return gap and abs(measures.indent(lines[position + 1])) < 0.8


def _read(
    document: Any, pages: Sequence[Page], doubts: Sequence[Doubt], recogniser: Recogniser
) -> dict[tuple[int, int], tuple[Doubt, set[int]]]:
    """Return what each doubtful number was read as, at one resolution or another."""
    found: dict[tuple[int, int], tuple[Doubt, set[int]]] = {}
    for resolution in RESOLUTIONS:
        crops: list[Any] = []
        drawn: tuple[int, Any, float] | None = None
        for doubt in doubts:
            if drawn is None or drawn[0] != doubt.page:
                drawn = (doubt.page, *draw(document, pages[doubt.page], resolution))
            crops.append(_crop(drawn[1], doubt.box, drawn[2]))
        for number, value in _read_sheet(crops, recogniser):
            doubt = doubts[number]
            found.setdefault((doubt.page, doubt.line), (doubt, set()))[1].add(value)
    return found


def _crop(picture: Any, box: tuple[float, float, float, float], point: float) -> Any:
    left, top, right, bottom = (max(0, round(edge / point)) for edge in box)
    return picture[top : max(bottom, top + 1), left : max(right, left + 1)].copy()


def _read_sheet(crops: Sequence[Any], recogniser: Recogniser) -> Iterator[tuple[int, int]]:
    """Yield ``(crop, number)`` for the crops in which a number is read, laid out beneath each other."""
    # Imported here: only scans need it.
    import numpy

    height = max(crop.shape[0] for crop in crops) + GAP
    sheet = numpy.full((height * len(crops), max(crop.shape[1] for crop in crops) + 2 * GAP), 255, numpy.uint8)
    for number, crop in enumerate(crops):
        top = number * height + GAP // 2
        sheet[top : top + crop.shape[0], GAP : GAP + crop.shape[1]] = crop
    for word in read_hocr(recogniser.read_figures(sheet) or "", 1.0):
        match = READ.match(word.text)
        if match:
            yield min(int((word.top + word.bottom) / 2 / height), len(crops) - 1), int(match[1])


def _renumbered(line: Line, value: int, doubt: Doubt) -> Line:
    first = line.words[0]
    if doubt.words:
        return replace(line, words=(replace(first, text=f"{value}."), *line.words[doubt.words :]))
    left, _, right, _ = doubt.box
    return replace(line, words=(replace(first, text=f"{value}.", left=left + MARGIN, right=right), *line.words))
