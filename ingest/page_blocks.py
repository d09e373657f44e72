"""From lines to blocks: which lines are one paragraph, which are a heading, a note, a table.

Comes in: the lines of all pages with what each is. Goes out: the source text as we lay it out, the
blocks that point into it, and the place of each word on its page. A paragraph that runs over a
column's or a page's end is one block here, since the layout shows it: no indent, no number, a full
line before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText, join
from ingest.page_lines import Line
from ingest.page_measures import Measures
from ingest.page_parts import LEAD_IN, NOTE_MARK, PLAIN, SLASH_MARK, Part, Parted, note_mark
from ingest.page_words import Word
from store.model import Place

MARKER = re.compile(r"^[(\[]?(?:\d{1,3}(?:\s?(?:bis|ter))?|[a-zA-Z]{1,2}|[ivxl]{1,6}|[IVXL]{1,6})\s?[.)\]](?:\s|$)")
ARABIC = re.compile(r"^\d{1,3}\s?\.(?:\s|$)")
BULLET = re.compile(r"^[•●▪■–—*-]\s+(?=\S)")
ALONE = re.compile(r"^[(\[]?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[IVXL]{1,6}|[A-H])\s?[.)\]]$")
FINISHED = re.compile(r"[.;:!?…,][\s)»”\"*]*(?:\[\^\w+\])?$")
CLOSED = re.compile(r"[.;:,…]\s*$")
CALL = re.compile(r"^(\d{1,3}|\*{1,3})$")
SLASH_CALL = re.compile(r"^(\d{1,3})/([.,;:)»”\"]*)$")
ROMAN_HEAD = re.compile(r"^[IVXL]{1,6}\s?[.–-]\s")
LETTER_HEAD = re.compile(r"^[A-Z]\s?\.\s")
LONGEST_HEADING, MOST_HEADING_LINES = 200, 5
INDENTED = 0.8


@dataclass(slots=True)
class Ink:
    """The source text as it grows, and the place of each word of it."""

    pieces: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    length: int = 0

    def write(self, words: Sequence[tuple[str, str, Word]], page: int) -> MappedText:
        """Add a line of ``(before, text, word)`` and return it as it lies in the source."""
        start = self.length
        line: list[str] = []
        for number, (before, text, word) in enumerate(words):
            parted = before if number else ""
            begin = self.length + len(parted)
            line += [parted, text]
            self.length = begin + len(text)
            self.places.append(Place(begin, self.length, page, *_box(word)))
        self.pieces.append("".join(line) + "\n")
        self.length += 1
        return MappedText.whole("".join(line), start)


def _box(word: Word) -> tuple[float, float, float, float]:
    return round(word.left, 2), round(word.top, 2), round(word.right, 2), round(word.bottom, 2)


@dataclass(slots=True)
class Open:
    """A paragraph that is being put together from its lines."""

    lines: list[Line]
    part: Part
    tentative: bool
    index: int


@dataclass(frozen=True, slots=True)
class Habits:
    """How the document sets its numbered paragraphs: ``apart`` says that a gap or an indent marks
    them, so that a number at a line's start without either is in mid-sentence; ``indents`` where
    each kind of number stands then (in ems).
    """

    apart: bool
    indents: Mapping[str, tuple[float, ...]]

    def admits(self, line: Line, measures: Measures) -> bool:
        """Whether a number stands where numbers of its kind stand."""
        known = self.indents.get(marker_kind(line.text))
        return known is None or any(abs(measures.indent(line) - indent) < INDENTED for indent in known)


@dataclass(frozen=True, slots=True)
class Laid:
    """The source text, the blocks, and the places of the words."""

    source: str
    blocks: tuple[Block, ...]
    places: tuple[Place, ...]


def lay_out(pages: Sequence[tuple[int, Parted]], measures: Measures) -> Laid:
    """Return the source, the blocks and the places of ``pages`` (each with its number)."""
    composer = _Composer(measures, _note_marks(pages, measures), read_habits(pages, measures))
    for number, parted in pages:
        composer.page(number, parted)
    composer.finish()
    # The blocks are written first: that is what fills the source.
    blocks = tuple(composer.blocks())
    return Laid("".join(composer.ink.pieces), blocks, tuple(composer.ink.places))


def _note_marks(pages: Sequence[tuple[int, Parted]], measures: Measures) -> frozenset[str]:
    marks = {note_mark(line, measures) for _, parted in pages for line, part in parted if part is Part.NOTE}
    return frozenset(mark for mark in marks if mark)


class _Composer:
    """Takes the lines in reading order and keeps one slot for each block, in order."""

    def __init__(self, measures: Measures, notes: frozenset[str], habits: Habits) -> None:
        self.measures = measures
        self.notes = notes
        self.habits = habits
        self.ink = Ink()
        self.slots: list[Block | Open] = []
        self.open: Open | None = None
        self.note: list[Line] = []
        self.rows: list[Line] = []
        self.last: Line | None = None
        self.first_page: int | None = None

    def page(self, number: int, parted: Parted) -> None:
        """Take a page's lines."""
        marked = len(self.slots)
        turned = self.first_page is not None
        self.first_page = number if self.first_page is None else self.first_page
        carried = self.open
        for line, part in parted:
            self._line(line, part)
        self._flush()
        # A paragraph that runs over the page's end has no page break within it.
        if turned and not (carried is not None and self._grew(carried, number)):
            self.slots.insert(marked, Block(MappedText("", ()), Kind.PAGE, page=number))

    def _grew(self, carried: Open, number: int) -> bool:
        return carried.lines[-1].page == number

    def finish(self) -> None:
        """Close what is open."""
        self._flush()
        self.open = None

    def blocks(self) -> Iterator[Block]:
        """Write every slot into the source and yield its block."""
        for slot in self.slots:
            if isinstance(slot, Block):
                yield slot
            else:
                yield self._written(slot)

    # ── lines ─────────────────────────────────────────────────────────────────────────────

    def _line(self, line: Line, part: Part) -> None:
        if part not in (Part.TABLE, Part.CONTENTS) or not self._same_rows(line, part):
            self._flush_rows()
        if part is Part.NOTE:
            self._note_line(line)
            return
        if part is Part.FURNITURE:
            self.slots.append(Open([line], part, False, len(self.slots)))
            return
        if part in (Part.TABLE, Part.CONTENTS):
            if not self.rows:
                self.slots.append(Open(self.rows, part, False, len(self.slots)))
            self.rows.append(line)
            return
        self._body_line(line, part)

    def _same_rows(self, line: Line, part: Part) -> bool:
        last = self.slots[-1] if self.slots else None
        return isinstance(last, Open) and last.part is part and last.lines is self.rows and bool(self.rows)

    def _flush_rows(self) -> None:
        self.rows = []

    def _flush(self) -> None:
        self._flush_rows()

    def _note_line(self, line: Line) -> None:
        mark = note_mark(line, self.measures)
        latest = next((s for s in reversed(self.slots) if isinstance(s, Open) and s.part is Part.NOTE), None)
        if mark or latest is None:
            self.slots.append(Open([line], Part.NOTE, False, len(self.slots)))
        else:
            latest.lines.append(line)

    def _body_line(self, line: Line, part: Part) -> None:
        begins, tentative = True, False
        if self.open is not None:
            masthead = self.open.part is Part.MASTHEAD
            begins, tentative = begins_block(self.open.lines, line, self.measures, self.habits, masthead=masthead)
        if begins or self.open is None:
            self.open = Open([line], part, tentative, len(self.slots))
            self.slots.append(self.open)
        else:
            self.open.lines.append(line)

    # ── blocks ────────────────────────────────────────────────────────────────────────────

    def _written(self, slot: Open) -> Block:
        if slot.part in (Part.TABLE, Part.CONTENTS):
            return self._table(slot)
        parts = [self._write(line, slot.part) for line in slot.lines]
        text = _joined(parts)
        first = slot.lines[0]
        if slot.part is Part.FURNITURE:
            return Block(text, Kind.FURNITURE, page=first.page)
        if slot.part is Part.NOTE:
            return Block(text, Kind.NOTE, page=first.page)
        indent = round(self.measures.indent(first), 2)
        bold = all(line.bold for line in slot.lines) or all(line.italic for line in slot.lines)
        level = heading_level(slot.lines, slot.part, self.measures)
        if level:
            return Block(text, Kind.HEADING, level, page=first.page, indent=indent, bold=bold)
        bullet = BULLET.match(text.text)
        kind = Kind.BULLET if bullet else Kind.TEXT
        text = text.cut(bullet.end()) if bullet else text
        return Block(text, kind, tentative=slot.tentative, page=first.page, indent=indent, bold=bold)

    def _table(self, slot: Open) -> Block:
        rows: list[MappedText] = []
        for line in slot.lines:
            words: list[tuple[str, str, Word]] = []
            for cell in line.cells:
                words += [(" | " if n == 0 else word.before, word.text, word) for n, word in enumerate(cell)]
            rows.append(self.ink.write(words, line.page))
        kind = Kind.TABLE if slot.part is Part.TABLE else Kind.CONTENTS
        return Block(join(rows, "\n"), kind, page=slot.lines[0].page)

    def _write(self, line: Line, part: Part) -> MappedText:
        words = [(word.before, word.text, word) for word in line.words]
        if part is Part.NOTE:
            words = self._note_words(line, words)
        elif part is Part.BODY:
            words = [self._called(line, before, text, word) for before, text, word in words]
        return self.ink.write(words, line.page)

    def _called(self, line: Line, before: str, text: str, word: Word) -> tuple[str, str, Word]:
        """Write a note's call as ``[^3]``, set against the word before it."""
        raised = (
            not self.measures.rough
            and word.size < 0.82 * line.size
            and word.baseline < line.baseline + 0.05 * line.size
        )
        match = CALL.match(text.translate(PLAIN)) if raised and not self._is_unit(line, word) else None
        if match and match[1] in self.notes and word is not line.words[0]:
            return "", f"[^{match[1]}]", word
        slash = SLASH_CALL.match(text)
        if slash and slash[1] in self.notes:
            return "", f"[^{slash[1]}]{slash[2]}", word
        return before, text, word

    def _is_unit(self, line: Line, word: Word) -> bool:
        """Whether a raised figure is a power: m², km²."""
        before = line.words[line.words.index(word) - 1].text
        return re.search(r"(?<![^\W\d_])[ckdm]?m$", before) is not None

    def _note_words(self, line: Line, words: list[tuple[str, str, Word]]) -> list[tuple[str, str, Word]]:
        mark = note_mark(line, self.measures)
        if mark is None:
            return words
        match = SLASH_MARK.match(line.text) or NOTE_MARK.match(line.text)
        length = len(match.group().rstrip()) if match else len(words[0][1])
        taken = 0
        while words and taken < length:
            taken += len(words[0][0]) * (taken > 0) + len(words[0][1])
            (_, _, word), words = words[0], words[1:]
        return [
            ("", f"[^{mark}]:", word),
            *((before or " " if n == 0 else before, t, w) for n, (before, t, w) in enumerate(words)),
        ]


def _joined(parts: Sequence[MappedText]) -> MappedText:
    """Join the lines of a paragraph: a soft hyphen at a line's end is no hyphen and no space."""
    text = parts[0]
    for part in parts[1:]:
        soft = text.text.endswith("\u00ad")
        text = join([text.cut(0, len(text) - 1) if soft else text, part], "" if soft else " ")
    return text


# ── where a paragraph begins ─────────────────────────────────────────────────────────────


def marker_kind(text: str) -> str:
    """Return the kind of number that a line begins with: "1.", "a", "i", or "" for none."""
    if ARABIC.match(text):
        return "1."
    match = MARKER.match(text)
    if match is None:
        return ""
    inner = match.group().strip(" ()[].")
    return "1" if inner[:1].isdigit() else "a"


def read_habits(pages: Sequence[tuple[int, Parted]], measures: Measures) -> Habits:
    """Measure how the numbered paragraphs of the document are set apart."""
    indents: dict[str, list[float]] = defaultdict(list)
    apart = close = 0
    for _, parted in pages:
        body = [line for line, part in parted if part is Part.BODY]
        for before, line in pairwise(body):
            kind = marker_kind(line.text)
            if not kind or before.column != line.column:
                continue
            gap = line.baseline - before.baseline > (1.35 if measures.rough else 1.28) * measures.distance(line)
            if gap or line.left - before.left > INDENTED * measures.size:
                indents[kind].append(measures.indent(line))
                apart += kind == "1."
            elif kind == "1." and FINISHED.search(before.text):
                close += 1
    found = {kind: tuple(dict.fromkeys(round(value, 1) for value in values)) for kind, values in indents.items()}
    return Habits(apart >= 3 and apart >= 4 * close, found)


def begins_block(
    paragraph: Sequence[Line], line: Line, measures: Measures, habits: Habits, *, masthead: bool = False
) -> tuple[bool, bool]:
    """Return whether ``line`` begins a block after ``paragraph``, and whether that is doubtful."""
    before = paragraph[-1]
    if ALONE.match(before.text) and len(paragraph) == 1 and not MARKER.match(line.text):
        return False, False
    if masthead:
        beneath = abs(before.left - line.left) < 0.5 * measures.size
        near = line.baseline - before.baseline < 1.28 * measures.distance(line)
        return not (beneath and near and before.bold and _same_style(before, line, measures)), False
    if before.page != line.page or before.column != line.column:
        return _begins_after_turn(paragraph, line, measures, habits)
    gap = line.baseline - before.baseline
    if gap < 0.3 * line.size or gap > (1.35 if measures.rough else 1.28) * measures.distance(line):
        return True, False
    if not _same_style(before, line, measures) and _changes_style(paragraph, line, measures):
        return True, False
    if _centred(before, measures) and _centred(line, measures) and not MARKER.match(line.text):
        return False, False
    return _begins_by_edge(paragraph, line, measures, habits)


def _begins_by_edge(paragraph: Sequence[Line], line: Line, measures: Measures, habits: Habits) -> tuple[bool, bool]:
    before = paragraph[-1]
    shift = (line.left - before.left) / measures.size
    marked = MARKER.match(line.text) is not None or BULLET.match(line.text) is not None
    if shift > INDENTED:
        hanging = len(paragraph) == 1 and _hangs(before, line, measures)
        return not hanging, False
    ended = _ends_short(before, line, measures)
    if shift < -INDENTED:
        # The first line of the open paragraph was indented, or a hanging text has ended.
        if len(paragraph) > 1 or (marked and _marked(before)):
            return True, False
        return marked and ended, marked and ended
    if marked and (ended or (FINISHED.search(before.text) and not habits.apart)):
        return True, not ended
    starts = line.text[:1].isupper() or line.text[:1] in '«“"('
    # Nearly half a line left free before a capital is no line's end by chance, save in a title.
    wide = measures.of(before).right - before.right > 0.4 * measures.of(before).width and not before.bold
    return bool(ended and starts and (wide or FINISHED.search(before.text))), False


def _hangs(first: Line, line: Line, measures: Measures) -> bool:
    """Whether ``line`` stands beneath the text of a first line whose number stands in the margin."""
    for before, word in zip(first.words[:3], first.words[1:4], strict=False):
        beneath = abs(word.left - line.left) < 0.6 * measures.size
        if beneath and (_marked(first) or word.left - before.right > 0.55 * measures.size):
            return word.left - first.left < 6 * measures.size
    return False


def _marked(line: Line) -> bool:
    return MARKER.match(line.text) is not None or BULLET.match(line.text) is not None


def _same_style(before: Line, line: Line, measures: Measures) -> bool:
    tolerance = 0.22 if measures.rough else 0.07
    return abs(line.size - before.size) <= tolerance * before.size and before.bold == line.bold


def _changes_style(paragraph: Sequence[Line], line: Line, measures: Measures) -> bool:
    before = paragraph[-1]
    if abs(line.size - before.size) > (0.22 if measures.rough else 0.07) * before.size:
        return True
    if all(one.bold for one in paragraph) and not line.bold:
        # A heading in bold ends where ordinary type begins; a sentence in bold goes on.
        return not ARABIC.match(paragraph[0].text) and _room(before, line, measures)
    return line.bold and not any(word.bold for word in before.words) and _room(before, line, measures)


def _room(before: Line, line: Line, measures: Measures) -> bool:
    first = line.words[0]
    free = measures.of(before).right - before.right
    return free > first.right - first.left + 0.8 * measures.size


def _ends_short(before: Line, line: Line, measures: Measures) -> bool:
    free = measures.of(before).right - before.right
    return _room(before, line, measures) and free > 0.08 * measures.of(before).width


def _centred(line: Line, measures: Measures) -> bool:
    margins = measures.of(line)
    left, right = line.left - margins.left, margins.right - line.right
    return min(left, right) > 0.06 * margins.width and abs(left - right) < 2.5 * measures.size


def _begins_after_turn(paragraph: Sequence[Line], line: Line, measures: Measures, habits: Habits) -> tuple[bool, bool]:
    before = paragraph[-1]
    if abs(line.size - before.size) > (0.22 if measures.rough else 0.07) * before.size:
        return True, False
    finished = FINISHED.search(before.text) is not None
    if _marked(line) and habits.admits(line, measures):
        return True, not (finished or _room(before, line, measures))
    if line.text[:1].islower() and not finished:
        return False, False
    indent = measures.indent(line)
    inner = measures.indent(before) if len(paragraph) > 1 else 0.0
    if indent > INDENTED and abs(indent - inner) > INDENTED and not _hangs(paragraph[0], line, measures):
        return True, False
    if all(one.bold for one in paragraph) != line.bold and _room(before, line, measures):
        return True, False
    return finished and _ends_short(before, line, measures), False


# ── headings ─────────────────────────────────────────────────────────────────────────────


def heading_level(lines: Sequence[Line], part: Part, measures: Measures) -> int:
    """Return the depth of a heading, 0 where the typography does not say that it is one."""
    text = " ".join(line.text for line in lines)
    if len(text) > LONGEST_HEADING or len(lines) > MOST_HEADING_LINES or CLOSED.search(text):
        return 0
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 3 or LEAD_IN.match(text) or (part is Part.MASTHEAD and not ROMAN_HEAD.match(text)):
        return 0
    marked = ROMAN_HEAD.match(text) or LETTER_HEAD.match(text) or ARABIC.match(text)
    if measures.indent(lines[0]) < -3 and not marked:
        return 0
    return _level(lines, text, letters, measures)


def _level(lines: Sequence[Line], text: str, letters: Sequence[str], measures: Measures) -> int:
    bold, italic = all(line.bold for line in lines), all(line.italic for line in lines)
    large = not measures.rough and lines[0].size >= 1.12 * measures.size
    capitals = len(letters) >= 4 and all(letter.isupper() for letter in letters)
    centred = all(_centred(line, measures) for line in lines)
    if not (bold or large or capitals or centred or (italic and len(lines) <= 2)):
        return 0
    if centred and not (bold or large or capitals or italic) and not text[:1].isupper():
        return 0
    if ROMAN_HEAD.match(text):
        return 2
    if LETTER_HEAD.match(text):
        return 3
    if ARABIC.match(text):
        return 4 if bold or large else 0
    if large and lines[0].page == 1:
        return 1
    if large or (capitals and centred):
        return 2
    return 4 if bold or centred or capitals else 5
