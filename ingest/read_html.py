"""HTML: bytes in, blocks out. Only what a reader sees; scripts, styles and navigation are dropped.

The source to which offsets lead is the visible text, one line a block, since the markup itself is
nothing that a person could quote. The numbers that a browser prints before a list's items are part
of that text.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString

from ingest.blocks import Kind, Reading
from ingest.drafts import MARKER_ALONE, Draft, lay_out, squeeze, title_depth, to_blocks
from ingest.html_lists import labels
from ingest.html_notes import PageNotes, find_notes
from ingest.read_text import decode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    """p li td th dt dd div section article blockquote pre aside header footer main figure figcaption caption
    address ul ol dl table tr""".split()
)
BREAKS = frozenset({"br", "hr"})
DROPPED = ("script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "form", "del")
LISTS = frozenset({"ol", "ul", "menu"})
BOLD, ITALIC = frozenset({"b", "strong", "th"}), frozenset({"i", "em", "cite"})
INDENTED = frozenset({*LISTS, "blockquote", "dd"})
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_.:-]+)")
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
BRACKETS = re.compile(r"\[(\[\^[^\]\s]+\])\]")
STEP = 2.0  # ems by which a list is set in
EM = 200.0


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the page a text stands: the block that holds it, the list's item, the table's cell."""

    owner: Tag
    item: Tag | None = None
    depth: int = 0
    indent: float = 0.0
    cell: int | None = None
    table: Tag | None = None
    note: Tag | None = None
    bold: bool = False
    italic: bool = False
    silent: bool = False


@dataclass(slots=True)
class Run:
    """Text that stands together, and how it is set."""

    context: Context
    pieces: list[str] = field(default_factory=list)
    words: bool = False
    bold: bool = True
    strong: bool = True

    def add(self, text: str, context: Context) -> None:
        """Add text set as ``context`` says."""
        self.pieces.append(text)
        if any(character.isalnum() for character in text):
            self.words = True
            self.bold &= context.bold
            self.strong &= context.bold or context.italic


def read_html(data: bytes) -> Reading:
    """Read an HTML file into blocks; broken markup is read as browsers read it.

    Raises ``ValueError`` when it is not text.
    """
    declared = DECLARED.search(data[:4096])
    markup = decode(data, declared.group(1).decode("ascii") if declared else None)
    root = _parsed(markup)
    page = _Page(root)
    source, blocks = to_blocks(_tables(page.drafts(), page.grids))
    return Reading(source, "html", blocks)


def _parsed(markup: str) -> Tag:
    with warnings.catch_warnings():
        # An XHTML file, or a short one: both are read like any other.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, "lxml")
    for tag in soup.find_all(DROPPED) + soup.find_all(hidden=True) + soup.find_all(style=UNSEEN):
        tag.decompose()
    return soup.body or soup


Placed = tuple[Draft, Context]
Grids = dict[int, dict[int, list[int]]]  # of each table, the cells of each row, by the identity of their tags


class _Page:
    """Walks the page once. The walk is not recursive: markup may be nested as deeply as a hostile
    file likes.
    """

    def __init__(self, root: Tag) -> None:
        self.root = root
        self.notes: PageNotes = find_notes(root)
        self.contexts: dict[int, Context] = {id(root): Context(root)}
        self.labels: dict[int, str] = {}
        self.begun: set[int] = set()
        self.grids: Grids = {}

    def drafts(self) -> Iterator[Placed]:
        """Yield the drafts of the page in reading order, each with its place."""
        run = Run(self.contexts[id(self.root)])
        for node in self.root.descendants:
            above = self.contexts[id(node.parent)]
            if isinstance(node, Tag):
                context = self._enter(above, node)
                self.contexts[id(node)] = context
                if self._parts(node, above):
                    yield from self._flush(run)
                    run = Run(context)
                elif node.name in BREAKS:
                    run.add(" ", above)
                if id(node) in self.notes.calls and not above.silent:
                    run = yield from self._turned(run, above)
                    run.pieces.append(f"[^{self.notes.calls[id(node)]}]")
            elif type(node) is NavigableString and not above.silent:
                run = yield from self._turned(run, above)
                run.add(str(node), above)
        yield from self._flush(run)

    def _parts(self, node: Tag, above: Context) -> bool:
        """Whether an element ends the text before it."""
        broken = node.name in BREAKS and above.owner.name not in HEADINGS
        return node.name in BLOCKS or node.name in HEADINGS or broken

    def _turned(self, run: Run, context: Context) -> Generator[Placed, None, Run]:
        if run.context.owner is context.owner:
            return run
        yield from self._flush(run)
        return Run(context)

    def _enter(self, above: Context, node: Tag) -> Context:
        name = node.name
        silent = above.silent or id(node) in self.notes.calls or id(node) in self.notes.silent
        context = replace(above, silent=silent, bold=above.bold or name in BOLD, italic=above.italic or name in ITALIC)
        if name in BLOCKS or name in HEADINGS:
            context = replace(context, owner=node)
        if name in INDENTED:
            context = replace(context, indent=above.indent + STEP)
        if name in LISTS:
            context = replace(context, depth=above.depth + 1)
            self.labels.update(labels(node) if name == "ol" else {})
        elif name == "li":
            context = replace(context, item=node)
        elif name == "table" and above.table is None:
            context = replace(context, table=node, cell=None)
        elif name in ("td", "th") and above.cell is None and above.table is not None:
            context = replace(context, cell=id(node))
            self.grids.setdefault(id(above.table), {}).setdefault(id(node.parent), []).append(id(node))
        if above.note is None and (id(node) in self.notes.bodies or _is_note(node)):
            context = replace(context, note=node)
        return context

    # ── drafts ────────────────────────────────────────────────────────────────────────────

    def _flush(self, run: Run) -> Iterator[Placed]:
        text = BRACKETS.sub(r"\1", squeeze("".join(run.pieces).replace("\n", " ")))
        if text.strip():
            yield self._draft(text, run), run.context

    def _draft(self, text: str, run: Run) -> Draft:
        context = run.context
        depth = max(0, context.depth - 1)
        base = Draft(text, left=context.indent * EM, em=EM, depth=depth, bold=run.words and run.strong)
        if context.note is not None:
            return self._note(base, context.note)
        level = _level(context.owner)
        if level:
            return replace(base, kind=Kind.HEADING, level=level)
        if context.item is not None:
            return self._item(base, context.item)
        title = title_depth(text, centred=_centred(context.owner)) if run.words and run.bold and not context.cell else 0
        return replace(base, title=title)

    def _note(self, draft: Draft, body: Tag) -> Draft:
        if id(body) in self.begun or id(body) not in self.notes.bodies:
            return replace(draft, kind=Kind.NOTE)
        self.begun.add(id(body))
        mark = self.notes.bodies[id(body)]
        text = re.sub(rf"^[\[(]?{re.escape(mark)}(?:[\])]|\b)[.:]?\s*", "", draft.text)
        return replace(draft, text=f"[^{mark}]: {text}", kind=Kind.NOTE)

    def _item(self, draft: Draft, item: Tag) -> Draft:
        label = self.labels.get(id(item), "")
        if id(item) not in self.labels or not label:
            bullet = id(item) not in self.labels
            return replace(draft, kind=Kind.BULLET) if bullet else draft
        if id(item) in self.begun:
            return draft
        self.begun.add(id(item))
        printed = draft.text.startswith(label)
        return replace(draft, text=draft.text if printed else f"{label} {draft.text}", marker=len(label))


def _level(tag: Tag) -> int:
    if tag.get("role") == "heading":
        level = str(tag.get("aria-level", "2"))
        return int(level) if level in "123456" and level else 2
    return HEADINGS.get(tag.name, 0)


def _is_note(tag: Tag) -> bool:
    classes = " ".join(str(name) for name in tag.get_attribute_list("class") if name).lower()
    role = f"{tag.get('role', '')} {tag.get('epub:type', '')}".lower().split()
    text = tag.name in ("p", "div", "li", "aside")
    return text and (
        any(w in classes for w in ("footnote", "note-de-bas")) or bool({"doc-footnote", "footnote"} & {*role})
    )


def _centred(tag: Tag) -> bool:
    return tag.get("align") == "center" or CENTRED.search(str(tag.get("style", ""))) is not None


# ── what lies in several runs ─────────────────────────────────────────────────────────────


def _tables(placed: Iterator[Placed], grids: Grids) -> Iterator[Draft]:
    """Yield the drafts, those of each table as one block where it is a table, notes and terms whole."""
    waiting: list[Placed] = []
    first = True
    for draft, context in _joined(placed):
        if waiting and waiting[-1][1].table is not context.table:
            yield from _table(waiting, grids, first=first)
            first, waiting = False, []
        if context.table is not None and context.cell is not None:
            waiting.append((draft, context))
        else:
            first = False
            yield draft
    if waiting:
        yield from _table(waiting, grids, first=first)


def _joined(placed: Iterator[Placed]) -> Iterator[Placed]:
    """Join the paragraphs of one note, and a term that is a number to what it numbers."""
    last: Placed | None = None
    for draft, context in placed:
        if last is not None and _belongs(last, draft, context):
            marker = len(last[0].text) if last[0].kind is not Kind.NOTE else 0
            text = f"{last[0].text} {draft.text}"
            last = replace(last[0], text=text, marker=marker, bold=draft.bold), context
            continue
        if last is not None:
            yield last
        last = draft, context
    if last is not None:
        yield last


def _belongs(last: Placed, draft: Draft, context: Context) -> bool:
    if context.note is not None:
        return last[1].note is context.note and draft.kind is Kind.NOTE
    return last[1].owner.name == "dt" and context.owner.name == "dd" and MARKER_ALONE.match(last[0].text) is not None


def _table(placed: list[Placed], grids: Grids, *, first: bool) -> Iterator[Draft]:
    cells: dict[int, list[Draft]] = {}
    for draft, context in placed:
        cells.setdefault(context.cell or 0, []).append(draft)
    rows = grids[id(placed[0][1].table)].values()
    yield from lay_out([[cells.get(cell, []) for cell in row] for row in rows], first=first, always=False)
