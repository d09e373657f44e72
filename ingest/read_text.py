"""Plain text and Markdown: bytes in, blocks out.

The file's own layout decides what a line end and a blank line mean: in one extraction each line
of a paragraph is followed by a blank line, in another only paragraphs are, in a third a line is a
whole paragraph. ``layout`` measures that over the file; nothing is decided from one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.blocks import Block, Kind, Reading
from ingest.front import PARTICIPLE
from ingest.mapped import MappedText, join

HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
RULE = re.compile(r"^\s*(?:(?:\\?_){4,}|-{3,}|\*{3,}|={4,}|—{3,})\s*$")
BULLET = re.compile(r"^\s*[-*•–]\s+(?=\S)")
# Two letters before a full stop are a number only as a numeral or one twice: « un. » ends a sentence.
NUMBERED = re.compile(
    r"^\s*\(?(?:\d{1,3}|([a-zA-Z])\1?|[a-zA-Z]{2}(?=\s?\))|[IVXL]{2}|[ivxl]{1,6})\s?(?:bis|ter|quater)?\s?[.)]"
)
TERMINAL = re.compile(r"[.;:!?…»”)]\s*$")
NOTE_LINE = re.compile(r"^\s*(?:\d{1,2}|\*{1,2})\s+(?=[A-ZÀ-Ý«“\"(])|^\s*\[\^\w+\]:")
ARTICLE_LINE = re.compile(
    r"^(?:article|règle|principe|artículo|regla|rule|principle)\s+(?:premier|primero|\d{1,3})\.?$", re.IGNORECASE
)
PADDING = re.compile(r"\s{2,}")
TABLE = re.compile(r"^\s*\|.*\|\s*$")
URL_LINE = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$")
MARKUP = re.compile(r"(?<!\w)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)|(?<!\w)_{1,2}(?=\w)|(?<=[\w.])_{1,2}(?!\w)")
LONGEST_WRAPPED_LINE = 140
SHORT_LINE = 0.75
RUNNING = 2
LONGEST_HEAD = 120
FILE_START = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its text, how many blank lines stand before it, and its page."""

    text: MappedText
    gap: int
    page: int
    opens_page: bool

    @property
    def content(self) -> str:
        """The characters, without white space at either end."""
        return self.text.text.strip()


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file lays its paragraphs out: whether lines wrap, at which width, and how many blank
    lines lie between two wrapped lines of one paragraph.
    """

    wraps: bool
    width: int
    gap: int


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of ``data``: UTF-8, or UTF-16 with a mark, else in the encoding that the file
    declares, else Windows-1252.

    Raises ``ValueError`` when the bytes are not text (a NUL byte, mostly control characters).
    """
    text = _decoded(data, declared)
    controls = sum(1 for character in text if ord(character) < 32 and character not in "\t\n\r\f\v\x02\x1a")
    if "\x00" in text or controls * 50 > len(text):
        raise ValueError("binary")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    for name in ("utf-8", declared or "utf-8"):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def read_text(data: bytes, file_format: str) -> Reading:
    """Read a text or Markdown file into blocks; raises ``ValueError`` when it is not text."""
    source = decode(data)
    lines = list(_lines(source))
    layout = measure(lines)
    return Reading(source, file_format, tuple(_blocks(lines, layout)))


def measure(lines: Sequence[Line]) -> Layout:
    """Return the layout of the whole file from the lengths of its lines and the gaps between."""
    prose = [line for line in lines if len(line.content) > 30 and not URL_LINE.match(line.content)]
    if len(prose) < 4:
        return Layout(False, 0, 0)
    lengths = [len(line.content) for line in prose]
    # A few long lines (tables, links) do not unmake a wrapped file; a file of paragraphs has many.
    long_share = sum(length > LONGEST_WRAPPED_LINE for length in lengths) / len(lengths)
    unfinished = sum(not TERMINAL.search(line.content) for line in prose) / len(prose)
    if long_share > 0.1 or unfinished < 0.4:
        return Layout(False, 0, 0)
    # A line that begins in small letters goes on from the one before: what lies between is the layout's.
    inner = Counter(b.gap for b in lines[1:] if b.content[0].islower() and not b.opens_page)
    gap = inner.most_common(1)[0][0] if inner else 0
    return Layout(True, int(median(sorted(lengths)[len(lengths) // 2 :])), gap)


def _lines(source: str) -> Iterator[Line]:
    gap, page, opens = FILE_START, 1, False
    for match in re.finditer(r"[^\n\r\f]*(\r\n|\n|\r|\f|$)", source):
        text = MappedText.whole(source[match.start() : match.start(1)], match.start())
        if text.text.strip():
            yield Line(text, gap, page, opens)
            gap, opens = 0, False
        elif match.group(1) != "\f":
            gap += 1
        if match.group(1) == "\f":
            page, opens = page + 1, True
    return


def _blocks(lines: Sequence[Line], layout: Layout) -> Iterator[Block]:
    pending: list[Line] = []
    in_notes = False
    paged = any(line.opens_page for line in lines)
    running = _running_lines(lines, layout)
    for number, (previous, line) in enumerate(zip((None, *lines), lines, strict=False)):
        turns = previous is not None and _turns_page(previous, line, layout)
        in_notes = not turns and (in_notes or RULE.match(line.text.text) is not None)
        note = in_notes and NOTE_LINE.match(line.text.text) is not None
        table = bool(pending) and _is_row(line) and _is_row(pending[-1])
        if turns or note or (pending and not table and _breaks(pending[-1], line, layout)):
            if pending:
                yield _block(pending, layout, paged)
            pending = []
        if turns:
            yield Block(MappedText("", ()), Kind.PAGE, page=line.page if paged else None)
        if number in running:
            if pending:
                yield _block(pending, layout, paged)
            pending = []
            yield Block(line.text.strip(), Kind.FURNITURE, page=line.page if paged else None)
        elif _is_row(line):
            if pending and not _is_row(pending[-1]):
                yield _block(pending, layout, paged)
                pending = []
            pending.append(line)
        elif _alone(line):
            if pending:
                yield _block(pending, layout, paged)
            pending = []
            yield _block([line], layout, paged)
        else:
            pending.append(line)
    if pending:
        yield _block(pending, layout, paged)


def _is_row(line: Line) -> bool:
    return TABLE.match(line.text.text) is not None


def _running_lines(lines: Sequence[Line], layout: Layout) -> frozenset[int]:
    """Return which lines are running heads or feet: the same, but for figures, at page after page."""
    turns = [n for n in range(1, len(lines)) if _turns_page(lines[n - 1], lines[n], layout)]
    # A page of one line begins and ends with it: that is no line that returns.
    edges = {*turns, *(n - 1 for n in turns)}
    counted = Counter(_masked(lines[n]) for n in edges)
    return frozenset(
        n for n in edges if counted[_masked(lines[n])] >= RUNNING and len(lines[n].content) <= LONGEST_HEAD
    )


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.content)


def _alone(line: Line) -> bool:
    content = line.text.text
    return bool(HEADING.match(content) or RULE.match(content) or URL_LINE.match(content))


def _turns_page(previous: Line, line: Line, layout: Layout) -> bool:
    if line.opens_page:
        return True
    # In an extraction that doubles every line end, a single one is where two pages were joined.
    single = layout.wraps and layout.gap > 0 and line.gap < layout.gap
    return single and not URL_LINE.match(line.content)


def _breaks(previous: Line, line: Line, layout: Layout) -> bool:
    if TABLE.match(previous.text.text):
        return True
    if ARTICLE_LINE.match(line.content):
        return True
    if NUMBERED.match(line.text.text) or BULLET.match(line.text.text):
        return True
    begins = line.content[:1].isupper() or line.content[:1] in "«“"
    if not layout.wraps:
        ends = previous.content.endswith(",") or TERMINAL.search(previous.content) is not None
        return line.gap > 0 or not _hard_wrapped(previous) or (ends and begins)
    # «… démocratique, | Consciente de …»: each paragraph of a preamble begins with its participle.
    if line.gap > layout.gap or (previous.content.endswith((",", ";")) and PARTICIPLE.match(line.content)):
        return True
    # The next word would have fitted on the line: whoever broke it there meant to.
    room = len(previous.content) + 1 + len(line.content.split()[0]) < SHORT_LINE * layout.width
    return room and begins


def _hard_wrapped(previous: Line) -> bool:
    # Two spaces at a line's end are Markdown's line break: the lines stand in one block.
    return previous.text.text.endswith("  ") or 40 < len(previous.content) <= LONGEST_WRAPPED_LINE


def _block(lines: Sequence[Line], layout: Layout, paged: bool) -> Block:
    first = lines[0].text
    page = lines[0].page if paged else None
    if RULE.match(first.text):
        return Block(first.strip(), Kind.RULE, page=page)
    if URL_LINE.match(first.text) and len(lines) == 1:
        return Block(first.strip(), Kind.FURNITURE, page=page)
    if TABLE.match(first.text):
        return Block(join([_row(line.text) for line in lines], "\n"), Kind.TABLE, page=page)
    heading = HEADING.match(first.text)
    if heading:
        return Block(clean(first.cut(heading.end())), Kind.HEADING, len(heading.group(1)), page=page)
    bullet = BULLET.match(first.text)
    rest = first.cut(bullet.end()) if bullet else first
    separator = "\n" if _keeps_lines(lines, layout) else " "
    text = join([clean(part) for part in (rest, *(line.text for line in lines[1:]))], separator)
    numbered = NUMBERED.match(text.text) is not None
    # Markdown's list mark sets an item apart, whatever the blank lines say.
    tentative = numbered and not bullet and lines[0].gap <= layout.gap and (layout.wraps or lines[0].gap == 0)
    block = Block(text, Kind.BULLET if bullet and not numbered else Kind.TEXT, page=page)
    return replace(block, tentative=tentative)


def _row(line: MappedText) -> MappedText:
    """Return a table's row with its cells' padding squeezed and without its outer bars."""
    inner = line.strip().cut(1, len(line.strip()) - 1).strip()
    return inner.substitute(PADDING, " ")


def _keeps_lines(lines: Sequence[Line], layout: Layout) -> bool:
    return not layout.wraps and all(line.text.text.endswith("  ") for line in lines[:-1])


def clean(text: MappedText) -> MappedText:
    """Take Markdown's emphasis marks off (they are not the author's) and the outer white space."""
    return text.substitute(MARKUP, "").strip() if "*" in text.text or "_" in text.text else text.strip()
