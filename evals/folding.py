"""The only differences a quotation may have from its source: typography.

A text comes in, the same text goes out with « » “ ” as one quotation mark, ’ as ', œ as oe, every
space (narrow, no-break, line end) as one space, and no space before ; : ? ! or inside quotation
marks. A letter, an accent, a capital or a dash is never touched: another one is another quotation.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‘’ʼ‛", "'"),
        "œ": "oe",
        "Œ": "OE",
        "‑": "-",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_ELLIPSIS = re.compile(r"\s*[\[(]\s*(?:…|\.\.\.|\. \. \.)\s*[\])]\s*")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return ``text`` with its typography folded; two equal results are the same quotation."""
    folded = unicodedata.normalize("NFC", text)
    folded = re.sub(r"«\s*", '"', folded)
    folded = re.sub(r"\s*»", '"', folded)
    folded = folded.translate(_CHARACTERS)
    folded = re.sub(r"\s+", " ", folded).strip()
    return re.sub(r" (?=[;:?!])", "", folded)


@lru_cache(maxsize=20_000)
def fold_case(text: str) -> str:
    """Return ``fold(text)`` in lower case: what the patterns of the cases are searched in."""
    return fold(text).casefold()


def segments(quotation: str) -> tuple[str, ...]:
    """Return the folded pieces of a quotation between its ``[…]`` marks."""
    return tuple(fold(piece) for piece in _ELLIPSIS.split(quotation) if piece.strip())


def quoted_in(quotation: str, source: str) -> bool:
    """Whether every piece of ``quotation`` stands in ``source``, in order, typography apart.

    A piece begins and ends where words do: «légal» is not quoted from «illégal».
    """
    text, position = fold(source), 0
    for piece in segments(quotation):
        position = _end_of(piece, text, position)
        if position < 0:
            return False
    return bool(segments(quotation))


def _end_of(piece: str, text: str, position: int) -> int:
    """Return where ``piece`` ends in ``text`` from ``position``, as whole words; -1 if nowhere."""
    start = text.find(piece, position)
    while start >= 0:
        end = start + len(piece)
        if not (_inside_word(text, start) or _inside_word(text, end)):
            return end
        start = text.find(piece, start + 1)
    return -1


def _inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def first_difference(quotation: str, source: str) -> str:
    """Return the words of ``quotation`` around the place where it leaves ``source``."""
    text = fold(source)
    for piece in segments(quotation):
        if _end_of(piece, text, 0) >= 0:
            continue
        low, high = 0, len(piece)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if piece[:middle] in text else (low, middle - 1)
        return piece[max(0, low - 20) : low + 20]
    return fold(quotation)[:40]


def words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, typography folded."""
    return _WORD.findall(fold_case(text))
