r"""The text of a Word paragraph: what is printed, and nothing that is not.

Comes in: a paragraph's element. Goes out: its characters, with ``\n`` for a line break and ``\f``
for a page break, the notes that it calls, and its text boxes. Tracked changes are taken as accepted;
field instructions, comments, hidden text and placeholders are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.docx_notes import Called, Notes
from ingest.docx_styles import Styles
from ingest.docx_symbols import drawn, without_private
from ingest.ooxml import Element, child, is_on, local, value

DROPPED = frozenset("pPr rPr del moveFrom sdtPr sdtEndPr rt tblPr trPr tcPr instrText delText delInstrText".split())
FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CONTENTS_FIELD = re.compile(r"\s*TOC\b")
LONGEST_MARK = 6
UNMARKED = "*"


@dataclass(slots=True)
class Content:
    """What a paragraph holds. ``bold`` and ``strong`` say that every word is in bold, in bold or italics."""

    pieces: list[str] = field(default_factory=list)
    notes: list[Called] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    words: bool = False
    bold: bool = True
    strong: bool = True
    contents: bool = False

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are set: in bold, in italics, hidden, and in which font."""

    bold: bool
    italic: bool
    hidden: bool
    font: str = ""


@dataclass(slots=True)
class Runs:
    """Reads paragraphs; ``notes`` is empty inside a note, whose calls are not followed."""

    styles: Styles
    notes: dict[str, Notes]
    changes: int = 0
    fields: list[bool] = field(default_factory=list)
    _custom: tuple[str, Element] | None = None
    _looks: dict[str | None, Look] = field(default_factory=dict)

    def read(self, paragraph: Element, style: str | None, content: Content) -> None:
        """Add what ``paragraph`` holds to ``content``."""
        self._walk(paragraph, self._styled(style), content)
        if self._custom is not None:
            self._mark(UNMARKED, content)
        # A field whose instruction is not closed in its paragraph is broken: it hides nothing further.
        self.fields = [False] * len(self.fields)

    def _styled(self, style: str | None) -> Look:
        if style not in self._looks:
            bold, italic, hidden = (self.styles.switch(style, name) for name in ("bold", "italic", "hidden"))
            self._looks[style] = Look(bold, italic, hidden)
        return self._looks[style]

    def _walk(self, element: Element, look: Look, content: Content) -> None:
        for item in element:
            name = local(item)
            if name == "r":
                self._run(item, self._look(item, look), content)
            elif name in DROPPED:
                self.changes += name in ("del", "moveFrom")
            elif name == "mc:AlternateContent":
                self._walk(alternative(item), look, content)
            elif name == "txbxContent":
                content.boxes.append(item)
            elif name == "m:t":
                self._add(item.text or "", look, content)
            elif not (name == "sdt" and is_on(child(item, "sdtPr", "showingPlcHdr"))):
                self.changes += name in ("ins", "moveTo")
                content.contents |= name == "fldSimple" and bool(CONTENTS_FIELD.match(value(item, "instr") or ""))
                self._walk(item, look, content)

    def _look(self, run: Element, base: Look) -> Look:
        properties = child(run, "rPr")
        if properties is None:
            return base
        named = value(child(properties, "rStyle"))
        style = self._styled(named) if named else Look(False, False, False)
        return Look(
            _switched(properties, "b", base.bold != style.bold),
            _switched(properties, "i", base.italic != style.italic),
            _switched(properties, "vanish", base.hidden or style.hidden),
            value(child(properties, "rFonts"), "ascii") or "",
        )

    def _run(self, run: Element, look: Look, content: Content) -> None:
        for item in run:
            name = local(item)
            if name == "fldChar":
                self._field(value(item, "fldCharType") or "")
            elif look.hidden or any(self.fields) or name in DROPPED:
                continue
            elif name == "t":
                self._add(_characters(item), look, content)
            elif name in FIXED:
                content.pieces.append(FIXED[name])
            elif name == "br":
                content.pieces.append("\f" if value(item, "type") == "page" else "\n")
            elif name == "sym":
                self._add(_symbol(item), look, content)
            elif name in ("footnoteReference", "endnoteReference"):
                self._call(item, name.removesuffix("Reference"), content)
            elif name == "mc:AlternateContent":
                self._walk(alternative(item), look, content)
            elif len(item):
                self._walk(item, look, content)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _add(self, text: str, look: Look, content: Content) -> None:
        if look.hidden or any(self.fields) or not text:
            return
        if self._custom is not None and text.strip():
            mark = text.strip()
            self._mark(mark if len(mark) <= LONGEST_MARK else UNMARKED, content)
            if len(mark) <= LONGEST_MARK:
                return
        content.pieces.append(without_private(text, look.font))
        if any(character.isalnum() for character in text):
            content.words = True
            content.bold &= look.bold
            content.strong &= look.bold or look.italic

    def _call(self, reference: Element, kind: str, content: Content) -> None:
        if kind not in self.notes:
            return
        if (value(reference, "customMarkFollows") or "0").lower() in ("1", "true", "on"):
            self._custom = (kind, reference)
        else:
            self._note(self.notes[kind].call(reference), content)

    def _mark(self, mark: str, content: Content) -> None:
        if self._custom is not None:
            kind, reference = self._custom
            self._custom = None
            self._note(self.notes[kind].call(reference, re.sub(r"[\[\]\s]", "", mark) or UNMARKED), content)

    def _note(self, called: Called, content: Content) -> None:
        if called.body is not None:
            content.pieces.append(f"[^{called.mark}]")
            content.notes.append(called)


def alternative(element: Element) -> Element:
    """Return the branch of a choice that is read: the first, or the fallback where there is none."""
    found = child(element, "mc:Choice")
    return found if found is not None else next((item for item in element if local(item) == "mc:Fallback"), ())


def contents_paragraphs(root: Element) -> frozenset[Element]:
    """Return the paragraphs that lie in a table of contents made by a field; one left open counts for none."""
    found: set[Element] = set()
    stack: list[tuple[int, list[str]]] = []
    paragraphs: list[Element] = []
    for element in root.iter():
        name = local(element)
        if name == "p":
            paragraphs.append(element)
        elif name == "instrText" and stack:
            stack[-1][1].append(element.text or "")
        elif name == "fldChar":
            kind = value(element, "fldCharType")
            if kind == "begin":
                stack.append((max(0, len(paragraphs) - 1), []))
            elif kind == "end" and stack:
                start, instruction = stack.pop()
                if CONTENTS_FIELD.match("".join(instruction)):
                    found.update(paragraphs[start:])
    return frozenset(found)


def _switched(properties: Element, name: str, default: bool) -> bool:
    found = is_on(child(properties, name))
    return default if found is None else found


def _characters(element: Element) -> str:
    text: str = element.text or ""
    return text if element.get(SPACE) == "preserve" else text.strip(" \t\r\n")


def _symbol(element: Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return drawn(code, value(element, "font") or "")
