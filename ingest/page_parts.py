"""What each line of a page is: running text, page furniture, a note, a table's row, contents.

Comes in: the lines of all pages in reading order. Goes out: the same lines, each with its
``Part``. Furniture is found by its place and by its return from page to page, notes by their mark
and type at the foot of a column, tables by cells that stand beneath each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from difflib import SequenceMatcher
from enum import StrEnum

from ingest.page_lines import Line
from ingest.page_measures import Measures
from ingest.page_words import SUPERIOR, Page, Rule

HEAD_ZONE, FOOT_ZONE, MASTHEAD = 0.16, 0.8, 0.3
LONGEST_HEAD = 110
MOST_EDGE_LINES = 6
FAINT = 0.945
ARABIC = re.compile(r"^\d{1,3}\s?\.(?:\s|$)")
ALIKE = 0.8
SYMBOL = re.compile(r"^[A-Z][A-Za-z]{0,7}(?:/\s?[\w.()\[\]&*-]+)+(?:\s?\(\d{4}\)|\s?\([^)]{3,25}\))?\*?$")
PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?$|^(?:[Pp]age|[Pp]ágina|[Pp]\.)\s?\w{1,4}$"
)
JOB = re.compile(
    r"^(?:[A-Z]{2}\.)?\d{2}-\d{4,6}\S?(?:\s*\([A-Z]+\).{0,40}|[*\s\d]*)$|^[*`´'\s]*\d{5,9}[*`´'\s]*$|^[`´*.'_\s]{3,}$"
    r"|^/?\s?\.{3}$|^/\s?\.{1,3}$|^\S{4,20}\.(?:docx?|pdf|wpd|indd)$"
)
LANGUAGE = re.compile(r"^(?:Français|English|Español|FRANÇAIS|ENGLISH|ESPAÑOL|French|Spanish)$")
RECYCLE = re.compile(
    r"^(?:Please recycle|Merci de recycler|Se ruega reciclar|Pri[èe]re de recycler)\W*$", re.IGNORECASE
)
UNDERSCORES = re.compile(r"^[_—–-]{4,}$")
LEADERS = re.compile(r"\.{4,}|(?:\s\.){4,}|(?:\.\s){4,}|…{2,}|_{6,}")
CONTENTS = re.compile(r"^(?:table des mati[èe]res|sommaire|contents|table of contents|índice|indice)\b", re.IGNORECASE)
NOTE_MARK = re.compile(r"^(?P<mark>\d{1,3}|\*{1,3}|[a-z])\s?(?P<slash>[/.)])?(?=\s|$)\s*")
SLASH_MARK = re.compile(r"^\W{0,2}(?P<mark>[^\W_]{1,3}|\*{1,3})[\W_]{0,2}[/](?=\s|$)\s*")
PLAIN = str.maketrans(SUPERIOR, "0123456789")
LEAD_IN = re.compile(r"^(?:table|tableau|cuadro|figure)\b", re.IGNORECASE)


class Part(StrEnum):
    """What a line is on its page."""

    BODY = "body"
    MASTHEAD = "masthead"
    FURNITURE = "furniture"
    NOTE = "note"
    TABLE = "table"
    CONTENTS = "contents"


Parted = list[tuple[Line, Part]]


def part_lines(pages: Sequence[tuple[Page, Sequence[Line]]], measures: Measures) -> list[Parted]:
    """Return the lines of each page with what each is."""
    furniture = find_furniture(pages)
    result: list[Parted] = []
    for page, lines in pages:
        top = _masthead(page, lines, measures)
        parts = {id(line): Part.FURNITURE for line in lines if id(line) in furniture or _is_speck(line, measures)}
        kept = [line for line in lines if id(line) not in parts]
        for column in _by_column(kept):
            _mark_contents(column, parts)
            _mark_tables([line for line in column if line.bottom > top], page, measures, parts)
            _mark_notes(column, page, measures, parts)
        result.append([piece for line in lines for piece in _pieces(line, parts.get(id(line), Part.BODY), top)])
    return result


def _by_column(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for column in (0, 1, 2):
        yield [line for line in lines if line.column == column]


def _masthead(page: Page, lines: Sequence[Line], measures: Measures) -> float:
    """Return where the head of a title page ends: at the first running text, high on the first page."""
    if page.number > 1:
        return 0.0
    prose = (line.top for line in lines if _is_prose(line, measures))
    return min(min(prose, default=page.height), MASTHEAD * page.height)


def _is_prose(line: Line, measures: Measures) -> bool:
    plain = not line.bold and abs(line.size - measures.size) < 0.15 * measures.size and len(line.cells) == 1
    return plain and (ARABIC.match(line.text) is not None or line.right - line.left > 0.8 * measures.of(line).width)


def _pieces(line: Line, part: Part, top: float) -> Iterator[tuple[Line, Part]]:
    """Part what stands side by side in a title page's head: « Assemblée générale   Distr. générale »."""
    if part is Part.BODY and line.bottom <= top:
        part = Part.MASTHEAD
    if part is not Part.MASTHEAD or len(line.cells) == 1:
        yield line, part
        return
    for cell in line.cells:
        yield Line((replace(cell[0], before=" "), *cell[1:]), line.page, line.column), part


def _is_speck(line: Line, measures: Measures) -> bool:
    """Whether a scan's « line » is a speck of dirt: one sign that is no letter and no figure."""
    return measures.rough and len(line.text) <= 2 and not any(character.isalnum() for character in line.text)


# ── furniture ────────────────────────────────────────────────────────────────────────────


def find_furniture(pages: Sequence[tuple[Page, Sequence[Line]]]) -> frozenset[int]:
    """Return the ``id`` of every line that is a running head or foot, a page number, a job number."""
    edges = [(page, edge, top) for page, lines in pages for edge, top in _edges(page, lines)]
    counted: Counter[tuple[str, int]] = Counter()
    for page, edge, _ in edges:
        if page.number > 1:
            counted.update({(_masked(line), height) for line in edge for height in _heights(line, page)})
    running = {key for key, count in counted.items() if count > 1}
    found: set[int] = set()
    for page, edge, top in edges:
        for line in edge:
            if not _is_furniture(line, page, top, running):
                break
            found.add(id(line))
    return frozenset(found)


def _edges(page: Page, lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Yield the lines near the top edge from the top down, and those near the foot upwards."""
    ordered = sorted(lines, key=lambda line: (line.baseline, line.left))
    yield [line for line in ordered if line.bottom < HEAD_ZONE * page.height][:MOST_EDGE_LINES], True
    yield [line for line in reversed(ordered) if line.top > FOOT_ZONE * page.height][:MOST_EDGE_LINES], False


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text)).casefold()


def _heights(line: Line, page: Page) -> tuple[int, int]:
    """Return the two steps of a ladder between which a line stands: near lines share a step."""
    step = 24.0 if page.scanned or page.pictured > 0.5 else 5.0
    rung = int(line.baseline / step)
    return rung, rung + 1


def _is_furniture(line: Line, page: Page, top: bool, running: Set[tuple[str, int]]) -> bool:
    texts = ["".join(w.before * (n > 0) + w.text for n, w in enumerate(cell)).strip() for cell in line.cells]
    if all(_is_edge_text(text, top and page.number > 1, foot=not top) for text in texts):
        return True
    key = _masked(line)
    noted = not top and line.words[0].size < 0.82 * line.size
    if page.number == 1 or len(key) > LONGEST_HEAD or noted:
        return False
    heights = _heights(line, page)
    near = [other for other, height in running if height in heights]
    return any(key == other or (len(key) > 5 and _alike(key, other)) for other in near)


def _is_edge_text(text: str, head: bool, foot: bool) -> bool:
    if foot and (JOB.match(text) or RECYCLE.match(text) or not any(character.isalnum() for character in text)):
        return not UNDERSCORES.match(text)
    if head and (SYMBOL.match(text) or LANGUAGE.match(text)):
        return True
    return (head or foot) and PAGE_NUMBER.match(text) is not None


def _alike(key: str, other: str) -> bool:
    matcher = SequenceMatcher(None, key, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


# ── contents ─────────────────────────────────────────────────────────────────────────────


def _mark_contents(lines: Sequence[Line], parts: dict[int, Part]) -> None:
    led = [n for n, line in enumerate(lines) if LEADERS.search(line.text) and not UNDERSCORES.match(line.text)]
    if len(led) < 2:
        return
    start = next((n for n in range(led[0], -1, -1) if CONTENTS.match(lines[n].text)), led[0])
    # Two entries a few lines apart are one table of contents; an entry's first line may have no dots.
    last = led[0]
    for number in led:
        if number - last > 6:
            break
        last = number
    for line in lines[start : last + 1]:
        parts[id(line)] = Part.CONTENTS


# ── tables ───────────────────────────────────────────────────────────────────────────────


def _mark_tables(lines: Sequence[Line], page: Page, measures: Measures, parts: dict[int, Part]) -> None:
    free = [line for line in lines if id(line) not in parts]
    position = 0
    while position < len(free):
        end = _table_end(free, position, page, measures)
        if end is None:
            position += 1
            continue
        start = _table_start(free, position, page, measures)
        stop = _table_notes(free, end, page, measures)
        for line in free[start:stop]:
            parts[id(line)] = Part.TABLE
        position = stop


def _is_row(line: Line) -> bool:
    return len(line.cells) >= 2


def _table_end(lines: Sequence[Line], start: int, page: Page, measures: Measures) -> int | None:
    """Return where the table that begins with the row ``start`` ends; None when there is none."""
    if not _is_row(lines[start]):
        return None
    last, index = start, start + 1
    while index < len(lines) and index - last <= 4:
        line, before = lines[index], lines[index - 1]
        if line.baseline - before.baseline > 3.5 * measures.pitch:
            break
        if _is_row(line):
            last = index
        elif line.right - line.left > 0.7 * measures.of(line).width and not measures.is_small(line):
            break
        index += 1
    rows = [line for line in lines[start : last + 1] if _is_row(line)]
    ruled = _is_ruled(lines[start], lines[last], page, measures)
    return last + 1 if _is_table(rows, ruled, measures) else None


def _is_table(rows: Sequence[Line], ruled: bool, measures: Measures) -> bool:
    if sum(len(row.cells) >= 3 for row in rows) >= 2 or (ruled and len(rows) >= 2):
        return True
    if len(rows) < 3:
        return False
    return max(_alignment(rows, measures, True), _alignment(rows, measures, False)) >= 0.6


def _alignment(rows: Sequence[Line], measures: Measures, left: bool) -> float:
    edges = [round((row.cells[1][0].left if left else row.cells[-1][-1].right) / (0.5 * measures.size)) for row in rows]
    counted = Counter(edges)
    return max(counted[edge] + counted[edge + 1] for edge in counted) / len(rows)


def _is_ruled(first: Line, last: Line, page: Page, measures: Measures) -> bool:
    near = 4 * measures.pitch
    return len(_wide_rules(page, first, first.top - near, last.bottom + near)) >= 2


def _wide_rules(page: Page, line: Line, top: float, bottom: float) -> list[Rule]:
    least = 0.4 * page.width
    return [rule for rule in page.rules if top <= rule.y <= bottom and rule.right - rule.left >= least]


def _table_start(lines: Sequence[Line], row: int, page: Page, measures: Measures) -> int:
    """Go up from the first row over the heads of the columns, then over the table's title."""
    start = row
    while start > 0 and row - start < 8 and _is_table_head(lines[start - 1], lines[start], page, measures):
        start -= 1
    title = start
    while title > 0 and start - title < 4 and _is_table_title(lines[title - 1], lines[title], measures):
        title -= 1
    return title


def _is_table_head(line: Line, below: Line, page: Page, measures: Measures) -> bool:
    if below.baseline - line.baseline > 3 * measures.pitch:
        return False
    short = line.right - line.left < 0.6 * measures.of(line).width
    ruled = bool(_wide_rules(page, line, line.top - 1.6 * measures.pitch, line.top + 1)) and short
    return measures.is_small(line) or _is_row(line) or ruled


def _is_table_title(line: Line, below: Line, measures: Measures) -> bool:
    if below.baseline - line.baseline > 3 * measures.pitch or line.text.rstrip().endswith((".", ";", ":")):
        return False
    numbered = re.match(r"^(?:\d{1,3}|[IVX]+|[A-Z])\.\s", line.text) is not None
    caption = LEAD_IN.match(line.text) is not None
    bracketed = line.text.startswith(("(", "[")) and line.text.endswith((")", "]"))
    styled = line.bold and line.size <= 1.1 * measures.size and len(line.text) < 90
    return not numbered and (caption or bracketed or styled or measures.is_small(line))


def _table_notes(lines: Sequence[Line], end: int, page: Page, measures: Measures) -> int:
    """Go down from the last row over what belongs to it: the rest of its cells, its lettered notes."""
    stop = end
    while stop < len(lines) and lines[stop].baseline - lines[stop - 1].baseline < 2.6 * measures.pitch:
        line = lines[stop]
        mark = line.words[0].text
        lettered = re.fullmatch(r"[a-z*]{1,2}/?", mark) is not None
        small = measures.is_small(line) and not mark[:1].isdigit()
        ruled = _wide_rules(page, line, line.bottom - 2, line.bottom + 1.6 * measures.pitch)
        short = line.right - line.left < 0.5 * measures.of(line).width
        if not (small or (lettered and len(line.words) > 1) or (ruled and short and not line.bold)):
            break
        stop += 1
    return stop


# ── notes ────────────────────────────────────────────────────────────────────────────────


def note_mark(line: Line, measures: Measures) -> str | None:
    """Return the mark with which a line begins like a note: a raised or small figure, « 3/ », « * »."""
    first = line.words[0]
    raised = first.size < 0.82 * line.size or first.baseline < line.baseline - 0.15 * line.size
    text = first.text.translate(PLAIN)
    if raised and re.fullmatch(r"\d{1,3}|\*{1,3}|[a-z]", text):
        return text
    slash = SLASH_MARK.match(line.text)
    if slash:
        return slash["mark"]
    match = NOTE_MARK.match(line.text)
    if match and (match["slash"] is None) and (measures.is_small(line) or match["mark"].startswith("*")):
        return None if match["mark"].isalpha() else match["mark"]
    return None


def _mark_notes(lines: Sequence[Line], page: Page, measures: Measures, parts: dict[int, Part]) -> None:
    free = [line for line in lines if id(line) not in parts]
    start = _notes_start(free, page, measures)
    if start is None:
        return
    for line in free[start:]:
        parts[id(line)] = Part.FURNITURE if UNDERSCORES.match(line.text) else Part.NOTE


def _notes_start(lines: Sequence[Line], page: Page, measures: Measures) -> int | None:
    """Return where the notes of a column begin: beneath a short rule, or with the small type."""
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        if UNDERSCORES.match(line.text) and below and note_mark(below, measures):
            return index
    for index in range(len(lines)):
        if index and _under_rule(lines[index - 1], lines[index], page, measures):
            return index
    start = len(lines)
    while start > 0 and measures.is_small(lines[start - 1]):
        start -= 1
    marked = [n for n in range(start, len(lines)) if note_mark(lines[n], measures)]
    if measures.rough:
        return _typed_notes(lines, measures) or _faint_notes(lines, page, measures)
    if marked and (lines[marked[0]].top > 0.4 * page.height or start == 0):
        return start if start > 0 else marked[0]
    return _typed_notes(lines, measures)


def _faint_notes(lines: Sequence[Line], page: Page, measures: Measures) -> int | None:
    """Find notes whose raised figures a recogniser lost: smaller type at the foot, set apart by a gap."""
    found = None
    total = 0.0
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        total += line.size
        if line.top < 0.5 * page.height or ARABIC.match(line.text):
            break
        gap = line.baseline - lines[index - 1].baseline > 1.25 * measures.pitch
        if gap and total / (len(lines) - index) < FAINT * measures.size:
            found = index
    return found


def _under_rule(before: Line, line: Line, page: Page, measures: Measures) -> bool:
    if measures.rough or not (measures.is_small(line) or note_mark(line, measures)):
        return False
    width = measures.of(line).width
    return any(
        before.baseline - 1 < rule.y < line.top + 0.35 * line.size
        and rule.right - rule.left < 0.5 * width
        and rule.left < measures.of(line).left + 2 * measures.size
        for rule in page.rules
    ) and _rest_is_small(line, measures)


def _rest_is_small(line: Line, measures: Measures) -> bool:
    return measures.is_small(line) or note_mark(line, measures) is not None


def _typed_notes(lines: Sequence[Line], measures: Measures) -> int | None:
    """Find a typewriter's notes at the foot (« 8/ Voir … »), each set apart by a gap."""
    found = None
    for index in range(len(lines) - 1, 0, -1):
        gap = lines[index].baseline - lines[index - 1].baseline
        if gap < 1.25 * measures.pitch:
            continue
        if SLASH_MARK.match(lines[index].text) is None:
            break
        found = index
    return found
