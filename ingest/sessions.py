"""The session that a masthead names, and its number, in French, English and Spanish.

«Quarante-huitième session», «VINGT-DEUXIEME SESSION EXTRAORDINAIRE», «Fifty-ninth session», «Octavo
período de sesiones». The tables of ordinals are made here, from one to a hundred and ninety-nine.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UNITS = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(),
    "en": (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth"
    ).split(),
    "es": "primer segund tercer cuart quint sext septim octav noven decim undecim duodecim".split(),
}
FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
ENGLISH_TENS = {
    20: "twent",
    30: "thirt",
    40: "fort",
    50: "fift",
    60: "sixt",
    70: "sevent",
    80: "eight",
    90: "ninet",
}
SPANISH_TENS = {
    10: "decim",
    20: "vigesim",
    30: "trigesim",
    40: "cuadragesim",
    50: "quincuagesim",
    60: "sexagesim",
    70: "septuagesim",
    80: "octogesim",
    90: "nonagesim",
}
KINDS = (
    r"(?:\s+(?:extraordinaire(?:\s+d\s?['’]\s?urgence)?|ordinaire|de\s+fond|sustantivo"
    r"|extraordinario(?:\s+de\s+emergencia)?))?"
)
YEARLY = re.compile(
    r"\b(?:session(?: de fond| annuelle| d['’]organisation| ordinaire)? de (?:19|20)\d\d|(?:19"
    r"|20)\d\d (?:substantive )?session"
    r"|(?:substantive |annual )?session of (?:19|20)\d\d|periodo de sesiones(?: sustantivo)? de (?:19|20)\d\d)\b"
)
FIGURES = re.compile(
    r"\b(\d{1,3})\s?(?:e|eme|th|st|nd|rd|[ºo°a])\s(?:special |emergency special )?(?:session|periodo de sesiones)\b"
)
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class _Folding(dict[int, str]):
    """Each character's small letter without accent, found once."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFKD", chr(code))[:1].lower()[:1] or chr(code)
        return self[code]


FOLDING = _Folding()


def folded(text: str) -> str:
    """Return ``text`` in small letters without accents, of the same length."""
    return text.translate(FOLDING)


@cache
def ordinals() -> dict[str, int]:
    """Return the folded ordinals of the three languages (Spanish ones without their ending)."""
    table: dict[str, int] = {}
    for number in range(1, 100):
        table |= dict.fromkeys((_french(number), _english(number), _spanish(number)), number)
    return table | {"premiere": 1, "seconde": 2, "centieme": 100, "one hundredth": 100, "hundredth": 100}


def _french(number: int) -> str:
    tens = max((value for value in FRENCH_TENS if value <= number), default=0)
    rest = number - tens
    tail = UNITS["fr"][rest - 1] if 0 < rest < 17 else ""
    unit = f"dix-{UNITS['fr'][rest - 11]}" if rest > 16 else tail
    linked = " et " if tens in range(20, 70) and rest in (1, 11) else "-"
    cardinal = linked.join(part for part in (FRENCH_TENS.get(tens, ""), unit) if part)
    endings = (("cinq", "cinqu"), ("neuf", "neuv"), ("quatre", "quatr"))
    for ending, written in (*endings, ("trente", "trent"), ("quarante", "quarant"), ("cinquante", "cinquant")):
        if cardinal.endswith(ending):
            return cardinal.removesuffix(ending) + written + "ieme"
    return cardinal.removesuffix("e") + "ieme"


def _english(number: int) -> str:
    if number < 20:
        return UNITS["en"][number - 1]
    tens, unit = number - number % 10, number % 10
    return f"{ENGLISH_TENS[tens]}y-{UNITS['en'][unit - 1]}" if unit else f"{ENGLISH_TENS[tens]}ieth"


def _spanish(number: int) -> str:
    if number <= 12:
        return UNITS["es"][number - 1]
    tens, unit = number - number % 10, number % 10
    return f"{SPANISH_TENS[tens]} {UNITS['es'][unit - 1]}" if unit else SPANISH_TENS[tens]


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(
        (re.escape(word).replace(r"\-", r"\s?[-\s]\s?").replace(r"\ ", r"[oa]?[\s-]+") for word in ordinals()), key=len
    )
    spanish = r"(?:[oa]|er[oa]?)?"
    adjectives = r"(?:(?:special|emergency special|resumed|regular|ordinary|substantive|annual)\s+)?"
    return re.compile(
        rf"\b(?P<ordinal>{'|'.join(reversed(words))}){spanish}\s+{adjectives}(?:session"
        rf"|periodo\s+(?:extraordinario\s+)?de\s+sesiones|sesion){KINDS}\b"
    )


def find_session(line: str) -> tuple[int, int, int | None] | None:
    """Return where a line names a session (start, end) and the session's number; None when it names none."""
    plain = folded(line)
    match = _pattern().search(plain)
    if match:
        number = _number(match["ordinal"])
        return match.start(), match.end(), number
    match = FIGURES.search(plain)
    if match:
        return match.start(), match.end(), int(match[1])
    match = YEARLY.search(plain)
    return (match.start(), match.end(), None) if match else None


def _number(words: str) -> int:
    printed = _squeezed(words)
    return next(number for ordinal, number in ordinals().items() if _squeezed(ordinal) == printed)


def _squeezed(words: str) -> str:
    """Take out what is printed in more than one way: hyphens, spaces, «vigésimo» or «vigésima»."""
    return re.sub(r"[^a-z]", "", re.sub(r"(?<=im)[oa]\b", "", words))


def session_of_symbol(symbol: str) -> int | None:
    """Return the session that a symbol bears: 48 of A/RES/48/161, 22 of A/RES/2359(XXII), 59 of A/HRC/59/60."""
    roman = re.search(r"\(([IVXLC]+)\)", symbol)
    if roman:
        return _roman(roman[1])
    match = re.match(r"(?:A|A/RES|A/HRC|A/HRC/RES|E/ESCAP/RES|ESCAP/RES|A/C\.\d)/(?:S-|ES-)?(\d{1,3})/", symbol)
    match = match or re.match(r"(?:UNEP/EA|HSP/HA)\.(\d+)/", symbol)
    return int(match[1]) if match else None


def _roman(figures: str) -> int:
    values = [ROMAN_VALUES[figure] for figure in figures]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
