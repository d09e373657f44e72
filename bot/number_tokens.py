"""The words of a question that matter for paragraph numbers, told apart.

Comes in: a question. Goes out: its tokens: nouns that call for a number (« alinéas », « recs »),
numbers however written (« 11 », « onze », « 11f », « 15 bis », « 3e »), letters, links and marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.number_words import roman_value, spoken
from store.lexicon import fold

PARAGRAPH, RECOMMENDATION, LETTER, NOTE, ANNEX, PREAMBLE = "paragraph recommendation letter note annex preamble".split()
_NOUNS = {
    LETTER: "alineas? let lettres? letters? subparagraphs? sub-paragraphs? apartados? incisos? letras? literal"
    " sous-paragraphes? sous-alineas? sous-points?",
    RECOMMENDATION: "recommandations? recomendations? recommendations? recomandations? recomendacion(?:es)?"
    " recos? recs?",
    NOTE: "notes? notas? footnotes?",
    ANNEX: "annexes? annexos? anexos? annex",
    PREAMBLE: "preambules? preambles? preambulos? considerants? considerandos?",
    PARAGRAPH: "paragraphes? paragrafes? paragrafs? paragraphs? parafs? parrafos? parag paras? par points? puntos?"
    " pgraphes? pargraphes? paragrahes?",
}
NOUNS = {
    kind: re.compile("|".join(f"(?:{name})" for name in names.split()), re.IGNORECASE) for kind, names in _NOUNS.items()
}
MARKERS = frozenset("numero numeros number numbers num nr nro no nos".split())
_WORDS = {
    "join": "et ou and or puis",
    "also": "aussi ainsi que plus egalement then also enfin tambien",
    "range": "au jusqu jusque jusqu'a jusqu'au to through thru hasta al",
    "article": "le la les the el los las ce cet cette",
    "of": "du de des of del",
}
WORDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_MARKS = {
    "join": ";&+",
    "comma": ",",
    "range": "-–—‑",
    "open": "([{",
    "close": ")]}",
    "quote": '«»"“”„*_`',
    "dot": ".",
    "colon": ":",
    "marker": "#",
    "end": "?!…",
}
MARKS = {mark: kind for kind, marks in _MARKS.items() for mark in marks}
RAW = re.compile(r"(?P<digits>\d+)|(?P<word>[^\W\d_]+)|(?P<mark>\S)")
SUFFIXES = frozenset("bis ter quater".split())
ORDINAL_SUFFIXES = frozenset(
    "e eme emes ieme iemes er ere ers eres re nd nde th st rd o a ro ra do da to mo vo no".split()
)
LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. ``value`` is what it means: the kind of a noun, the digits of a number, the
    letter of an item; ``closed``: a bracket ends it (« f) »); ``glued``: no space stands before it.
    """

    kind: str
    value: str
    text: str
    start: int
    end: int
    glued: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    kind: str
    text: str
    start: int
    end: int


def plain(question: str) -> str:
    """Return a question folded, with one kind of apostrophe and of space."""
    return re.sub(r"[\u00a0\u2007\u202f]", " ", fold(question).replace("’", "'").replace("ʼ", "'"))


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a plain text, in order."""
    raws = [_Raw(str(m.lastgroup), m.group(), m.start(), m.end()) for m in RAW.finditer(text)]
    tokens: list[Token] = []
    index = 0
    while index < len(raws):
        token, used = _token(raws, index)
        tokens.append(token)
        index += used
    return tokens


def _token(raws: Sequence[_Raw], index: int) -> tuple[Token, int]:
    raw = raws[index]
    if raw.kind == "digits":
        return _digits(raws, index)
    if raw.kind == "mark":
        if raw.text in "§¶":
            return _make(raws, index, 1, "noun", PARAGRAPH), 1
        return _make(raws, index, 1, MARKS.get(raw.text, "other"), raw.text), 1
    return _word(raws, index)


def _word(raws: Sequence[_Raw], index: int) -> tuple[Token, int]:
    word, after = raws[index].text, _text(raws, index + 1)
    if after == "-" and _text(raws, index + 2) == "t" and _text(raws, index + 3) == "-":
        return _make(raws, index, 1, "other", word), 1  # «le paragraphe 11 a-t-il été négocié ?»
    if after == "'":
        kind = "range" if word == "jusqu" else {"l": "article", "d": "of"}.get(word, "other")
        return _make(raws, index, 2, kind, word), 2
    named = _noun(raws, index)
    if named:
        return named
    number = _spoken(raws, index)
    if number:
        return number
    if word == "n" and after in ("°", "."):
        used = 3 if after == "." and _text(raws, index + 2) == "o" else 2
        if _text(raws, index + used).isdigit() or after == "°":
            return _make(raws, index, used, "marker", word), used
    if word in MARKERS and _text(raws, index + 1 + (after in (".", "°", ":"))).isalnum():
        return _make(raws, index, 1, "marker", word), 1
    if word in WORDS:
        return _make(raws, index, 1, WORDS[word], word), 1
    return _item(raws, index)


def _item(raws: Sequence[_Raw], index: int) -> tuple[Token, int]:
    """« f », « f) », « iii) », « aa) »: a letter or a small roman numeral; else any other word."""
    word = raws[index].text
    closed = _text(raws, index + 1) in (")", "]") and raws[index + 1].start == raws[index].end
    letter = len(word) == 1 and word.isascii() or roman_value(word) > 0
    if letter or closed and len(word) == 2 and word[0] == word[1]:
        used = 2 if closed else 1
        return _make(raws, index, used, "item", word, closed=closed), used
    return _make(raws, index, 1, "other", word), 1


def _noun(raws: Sequence[_Raw], index: int) -> tuple[Token, int] | None:
    word, used = raws[index].text, 1
    if word in ("sous", "sub") and _text(raws, index + 1) == "-":
        word, used = f"{word}-{_text(raws, index + 2)}", 3
    if word == "al":
        # « al. 2 » is an alinéa, « 11 al f » too; the Spanish « 3 al 5 » is a range.
        lettered = _text(raws, index + 1) == "." or len(_text(raws, index + 1)) == 1 and raws[index + 1].kind == "word"
        return (_make(raws, index, 1, "noun", LETTER), 1) if lettered else None
    kind = next((kind for kind, names in NOUNS.items() if names.fullmatch(word)), None)
    return (_make(raws, index, used, "noun", kind), used) if kind else None


def _spoken(raws: Sequence[_Raw], index: int) -> tuple[Token, int] | None:
    """Read « vingt-et-un », « dix sept », « onzième »."""
    words: list[str] = []
    used: list[int] = []
    position = index
    while position < len(raws) and raws[position].kind == "word" and len(words) < 6:
        words.append(raws[position].text)
        used.append(position - index + 1)
        position += 1 + (_text(raws, position + 1) in ("-", "‑"))
    found = spoken(words)
    if found is None:
        return None
    value, ordinal, length = found
    return _make(raws, index, used[length - 1], "ordinal" if ordinal else "number", str(value)), used[length - 1]


def _digits(raws: Sequence[_Raw], index: int) -> tuple[Token, int]:
    run = _glued_run(raws, index)
    text = "".join(raw.text for raw in raws[index : index + run])
    dotted = re.fullmatch(r"\d{1,3}(?:\.\d{1,3})+", text)
    follows = _text(raws, index + run)
    if len(raws[index].text) > LONGEST_NUMBER or _follows_word(raws, index) or not (dotted or run == 1):
        return _make(raws, index, run, "other", text), run
    if dotted:
        return _make(raws, index, run, "number", ".".join(str(int(part)) for part in text.split("."))), run
    number = str(int(text))
    if follows in SUFFIXES:
        return _make(raws, index, 2, "number", f"{number} {follows}"), 2
    if index + 1 < len(raws) and raws[index + 1].kind == "word" and raws[index + 1].start == raws[index].end:
        return _suffixed(raws, index, number, follows)
    return _make(raws, index, 1, "number", number), 1


def _suffixed(raws: Sequence[_Raw], index: int, number: str, suffix: str) -> tuple[Token, int]:
    """« 11f », « 3e » (which is both, until a noun says which), « 3eme »; « 10km » is neither."""
    if len(suffix) == 1 and suffix.isascii():
        closed = _text(raws, index + 2) in (")", "]")
        used = 3 if closed else 2
        return _make(raws, index, used, "suffixed", f"{number}.{suffix}", closed=closed), used
    if suffix in ORDINAL_SUFFIXES:
        return _make(raws, index, 2, "ordinal", number), 2
    return _make(raws, index, 2, "other", number + suffix), 2


def _glued_run(raws: Sequence[_Raw], index: int) -> int:
    """How many pieces hang together as « 78/227 », « 5.2.2025 », « 10:30 », « 40% »."""
    used = 1
    while index + used < len(raws) and raws[index + used].start == raws[index + used - 1].end:
        mark = raws[index + used].text
        following = raws[index + used + 1] if index + used + 1 < len(raws) else None
        joined = following is not None and following.start == raws[index + used].end and following.kind == "digits"
        if mark in "%°‰€$":
            return used + 1
        if not joined or mark not in "/.:":
            return used
        used += 2
    return used


def _follows_word(raws: Sequence[_Raw], index: int) -> bool:
    """Whether digits belong to a word before them: « G20 », « covid19 », « A/80 », not « par7 »."""
    before = raws[index - 1] if index else None
    if before is None or before.end != raws[index].start:
        return False
    if before.kind == "word":
        return not (any(names.fullmatch(before.text) for names in NOUNS.values()) or before.text in MARKERS)
    hyphened = before.text in "-‑" and index > 1 and raws[index - 2].kind == "word" and _is_long(raws[index - 2].text)
    return hyphened or before.text in "/_@$€"


def _is_long(word: str) -> bool:
    return len(word) > 1 and not roman_value(word)


def _make(raws: Sequence[_Raw], index: int, used: int, kind: str, value: str, *, closed: bool = False) -> Token:
    last = raws[min(index + used, len(raws)) - 1]
    text = "".join(raw.text for raw in raws[index : index + used])
    glued = index > 0 and raws[index - 1].end == raws[index].start
    return Token(kind, value, text, raws[index].start, last.end, glued, closed)


def _text(raws: Sequence[_Raw], index: int) -> str:
    return raws[index].text if 0 <= index < len(raws) else ""
