"""What the masthead and the title of a United Nations document say, line by line.

Comes in: the blocks that a reader gave, before any stage has dropped page furniture. Goes out: lines, and
where a resolution's own number stands among them (a file may begin with the end of another resolution).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Kind
from ingest.sessions import folded
from ingest.symbols import PATTERN, canonical, number_pattern

MASTHEAD_LINES = 150
HEAD_LINES = 60
UNITED_NATIONS = (
    r"(?:(?:Nations Unies|NATIONS UNIES|United Nations|UNITED NATIONS|Naciones Unidas|Document|Documento)\s+)?"
)
PRINTED_SYMBOL = re.compile(
    rf"^{UNITED_NATIONS}(?P<symbol>{PATTERN})\s*\*{{0,3}}(?=$|\s+\[?\d{{1,2}} ?(?:er)? \D|\s+Distr)"
)
ADOPTED = re.compile(
    r"^(?:les? |la )?(?:resoluti(?:on|ones)s?|decisions?)\s+adopt(?:ee?s?|ed|adas?)\s+(?:par|by|por)\b"
)
ADOPTED_BY_COUNCIL = re.compile(r"^(?:adoptee|adopted|aprobada)\s+(?:par|by|por|a|at|en)\b")
# The organ that speaks begins the text of a resolution: « L'Assemblée générale, ».
SPEAKS = re.compile(
    r"^(?:l\s?['’]\s?|le |la |les |the |el |los )?(?:assem\S*|conseil|commission|comite|conference"
    r"|reunion|sous-commission|"
    r"general assembly|security council|economic and social council|human rights council|council"
    r"|committee|asamblea|consejo"
    r"|comision|conferencia|organe)\b[^.;:]{0,140}?\s?,?$"
)
BODY_BEGINS = re.compile(
    r"^(?:[-•]\s*)?(?:1\s?[.)]\s|i\s?\.\s+\w|table des matieres|resume$|summary$|resumen$|contents$"
    r"|sommaire$|indice$|introduction$"
    r"|introduccion$)"
)
# «48/161 du 20 décembre 1993» mentions a resolution; it does not begin one.
NOT_TITLE_AFTER = re.compile(
    r"^(?:(?:du|de|des|en date|et|of|and|dated|adopted|adoptee|relative|sur|y|par|ainsi|intitule\w*)\b|d['’]|[,;)])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, the kind of its block and the block's place, and its folded text."""

    text: str
    kind: Kind
    block: int
    bold: bool
    plain: str


def lines_of(blocks: Sequence[Block], limit: int | None = None) -> list[Line]:
    """Return the printed lines of ``blocks`` (the first ``limit``), white space single, empty ones left out."""
    found: list[Line] = []
    for line in _lines(blocks):
        found.append(line)
        if limit is not None and len(found) >= limit:
            break
    return found


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    for index, block in enumerate(blocks):
        if block.kind in (Kind.RULE, Kind.PAGE):
            continue
        for part in _printed_lines(block.text.text):
            text = re.sub(r"\s+", " ", part).strip()
            if text and not text.startswith("<!--"):
                yield Line(text, block.kind, index, block.bold, folded(text))


def _printed_lines(text: str) -> Iterator[str]:
    """Give the lines of a block; those of a masthead that were run together are parted at its brackets."""
    for line in text.split("\n"):
        if "[" in line and ADOPTED.match(folded(line[:60].lstrip())):
            yield from re.split(r"\s+(?=\[)|(?<=\])\s+", line)
        else:
            yield line


def printed_symbols(lines: Sequence[Line]) -> list[str]:
    """Return the symbols that stand alone on a masthead's line, in order."""
    found = (PRINTED_SYMBOL.match(line.text) for line in lines)
    return [symbol for match in found if match and (symbol := canonical(match["symbol"]))]


def head_end(lines: Sequence[Line]) -> int:
    """Return the index of the first line that belongs to the text, no longer to the head matter."""
    for index, line in enumerate(lines[:HEAD_LINES]):
        if BODY_BEGINS.match(line.plain) or line.kind in (Kind.TABLE, Kind.CONTENTS) or line.text.startswith("|"):
            return index
        if SPEAKS.match(line.plain) and line.plain.endswith(",") and len(line.text) < 160:
            return index
        if len(line.text) >= 160 and line.text[-1] in ".;" and line.kind is not Kind.HEADING and line.text[0] != "[":
            return index
    return min(len(lines), HEAD_LINES)


def own_number(lines: Sequence[Line], symbol: str | None) -> tuple[int, int] | None:
    """Return the line on which the resolution's own number stands, and where on it the title begins."""
    if symbol is not None:
        pattern = number_pattern(symbol)
        return _numbered(lines, re.compile(rf"{OPENING}(?:{pattern}){CLOSING}", re.IGNORECASE)) if pattern else None
    return _numbered(lines[:HEAD_LINES], re.compile(rf"{OPENING}(?P<number>{ANY_NUMBER}){CLOSING}"))


OPENING = r"^(?:[-•]\s*)?(?:res\s?/\s?|(?:resoluti?on|resolucion)\s+(?:n[o°]s?\s*)?)?"
CLOSING = r"(?:\s?[a-z]\b(?:\s?(?:[-–,]|et|and|y)\s?[a-z]\b)*(?=\s?[.,:]))?\s?(?:\*+|[.,:–-])*\s*(?=\S|$)"
ANY_NUMBER = r"\d{1,4}/\d{1,4}|(?:s|es)-\d{1,2}/\d{1,3}|\d{1,4}\s*\((?:\d{4}|[ivxlc]+)\)"


def _numbered(lines: Sequence[Line], pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """Return the best line that begins with the number: a heading before a line, and one before a mention."""
    best: tuple[int, int, int] | None = None
    for index, line in enumerate(lines):
        match = pattern.match(line.plain)
        if not match or line.kind in (Kind.TABLE, Kind.CONTENTS, Kind.NOTE) or line.text.startswith("|"):
            continue
        weight = _weight(lines, index, match.end())
        if weight and (best is None or weight > best[0]):
            best = (weight, index, match.end())
    return best[1:] if best else None


def _weight(lines: Sequence[Line], index: int, end: int) -> int:
    line = lines[index]
    rest = line.text[end:]
    if len(line.text) > 500 or (rest and goes_on(rest) and not _between_title_and_text(lines, index)):
        return 0
    if re.search(r"\.{4,}|…{2,}", rest):  # a line of a table of contents
        return 0
    if line.kind is Kind.HEADING or line.bold:
        return 3
    return 2 if line.text[:end].rstrip().endswith((".", ",", ":")) or line.plain.startswith("resol") or not rest else 1


def goes_on(rest: str) -> bool:
    """Whether what follows a number does not begin a title: « 48/161 du 20 décembre 1993 »."""
    return NOT_TITLE_AFTER.match(folded(rest)) is not None or rest[:1].islower()


def _between_title_and_text(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands under « Résolution adoptée par … » and directly above the organ that speaks: the
    extraction has put a title's first line before its number.
    """
    above = any(ADOPTED.match(line.plain) for line in lines[max(0, index - 6) : index])
    return above and any(SPEAKS.match(line.plain) for line in lines[index + 1 : index + 4])


def adopted_line(lines: Sequence[Line], number: int) -> int | None:
    """Return the line « Résolution adoptée par … » that stands above the number, or below it."""
    near = range(max(0, number - 12), min(len(lines), number + 6))
    return next((i for i in near if ADOPTED.match(lines[i].plain) or ADOPTED_BY_COUNCIL.match(lines[i].plain)), None)
