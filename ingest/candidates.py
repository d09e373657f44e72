"""Which blocks begin like a numbered paragraph, and how much the page itself says so.

Comes in: blocks. Goes out: candidates: the number as printed, what it may mean when the extraction
misread it, and what rejecting or accepting it would cost. Nothing is decided here; the sequence over
the whole document decides (``ingest.sequence``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.blocks import Block, Kind

PRINTED = re.compile(
    r"^(?P<open>[\"«“(\[„]{0,2}\s?)"
    r"(?P<number>[lI1i|] [lI1i|0-9OoSsBZ](?=\s?\.)|\d{1,3}|[0-9OQDIl|!LJiSZBUGTtkoxs()'`]{1,4}?)"
    r"(?P<suffix>\s?(?:bis|ter|quater|quinquies))?"
    r"(?P<stop>\s?[.)°]\s?[.)]?(?![A-Z]\s)(?!\s?\d{1,2}\s?[.)]?\s?[A-ZÀ-Ý])|\s?[,·•:;](?=\s)|\s?-(?=\s)|(?=\s))\s*(?=\S)"
)
# What a scan makes of a digit: «U.» is 4, «lU.» 14, «2k.» 24, «IO.» 10.
LOOKALIKES = {
    "l": "1", "I": "1", "i": "1", "|": "1", "!": "1", "L": "1", "J": "1", "t": "1", "'": "1", "`": "1",
    "O": "0", "o": "0", "Q": "0", "D": "0", "S": "5", "s": "5", "Z": "2", "B": "8", "U": "4", "k": "4",
    "G": "6", "T": "7", "x": "8", "(": "1", ")": "1",
}  # fmt: skip
CONFUSED = frozenset({"38", "83", "17", "71", "56", "65", "69", "96", "89", "98", "08", "80", "35", "53", "49", "94"})
BEGINS = re.compile(r"^[\"«“(\[*]{0,2}\s?[A-ZÀ-ÝŒ\[]")
FINISHED = re.compile(r"[.;:,!?…][\s)»”\"*\]\d]*$")
LONGEST_TITLE = 130
SHORT_TITLE = 60

FIRM, DOUBTFUL, WEAK, SPOILT = 1.3, 0.7, 0.06, 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that begins like a numbered paragraph.

    ``value`` is what is printed (None when no digits can be read), ``text_start`` where the text
    begins, ``style`` how the number is set off («.», «)», «"» within a quotation, «» bare).
    ``rejection`` is the cost of calling it text, ``acceptance`` that of calling it a number, in
    the units of ``ingest.sequence``; ``declared`` says that the file itself numbers the block,
    ``quoted`` that it stands within a quotation, ``title`` that it reads like a heading.
    """

    index: int
    value: int | None
    printed: str
    text_start: int
    suffix: str
    style: str
    rejection: float
    acceptance: float
    declared: bool = False
    quoted: bool = False
    title: bool = False


def find_candidates(blocks: Sequence[Block]) -> list[Candidate]:
    """Return the candidates among ``blocks``, in order."""
    found: list[Candidate] = []
    for index, block in enumerate(blocks):
        if block.kind in (Kind.TEXT, Kind.BULLET, Kind.HEADING):
            candidate = _candidate(index, block)
            if candidate is not None:
                found.append(candidate)
    return found


def _candidate(index: int, block: Block) -> Candidate | None:
    text = block.text.text
    match = PRINTED.match(text)
    # A number with nothing after it numbers nothing.
    if match is None or match.end() >= len(text):
        return None
    number, stop = match["number"].replace(" ", ""), match["stop"].strip()
    digits = number.isdigit()
    style = ")" if ")" in stop else "." if stop else ""
    if digits and len(number) > 3:
        return None
    opened = match["open"].strip()
    if opened == "(" and style != ")":
        return None
    quoted = bool(opened) and opened not in "([" or opened == "[" and style == ")"
    spaced = " " in match["number"]
    if not digits and not (spaced or _misreading(number, style, block)):
        return None
    rejection, acceptance = _weights(block, text[match.end() :], digits, style)
    if not digits and (spaced or any(sign.isdigit() for sign in number)):
        rejection = max(rejection, SPOILT)
    return Candidate(
        index,
        int(number) if digits else None,
        number,
        match.end(),
        (match["suffix"] or "").strip(),
        style,
        rejection,
        acceptance,
        block.marker > 0 and block.depth == 0,
        quoted,
        _is_title(text[match.end() :]),
    )


def _misreading(number: str, style: str, block: Block) -> bool:
    """Whether letters may be digits that a scan misread: never a real letter, roman or article."""
    if style != "." or block.marker:
        return False
    if number in {"i", "I", "l", "1", "J", "!", "|", "t"}:
        return True
    if len(number) > 3 or not all(sign in LOOKALIKES or sign.isdigit() for sign in number):
        return False
    return any(sign.isdigit() for sign in number) or not number.islower()


def _weights(block: Block, rest: str, digits: bool, style: str) -> tuple[float, float]:
    """Return what the page says against rejecting and against accepting the number."""
    begins = BEGINS.match(rest) is not None
    title = _is_title(rest)
    if block.marker:
        return (4.0 if block.depth == 0 else 0.3), (0.0 if not (title and block.kind is Kind.HEADING) else 0.6)
    if block.kind is Kind.HEADING:
        return (0.25, 0.9) if title else (0.9, 0.1)
    rejection, acceptance = (FIRM, 0.0) if style else (WEAK, 0.6)
    if block.tentative or not begins:
        rejection, acceptance = min(rejection, DOUBTFUL if begins else 0.4), acceptance + 0.1
    if title:
        rejection = min(rejection, 0.5 if block.bold else 1.0)
        acceptance += 0.3 if len(rest) < SHORT_TITLE else 0.0
    if not digits:
        rejection, acceptance = min(rejection, 0.3), acceptance + 0.35
    return rejection, acceptance


def _is_title(rest: str) -> bool:
    return len(rest) <= LONGEST_TITLE and FINISHED.search(rest) is None


@lru_cache(maxsize=4096)
def reading_cost(printed: str, value: int) -> float | None:
    """Return what it costs to read ``printed`` as ``value``; None when it cannot be.

    0 when that is what is printed; 0.3 for each sign that scans confuse with a digit; 2 for one
    digit taken for another that looks like it, 2.4 for one that does not: dearer than a gap, so
    that a digit is read otherwise only where the numbers on both sides ask for it.
    """
    wanted = str(value)
    if printed == wanted:
        return 0.0
    if printed.isdigit() and str(int(printed)) == wanted:
        return 0.0
    if len(printed) != len(wanted):
        return _of_other_length(printed, wanted)
    cost = 0.0
    for sign, digit in zip(printed, wanted, strict=True):
        if sign != digit:
            cost += _sign_cost(sign, digit)
    return cost if cost <= 2.4 else None


def _sign_cost(sign: str, digit: str) -> float:
    if LOOKALIKES.get(sign) == digit:
        return 0.3
    if sign + digit in CONFUSED:
        return 2.0
    return 2.4 if sign.isdigit() else 0.8


def _of_other_length(printed: str, wanted: str) -> float | None:
    # A sign lost or doubled: «l0.» for 110, «1l1.» for 11.
    if (
        printed.isdigit()
        and len(wanted) == len(printed) + 1
        and (wanted.startswith(printed) or wanted.endswith(printed))
    ):
        return 1.3
    if len(printed) == len(wanted) + 1 and (printed.startswith(wanted) or printed.endswith(wanted)):
        return 1.3 if printed.isdigit() else 0.9
    return None
