"""Where one text ends and another begins inside a file: numbering may start again there.

Comes in: blocks. Goes out: for each block how strongly it separates what stands before it from what
stands after: the end of a resolution («93e séance plénière»), the organ that speaks, a resolution's
own number, an annex, an ordinary heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.blocks import Block, Kind

HARD, PART, SOFT = 3, 2, 1
ANNEX = re.compile(
    r"^(?:annexes?|appendices?|appendix|annex|anexos?|ap[ée]ndices?|pi[eè]ce jointe|enclosure)"
    r"(?=$|[\s.:*]|\d)(?! (?:à|au|aux|de|to|of|a la) )",
    re.IGNORECASE,
)
# A resolution's number before its title: «42/92. Examen …», «1325 (2000)», «2359 (XXII). …», «12/16».
NUMBERED_TITLE = re.compile(
    r"^(?:r[ée]solutions?|resolution|resoluci[óo]n|d[ée]cision|decisi[óo]n|decision)?\s*"
    r"(?P<number>\d{1,4}\s?/\s?\d{1,4}|S-\d{1,2}\s?/\s?\d+|\d{1,4}\s*[(\[]\s?(?:[IVXLCDM]{1,9}|\d{4}|[A-Z]-[IVX]+)\s?[)\]]|\d{1,2}/C[MO][AP]\.\d+)"
    r"(?:\s?[A-Z])?\s*(?:[.:]|$|(?=\s[A-ZÀ-Ý]))",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\D{0,2}\d[\d\s.,'•·°\"<>*^`Il]{0,5}\s?(?:\S{1,4}\s?)?\s?s[ée][ae]nces?\b(?!\s?,\s?par\b)"
    r"|^\d{1,4}(?:st|nd|rd|th)? (?:plenary )?meeting\b|^\d{1,4}\S{0,3} sesi[óo]n plenaria"
    r"|^\[?Adopt[ée]e? (?:sans vote|par)|^Adoptad[ao] sin votaci|^\[?Adopted without",
    re.IGNORECASE,
)
ORGAN = re.compile(
    r"^(?:l'? ?assemblee (?:generale?|generate|des nations unies)"
    r"|le conseil (?:de securite|economique et social|des droits|de tutelle|d'administration)"
    r"|la commission|la conference des (?:parties|etats)|la conference|le comite|la reunion"
    r"|the (?:general assembly|security council|economic and social council|human rights council)"
    r"|the conference of the parties|la asamblea general|el consejo)\b"
    r"(?:[^.;:]{0,120},|(?: pour l'environnement| des nations unies)?[.:;]?)$"
)
TITLED = re.compile(r"^(?:\s?[A-Z])?\s?[.:]\s+[A-ZÀ-Ý«]")
LONGEST_TITLE = 300
LETTERED = re.compile(r"^(?:[IVXL]{1,6}|[A-H])(?:\s?[.–-]\s|$)")


def strengths(blocks: Sequence[Block]) -> list[int]:
    """Return each block's strength as a boundary: 0, ``SOFT``, ``PART`` or ``HARD``."""
    return [_strength(block) for block in blocks]


def _strength(block: Block) -> int:
    text = block.text.text
    if block.kind not in (Kind.HEADING, Kind.TEXT) or len(text) > 260:
        return 0
    heading = block.kind is Kind.HEADING
    if (heading or len(text) < 60) and ANNEX.match(text):
        return HARD
    if len(text) < 160 and (CLOSING.match(text) or is_organ_line(text)):
        return HARD
    if is_title(block):
        return HARD
    if heading and LETTERED.match(text):
        return PART
    return SOFT if heading else 0


def is_title(block: Block) -> bool:
    """Whether a block is a resolution's number and title: a heading, or a line «843 (IX). La …»."""
    match = NUMBERED_TITLE.match(block.text.text) if block.kind in (Kind.HEADING, Kind.TEXT) else None
    if match is None or len(block.text) > LONGEST_TITLE:
        return False
    return block.kind is Kind.HEADING or TITLED.match(block.text.text[match.end("number") :]) is not None


def is_organ_line(text: str) -> bool:
    """Whether ``text`` is the organ that speaks, alone on its line («L'Assemblée générale,»)."""
    if len(text) > 140:
        return False
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    folded = "".join(c for c in plain if not unicodedata.combining(c))
    return (
        ORGAN.match(re.sub(r"\s+", " ", folded).replace("l' ", "l'").replace("l '", "l'").replace(" ,", ","))
        is not None
    )
