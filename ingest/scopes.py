"""Which list a number belongs to, when numbering restarts in a file.

Comes in: the blocks and the outline. Goes out: for each list its scope: the annex, the resolution
(where the file holds several), the part of it («section II»), whom the list addresses; the name is
what a citation prints, «annexe II, par. 3». The text that the file is of has no name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.addressee import Addressee, find_addressee
from ingest.blocks import Block, Kind
from ingest.boundaries import ANNEX, CLOSING, NUMBERED_TITLE, is_organ_line, is_title
from ingest.entry import slug
from ingest.front import lead_in
from ingest.numbering import Outline

ANNEX_NUMBER = re.compile(
    r"^(?P<word>annexe|appendice|annex|appendix|anexo|ap[ée]ndice)s?\s+(?P<number>[IVX]+|\d+|[A-Z])\b", re.IGNORECASE
)
PART = re.compile(
    r"^(?:(?:partie|section|part|parte|secci[óo]n)\s+)?(?P<sign>[IVXL]{1,6}|[A-HJ-Z])(?:\s?[.–-]|$)", re.IGNORECASE
)
LONGEST_NAME = 70
BEFORE_OWN = "texte précédent"


@dataclass(frozen=True, slots=True)
class Scope:
    """A list: its name, how a label says whom it addresses, and what governs its items.

    ``container`` is the part of the name that other lists of the same text share (annex,
    resolution); ``article`` what its top numbers are called when they are no paragraphs.
    """

    name: str | None = None
    dative: str | None = None
    annex: bool = False
    chapeau: str = ""
    addressee: Addressee | None = None
    container: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a list stands: the annex and the resolution that hold it, and the headings before it."""

    annex: str | None
    text: str | None
    headings: tuple[str, ...]

    @property
    def container(self) -> str | None:
        return ", ".join(part for part in (self.text, self.annex) if part) or None


def find_scopes(blocks: Sequence[Block], outline: Outline, symbol: str | None) -> dict[int, Scope]:
    """Return the scope of each list of the outline."""
    firsts: dict[int, int] = {}
    for item in outline.items:
        firsts.setdefault(item.run, item.index)
    texts = _texts(blocks, symbol)
    homes = {run: _home(blocks, first, texts) for run, first in firsts.items()}
    found = {run: _scope(blocks, first, homes[run], outline.articles.get(run)) for run, first in firsts.items()}
    return _distinct(_told_apart(found, homes))


def text_names(blocks: Sequence[Block], symbol: str | None) -> list[str | None]:
    """Return for each block the name of the text that holds it (None for the file's own)."""
    starts = _texts(blocks, symbol)
    names: list[str | None] = []
    current = starts.get(-1)
    for index in range(len(blocks)):
        current = starts.get(index, current)
        names.append(current)
    return names


def _texts(blocks: Sequence[Block], symbol: str | None) -> Mapping[int, str | None]:
    """Return, by block, each text that the file holds (a resolution's title) and its name.

    The text of the file's own symbol has none; neither has the only text of a file.
    """
    titles: dict[int, tuple[str, str]] = {}
    for index, block in enumerate(blocks):
        match = NUMBERED_TITLE.match(block.text.text) if is_title(block) else None
        if match is not None:
            word = "décision" if block.text.text[:1] in "dD" else "résolution"
            titles[index] = (word, re.sub(r"\s+", "", match["number"]))
    own = {index for index, (_, number) in titles.items() if symbol and _same(number, symbol)}
    numbers = {number for _, number in titles.values()}
    if not own and len(numbers) == 1:
        own = set(titles)
    named: dict[int, str | None] = {i: None if i in own else f"{word} {n}" for i, (word, n) in titles.items()}
    if own and min(own) > 0:
        # What stands before the file's own title is the end of another text.
        named.setdefault(-1, BEFORE_OWN)
    return named


def _same(number: str, symbol: str) -> bool:
    plain = re.sub(r"[^0-9A-Z]", "", symbol.upper())
    return plain.endswith(re.sub(r"[^0-9A-Z]", "", number.upper()))


def _scope(blocks: Sequence[Block], first: int, home: _Home, article: str | None) -> Scope:
    lead = [blocks[i].text.text for i in lead_in(blocks, first)]
    addressee = next((found for text in reversed(lead) if (found := find_addressee(text))), None)
    return Scope(None, None, home.annex is not None, " ".join(lead), addressee, home.container, article)


def _home(blocks: Sequence[Block], first: int, texts: Mapping[int, str | None]) -> _Home:
    annex: str | None = None
    headings: list[str] = []
    start = max((index for index in texts if index < first), default=None)
    for index in range(first - 1, max(start if start is not None else 0, 0) - 1, -1):
        block = blocks[index]
        text = block.text.text
        if block.kind is Kind.HEADING or (block.kind is Kind.TEXT and len(text) < 60):
            if ANNEX.match(text):
                annex = _annex_name(text)
                break
            if block.kind is Kind.HEADING and not is_organ_line(text) and index not in texts:
                headings.append(text)
            elif CLOSING.match(text):
                break
    return _Home(annex, texts[start] if start is not None else None, tuple(headings))


def _annex_name(text: str) -> str:
    match = ANNEX_NUMBER.match(text)
    number = match["number"] if match else None
    word = "appendice" if text.lower().startswith(("app", "apé", "ape")) else "annexe"
    return f"{word} {number.upper() if len(number) > 1 or number.isalpha() else number}" if number else word


def _told_apart(scopes: Mapping[int, Scope], homes: Mapping[int, _Home]) -> dict[int, Scope]:
    """Name the lists of one text: by addressee, by part, by heading, where there are several."""
    named: dict[int, Scope] = {}
    for run, scope in scopes.items():
        siblings = [other for other, held in scopes.items() if held.container == scope.container]
        own: str | None = None
        dative: str | None = None
        if len(siblings) > 1:
            if scope.addressee is not None and scope.article is None:
                own, dative = scope.addressee.name, scope.addressee.dative
            else:
                own = _part_name(homes[run].headings) or f"liste {siblings.index(run) + 1}"
        elif scope.container is None and scope.addressee is not None:
            own = None
        name = ", ".join(part for part in (scope.container, own) if part) or None
        named[run] = replace(scope, name=name, dative=dative if scope.container is None else None)
    return named


def _part_name(headings: Sequence[str]) -> str | None:
    """Name a list after the nearest heading that is numbered (« II »), else after the nearest one."""
    for heading in headings[:3]:
        match = PART.match(heading)
        if match is not None:
            sign = match["sign"].upper()
            return f"section {sign}" if re.fullmatch(r"[IVXL]+", sign) else f"partie {sign}"
    if not headings:
        return None
    text = headings[0]
    return text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME].rsplit(" ", 1)[0] + " …"


def _distinct(scopes: Mapping[int, Scope]) -> dict[int, Scope]:
    """Make names unique, as keys print them: the second list of a name says that it is the second."""
    seen: dict[str | None, int] = {}
    result: dict[int, Scope] = {}
    for run, scope in scopes.items():
        printed = slug(scope.name) if scope.name else None
        seen[printed] = seen.get(printed, 0) + 1
        if seen[printed] > 1:
            name = f"{scope.name}, liste {seen[printed]}" if scope.name else f"liste {seen[printed]}"
            scope = replace(scope, name=name, dative=None)
        result[run] = scope
    return result
