"""Footnotes and endnotes of a Word file: how Word numbers their calls, and their bodies.

Comes in: the calls in reading order, and the ends of sections, at which the count may begin again.
Goes out: the mark of each call, and its body once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.docx_numbering import printed_number
from ingest.ooxml import Element, child, children, number, value

FOOTNOTE, ENDNOTE = "footnote", "endnote"
DEFAULT_FORMS = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}
SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True, slots=True)
class Called:
    """A note that was called: its mark, and its body, or ``None`` where the file has none."""

    mark: str
    body: Element | None


@dataclass(slots=True)
class Notes:
    """The notes of one kind: their bodies by identifier, and how they are counted in each section."""

    kind: str
    bodies: dict[str, Element]
    settings: Element | None
    sections: Sequence[Element]
    missing: int = 0
    _section: int = 0
    _count: int | None = None
    _given: set[str] = field(default_factory=set)

    def call(self, reference: Element, mark: str | None = None) -> Called:
        """Count a call; ``mark`` is what the author put in place of the number."""
        identifier = value(reference, "id") or ""
        body = self.bodies.get(identifier)
        if mark is None:
            start = max(0, number(self._set("numStart"), 1) or 0)
            self._count = start if self._count is None else self._count + 1
            form = self._set("numFmt") or DEFAULT_FORMS[self.kind]
            mark = printed_number(self._count, form) or str(self._count)
        if body is None:
            self.missing += 1
        elif identifier in self._given:
            return Called(mark, None)
        self._given.add(identifier)
        return Called(mark, body)

    def end_section(self) -> None:
        """Note that a section ends here."""
        self._section += 1
        if self._set("numRestart") == "eachSect":
            self._count = None

    def _set(self, name: str) -> str | None:
        own = self.sections[self._section] if self._section < len(self.sections) else None
        for holder in (child(own, f"{self.kind}Pr"), child(self.settings, f"{self.kind}Pr")):
            found = value(child(holder, name))
            if found is not None:
                return found
        return None


def read_bodies(root: Element | None, kind: str) -> dict[str, Element]:
    """Return the bodies of a notes part by identifier, without the separators that Word keeps there."""
    return {value(item, "id") or "": item for item in children(root, kind) if value(item, "type") not in SEPARATORS}
