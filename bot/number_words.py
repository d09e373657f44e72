"""Numbers as they are spoken and printed: « vingt et un », « troisième », « third », « iv », « dernier ».

Comes in: folded words (lower case, no accents). Goes out: their values. French of all countries,
English and Spanish, up to 199: no list of a report is longer than people count aloud.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

LARGEST = 199
LONGEST = 5
LAST = -1
LAST_BUT_ONE = -2

_FRENCH = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_SWISS_TENS = {70: "septante", 80: "huitante", 90: "nonante"}
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
).split()
_SPANISH_TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta"}
_FIRSTS = "premier premiere premiers premieres first primero primera primer primeros primeras 1er"
_IRREGULAR = (
    (1, _FIRSTS),
    (2, "second seconde seconds secondes segundo segunda"),
    (3, "third tercero tercera tercer"),
    (4, "cuarto cuarta"),
    (5, "fifth quinto quinta"),
    (6, "sixth sexto sexta"),
    (7, "septimo septima"),
    (8, "eighth octavo octava"),
    (9, "ninth noveno novena"),
    (10, "decimo decima"),
    (12, "twelfth duodecimo duodecima"),
)
_LAST_WORDS = {
    LAST: "dernier derniere derniers dernieres last ultimo ultima ultimos ultimas",
    LAST_BUT_ONE: "avant-dernier avant-derniere penultieme penultimate penultimo penultima",
}
_ROMAN = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def roman_value(text: str) -> int:
    """Return the value of a small roman numeral, up to xxix; 0 when ``text`` is none."""
    if not _ROMAN.fullmatch(text):
        return 0
    values = [_ROMAN_VALUES[character] for character in text]
    return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))


def printed_roman(value: int) -> str:
    """Return a value from 1 to 29 as a small roman numeral."""
    tens, ones = divmod(value, 10)
    return "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][ones]


def spoken(words: Sequence[str]) -> tuple[int, bool, int] | None:
    """Return (value, whether it is an ordinal, words used) of the longest number that ``words``
    begin with; None when they begin with none. Ranks from the end are negative (« dernier »: -1).
    """
    for length in range(min(LONGEST, len(words)), 0, -1):
        found = _values().get(" ".join(words[:length]))
        if found is not None:
            return (*found, length)
    return None


@cache
def _values() -> dict[str, tuple[int, bool]]:
    cardinals = {name: value for value in range(1, LARGEST + 1) for name in (*_french(value), *_english(value))}
    cardinals |= {name: value for value in range(1, 100) for name in _spanish(value)}
    ordinals = {_ordinal(name): value for name, value in cardinals.items() if value > 1}
    ordinals |= {name: value for value, names in _IRREGULAR for name in names.split()}
    ordinals |= {f"{_english(tens)[0]} {name}": tens + n for tens in range(20, 100, 10) for n, name in _english_units()}
    ordinals |= {name.replace("-", " "): value for value, names in _LAST_WORDS.items() for name in names.split()}
    found = {name: (value, False) for name, value in cardinals.items()}
    return found | {name: (value, True) for name, value in ordinals.items()}


def _english_units() -> list[tuple[int, str]]:
    return [(1, "first"), (2, "second"), (3, "third"), (5, "fifth"), (8, "eighth"), (9, "ninth")]


def _ordinal(name: str) -> str:
    """« vingt et un » → « vingt et unieme », « neuf » → « neuvieme », « six » → « sixth »."""
    english = any(word in _ENGLISH or word in _ENGLISH_TENS for word in name.split()[-1:]) and name != "six"
    if english:
        return re.sub(r"y$", "ie", name) + "th"
    return re.sub(r"f$", "v", re.sub(r"cinq$", "cinqu", re.sub(r"(?:e|(?<=vingt)s)$", "", name))) + "ieme"


def _french(value: int) -> list[str]:
    if value >= 100:
        below = _french(value - 100) if value > 100 else [""]
        return [f"cent {name}".strip() for name in below]
    if value <= 16:
        return [_FRENCH[value], *(["une"] if value == 1 else [])]
    if value < 20:
        return [f"dix {_FRENCH[value - 10]}"]
    tens, ones = value // 10 * 10, value % 10
    if tens in _FRENCH_TENS:
        return _joined(_FRENCH_TENS[tens], ones, _FRENCH)
    if tens == 70:
        teens = [f"soixante {name}" for name in _french(ones + 10)]
        return [*teens, *(["soixante et onze"] if ones == 1 else []), *_joined(_SWISS_TENS[tens], ones, _FRENCH)]
    plain = "quatre vingt"
    scores = [f"{plain} {name}" for name in _french(value - 80)] if value > 80 else [plain, f"{plain}s"]
    return [*scores, *_joined(_SWISS_TENS[tens], ones, _FRENCH)]


def _joined(tens: str, ones: int, names: Sequence[str]) -> list[str]:
    if ones == 0:
        return [tens]
    return [f"{tens} {names[ones]}", f"{tens} et {names[ones]}"] if ones == 1 else [f"{tens} {names[ones]}"]


def _english(value: int) -> list[str]:
    if value >= 100:
        below = _english(value - 100) if value > 100 else []
        return ["one hundred", "a hundred"] if value == 100 else [f"one hundred and {name}" for name in below]
    if value < 20:
        return [_ENGLISH[value]]
    tens, ones = _ENGLISH_TENS[value // 10 - 2], value % 10
    return [f"{tens} {_ENGLISH[ones]}" if ones else tens]


def _spanish(value: int) -> list[str]:
    if value < 30:
        return [_SPANISH[value]]
    tens = _SPANISH_TENS.get(value // 10 * 10, "noventa")
    return [f"{tens} y {_SPANISH[value % 10]}" if value % 10 else tens]
