"""From blocks to a document: the stages in their order, and the paragraphs they give.

    blocks ─notes─▶ ─contents─▶ ─furniture─▶ ─headings─▶ ─flow─▶ ─repair─▶ ─numbering─▶ units ─▶ Document

A unit is what becomes one paragraph; ``_Builder`` lays the units out as the document's normalised
text, so that every paragraph is ``text[start:end]``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.addressee import find_addressees
from ingest.blocks import Block, Kind, Reading
from ingest.boundaries import ANNEX, is_organ_line, is_title
from ingest.contents import mark_contents
from ingest.entry import slug
from ingest.flow import join_flow
from ingest.front import PREAMBLE_END, Front, lead_in, read_front
from ingest.furniture import mark_furniture
from ingest.headings import mark_headings
from ingest.levels import find_marker
from ingest.mapped import MappedText, join, spans
from ingest.notes import Call, Calls, cut_calls, mark_notes, note_name, note_number, note_text
from ingest.numbering import Item, Outline, read_numbering
from ingest.repair import repair
from ingest.scopes import BEFORE_OWN, Scope, find_scopes, text_names
from ingest.standing import Standing, explain_standing
from store.language import detect_language
from store.model import Paragraph, ParseWarning, Status
from store.texts import render

# Two letters before a full stop are a number only as a numeral or one twice: « un. » ends a sentence.
NUMBERED_LOOK = re.compile(r"^\(?(?:\d{1,3}|([a-z])\1?|[a-z]{2}(?=\s?\))|[ivxl]{2})\s?[.)]")
MARKED = re.compile(r"\[\^[^\]\s]+\]")
LONE_SIGN = re.compile(r"^(?:[IVXL]{1,6}|[A-Z])\.?$")
PROCEDURE = re.compile(
    r"^(?:\[?Adopt[ée]e? |\d+\S{0,3} ?s[ée]ance|Ont voté|Se sont abstenus"
    r"|Vot[ae]ron? |Votos |In favou?r|Against|Abstaining)",
    re.IGNORECASE,
)
FEMININE = frozenset({"recommandation", "résolution", "décision", "section", "partie", "règle", "liste"})
LONGEST_ADDRESS = 700
ARTICLE_LABELS = {"article": "art.", "règle": "règle", "principe": "principe"}


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
    addressees: tuple[str, ...] = ()
    chapeau: str = ""
    page: int | None = None
    reason: str = ""
    listing: bool = False
    titled: bool = False


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """The blocks that make the document, and all that were read, each with what it was found to be."""

    blocks: tuple[Block, ...]
    read: tuple[Block, ...]


def prepare(reading: Reading, language: str | None = None) -> Prepared:
    """Run the stages that work on blocks: notes, contents, furniture, headings, flow, repair.

    ``language`` is the document's; it is found from the text when it is not known.
    """
    language = language or detect_language(reading.source)
    read = mark_headings(mark_furniture(mark_contents(list(mark_notes(reading.blocks)))))
    flowing = join_flow(block for block in read if block.kind not in (Kind.FURNITURE, Kind.CONTENTS))
    mended = (replace(block, text=repair(block.text, language)) for block in flowing)
    return Prepared(tuple(block for block in mended if block.text.text), tuple(read))


def structure(
    blocks: Sequence[Block], identifier: str, symbol: str | None = None, *, marked: bool = False
) -> Structure:
    """Find the paragraphs of ``blocks``; keys begin with ``identifier``; ``symbol`` tells the file's
    own text from others that it holds; ``marked`` says that the reader knows a note's call when it sees one.
    """
    builder = _Builder(blocks, identifier, symbol, marked=marked)
    builder.build()
    return Structure(
        join(builder.pieces, "\n\n"),
        tuple(builder.paragraphs),
        tuple(blocks[index] for index in builder.front.head),
        tuple(builder.warnings),
    )


class _Builder:
    """Walks the blocks once, in reading order, and writes paragraphs as it meets them."""

    def __init__(self, blocks: Sequence[Block], identifier: str, symbol: str | None, *, marked: bool) -> None:
        self.blocks = blocks
        self.identifier = identifier
        self.outline: Outline = read_numbering(blocks)
        self.items = {item.index: item for item in self.outline.items}
        self.surprising = frozenset(self.outline.ignored)
        self.item_indices = sorted(self.items)
        first = self.item_indices[0] if self.items else len(blocks)
        self.front: Front = read_front(blocks, first)
        self.resolution = bool(self.front.preamble)
        self.scopes = find_scopes(blocks, self.outline, symbol)
        self.texts = text_names(blocks, symbol)
        firsts: dict[int, int] = {}
        for item in self.outline.items:
            firsts.setdefault(item.run, item.index)
        self.firsts = firsts
        self.leads = {i for index in firsts.values() for i in lead_in(blocks, index)}
        self.preambles = _preambles(blocks, self.outline, self.front, first)
        self.counted: Counter[str] = Counter()
        self.title_end = _title_end(blocks, self.front)
        self.headings: list[tuple[int, str]] = []
        self.calls: Counter[str] = Counter()
        self.notes = [n for b in blocks if b.kind is Kind.NOTE and (n := note_number(b))]
        self.bodies = Counter(note_name(number) for number in self.notes)
        texts = [b.text.text for b in blocks if b.kind in (Kind.TEXT, Kind.BULLET)]
        self.noted = Calls(self.notes, texts, marked=marked or any(MARKED.search(text) for text in texts))
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
            self.unit.reason = "part"
        self.pending_notes += [self.blocks[i] for i in indices if self.blocks[i].kind is Kind.NOTE]
        self._close()

    def _block(self, index: int) -> None:
        block = self.blocks[index]
        if block.kind is Kind.NOTE:
            self.pending_notes.append(block)
        elif index in self.items:
            self._close()
            self.unit = self._numbered(self.items[index], block)
            # «## a) Projets à effet rapide»: the text of the item stands under its heading.
            self.unit.titled = block.kind is Kind.HEADING
            self.loose = 0
        elif block.kind is Kind.HEADING:
            self._close()
            self._note_heading(index)
            self._write(block.text)
        elif index in self.preambles:
            self._close()
            self.unit = self._preamble(index, block)
        elif index in self.leads:
            self._close()
            self._write(block.text)
        elif self._belongs(index, block):
            self._extend(block)
        elif block.kind is Kind.TEXT and is_organ_line(block.text.text):
            self._close()
            self._write(block.text)
        else:
            self._close()
            self.loose += 1
            self.unit = self._loose(block)

    def _preamble(self, index: int, block: Block) -> Unit:
        scope = self._scope_ahead(index)
        self.resolution = True
        self.counted[f"preambule {scope.name}"] += 1
        number = str(self.counted[f"preambule {scope.name}"])
        unit = self._unnumbered(block, "preambule", (number,), Status.PREAMBLE)
        unit.scope = Scope(scope.name)
        return unit

    def _scope_ahead(self, index: int) -> Scope:
        """Return the list that a preamble leads to: the next one, if it is of the same text."""
        position = bisect_right(self.item_indices, index)
        if position == len(self.item_indices):
            return Scope(self.texts[index])
        item = self.items[self.item_indices[position]]
        same = self.texts[item.index] == self.texts[index]
        return self.scopes[item.run] if same else Scope(self.texts[index])

    def _belongs(self, index: int, block: Block) -> bool:
        """Whether an unnumbered block is part of the paragraph that is open."""
        if self.unit is None or block.kind is Kind.TABLE:
            return False
        text = block.text.text
        if index in self.surprising:
            return False
        if block.tentative or NUMBERED_LOOK.match(text) is not None:
            return True
        if self.unit.kind == "preambule" and text[:1].islower():
            return True
        if self.unit.titled and block.kind is Kind.TEXT and not PROCEDURE.match(text):
            return True
        if self.unit.scope.article and len(self.unit.path) == 1 and self.unit.kind == "par":
            return True
        if block.kind is not Kind.BULLET:
            return False
        # A bare bullet is an item of a list that the paragraph opened, else a paragraph of its own.
        self.unit.listing = self.unit.listing or self.unit.text.text.rstrip().endswith((":", ",")) or text[:1].islower()
        return self.unit.listing

    def _extend(self, block: Block) -> None:
        if self.unit is not None:
            parts = [part for part in (self.unit.text, block.text) if part.text]
            self.unit.text = join(parts, " " if block.tentative else "\n")

    # ── units ─────────────────────────────────────────────────────────────────────────────

    def _numbered(self, item: Item, block: Block) -> Unit:
        scope = self.scopes[item.run]
        section = self._section()
        text = block.text.cut(item.text_start).strip()
        chapeau = self._chapeau(item, scope)
        standing = self._inherited(item, scope) or explain_standing(
            text.text, chapeau, section, resolution=self.resolution, annex=scope.annex
        )
        return Unit(
            item.path,
            scope,
            "par",
            text,
            block.text.cut(0, item.text_start).strip(),
            section,
            standing.status,
            self._addressees(item, scope, text.text, standing.status),
            chapeau,
            block.page,
            standing.reason,
        )

    def _unnumbered(self, block: Block, kind: str, path: tuple[str, ...], status: Status) -> Unit:
        return Unit(
            path, Scope(), kind, block.text, MappedText("", ()), self._section(), status, page=block.page, reason="part"
        )

    def _loose(self, block: Block) -> Unit:
        """An unnumbered text among or after numbered ones, named by the number before it."""
        before = self.before
        if before is None or before.status is Status.PREAMBLE:
            # Tables too are named by the number before them, or by their order.
            self.counted["texte"] += 1
            standing = explain_standing("", "", self._section(), resolution=False, annex=self._in_annex())
            unit = self._unnumbered(block, "texte", (str(self.counted["texte"]),), standing.status)
            unit.reason = standing.reason
            return unit
        status = Status.ANNEX if self._in_annex() else before.status
        if PROCEDURE.match(block.text.text):
            status = Status.PROCEDURE
        unit = self._unnumbered(block, "suite", (*before.number, f"+{self.loose}"), status)
        unit.scope = self.scope_of[before.key]
        unit.reason = "annex" if status is Status.ANNEX else "part" if status is Status.PROCEDURE else "inherited"
        return unit

    def _in_annex(self) -> bool:
        return any(ANNEX.match(heading) for _, heading in self.headings)

    def _chapeau(self, item: Item, scope: Scope) -> str:
        parts = [scope.chapeau] if scope.chapeau else []
        for depth in range(1, len(item.path)):
            parent = self._find(self._key(scope, item.path[:depth]))
            if parent is not None:
                parts.append(parent.text)
        return " ".join(parts)

    def _parent(self, item: Item, scope: Scope) -> Paragraph | None:
        return self._find(self._key(scope, item.path[:-1])) if len(item.path) > 1 else None

    def _inherited(self, item: Item, scope: Scope) -> Standing | None:
        parent = self._parent(item, scope)
        return Standing(parent.status, "inherited") if parent else None

    def _addressees(self, item: Item, scope: Scope, text: str, status: Status) -> tuple[str, ...]:
        if scope.addressee:
            return (scope.addressee.name,)
        parent = self._parent(item, scope)
        if parent is not None and parent.addressees:
            return parent.addressees
        if status in (Status.OPERATIVE, Status.RECOMMENDATION):
            return tuple(found.name for found in find_addressees(text[:LONGEST_ADDRESS]))
        return ()

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
        calls = self.noted.find(unit.text.text)
        text = cut_calls(unit.text, calls)
        notes = tuple(dict.fromkeys(self._called_note(call) for call in calls if not call.lost))
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
            unit.addressees[0] if unit.addressees else None,
            unit.chapeau,
            text.text,
            notes,
            unit.page,
            start,
            start + len(text),
            unit.addressees,
            unit.reason,
        )
        self._add(paragraph)
        self.scope_of[key] = unit.scope
        if paragraph.number:
            self.before = paragraph

    def _called_note(self, call: Call) -> str:
        # A number that the reader found called a second time is that of the second note that bears it.
        self.calls[call.number] += not call.again
        # More calls than bodies: the last body is called again.
        count = min(self.calls[call.number], self.bodies[note_name(call.number)])
        again = f"~{count}" if count > 1 else ""
        return f"{self.identifier}#note/{note_name(call.number)}{again}"

    def _write_note(self, block: Block) -> None:
        number = note_number(block)
        if number is None:
            # A body whose number the extraction lost is named by its order among these.
            self.counted["note"] += 1
            number = f"sans numéro {self.counted['note']}"
        whole = block.text.strip()
        text = note_text(replace(block, text=whole))
        start = self._write(join([whole.cut(0, len(whole) - len(text)), text], ""), inner=len(whole) - len(text))
        key = self._unique(f"{self.identifier}#note/{note_name(number)}")
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
        if number not in self.noted.called and not number.startswith("sans"):
            self._warn("note_without_call", key, number=number)

    def _write(self, text: MappedText, inner: int = 0) -> int:
        start = self.position + inner
        self.pieces.append(text)
        self.position += len(text) + 2
        return start

    def _unique(self, key: str) -> str:
        self.counted[f"key {key}"] += 1
        count = self.counted[f"key {key}"]
        unique = key if count == 1 else f"{key}~{count}"
        if count > 1 and "#note/" not in key:
            self._warn("number_twice", unique, number=key.partition("#")[2])
        return unique

    def _add(self, paragraph: Paragraph) -> None:
        self.written[paragraph.key] = paragraph
        self.paragraphs.append(paragraph)

    def _key(self, scope: Scope, path: tuple[str, ...], kind: str = "par") -> str:
        if kind in ("en-tete", "introduction"):
            return f"{self.identifier}#{kind}"
        if kind in ("preambule", "texte"):
            within = f"{slug(scope.name)}/" if scope.name else ""
            return f"{self.identifier}#{within}{kind}/{path[0]}"
        joined = ".".join(part.replace(" ", "-") for part in path).replace(".+", "+")
        return f"{self.identifier}#{slug(scope.name)}/{joined}" if scope.name else f"{self.identifier}#{joined}"

    # ── headings and warnings ─────────────────────────────────────────────────────────────

    def _note_heading(self, index: int) -> None:
        block = self.blocks[index]
        if index < self.title_end:
            return
        text = " ".join(block.text.text.split("\n"))
        if is_organ_line(text):
            return
        level = 1 if ANNEX.match(text) else block.level
        above = self.blocks[index - 1] if index else None
        # «III», then «Sites Web»: one heading on two lines.
        if self.headings and above is not None and above.kind is Kind.HEADING and LONE_SIGN.match(above.text.text):
            text = f"{above.text.text.rstrip('.')}. {text}"
        self.headings = [(depth, held) for depth, held in self.headings if depth < level]
        self.headings.append((level, text))

    def _section(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def _warn(self, code: str, where: str, **values: object) -> None:
        self.warnings.append(ParseWarning(code, render(f"ingest.{code}", "fr", **values), where))

    def _warn_about_numbers(self) -> None:
        for run, before, after in self.outline.gaps:
            if run not in self.scopes:
                continue
            where = self._key(self.scopes[run], (str(after),))
            code = "numbering_gap" if before else ("numbering_tail" if self._begins_within(run) else "numbering_late")
            self._warn(code, where, before=before, after=after)
        for item in self.outline.items:
            where = self._key(self.scopes[item.run], item.path)
            if item.misread:
                self._warn("number_misread", where, printed=item.misread, number=item.path[0])
            if item.restored:
                self._warn("number_restored", where, number=item.path[0])
        for index in self.outline.ignored:
            self._warn("number_ignored", self.blocks[index].text.text[:40], number=self.blocks[index].text.text[:12])
        if not self.outline.items:
            self._warn("no_number", self.identifier)

    def _begins_within(self, run: int) -> bool:
        """Whether the file begins in the middle of the text that a list is of."""
        first = self.firsts[run]
        if self.scopes[run].container == BEFORE_OWN:
            return True
        opens = any(is_title(block) or is_organ_line(block.text.text) for block in self.blocks[:first])
        return not opens and first == self.item_indices[0]


def label(unit: Unit) -> str:
    """Return what a French UN text would print for a unit: « par. 11 f) », « annexe, par. 5 b) »."""
    if unit.kind in ("en-tete", "introduction"):
        return {"en-tete": "en-tête", "introduction": "introduction"}[unit.kind]
    if unit.kind == "preambule":
        return ", ".join(part for part in (unit.scope.name, f"préambule, al. {unit.path[0]}") if part)
    if unit.kind == "texte":
        return f"texte non numéroté, al. {unit.path[0]}"
    numbers = [part for part in unit.path if not part.startswith("+")]
    printed = printed_number(numbers, article=bool(unit.scope.article))
    if unit.kind == "suite":
        return f"texte non numéroté après {_with_article(_named(unit.scope, printed))}"
    return _named(unit.scope, printed)


def printed_number(path: Sequence[str], *, article: bool) -> str:
    """Return a path as a French text prints it: « 11 f) », « f) », and under an article « 2, par. 4 a) »."""
    if article and len(path) > 1 and path[1][:1].isdigit():
        return f"{path[0]}, par. {printed_number(path[1:], article=False)}"
    first = path[0] if path[0][:1].isdigit() else f"{path[0]})"
    return " ".join([first, *(f"{part})" for part in path[1:])])


def _with_article(named: str) -> str:
    """Return a label in a sentence: « le par. 5 », « la recommandation 5 … », « l'annexe, par. 2 »."""
    word = named.split(" ", 1)[0].rstrip(",")
    if word in ("annexe", "appendice", "art."):
        return f"l'{named}"
    return f"la {named}" if word in FEMININE else f"le {named}"


def _named(scope: Scope, printed: str) -> str:
    if scope.dative:
        return f"recommandation {printed} {scope.dative}"
    named = f"{ARTICLE_LABELS[scope.article]} {printed}" if scope.article else f"par. {printed}"
    return f"{scope.name}, {named}" if scope.name else named


def _title_end(blocks: Sequence[Block], front: Front) -> int:
    """Return the index up to which headings are the title page's, not a section's."""
    texts = [i for i in front.head if blocks[i].kind is Kind.TEXT]
    return texts[-1] if texts else 0


def _preambles(blocks: Sequence[Block], outline: Outline, front: Front, first: int) -> frozenset[int]:
    """Return the preamble paragraphs of every text of the file: what the organ says before it acts."""
    found = {index for index in front.preamble if not _is_item(blocks[index])}
    items = {item.index for item in outline.items}
    within = False
    for index in range(first, len(blocks)):
        block = blocks[index]
        if block.kind in (Kind.TEXT, Kind.HEADING) and is_organ_line(block.text.text):
            within = True
        elif index in items or block.kind is Kind.HEADING:
            within = False
        elif within and _is_preamble(block):
            found.add(index)
    return frozenset(found)


def _is_preamble(block: Block) -> bool:
    text = block.kind in (Kind.TEXT, Kind.BULLET) and PREAMBLE_END.search(block.text.text) is not None
    return text and not _is_item(block)


def _is_item(block: Block) -> bool:
    """Whether a block in a preamble is an item of the paragraph above it («a) les efforts …»)."""
    text = block.text.text
    return find_marker(text) is not None or text[:1].islower()
