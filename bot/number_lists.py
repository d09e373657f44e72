"""Lists and ranges of numbers, and what hangs below a number: « 3, 5 à 7 et 11 a) et c) », « 13 f) ii) ».

Comes in: the tokens of a question, and where a list begins. Goes out: the numbers as paths, and where the
list ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.number_tokens import LETTER, PARAGRAPH, RECOMMENDATION, Token
from bot.number_words import printed_roman, roman_value

Path = tuple[str, ...]

LONGEST_RANGE = 60
AMBIGUOUS = frozenset("aoyeu")  # letters that are also words: « 3 à 5 », « 11 y 12 », « 7 a été »
CLIPPED = frozenset("cgdjlmnst")  # what is left of « c'est », « j'ai » in a message: « 7 c quoi »
SPOKEN_AFTER = frozenset("quoi koi kwa qui ki que est pas besoin rien ce ai as un une".split())
ENDS = frozenset(
    "dit disent parle parlent concerne concernent porte portent et ou a aux du de des en stp svp merci alors donc"
    " please exactement".split()
)
UNITS = re.compile(
    r"ans?|annees?|mois|jours?|heures?|minutes?|semaines?|pays|fois|cent|millions?|milliards?|personnes?|etats?|euros?"
    r"|dollars?|%|years?|months?|days?|hours?|countries|times|percent|people|anos?|meses|dias?|horas?|paises|veces"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|siecles?|february"
    r"|january|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril"
    r"|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|km|kg|h"
)
YEARS = range(1900, 2101)


def read_list(tokens: Sequence[Token], start: int, kind: str) -> tuple[list[Path], int]:
    """Read « 3, 4 à 6 et 11 a) et c) » from ``start``; return the paths and the index after them."""
    path, end = _reference(tokens, start, (), kind)
    if not path or is_counted(tokens, end):
        return [], start
    paths = [path]
    while link := _link(tokens, end, kind):
        joint, position = link
        path, after = _reference(tokens, position, paths[-1], kind)
        if not path or is_counted(tokens, after):
            break
        paths = [*paths[:-1], *_range(paths[-1], path)] if joint == "range" else [*paths, path]
        end = after
    return paths, end


def _reference(tokens: Sequence[Token], index: int, before: Path, kind: str) -> tuple[Path, int]:
    """Read one number with what hangs below it, or the letter that a list continues with."""
    token = tokens[index] if index < len(tokens) else None
    if token is None:
        return (), index
    if token.kind in ("number", "suffixed"):
        if _is_article(tokens, index) or _is_year(token):
            return (), index
        return read_below(tokens, index + 1, tuple(token.value.split(".")))
    if token.kind == "ordinal" and not before and int(token.value) > 0:
        return read_below(tokens, index + 1, (token.value,))
    if token.kind != "item" or not _is_item(tokens, index):
        return (), index
    if before:
        listed = len(before) > 1 or before[0].isalpha() or token.closed
        return (_sibling(before, token.value), index + 1) if listed else ((), index)
    numeral = len(token.value) > 1 and roman_value(token.value) > 0 and not token.closed
    if numeral and kind in (PARAGRAPH, RECOMMENDATION) and not is_point(tokens[index - 1]):
        return (str(roman_value(token.value)),), index + 1
    named = kind == LETTER or kind in (PARAGRAPH, RECOMMENDATION) and (token.closed or ends_phrase(tokens, index + 1))
    return read_below(tokens, index + 1, (token.value,)) if named else ((), index)


def read_below(tokens: Sequence[Token], index: int, path: Path) -> tuple[Path, int]:
    """Read the letters and numerals that hang below ``path``: « f) ii) », « , al. f) », « (f)(ii) »."""
    while len(path) < 3:
        position, lettered, comma = index, False, False
        while position < len(tokens) and tokens[position].kind in ("comma", "dot", "open", "quote", "colon", "noun"):
            if tokens[position].kind == "noun" and tokens[position].value != LETTER:
                break
            lettered = lettered or tokens[position].kind == "noun"
            comma = comma or tokens[position].kind == "comma"
            position += 1
        if position < len(tokens) and tokens[position].text in ("-", "/") and tokens[position].glued:
            position += 1
        value = _hanging(tokens, position, path, lettered=lettered, comma=comma)
        if not value:
            break
        path, index = (*path, value), position + 1
    return path, past(tokens, index, frozenset(("close", "quote"))) if index else index


def _hanging(tokens: Sequence[Token], index: int, path: Path, *, lettered: bool, comma: bool) -> str:
    token = tokens[index] if index < len(tokens) else None
    if token is None:
        return ""
    if token.kind == "number" and lettered and token.value.isdigit() and 0 < int(token.value) <= 26:
        return chr(96 + int(token.value))  # «paragraphe 11, alinéa 3»: the third, c)
    if token.kind != "item" or not _is_item(tokens, index):
        return ""
    below_letter = path[-1][0].isalpha()
    if below_letter and not roman_value(token.value):
        return ""
    apart = comma and not lettered
    return token.value if not apart or token.closed and not below_letter else ""


def _link(tokens: Sequence[Token], index: int, kind: str) -> tuple[str, int] | None:
    """Read what joins two numbers of a list; return « join » or « range » and the index after it."""
    joint, position = "", index
    while position < len(tokens):
        token = tokens[position]
        if token.kind == "range" or _is_to(tokens, position):
            joint = "range"
        elif token.kind in ("join", "comma") or token.text in ("ainsi", "plus") or _is_and(tokens, position):
            joint = joint or "join"
        elif token.kind == "item" and token.closed and not joint:
            return "join", position
        elif not (joint and _is_filler(token, kind)) and token.kind != "of":
            break
        position += 1
    return (joint, position) if joint else None


def _is_filler(token: Token, kind: str) -> bool:
    repeated = token.kind == "noun" and token.value in (kind, LETTER) and not is_point(token)
    return repeated or token.kind in ("article", "of", "marker", "quote", "open", "also")


def _is_to(tokens: Sequence[Token], index: int) -> bool:
    """« 3 à 5 », « c) a e) »."""
    token = tokens[index]
    following = tokens[index + 1 :][:1]
    return token.text == "a" and any(t.kind in ("number", "suffixed", "item", "noun") for t in following)


def _is_and(tokens: Sequence[Token], index: int) -> bool:
    """The Spanish « 3 y 4 », « a) o b) »."""
    following = tokens[index + 1 :][:1]
    return tokens[index].text in ("y", "o", "e", "u") and any(
        t.kind in ("number", "suffixed", "item", "article", "noun") for t in following
    )


def _is_item(tokens: Sequence[Token], index: int) -> bool:
    """Whether a letter names an item: « f) » always, « f » unless it is a word here."""
    token = tokens[index]
    if token.closed or len(token.value) > 1:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None:
        return True
    if token.value in CLIPPED and following.text in SPOKEN_AFTER:
        return False
    if token.value in AMBIGUOUS:
        lettered = tokens[index - 1].kind == "noun" and tokens[index - 1].value == LETTER and following.kind == "of"
        listed = (
            lettered or following.kind in ("join", "comma", "close", "dot", "end", "quote") or following.text in "-–"
        )
        return listed or _is_to(tokens, index + 1)
    return True


def _is_article(tokens: Sequence[Token], index: int) -> bool:
    """«recommandations : un cadre» does not name the first; « le paragraphe un » does."""
    return tokens[index].text in ("un", "une", "one", "uno") and not ends_phrase(tokens, index + 1)


def _is_year(token: Token) -> bool:
    return token.value.isdigit() and int(token.value) in YEARS


def is_counted(tokens: Sequence[Token], index: int) -> bool:
    """Whether what follows is counted by the number: « 5 février », « 12 ans », « 40 % »."""
    words = [token.text for token in tokens[index : index + 2]]
    counted = words[:1] if words != ["pour", "cent"] else words[1:]
    return any(UNITS.fullmatch(word) for word in counted) and not tokens[index - 1].closed


def _sibling(before: Path, value: str) -> Path:
    """« 11 a) et c) » → 11 c); « 13 f) i) et ii) » → 13 f) ii); « 13 f) i) et g) » → 13 g)."""
    if len(before) == 1:
        return (*before, value) if before[0][0].isdigit() else (value,)
    deep = len(before) == 3 and roman_value(value) > 0
    return (*before[:2], value) if deep else (*before[: 1 if before[0][0].isdigit() else 0], value)


def _range(first: Path, last: Path) -> list[Path]:
    """Return every number from ``first`` to ``last``, both included; the two alone when unlike."""
    a, b = first[-1], last[-1]
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return [first, last]
    if a.isdigit() and b.isdigit():
        low, high = sorted((int(a), int(b)))
        return [(*first[:-1], str(n)) for n in range(low, min(high, low + LONGEST_RANGE) + 1)]
    if len(first) == 3 and roman_value(a) and roman_value(b):
        low, high = sorted((roman_value(a), roman_value(b)))
        return [(*first[:-1], printed_roman(n)) for n in range(low, high + 1)]
    if len(a) == len(b) == 1 and a.isascii() and b.isascii() and a.isalpha() and b.isalpha():
        low, high = sorted((ord(a), ord(b)))
        return [(*first[:-1], chr(n)) for n in range(low, high + 1)]
    return [first, last]


def past(tokens: Sequence[Token], index: int, kinds: frozenset[str]) -> int:
    """Return the index of the first token from ``index`` that is of none of ``kinds``."""
    while index < len(tokens) and tokens[index].kind in kinds:
        index += 1
    return index


def successor(path: Path, step: int) -> Path | None:
    """Return the number after (``step`` 1) or before (-1) a number: « 11 c) » → « 11 d) »; None when
    it cannot be told.
    """
    last = path[-1]
    value = int(last) if last.isdigit() else roman_value(last) if len(path) > 2 else ord(last[0]) - 96
    following = value + step
    if len(last.split()) > 1 or value < 1 or (following < 1 and len(path) == 1):
        return None
    if following < 1:
        return path[:-1]
    if last.isdigit():
        return (*path[:-1], str(following))
    return (*path[:-1], printed_roman(following) if len(path) > 2 else chr(96 + following)) if following <= 26 else None


def ordinal_of(token: Token) -> int | None:
    """Return the rank that « troisième » or « 3e » names; None for anything else."""
    if token.kind == "ordinal":
        return int(token.value)
    if token.kind == "suffixed" and token.text[-1] in "eoa":
        return int(token.value.partition(".")[0])
    return None


def is_point(token: Token) -> bool:
    """Whether the noun is « point », which agendas have too."""
    return token.text.startswith(("point", "punto"))


def ends_phrase(tokens: Sequence[Token], index: int) -> bool:
    """Whether a phrase ends before ``index``, so that a number there counts nothing."""
    following = tokens[index] if index < len(tokens) else None
    if following is None or following.kind in ("end", "dot", "comma", "colon", "close", "quote", "join", "open"):
        return True
    return following.text in ENDS and (following.text != "a" or is_addressed(tokens, index))


def is_addressed(tokens: Sequence[Token], index: int) -> bool:
    """« aux États », « à l'Office »."""
    words = [token.text for token in tokens[index : index + 2]]
    return bool(words) and (words[0] == "aux" or words == ["a", "l'"])
