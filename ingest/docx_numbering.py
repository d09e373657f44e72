"""Word's automatic numbers: the definitions of ``numbering.xml`` and the counting of Word.

Comes in: the definitions, then the paragraphs' numbering one by one in reading order. Goes out: the
label that Word prints before each. The counters belong to the abstract definition: two lists made
from one definition go on from each other, save where the second says at which number it starts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.docx_styles import Indent, Styles, read_indent
from ingest.ooxml import Element, child, children, number, value

PLACE = re.compile(r"%([1-9])")
DEEPEST = 8
SEPARATORS = {"tab": "\t", "space": " ", "nothing": ""}
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LETTERS = {
    "Letter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
}
MOST_LETTERS = 780
CHICAGO = "*†‡§"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered and printed.

    ``restart`` is the level (from 1) after which it begins again: ``None`` any above, 0 never.
    ``style`` is the paragraph style that stands for this level.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    separator: str = "\t"
    legal: bool = False
    restart: int | None = None
    style: str | None = None
    indent: Indent = field(default_factory=Indent)


@dataclass(frozen=True, slots=True)
class Numbering:
    """One list of a document: the definition that counts for it, its levels and its own starts."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph: the number, what parts it from the text, its level."""

    text: str
    separator: str
    depth: int
    bullet: bool
    indent: Indent


@dataclass(frozen=True, slots=True)
class Definitions:
    """All lists of a document by identifier, and the language of its ordinals."""

    lists: dict[str, Numbering] = field(default_factory=dict)
    language: str = ""


@dataclass(slots=True)
class Counters:
    """Where each list stands while a document is read."""

    definitions: Definitions
    _values: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, identifier: str, depth: int) -> Label | None:
        """Count one paragraph of a list and return its label; ``None`` when it has no such level."""
        found = self.definitions.lists.get(identifier)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return None
        values = self._values.setdefault(found.abstract, {})
        self._count(identifier, found, depth, values)
        text = _printed(level, found, values, depth, self.definitions.language)
        return Label(text, level.separator, depth, level.form == "bullet", level.indent)

    def _count(self, identifier: str, found: Numbering, depth: int, values: dict[int, int]) -> None:
        begins = depth in found.starts and (identifier, depth) not in self._begun
        self._begun.add((identifier, depth))
        values[depth] = _start(found, depth) if begins or depth not in values else values[depth] + 1
        for above in range(depth):
            # A level that was skipped stands at its first number.
            if above not in values and above in found.levels:
                values[above] = _start(found, above)
        for below in [other for other in values if other > depth and _restarts(found, other, depth)]:
            del values[below]


def _start(found: Numbering, depth: int) -> int:
    return found.starts.get(depth, found.levels[depth].start)


def _restarts(found: Numbering, depth: int, after: int) -> bool:
    restart = found.levels[depth].restart if depth in found.levels else None
    return restart is None or after < restart


def _printed(level: Level, found: Numbering, values: dict[int, int], depth: int, language: str) -> str:
    if level.form == "bullet":
        return level.text

    def counted(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > depth or place not in values or place not in found.levels:
            return ""
        form = found.levels[place].form
        return printed_number(values[place], "decimal" if level.legal and form != "none" else form, language)

    return PLACE.sub(counted, level.text)


def printed_number(count: int, form: str, language: str = "") -> str:
    """Return ``count`` as Word prints it in a format (``w:numFmt``); unknown formats as decimal."""
    if form in ("none", "bullet"):
        return ""
    if form in ("lowerLetter", "upperLetter"):
        return _cased(_lettered(count, LETTERS["Letter"]), form)
    if form in ("lowerRoman", "upperRoman"):
        return _cased(_roman(count), form)
    if form in LETTERS:
        return _lettered(count, LETTERS[form])
    if form == "chicago":
        return CHICAGO[(count - 1) % 4] * min(1 + (count - 1) // 4, 10) if count > 0 else ""
    return _decimal(count, form, language)


def _decimal(count: int, form: str, language: str) -> str:
    if form == "ordinal":
        return f"{count}{_ordinal(count, language)}"
    if form.startswith("padded"):  # « 001, 002, 003 »
        return str(count).zfill(int(form[6:]))
    shapes = {"decimalZero": "{:02d}", "numberInDash": "- {} -", "decimalEnclosedParen": "({})"}
    shapes["decimalEnclosedFullstop"] = "{}."
    if form.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    return shapes.get(form, "{}").format(count)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _lettered(count: int, letters: str) -> str:
    # After z comes aa, then bb: Word repeats the letter.
    if count < 1:
        return ""
    place = (count - 1) % MOST_LETTERS
    return letters[place % len(letters)] * (1 + place // len(letters))


def _roman(count: int) -> str:
    pieces: list[str] = []
    for worth, sign in ROMAN:
        times, count = divmod(max(count, 0), worth)
        pieces.append(sign * times)
    return "".join(pieces)


def _ordinal(count: int, language: str) -> str:
    if language == "fr":
        return "er" if count == 1 else "e"
    if language in ("es", "pt", "it"):
        return "º"
    return "th" if count // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")


# ── the definitions ───────────────────────────────────────────────────────────────────────


def read_definitions(root: Element | None, styles: Styles) -> Definitions:
    """Read the part ``numbering.xml`` (missing: no lists)."""
    abstracts = {value(item, "abstractNumId") or "": item for item in children(root, "abstractNum")}
    numbers = {value(item, "numId") or "": item for item in children(root, "num")}
    lists: dict[str, Numbering] = {}
    levels: dict[str, dict[int, Level]] = {}
    for identifier, element in numbers.items():
        abstract = _followed(value(child(element, "abstractNumId")), abstracts, numbers, styles)
        if abstract is not None:
            if abstract not in levels:
                levels[abstract] = _levels(abstracts[abstract])
            lists[identifier] = _numbering(element, abstract, levels[abstract])
    return Definitions(lists, styles.language)


def _followed(
    name: str | None, abstracts: dict[str, Element], numbers: dict[str, Element], styles: Styles
) -> str | None:
    """Return the definition that has the levels: one may point to another by a numbering style."""
    seen: set[str] = set()
    while name in abstracts and name not in seen:
        seen.add(name)
        linked = value(child(abstracts[name], "numStyleLink"))
        if linked is None:
            return name
        style = styles.styles.get(linked)
        target = numbers.get(style.number) if style and style.number else None
        following = value(child(target, "abstractNumId"))
        name = following if following in abstracts and following not in seen else _style_of(linked, abstracts)
    return None


def _style_of(linked: str, abstracts: dict[str, Element]) -> str | None:
    return next((name for name, item in abstracts.items() if value(child(item, "styleLink")) == linked), None)


def _levels(abstract: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in children(abstract, "lvl"):
        depth = number(value(element, "ilvl"))
        if depth is not None and 0 <= depth <= DEEPEST:
            found[depth] = _level(element)
    return found


def _level(element: Element) -> Level:
    text = child(element, "lvlText")
    restart = number(value(child(element, "lvlRestart")))
    legal = child(element, "isLgl")
    return Level(
        start=max(0, number(value(child(element, "start")), 0) or 0),
        form=_form(element),
        text=value(text) or "",
        separator=SEPARATORS.get(value(child(element, "suff")) or "tab", "\t"),
        legal=legal is not None and (value(legal) or "1") not in ("0", "false", "off"),
        restart=restart,
        style=value(child(element, "pStyle")),
        indent=read_indent(child(element, "pPr", "ind")),
    )


def _form(element: Element) -> str:
    form = child(element, "numFmt")
    if form is None:
        # A format of Word 2010 (« 001, 002… ») comes with a plainer one for older programs.
        choice = child(element, "mc:AlternateContent", "mc:Choice", "numFmt")
        form = choice if choice is not None else child(element, "mc:AlternateContent", "mc:Fallback", "numFmt")
    name = value(form) or "decimal"
    if name == "custom":
        first = (value(form, "format") or "").partition(",")[0].strip()
        return f"padded{len(first)}" if first.isdigit() and len(first) < 10 else "decimal"
    return name


def _numbering(element: Element, abstract: str, levels: dict[int, Level]) -> Numbering:
    own, starts = dict(levels), {}
    for override in children(element, "lvlOverride"):
        depth = number(value(override, "ilvl"))
        if depth is None or not 0 <= depth <= DEEPEST:
            continue
        level = child(override, "lvl")
        if level is not None:
            own[depth] = _level(level)
        start = number(value(child(override, "startOverride")))
        if start is not None and depth in own:
            starts[depth] = max(0, start)
            own[depth] = replace(own[depth], start=starts[depth])
    return Numbering(abstract, own, starts)
