"""Word styles: what a paragraph or a run is given by its style and the styles that it is based on.

Comes in: the parts ``styles.xml``. Goes out: for a style's identifier, its outline level, its
numbering, its indents, and whether it is bold, italic or hidden. A chain that bites its tail ends
where it would repeat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.ooxml import Element, child, children, is_on, length, number, value

CONTENTS = re.compile(
    r"^(?:toc|tm|tdc|table ?of ?(?:figures|contents|authorities)|table ?des ?mati[eè]res)\s?\d?", re.IGNORECASE
)
HEADING = re.compile(r"^(?:heading|titre|t[ií]tulo|überschrift)\s?([1-9])(?!\d)", re.IGNORECASE)
TITLE = re.compile(r"^(?:title|titre|t[ií]tulo)$", re.IGNORECASE)
# The templates of the United Nations: « _ H _Ch_G », « _ H_2/3_G », « Reg_H_1_G », « Title_H_CH ».
UNITED_NATIONS = re.compile(r"^(?:reg|anno|dec|res|annex|title|agendatitle)?h(mch|ch|1|23|2|3|4|56|5|6)g?$")
DEPTHS = {"mch": 1, "ch": 1, "1": 2, "23": 3, "2": 3, "3": 3, "4": 4, "56": 5, "5": 5, "6": 6}
BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Indent:
    """The indents that one place sets, in twentieths of a point; ``None`` is not set there."""

    left: float | None = None
    first: float | None = None

    def over(self, other: Indent) -> Indent:
        """Return this indent, completed by ``other``."""
        return Indent(other.left if self.left is None else self.left, other.first if self.first is None else self.first)


@dataclass(frozen=True, slots=True)
class Style:
    """One style, as far as it matters here; ``None`` is not set by the style itself."""

    name: str
    base: str | None
    outline: int | None
    number: str | None
    depth: int | None
    indent: Indent
    bold: bool | None
    italic: bool | None
    hidden: bool | None
    size: int | None
    centred: bool | None


@dataclass(slots=True)
class Styles:
    """All styles by identifier; ``default`` is the style of a paragraph that names none."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    size: int = 20
    language: str = ""
    _chains: dict[str, tuple[Style, ...]] = field(default_factory=dict)

    def chain(self, identifier: str | None) -> tuple[Style, ...]:
        """Return the style and those that it is based on, nearest first."""
        key = identifier or ""
        if key not in self._chains:
            self._chains[key] = tuple(self.styles[name] for name in self.names(identifier))
        return self._chains[key]

    def names(self, identifier: str | None) -> tuple[str, ...]:
        """Return the identifiers of ``chain``."""
        found: dict[str, None] = {}
        while identifier is not None and identifier in self.styles and identifier not in found:
            found[identifier] = None
            identifier = self.styles[identifier].base
        return tuple(found)

    def paragraph(self, identifier: str | None) -> str | None:
        """Return the style that a paragraph has which names ``identifier``."""
        return identifier if identifier in self.styles else self.default

    def outline(self, identifier: str | None) -> int | None:
        """Return the outline level (0 is the highest) that a style gives."""
        return next((s.outline for s in self.chain(identifier) if s.outline is not None), None)

    def indent(self, identifier: str | None) -> Indent:
        """Return the indents that a style gives."""
        found = Indent()
        for style in self.chain(identifier):
            found = found.over(style.indent)
        return found

    def switch(self, identifier: str | None, name: str) -> bool:
        """Return whether a style is ``bold``, ``italic``, ``hidden`` or ``centred``."""
        return next((v for s in self.chain(identifier) if (v := getattr(s, name)) is not None), False)

    def em(self, identifier: str | None) -> float:
        """Return the size of a style's letters, in twentieths of a point."""
        size = next((s.size for s in self.chain(identifier) if s.size), self.size)
        return 10.0 * max(size, 2)

    def depth(self, identifier: str | None) -> int:
        """Return the heading depth (1 is the highest) that the names of a style give; 0 for none."""
        for style in self.chain(identifier):
            found = heading_depth(style.name)
            if found:
                return found
        return 0

    def is_contents(self, identifier: str | None) -> bool:
        """Return whether a style is one of a table of contents."""
        return any(CONTENTS.match(style.name) for style in self.chain(identifier)[:2])


def heading_depth(name: str) -> int:
    """Return the depth that a style's name says: « heading 2 » 2, « _ H _Ch_G » 1, « H4 » 4."""
    heading = HEADING.match(name)
    if heading:
        return int(heading[1])
    if TITLE.match(name):
        return 1
    template = UNITED_NATIONS.match(re.sub(r"[^a-z0-9]", "", name.lower()))
    return DEPTHS[template[1]] if template else 0


def read_styles(root: Element | None) -> Styles:
    """Read the part ``styles.xml`` (missing: no styles)."""
    found = Styles()
    if root is None:
        return found
    defaults = child(root, "docDefaults", "rPrDefault", "rPr")
    found.size = number(value(child(defaults, "sz"))) or 20
    found.language = (value(child(defaults, "lang")) or "")[:2].lower()
    for element in children(root, "style"):
        identifier = value(element, "styleId")
        if identifier is None:
            continue
        found.styles[identifier] = _style(element, identifier)
        if value(element, "type") == "paragraph" and (value(element, "default") or "0").lower() in ("1", "true", "on"):
            found.default = identifier
    return found


def _style(element: Element, identifier: str) -> Style:
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    return Style(
        name=value(child(element, "name")) or identifier,
        base=value(child(element, "basedOn")),
        outline=number(value(child(paragraph, "outlineLvl"))),
        number=value(child(paragraph, "numPr", "numId")),
        depth=number(value(child(paragraph, "numPr", "ilvl"))),
        indent=read_indent(child(paragraph, "ind")),
        bold=is_on(child(run, "b")),
        italic=is_on(child(run, "i")),
        hidden=is_on(child(run, "vanish")),
        size=number(value(child(run, "sz"))),
        centred=read_centred(child(paragraph, "jc")),
    )


def read_centred(element: Element | None) -> bool | None:
    """Return whether an alignment centres; ``None`` when none is set."""
    return None if element is None else value(element) == "center"


def read_indent(element: Element | None) -> Indent:
    """Read ``<w:ind>``: a hanging first line counts as a negative one."""
    if element is None:
        return Indent()
    left = length(value(element, "left") or value(element, "start"))
    hanging = length(value(element, "hanging"))
    first = -hanging if hanging is not None else length(value(element, "firstLine"))
    return Indent(left, first)
