"""From blocks to a document: the stages in their order, and the paragraphs they give.

    blocks ─notes─▶ ─furniture─▶ ─headings─▶ ─flow─▶ ─repair─▶ ─numbering─▶ units ─▶ Document

A unit is what becomes one paragraph; ``_Writer`` lays the units out as the document's normalised
text, so that every paragraph is ``text[start:end]``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.addressee import Addressee, find_addressee
from ingest.blocks import Block, Kind, Reading
from ingest.catalog import slug
from ingest.flow import join_flow
from ingest.front import Front, lead_in, read_front
from ingest.furniture import mark_furniture
from ingest.headings import mark_headings
from ingest.mapped import MappedText, join, spans
from ingest.notes import cut_calls, find_calls, mark_notes, note_number, note_text
from ingest.numbering import ANNEX, Item, Outline, read_numbering
from ingest.repair import repair
from ingest.standing import standing
from store.language import detect_language
from store.model import Paragraph, ParseWarning, Status
from store.texts import render

ANNEX_NUMBER = re.compile(r"^(?:annexe|appendice|annex|anexo)\s+([IVX]+|\d+|[A-Z])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which list a number belongs to, when numbering restarts: its name, slug, and kind."""

    name: str | None = None
    dative: str | None = None
    annex: bool = False
    chapeau: str = ""
    addressee: Addressee | None = None


@dataclass(slots=True)
class Unit:
    """What becomes one paragraph: its text (with the number that stands before it apart)."""

    path: tuple[str, ...]
    scope: Scope
    kind: str
    text: MappedText
    marker: MappedText
    section: tuple[str, ...]
    status: Status
    addressee: str | None = None
    chapeau: str = ""
    page: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Structure:
    """The normalised text, its paragraphs, the head matter's blocks, and what was noticed."""

    text: MappedText
    paragraphs: tuple[Paragraph, ...]
    head: tuple[Block, ...]
    warnings: tuple[ParseWarning, ...]

    @property
    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """The way from the normalised text back to the source."""
        return spans(self.text)


def prepare(reading: Reading) -> list[Block]:
    """Run the stages that work on blocks: notes, furniture, headings, flow, repair."""
    blocks = mark_headings(mark_furniture(list(mark_notes(reading.blocks))))
    flowing = join_flow(block for block in blocks if block.kind is not Kind.FURNITURE)
    language = detect_language(reading.source)
    mended = (replace(block, text=repair(block.text, language)) for block in flowing)
    return [block for block in mended if block.text.text]


def head_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of the head matter, from which the catalogue entry is read."""
    outline = read_numbering(blocks)
    first = outline.items[0].index if outline.items else len(blocks)
    return tuple(blocks[index] for index in read_front(blocks, first).head)


def structure(blocks: Sequence[Block], identifier: str) -> Structure:
    """Find the paragraphs of ``blocks``; keys begin with ``identifier``."""
    builder = _Builder(blocks, identifier)
    builder.build()
    return Structure(
        join(builder.pieces, "\n\n"),
        tuple(builder.paragraphs),
        tuple(blocks[index] for index in builder.front.head),
        tuple(builder.warnings),
    )


class _Builder:
    """Walks the blocks once, in reading order, and writes paragraphs as it meets them."""

    def __init__(self, blocks: Sequence[Block], identifier: str) -> None:
        self.blocks = blocks
        self.identifier = identifier
        self.outline: Outline = read_numbering(blocks)
        self.items = {item.index: item for item in self.outline.items}
        first = self.outline.items[0].index if self.outline.items else len(blocks)
        self.front: Front = read_front(blocks, first)
        self.resolution = bool(self.front.preamble)
        self.scopes = _scopes(blocks, self.outline)
        self.leads = {i for run in range(len(self.scopes)) for i in _lead_of(blocks, self.outline, run)}
        self.title_end = _title_end(blocks, self.front)
        self.headings: list[tuple[int, str]] = []
        self.called: set[str] = set()
        self.notes = [n for b in blocks if b.kind is Kind.NOTE and (n := note_number(b))]
        self.written: dict[str, Paragraph] = {}
        self.scope_of: dict[str, Scope] = {}
        self.before: Paragraph | None = None
        self.position = 0
        self.pieces: list[MappedText] = []
        self.paragraphs: list[Paragraph] = []
        self.warnings: list[ParseWarning] = []
        self.unit: Unit | None = None
        self.pending_notes: list[Block] = []
        self.loose = 0

    # ── the walk ──────────────────────────────────────────────────────────────────────────

    def build(self) -> None:
        """Write every block as part of some unit, heading, lead-in or note."""
        self._part(self.front.head, Status.HEAD, "en-tete")
        self._part(self.front.introduction, Status.INTRODUCTION, "introduction")
        start = max(self.front.head.stop, self.front.introduction.stop)
        for index in range(start, len(self.blocks)):
            self._block(index)
        self._close()
        self._warn_about_numbers()

    def _part(self, indices: range, status: Status, name: str) -> None:
        chosen = [i for i in indices if self.blocks[i].kind is not Kind.NOTE]
        for index in chosen:
            if self.blocks[index].kind is Kind.HEADING:
                self._note_heading(index)
        if chosen:
            text = join([self.blocks[i].text for i in chosen], "\n\n")
            self.unit = Unit((), Scope(), name, text, MappedText("", ()), (), status, page=self.blocks[chosen[0]].page)
        self.pending_notes += [self.blocks[i] for i in indices if self.blocks[i].kind is Kind.NOTE]
        self._close()

    def _block(self, index: int) -> None:
        block = self.blocks[index]
        if block.kind is Kind.NOTE:
            self.pending_notes.append(block)
        elif block.kind is Kind.HEADING:
            self._close()
            self._note_heading(index)
            self._write(block.text)
        elif index in self.items:
            self._close()
            self.unit = self._numbered(self.items[index], block)
            self.loose = 0
        elif index in self.front.preamble:
            self._close()
            number = str(self.front.preamble.index(index) + 1)
            self.unit = self._unnumbered(block, "preambule", (number,), Status.PREAMBLE)
        elif index in self.leads:
            self._close()
            self._write(block.text)
        elif self._belongs(block):
            self._extend(block)
        else:
            self._close()
            self.loose += 1
            self.unit = self._loose(block)

    def _belongs(self, block: Block) -> bool:
        """Whether an unnumbered block is part of the paragraph that is open."""
        if self.unit is None:
            return False
        numbered_look = re.match(r"^\(?(?:\d{1,3}|[a-z]{1,2})\s?[.)]", block.text.text) is not None
        return block.tentative or numbered_look or block.kind is Kind.BULLET

    def _extend(self, block: Block) -> None:
        if self.unit is not None:
            self.unit.text = join([self.unit.text, block.text], " " if block.tentative else "\n")

    # ── units ─────────────────────────────────────────────────────────────────────────────

    def _numbered(self, item: Item, block: Block) -> Unit:
        scope = self.scopes[item.run]
        section = self._section()
        text = block.text.cut(item.text_start).strip()
        chapeau = self._chapeau(item, scope)
        status = self._inherited(item, scope) or standing(
            text.text, chapeau, section, resolution=self.resolution, annex=scope.annex
        )
        return Unit(
            item.path,
            scope,
            "par",
            text,
            block.text.cut(0, item.text_start).strip(),
            section,
            status,
            self._addressee(item, scope, text.text, status),
            chapeau,
            block.page,
        )

    def _unnumbered(self, block: Block, kind: str, path: tuple[str, ...], status: Status) -> Unit:
        return Unit(path, Scope(), kind, block.text, MappedText("", ()), self._section(), status, page=block.page)

    def _loose(self, block: Block) -> Unit:
        """An unnumbered text among or after numbered ones, named by the number before it."""
        before = self.before
        if before is None or before.status is Status.PREAMBLE:
            return self._unnumbered(block, "texte", (str(self.loose),), self._by_section())
        status = Status.ANNEX if self._in_annex() else before.status
        unit = self._unnumbered(block, "suite", (*before.number, f"+{self.loose}"), status)
        unit.scope = self.scope_of[before.key]
        return unit

    def _by_section(self) -> Status:
        return standing("", "", self._section(), resolution=False, annex=self._in_annex())

    def _in_annex(self) -> bool:
        return any(ANNEX.match(heading) for _, heading in self.headings)

    def _chapeau(self, item: Item, scope: Scope) -> str:
        parts = [scope.chapeau] if scope.chapeau else []
        for depth in range(1, len(item.path)):
            parent = self._find(self._key(scope, item.path[:depth]))
            if parent is not None:
                parts.append(parent.text)
        return " ".join(parts)

    def _inherited(self, item: Item, scope: Scope) -> Status | None:
        parent = self._find(self._key(scope, item.path[:-1])) if len(item.path) > 1 else None
        return parent.status if parent else None

    def _addressee(self, item: Item, scope: Scope, text: str, status: Status) -> str | None:
        if scope.addressee:
            return scope.addressee.name
        if len(item.path) > 1:
            parent = self._find(self._key(scope, item.path[:-1]))
            if parent is not None and parent.addressee:
                return parent.addressee
        if status in (Status.OPERATIVE, Status.RECOMMENDATION):
            found = find_addressee(text[:400])
            return found.name if found else None
        return None

    def _find(self, key: str) -> Paragraph | None:
        return self.written.get(key)

    # ── writing ───────────────────────────────────────────────────────────────────────────

    def _close(self) -> None:
        if self.unit is not None:
            self._write_unit(self.unit)
            self.unit = None
        waiting, self.pending_notes = self.pending_notes, []
        for block in waiting:
            self._write_note(block)

    def _write_unit(self, unit: Unit) -> None:
        calls = find_calls(unit.text.text, [n for n in self.notes if n not in self.called])
        self.called |= {call.number for call in calls}
        text = cut_calls(unit.text, calls)
        notes = tuple(f"{self.identifier}#note/{slug(call.number)}" for call in calls)
        prefix = join([unit.marker, MappedText("", ())], " ") if unit.marker.text else MappedText("", ())
        start = self._write(join([part for part in (prefix,) if part.text] + [text], ""), inner=len(prefix))
        key = self._unique(self._key(unit.scope, unit.path, unit.kind))
        paragraph = Paragraph(
            key,
            label(unit),
            tuple(unit.path) if unit.kind in ("par", "preambule") else (),
            unit.scope.name,
            unit.section,
            unit.status,
            unit.addressee,
            unit.chapeau,
            text.text,
            notes,
            unit.page,
            start,
            start + len(text),
        )
        self._add(paragraph)
        self.scope_of[key] = unit.scope
        if paragraph.number:
            self.before = paragraph

    def _write_note(self, block: Block) -> None:
        number = note_number(block) or "?"
        text = note_text(block)
        start = self._write(
            join([block.text.cut(0, len(block.text) - len(text)), text], ""), inner=len(block.text) - len(text)
        )
        key = self._unique(f"{self.identifier}#note/{slug(number)}")
        end = start + len(text)
        self._add(
            Paragraph(
                key,
                f"note {number}",
                (number,),
                "note",
                (),
                Status.NOTE,
                None,
                "",
                text.text,
                (),
                block.page,
                start,
                end,
            )
        )
        if number not in self.called:
            self._warn("note_without_call", key, number=number)

    def _write(self, text: MappedText, inner: int = 0) -> int:
        start = self.position + inner
        self.pieces.append(text)
        self.position += len(text) + 2
        return start

    def _unique(self, key: str) -> str:
        unique, count = key, 1
        while unique in self.written:
            count += 1
            unique = f"{key}~{count}"
        if count > 1:
            self._warn("number_twice", unique, number=key.partition("#")[2])
        return unique

    def _add(self, paragraph: Paragraph) -> None:
        self.written[paragraph.key] = paragraph
        self.paragraphs.append(paragraph)

    def _key(self, scope: Scope, path: tuple[str, ...], kind: str = "par") -> str:
        if kind in ("en-tete", "introduction"):
            return f"{self.identifier}#{kind}"
        if kind in ("preambule", "texte"):
            return f"{self.identifier}#{kind}/{path[0]}"
        joined = ".".join(part.replace(" ", "-") for part in path).replace(".+", "+")
        return f"{self.identifier}#{slug(scope.name)}/{joined}" if scope.name else f"{self.identifier}#{joined}"

    # ── headings and warnings ─────────────────────────────────────────────────────────────

    def _note_heading(self, index: int) -> None:
        block = self.blocks[index]
        if index < self.title_end:
            return
        annex = ANNEX.match(block.text.text) is not None
        level = 1 if annex else block.level
        self.headings = [(depth, text) for depth, text in self.headings if depth < level]
        self.headings.append((level, " ".join(block.text.text.split("\n"))))

    def _section(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def _warn(self, code: str, where: str, **values: object) -> None:
        self.warnings.append(ParseWarning(code, render(f"ingest.{code}", "fr", **values), where))

    def _warn_about_numbers(self) -> None:
        for run, before, after in self.outline.gaps:
            scope = self.scopes[run]
            self._warn("numbering_gap", self._key(scope, (str(after),)), before=before, after=after)
        for index in self.outline.ignored:
            self._warn("number_ignored", self.blocks[index].text.text[:40], number=self.blocks[index].text.text[:12])
        if not self.outline.items:
            self._warn("no_number", self.identifier)


def label(unit: Unit) -> str:
    """Return what a French UN text would print for a unit: « par. 11 f) », « annexe, par. 5 b) »."""
    if unit.kind in ("en-tete", "introduction"):
        return {"en-tete": "en-tête", "introduction": "introduction"}[unit.kind]
    if unit.kind == "preambule":
        return f"préambule, al. {unit.path[0]}"
    if unit.kind == "texte":
        return f"texte non numéroté, al. {unit.path[0]}"
    numbers = [part for part in unit.path if not part.startswith("+")]
    printed = " ".join([numbers[0], *(f"{part})" for part in numbers[1:])])
    if unit.kind == "suite":
        return f"texte non numéroté après le {_named(unit.scope, printed)}"
    return _named(unit.scope, printed)


def _named(scope: Scope, printed: str) -> str:
    if scope.dative:
        return f"recommandation {printed} {scope.dative}"
    return f"{scope.name}, par. {printed}" if scope.name else f"par. {printed}"


def _title_end(blocks: Sequence[Block], front: Front) -> int:
    """Return the index up to which headings are the title page's, not a section's."""
    texts = [i for i in front.head if blocks[i].kind is Kind.TEXT]
    return texts[-1] if texts else 0


def _lead_of(blocks: Sequence[Block], outline: Outline, run: int) -> tuple[int, ...]:
    first = next((item.index for item in outline.items if item.run == run), None)
    return lead_in(blocks, first) if first is not None else ()


def _scopes(blocks: Sequence[Block], outline: Outline) -> list[Scope]:
    """Name the lists: by annex, by addressee, by heading, else by their order."""
    runs = sorted({item.run for item in outline.items})
    found = [_scope(blocks, outline, run) for run in runs]
    main = [scope for scope in found if not scope.annex]
    if len(main) > 1:
        found = _told_apart(blocks, outline, found)
    else:
        found = [scope if scope.annex else replace(scope, name=None, dative=None) for scope in found]
    return _distinct(found)


def _scope(blocks: Sequence[Block], outline: Outline, run: int) -> Scope:
    first = next(item.index for item in outline.items if item.run == run)
    lead = [blocks[i].text.text for i in lead_in(blocks, first)]
    chapeau = " ".join(lead)
    addressee = next((found for text in reversed(lead) if (found := find_addressee(text))), None)
    for index in range(first - 1, -1, -1):
        text = blocks[index].text.text
        if blocks[index].kind is Kind.HEADING and ANNEX.match(text):
            number = ANNEX_NUMBER.match(text)
            return Scope(f"annexe {number[1]}" if number else "annexe", None, True, chapeau, addressee)
    name = addressee.name if addressee else None
    return Scope(name, addressee.dative if addressee else None, False, chapeau, addressee)


def _told_apart(blocks: Sequence[Block], outline: Outline, scopes: list[Scope]) -> list[Scope]:
    result: list[Scope] = []
    for run, scope in enumerate(scopes):
        if scope.annex or scope.name:
            result.append(scope)
            continue
        first = next(item.index for item in outline.items if item.run == run)
        heading = next((b.text.text for b in reversed(blocks[:first]) if b.kind is Kind.HEADING), None)
        result.append(replace(scope, name=heading or f"liste {run + 1}"))
    return result


def _distinct(scopes: list[Scope]) -> list[Scope]:
    """Make names unique, as keys print them: the second list of a name says that it is the second."""
    seen: dict[str | None, int] = {}
    result: list[Scope] = []
    for scope in scopes:
        printed = slug(scope.name) if scope.name else None
        seen[printed] = seen.get(printed, 0) + 1
        if seen[printed] > 1:
            name = f"{scope.name}, liste {seen[printed]}" if scope.name else f"liste {seen[printed]}"
            scope = replace(scope, name=name, dative=None)
        result.append(scope)
    return result
