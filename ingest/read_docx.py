"""Word files (DOCX, DOCM, DOTX): bytes in, blocks out, with the numbers that Word prints.

The source to which offsets lead is the visible text, one line a block, since the markup itself is
nothing that a person could quote. Headers and footers come first, as furniture: they often are the
only place that prints the symbol and the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.blocks import Kind, Reading
from ingest.docx_notes import ENDNOTE, FOOTNOTE, Called, Notes, read_bodies
from ingest.docx_numbering import Counters, Definitions, Label, read_definitions
from ingest.docx_styles import BODY_LEVEL, Indent, Styles, heading_depth, read_centred, read_indent, read_styles
from ingest.docx_text import Content, Runs, alternative, contents_paragraphs
from ingest.drafts import BULLET, PAGE_END, Cell, Draft, divide, lay_out, squeeze, title_depth, to_blocks
from ingest.ooxml import (
    Element,
    Package,
    PackageError,
    child,
    children,
    every,
    is_on,
    local,
    number,
    relation,
    value,
)
from store.errors import InputError
from store.model import ParseWarning
from store.texts import render

DROPPED = frozenset({"del", "moveFrom", "sectPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr"})
PAGE_NUMBER = re.compile(r"^\W*\d*(?:\s*/\s*\d+)?\W*$")
MOST_FURNITURE = 60
LONGEST_HEADING = 300
LONGEST_NUMBERED_HEADING = 100
SENTENCE = re.compile(r"[.;:]$")


def read_docx(data: bytes, file: Path) -> Reading:
    """Read a Word file into blocks.

    Raises ``InputError`` when it is no Word file, broken, too large, or protected by a password.
    """
    try:
        reader = _Reader(Package(data))
        source, blocks = to_blocks(reader.read())
    except PackageError as error:
        raise InputError(error.code, file=file, part=error.part, format=error.part) from None
    return Reading(source, "docx", blocks, warnings=tuple(reader.warnings()))


class _Reader:
    """Walks the document once, in reading order."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.tree(package.main)
        if self.root is None or local(self.root) != "document":
            raise PackageError("docx_other")
        self.styles: Styles = read_styles(self._part("styles"))
        self.definitions: Definitions = read_definitions(self._part("numbering"), self.styles)
        self.counters = Counters(self.definitions)
        self.runs = Runs(self.styles, self._notes())
        self.contents = contents_paragraphs(self.root)
        self.in_contents = 0
        self.flat = 0
        self.inside = 0
        self.skipped = 0
        self.carried: Content | None = None
        self.carried_label: Label | None = None
        self._numbers: dict[str | None, tuple[str | None, int]] = {}

    def read(self) -> list[Draft]:
        """Return the drafts of the whole document."""
        body: list[Draft] = []
        for part in children(self.root, "body"):
            self._container(part, body)
        self._finish(body)
        return [*self._furniture(), *body]

    def warnings(self) -> Iterator[ParseWarning]:
        """Yield what the reader noticed: tracked changes, notes without a body, embedded files."""
        missing = sum(notes.missing for notes in self.runs.notes.values())
        for code, count in (
            ("docx_changes", self.runs.changes),
            ("docx_note_missing", missing),
            ("docx_embedded", self.skipped),
        ):
            if count:
                yield ParseWarning(code, render(f"ingest.{code}", "fr", count=count), "")

    def _part(self, kind: str) -> Element | None:
        names = self.package.related(self.package.main, kind)
        return self.package.tree(names[0]) if names else None

    def _notes(self) -> dict[str, Notes]:
        settings = self._part("settings")
        sections = list(every(self.root, "sectPr"))
        return {
            kind: Notes(kind, read_bodies(self._part(f"{kind}s"), kind), settings, sections)
            for kind in (FOOTNOTE, ENDNOTE)
        }

    # ── containers ────────────────────────────────────────────────────────────────────────

    def _container(self, element: Element, out: list[Draft]) -> None:
        for item in element:
            name = local(item)
            if name == "p":
                self._paragraph(item, out)
            elif name == "tbl":
                self._finish(out)
                out += self._table(item, first=not self.inside and not any(draft.text for draft in out))
            elif name == "sdt":
                self._control(item, out)
            elif name == "mc:AlternateContent":
                self._container(alternative(item), out)
            elif name == "altChunk":
                self.skipped += 1
            elif name not in DROPPED:
                self._container(item, out)

    def _control(self, element: Element, out: list[Draft]) -> None:
        properties = child(element, "sdtPr")
        if is_on(child(properties, "showingPlcHdr")):
            return
        contents = "table of contents" in (value(child(properties, "docPartObj", "docPartGallery")) or "").lower()
        self.in_contents += contents
        for item in children(element, "sdtContent"):
            self._container(item, out)
        self.in_contents -= contents

    def _table(self, element: Element, *, first: bool) -> list[Draft]:
        self.inside += 1
        rows = [[self._cell(cell) for cell in self._cells(row)] for row in self._rows(element)]
        self.inside -= 1
        return lay_out(rows, first=first, always=bool(self.flat))

    def _rows(self, element: Element) -> Iterator[Element]:
        for item in element:
            name = local(item)
            if name == "tr":
                if child(item, "trPr", "del") is None:
                    yield item
                else:
                    self.runs.changes += 1
            elif name not in DROPPED:
                yield from self._rows(item)

    def _cells(self, row: Element) -> Iterator[Element]:
        for item in row:
            name = local(item)
            if name == "tc":
                if child(item, "tcPr", "cellDel") is None:
                    yield item
            elif name not in DROPPED:
                yield from self._cells(item)

    def _cell(self, element: Element) -> Cell:
        out: list[Draft] = []
        self._container(element, out)
        self._finish(out)
        return out

    # ── paragraphs ────────────────────────────────────────────────────────────────────────

    def _paragraph(self, element: Element, out: list[Draft]) -> None:
        properties = child(element, "pPr")
        style = self.styles.paragraph(value(child(properties, "pStyle")))
        content, label = self.carried or Content(), self.carried_label
        self.carried = self.carried_label = None
        self.runs.read(element, style, content)
        content.contents |= bool(self.in_contents) or element in self.contents or self.styles.is_contents(style)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            # Without its mark the paragraph goes on in the next, which gives it its number and style.
            self.runs.changes += 1
            self.carried, self.carried_label = content, label
        elif self._is_hidden(mark, style):
            if content.text.strip():
                self.carried, self.carried_label = content, label or self._label(properties, style)
        else:
            # What holds a section's end and nothing else is no paragraph to Word: it has no number.
            empty = child(properties, "sectPr") is not None and not content.text.strip()
            label = label or (None if empty else self._label(properties, style))
            self._emit(content, label, properties, style, out)
        if child(properties, "sectPr") is not None:
            for notes in self.runs.notes.values():
                notes.end_section()

    def _is_hidden(self, mark: Element | None, style: str | None) -> bool:
        hidden = is_on(child(mark, "vanish"))
        return self.styles.switch(style, "hidden") if hidden is None else hidden

    def _finish(self, out: list[Draft]) -> None:
        """Let a paragraph that has no next one to go on in stand by itself."""
        content, label = self.carried, self.carried_label
        self.carried = self.carried_label = None
        if content is not None and content.text.strip():
            self._emit(content, label, None, self.styles.default, out)

    def _emit(
        self, content: Content, label: Label | None, properties: Element | None, style: str | None, out: list[Draft]
    ) -> None:
        base = self._base(content, label, properties, style)
        pages = content.text.split("\f")
        for position, text in enumerate(pages):
            if position:
                out.append(PAGE_END)
            last = position == len(pages) - 1
            if squeeze(text) or (last and label is not None and not label.bullet):
                out += self._drafts(text, base, label)
                base, label = replace(base, marker=0), None
        for note in content.notes:
            out += self._note(note)
        for box in content.boxes:
            with self._aside():
                self._container(box, out)
                self._finish(out)

    def _drafts(self, text: str, base: Draft, label: Label | None) -> list[Draft]:
        heading = base.level > 0 and self._is_heading(squeeze(text), label)
        parts = divide(text, heading=heading) or [""]
        printed = squeeze(label.text) if label is not None and not label.bullet else ""
        marker = len(printed)
        if printed:
            parts[0] = f"{printed} {parts[0]}".strip()
        kind = base.kind
        bullet = BULLET.match(parts[0]) if not printed and kind is Kind.TEXT else None
        if bullet:
            kind, parts[0] = Kind.BULLET, parts[0][bullet.end() :]
        elif heading and kind is Kind.TEXT:
            kind = Kind.HEADING
        title = title_depth(parts[0], centred=base.title == 2) if base.title and kind is Kind.TEXT else 0
        level = base.level if kind is Kind.HEADING else 0
        first = replace(base, text=parts[0], kind=kind, level=level, marker=marker, title=title)
        return [first, *(replace(first, text=part, tentative=True, marker=0, title=0) for part in parts[1:])]

    def _base(self, content: Content, label: Label | None, properties: Element | None, style: str | None) -> Draft:
        kind = Kind.CONTENTS if content.contents else Kind.BULLET if label is not None and label.bullet else Kind.TEXT
        indent = self._indent(label, properties, style)
        centred = read_centred(child(properties, "jc"))
        centred = self.styles.switch(style, "centred") if centred is None else centred
        return Draft(
            "",
            kind,
            self._level(properties, style),
            left=(indent.left or 0.0) + (indent.first or 0.0),
            em=self.styles.em(style),
            depth=label.depth if label is not None else 0,
            bold=content.words and content.strong,
            title=(2 if centred else 3) if content.words and content.bold else 0,
        )

    def _indent(self, label: Label | None, properties: Element | None, style: str | None) -> Indent:
        direct = read_indent(child(properties, "ind"))
        styled = self.styles.indent(style)
        if label is None:
            return direct.over(styled)
        own = child(properties, "numPr", "numId") is not None
        return direct.over(label.indent.over(styled) if own else styled.over(label.indent))

    # ── numbers and headings ──────────────────────────────────────────────────────────────

    def _label(self, properties: Element | None, style: str | None) -> Label | None:
        direct = child(properties, "numPr")
        identifier, depth = value(child(direct, "numId")), number(value(child(direct, "ilvl")))
        if identifier is None:
            identifier, styled = self._styled_number(style)
            depth = styled if depth is None else depth
        return self.counters.label(identifier, depth or 0) if identifier not in (None, "0") else None

    def _styled_number(self, style: str | None) -> tuple[str | None, int]:
        if style not in self._numbers:
            self._numbers[style] = self._find_number(style)
        return self._numbers[style]

    def _find_number(self, style: str | None) -> tuple[str | None, int]:
        """Return the list and the level that a style stands for, by its own or an inherited numbering."""
        names = self.styles.names(style)
        holder = next((i for i, name in enumerate(names) if self.styles.styles[name].number is not None), None)
        if holder is None:
            return None, 0
        identifier = self.styles.styles[names[holder]].number
        found = self.definitions.lists.get(identifier or "")
        linked = {level.style: depth for depth, level in found.levels.items() if level.style} if found else {}
        for name in names[: holder + 1]:
            depth = linked.get(name, self.styles.styles[name].depth)
            if depth is not None:
                return identifier, depth
        return identifier, 0

    def _level(self, properties: Element | None, style: str | None) -> int:
        """Return the heading depth of a paragraph by its outline level or its style; 0 for none."""
        direct = number(value(child(properties, "outlineLvl")))
        if direct is not None:
            return direct + 1 if 0 <= direct < BODY_LEVEL else 0
        own = heading_depth(self.styles.styles[style].name) if style in self.styles.styles else 0
        if own:
            return own
        outline = self.styles.outline(style)
        if outline is not None:
            return outline + 1 if 0 <= outline < BODY_LEVEL else 0
        return self.styles.depth(style)

    def _is_heading(self, text: str, label: Label | None) -> bool:
        """Whether a paragraph in a heading's style is one: some number their paragraphs with such styles."""
        if len(text) > LONGEST_HEADING:
            return False
        return label is None or len(text) <= LONGEST_NUMBERED_HEADING or SENTENCE.search(text) is None

    # ── notes, headers, footers ───────────────────────────────────────────────────────────

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Read a story of its own: fields and unfinished paragraphs of the main one wait."""
        fields, carried, label = self.runs.fields, self.carried, self.carried_label
        self.runs.fields, self.carried, self.carried_label = [], None, None
        yield
        self.runs.fields, self.carried, self.carried_label = fields, carried, label

    def _story(self, element: Element) -> list[Draft]:
        """Read a part that has its own count of numbers, and whose note calls are not followed."""
        out: list[Draft] = []
        counters, notes = self.counters, self.runs.notes
        self.counters, self.runs.notes = Counters(self.definitions), {}
        with self._aside():
            self._container(element, out)
            self._finish(out)
        self.counters, self.runs.notes = counters, notes
        return out

    def _note(self, note: Called) -> Iterator[Draft]:
        text = " ".join(draft.text for draft in self._story(note.body) if draft.text)
        text = " ".join(text.split("\n")).removeprefix(note.mark).strip(" ") if not note.mark.isalnum() else text
        yield Draft(f"[^{note.mark}]: {' '.join(text.split(chr(10)))}".rstrip(" "), Kind.NOTE)

    def _furniture(self) -> Iterator[Draft]:
        """Yield the lines of the headers and footers, each once."""
        seen: dict[str, None] = {}
        self.flat += 1
        for name in self._header_parts():
            root = self.package.tree(name)
            for draft in self._story(root) if root is not None else ():
                seen.update(dict.fromkeys(line for line in draft.text.split("\n") if not PAGE_NUMBER.match(line)))
            if len(seen) >= MOST_FURNITURE:
                break
        self.flat -= 1
        yield from (Draft(line, Kind.FURNITURE) for line in list(seen)[:MOST_FURNITURE])

    def _header_parts(self) -> list[str]:
        """Return the headers, then the footers, in the order of the sections, first pages first."""
        relations = self.package.relations(self.package.main)
        found: dict[str, None] = {}
        for kind in ("headerReference", "footerReference"):
            references = sorted(every(self.root, kind), key=lambda item: value(item, "type") != "first")
            for reference in references:
                target = relations.get(relation(reference) or "")
                if target is not None:
                    found[target[0]] = None
        return list(found)
