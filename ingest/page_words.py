"""The words of a page with the place of each: what every reader of pages hands on.

Comes in: a page of a PDF, open in pypdfium2. Goes out: a ``Page``, its words upright, measured in
points from the page's top left corner, with the rules drawn on it and what its pictures cover.
The words of a recognised scan (``read_scan``) have the same form, so that the layout stages know
nothing of where words come from.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

LARGEST_PAGE = 150_000
SUPERIOR = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MOST_DRAWINGS = 4_000
THIN = 2.5
SHORTEST_RULE = 25.0
PICTURED = 0.5
RAISED = 0.2
FIGURES = frozenset("0123456789*" + SUPERIOR)
SPACES = frozenset("\t\n\r\f\v ")
HELD_SPACES = frozenset("\u00a0\u2007\u202f")
BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf02d": "-", "\uf0d8": "•", "\u2022": "•", "\u25cf": "•"}
BOLD_NAMES = ("bold", "black", "heavy", "demi")
ITALIC_NAMES = ("italic", "oblique")
BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Word:
    """Characters printed together: no space, no change of line or of size within them.

    ``before`` is what parts the word from the one before it on its line: a space, a no-break space,
    or nothing where a raised figure is set against a word.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    before: str = " "

    @property
    def middle(self) -> float:
        """The height of the middle of the small letters."""
        return self.baseline - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line drawn on the page."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number (from 1), size, words, rules; what stands across (``sideways``).

    ``pictured`` is the share of the page that its largest picture covers; ``unknown`` how many of
    its characters have no known letter; ``scanned`` says that the words were recognised, by us or
    by whoever made the file, so that their sizes are rough.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    sideways: tuple[Word, ...] = ()
    pictured: float = 0.0
    unknown: int = 0
    scanned: bool = False
    cut: bool = False

    @property
    def letters(self) -> int:
        """How many characters the words have."""
        return sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    italic: bool
    turn: int


@dataclass(slots=True)
class _Open:
    """A word that is being put together, in the page's own coordinates (y upwards)."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    style: _Style
    before: str


def read_page(page: Any, number: int) -> Page:
    """Return the words, rules and pictures of an open pypdfium2 page."""
    left, bottom, right, top = page.get_bbox()
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        opened, unknown = _opened(textpage, min(count, LARGEST_PAGE))
    finally:
        textpage.close()
    frame = (left, bottom, right, top)
    turns = Counter(word.style.turn for word in opened)
    page_turn = page.get_rotation() // 90
    turn = turns.most_common(1)[0][0] if turns else (4 - page_turn) % 4
    rules, pictured = _drawings(page, frame, turn)
    words = tuple(_placed(word, frame, turn) for word in opened if word.style.turn == turn)
    sideways = tuple(_placed(word, frame, turn) for word in opened if word.style.turn != turn)
    width, height = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    scanned = bool(words) and pictured > PICTURED
    # The letters laid behind a scan have the weight of some font, not that of the printed ones.
    words = tuple(_whole(words)) if scanned else words
    return Page(number, width, height, words, rules, sideways, pictured, unknown, scanned, count > LARGEST_PAGE)


def _whole(words: Sequence[Word]) -> Iterator[Word]:
    """Yield a scan's words without their style and in one piece: its letters are not set evenly."""
    whole: Word | None = None
    for word in words:
        if whole is not None and not word.before and abs(word.middle - whole.middle) < 0.5 * whole.size:
            whole = replace(whole, text=whole.text + word.text, right=max(whole.right, word.right))
            continue
        if whole is not None:
            yield whole
        whole = replace(word, bold=False, italic=False)
    if whole is not None:
        yield whole


def _opened(textpage: Any, count: int) -> tuple[list[_Open], int]:
    found: list[_Open] = []
    word: _Open | None = None
    before, printed, unknown = " ", False, 0
    for character, box, origin, style in _characters(textpage, count):
        if character in SPACES or character in HELD_SPACES:
            word, before = None, (character if character in HELD_SPACES else " ")
            printed = printed or character != "\n"
            continue
        unknown += not character
        if not character:
            continue
        if word is not None and _goes_on(word, box, origin, style):
            word.text += character
            word.box = (min(word.box[0], box[0]), min(word.box[1], box[1]), max(word.box[2], box[2]), word.box[3])
            word.box = (*word.box[:3], max(word.box[3], box[3]))
            continue
        if word is not None:
            before = "" if _touches(word, box, style) else " "
        elif found and before == " " and not printed and _abuts(found[-1], box, style):
            before = ""
        word = _Open(character, box, origin, style, before)
        found.append(word)
        before, printed = "", False
    return found, unknown


def _goes_on(word: _Open, box: tuple[float, ...], origin: tuple[float, float], style: _Style) -> bool:
    if style.turn != word.style.turn or abs(style.size - word.style.size) > 0.1 * word.style.size:
        return False
    across = 1 if style.turn % 2 == 0 else 0
    level = abs(origin[across] - word.origin[across]) < 0.12 * style.size
    return level and _touches(word, box, style)


def _touches(word: _Open, box: tuple[float, ...], style: _Style) -> bool:
    along = 0 if style.turn % 2 == 0 else 1
    reach = 0.5 * max(style.size, word.style.size)
    return box[along] - word.box[along + 2] < reach and word.box[along] - box[along + 2] < reach


def _abuts(word: _Open, box: tuple[float, ...], style: _Style) -> bool:
    """Whether the space said to lie between two characters is none: nothing is left free for it."""
    if style.turn or word.style.turn:
        return False
    level = box[1] < word.box[3] and word.box[1] < box[3]
    return level and -0.1 * style.size < box[0] - word.box[2] < 0.06 * style.size


Character = tuple[str, tuple[float, float, float, float], tuple[float, float], _Style]


def _characters(textpage: Any, count: int) -> Iterator[Character]:
    # Imported here: the library loads a shared object, and text formats have no need of it.
    import pypdfium2.raw as pdfium

    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    edges = [ctypes.c_double() for _ in range(4)]
    holder, style, high = None, _Style(10.0, False, False, 0), 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0) if high else (0, 0)
        character = _read_code(code)
        if character in SPACES:
            # A space that the library puts in where it sees a gap is told from a printed one.
            supposed = pdfium.FPDFText_IsGenerated(textpage, index) == 1
            yield "\n" if supposed else " ", (0.0, 0.0, 0.0, 0.0), (0.0, 0.0), style
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        drawn = ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, index), ctypes.c_void_p).value
        if drawn != holder:
            holder, style = drawn, _style(pdfium, textpage, index)
        measured = style if style.size >= 1.5 else replace(style, size=max(box.top - box.bottom, 1.0))
        height = y.value
        if character in FIGURES and not style.turn:
            pdfium.FPDFText_GetCharBox(textpage, index, *edges)
            if edges[2].value - height > RAISED * measured.size:
                # A raised figure drawn by the font itself has the size and the base line of its line.
                height, measured = height + RAISED * measured.size, replace(measured, size=0.6 * measured.size)
        yield character, (box.left, box.bottom, box.right, box.top), (x.value, height), measured


def _read_code(code: int) -> str:
    """Return the character of a code; a hyphen at a line's end has the code 2; "" is unknown."""
    if code == 2:
        return "-"
    character = chr(code)
    if character in BULLETS:
        return BULLETS[character]
    if character in SPACES or character == "\u00ad":
        return character
    category = unicodedata.category(character)
    return "" if category in ("Cc", "Co", "Cn", "Cs") or character == "\ufffd" else character


def _style(pdfium: Any, textpage: Any, index: int) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
    turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    font = name.value.decode("latin-1").lower()
    weight = pdfium.FPDFText_GetFontWeight(textpage, index)
    # A font without a weight of its own (a scan's invisible letters) says so by its name alone.
    bold = any(part in font for part in BOLD_NAMES) or (weight >= BOLD_WEIGHT and flags.value & (1 << 18) != 0)
    return _Style(size, bold, any(part in font for part in ITALIC_NAMES), turn)


def _placed(word: _Open, frame: tuple[float, float, float, float], turn: int) -> Word:
    left, top, right, bottom = _upright(word.box, frame, turn)
    _, baseline, _, _ = _upright((*word.origin, *word.origin), frame, turn)
    size = word.style.size
    if word.style.turn == turn:
        top, bottom = baseline - 0.8 * size, baseline + 0.22 * size
    text = unicodedata.normalize("NFC", word.text)
    return Word(text, left, top, right, bottom, baseline, size, word.style.bold, word.style.italic, word.before)


def _upright(
    box: tuple[float, float, float, float], frame: tuple[float, float, float, float], turn: int
) -> tuple[float, float, float, float]:
    """Turn a box of the page's own coordinates so that the text of ``turn`` quarters is upright."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = frame
    if turn == 1:
        return bottom - y0, left - x0, top - y0, right - x0
    if turn == 2:
        return x1 - right, bottom - y0, x1 - left, top - y0
    if turn == 3:
        return y1 - top, x1 - right, y1 - bottom, x1 - left
    return left - x0, y1 - top, right - x0, y1 - bottom


def _drawings(page: Any, frame: tuple[float, float, float, float], turn: int) -> tuple[tuple[Rule, ...], float]:
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    pictured = 0.0
    area = max((frame[2] - frame[0]) * (frame[3] - frame[1]), 1.0)
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING]
    for number, drawn in enumerate(page.get_objects(filter=kinds, max_depth=3)):
        if number > MOST_DRAWINGS:
            break
        left, top, right, bottom = _upright(drawn.get_bounds(), frame, turn)
        if drawn.type != pdfium.FPDF_PAGEOBJ_PATH:
            pictured = max(pictured, (right - left) * (bottom - top) / area)
        elif bottom - top <= THIN and right - left >= SHORTEST_RULE:
            rules.append(Rule(left, right, (top + bottom) / 2))
    return _joined_rules(rules), min(pictured, 1.0)


def _joined_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Join the pieces in which a table's rule is drawn, cell by cell."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.y), rule.left)):
        last = joined[-1] if joined else None
        if last and abs(last.y - rule.y) < THIN and rule.left <= last.right + 4:
            joined[-1] = Rule(last.left, max(last.right, rule.right), last.y)
        else:
            joined.append(rule)
    return tuple(joined)
