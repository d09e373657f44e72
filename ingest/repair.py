"""Mend what the extraction broke, and nothing that the author wrote.

Comes in: a block's text and its language. Goes out: the same with doubled spaces made single, words
whole (« ressource s », « non -discrimination », « gouverne› ments ») and apart (« desNations »), soft
hyphens and ligatures resolved. Words are touched only on evidence from the vocabulary of the text's
own language: the whole is a word that UN documents use, and one of its pieces is not, or hardly ever;
or two glued words follow each other often, and what they make together is no word. A language without
a vocabulary has only its layout mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ingest.mapped import MappedText
from store.vocabulary import Vocabulary, vocabulary

Edit = tuple[int, int, str]
SOFT = "\u00ad"
INVISIBLE_SOFT = re.compile(rf"(?<=[^\W\d_]){SOFT} ?(?=[^\W\d_])|{SOFT}")
INVISIBLE = re.compile("[\u0002\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\u001a]")
LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}
LIGATURE = re.compile("[ﬁﬂﬀﬃﬄ]")
TABS = re.compile(r" *\t[ \t]*")
MORE_SPACES = re.compile(r"(?<= ) +")
# A full stop may be a speck between two words: only after a whole word at the end of a line.
SPACE_BEFORE_POINT = re.compile(
    r"(?<=[^\W\d_]|[)»”’]) (?=,(?:\s|$)(?! ?[,.]))|(?<=[a-zà-ÿœ]{4}|\w\w\w[)»”]) (?=\.(?:$|\n))"
)
HYPHEN_SPACE = re.compile(r"(?<![^\W\d_])([^\W\d_]+) -([^\W\d_]+)")
HYPHEN_WRAP = re.compile(r"(?<![^\W\d_])([^\W\d_]+) ?([-›\u00ad]) ([^\W\d_]+)")
ELISION = r"(?<![\w'’])(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Aa]ujourd)"
ELISION_SPACE = re.compile(rf"({ELISION}) (?=['’]\w)")
ELISION_SPACE_AFTER = re.compile(rf"({ELISION}['’]) (?=[aeiouyhâàéèêëîïôœAEIOUYHÂÀÉÈÊËÎÏÔŒ])")
PAIR = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}) (?=([^\W\d_]{1,60}))")
BEFORE_FIRST = frozenset(" \t\n\r\u00a0\u202f'’«“\"(/")
AFTER_SECOND = re.compile(r"""(?!\w|[)’'-]|\.\w)""")
WORD = re.compile(r"[^\W\d_]{4,}")
LETTER_DIGIT = re.compile(r"[eusx]\d")
GLUED_DATE = re.compile(r"(?<![\w'’-])(?:du|le|au|des|les|aux)(?=(?:1er|[2-9]|[12]\d|3[01]) [^\W\d_])")
STANDING_LETTERS = frozenset("aàyôAÀYÔ")
OLD_HYPHENS = frozenset({"›", SOFT})
RARER = 30
COMMONER = 5
# Two words are taken for glued when they follow each other this often, and what they make so seldom.
OFTEN = 150
OFTEN_SHORT = 5000
OFTEN_CAPITAL = 100
SELDOM = 2000
COMMON = 20
SHORT = 6
REMEMBERED = 200_000
# Parts of compounds that a hyphen holds even when the extraction put a space on either side of it:
# between other words, « - » is a dash.
HELD_FIRST = frozenset(
    """non sous vice ex mi demi semi quasi co auto inter intra multi pluri pré post pro anti contre socio après
    avant arrière ceux celui celle celles peut quelques nord sud
    vingt trente quarante cinquante soixante quatre dix""".split()
)
NUMERALS = frozenset("vingt trente quarante cinquante soixante quatre".split())
HELD_SECOND = frozenset({"ci", "là", "même", "mêmes"})
CONJUNCTIONS = {
    "fr": frozenset({"et", "ou", "ni", "à", "de", "et/ou"}),
    "en": frozenset({"and", "or", "to", "nor"}),
    "es": frozenset({"y", "e", "o", "u", "a", "ni"}),
}


def repair(text: MappedText, language: str = "fr", evidence: Vocabulary | None = None) -> MappedText:
    """Return ``text`` mended; each change is made on evidence and keeps the offsets.

    ``language`` is fr, en or es; ``evidence`` is its vocabulary (the shipped one when None).
    """
    known = vocabulary(language) if evidence is None else evidence
    text = _layout(text)
    if known.words:
        text = text.replace(_hyphens(text.text, language, known))
    text = text.substitute(INVISIBLE_SOFT, "") if SOFT in text.text else text
    if known.words:
        text = _drop(text, _hyphen_spaces(text.text, known)) if " -" in text.text else text
    if language == "fr":
        text = _french(text)
    if known.words:
        text = _whole_words(text, known)
        text = text.replace(_glued(text.text, known))
    return text


def _layout(text: MappedText) -> MappedText:
    """What no author writes, whatever the language."""
    if not text.text.isascii():
        text = text.substitute(INVISIBLE, "")
        text = text.replace([(m.start(), m.end(), LIGATURES[m.group()]) for m in LIGATURE.finditer(text.text)])
    elif "\u0002" in text.text or "\u001a" in text.text:
        text = text.substitute(INVISIBLE, "")
    if "\t" in text.text:
        text = text.substitute(TABS, " ")
    if "  " in text.text:
        text = text.substitute(MORE_SPACES, "")
    return text.substitute(SPACE_BEFORE_POINT, "") if " ," in text.text or " ." in text.text else text


def _french(text: MappedText) -> MappedText:
    """Elisions, and small words glued to a day of the month."""
    # Most texts have neither: that is told far faster than found by the patterns.
    if " '" in text.text or " ’" in text.text:
        text = _drop(text, [m.end(1) for m in ELISION_SPACE.finditer(text.text)])
    if "' " in text.text or "’ " in text.text:
        text = _drop(text, [m.end(1) for m in ELISION_SPACE_AFTER.finditer(text.text)])
    if LETTER_DIGIT.search(text.text):
        text = text.replace([(m.end(), m.end(), " ") for m in GLUED_DATE.finditer(text.text)])
    return text


def _hyphens(text: str, language: str, known: Vocabulary) -> list[Edit]:
    edits: list[Edit] = []
    if "- " not in text and "› " not in text and f"{SOFT} " not in text:
        return edits
    for match in HYPHEN_WRAP.finditer(text):
        if match[2] in OLD_HYPHENS:
            edits += _line_end_hyphen(match, text, known)
        else:
            edits += _hyphen(match, CONJUNCTIONS[language], known)
    return edits


def _hyphen(match: re.Match[str], conjunctions: frozenset[str], known: Vocabulary) -> list[Edit]:
    first, second = match[1].lower(), match[3].lower()
    dash = match.end(1) < match.start(2) and first not in HELD_FIRST and second not in HELD_SECOND
    if dash or second in conjunctions:
        return []
    words, whole = known.words, first + second
    if first in NUMERALS or (first in HELD_FIRST and second in words and whole not in words):
        return _held(match)
    if known.pairs.get(f"{first}-{second}", 0) < words.get(whole, 0):
        return [(match.end(1), match.start(3), "")]
    # A hyphen that hangs on a known word, before another, was a line's end.
    hangs = match.end(1) == match.start(2) and first in words and second in words
    return _held(match) if hangs or _is_compound(first, second, known) else []


def _held(match: re.Match[str]) -> list[Edit]:
    """Take the spaces around a hyphen away."""
    around = (match.end(1), match.start(2), ""), (match.end(2), match.start(3), "")
    return [edit for edit in around if edit[0] < edit[1]]


def _is_compound(first: str, second: str, known: Vocabulary) -> bool:
    """Whether a hyphen holds two words together: what it left hanging is no break of a line."""
    held = first in HELD_FIRST and second in known.words or second in HELD_SECOND
    return held or f"{first}-{second}" in known.pairs


def _hyphen_spaces(text: str, known: Vocabulary) -> list[int]:
    return [
        match.end(1) for match in HYPHEN_SPACE.finditer(text) if _is_compound(match[1].lower(), match[2].lower(), known)
    ]


def _line_end_hyphen(match: re.Match[str], text: str, known: Vocabulary) -> list[Edit]:
    """A soft hyphen; or « › », as a hyphen of the old volumes was read, unless it closes a quotation."""
    if match[2] == "›" and ("‹" in text or match.end(1) < match.start(2)):
        return []
    first, second = match[1].lower(), match[3].lower()
    compound = known.pairs.get(f"{first}-{second}", 0) > known.words.get(first + second, 0)
    capital = match[3][0].isupper() and not match[1].isupper()
    held = first in HELD_FIRST and second in known.words and first + second not in known.words
    if compound or capital or held:
        return [(match.start(2), match.start(3), "-")]
    return [(match.end(1), match.start(3), "")]


def _whole_words(text: MappedText, known: Vocabulary) -> MappedText:
    # A word in three pieces takes a second pass: the first makes one piece of two.
    while spaces := _splitting_spaces(text.text, known.words):
        text = _drop(text, spaces)
    return text


def _splitting_spaces(text: str, known: Mapping[str, int]) -> list[int]:
    spaces: list[int] = []
    joined = -1
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose small form is two characters
        lower = text
    if known.keys().isdisjoint(map("".join, PAIR.findall(lower))):
        return spaces
    for match in PAIR.finditer(lower):
        first, second = match.groups()
        if first + second not in known or match.start() < joined:
            continue
        start, middle, end = match.start(), match.end(1), match.end(2)
        if start and text[start - 1] not in BEFORE_FIRST or AFTER_SECOND.match(text, end) is None:
            continue
        if _is_split(text[start:middle], text[middle + 1 : end], known):
            spaces.append(middle)
            joined = end
    return spaces


def _is_split(first: str, second: str, known: Mapping[str, int]) -> bool:
    if not second.islower() or (len(first) > 1 and not first[1:].islower()):
        return False
    whole = known.get((first + second).lower(), 0)
    if min(len(first), len(second)) == 1 and _stands_beside_a_letter(first, second, whole, known):
        return False
    return whole > 0 and (_is_fragment(first, whole, known) or _is_fragment(second, whole, known))


def _stands_beside_a_letter(first: str, second: str, whole: int, known: Mapping[str, int]) -> bool:
    """Whether a letter is a name (« vitamine C et », « point c ou d ») beside a much commoner word."""
    longer = max(first, second, key=len).lower()
    return known.get(longer, 0) > COMMONER * whole


def _is_fragment(piece: str, whole: int, known: Mapping[str, int]) -> bool:
    if len(piece) == 1:
        return piece not in STANDING_LETTERS
    return known.get(piece.lower(), 0) * RARER < whole


def _glued(text: str, known: Vocabulary) -> list[Edit]:
    cuts = _cuts(known)
    new = set(WORD.findall(text)) - cuts.whole
    parting = {word: cut for word in new if (cut := cuts.of(word))}
    if not parting:
        return []
    return [
        (match.start() + cut, match.start() + cut, " ")
        for match in WORD.finditer(text)
        if (cut := parting.get(match[0], 0)) and not _is_part(text, match.start(), match.end())
    ]


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether what stands around a word makes it a part of an address, a symbol or a compound."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(c.isdigit() or c in "_-@/\\" for c in around) or text[end : end + 1] in ("'", "’")


class _Cuts:
    """Where glued words part; the words that are one are remembered."""

    def __init__(self, known: Vocabulary) -> None:
        self.known = known
        self.whole: set[str] = set()
        self.unaccented: dict[str, int] = {}
        for word, seen in known.words.items():
            if not word.isascii():
                self.unaccented[_unaccented(word)] = max(seen, self.unaccented.get(_unaccented(word), 0))

    def of(self, word: str) -> int:
        """Return where ``word`` parts, 0 where it is one word."""
        cut = self._cut(word)
        if not cut:
            if len(self.whole) > REMEMBERED:
                self.whole.clear()
            self.whole.add(word)
        return cut

    def _cut(self, word: str) -> int:
        lower = word.lower()
        if len(word) > 60 or len(lower) != len(word):
            return 0
        inner = [n for n in range(1, len(word)) if word[n].isupper()]
        if inner:
            return self._at_capital(word, inner)
        seen = self.known.words.get(lower, 0)
        # « deces » is « décès » without its accents rather than « de ces ».
        need = max(OFTEN if len(word) > SHORT else OFTEN_SHORT, SELDOM * seen, COMMON * self.unaccented.get(lower, 0))
        best = max(range(2, len(lower) - 1), key=lambda n: self._together(lower, n), default=0)
        return best if best and self._together(lower, best) >= need else 0

    def _at_capital(self, word: str, inner: list[int]) -> int:
        """« desNations »: a small word, then a name that often follows it."""
        cut = inner[0]
        if len(inner) > 1 or cut < 2 or not word[:cut].islower() or len(word) - cut < len("ONU"):
            return 0
        return cut if self._together(word.lower(), cut) >= OFTEN_CAPITAL else 0

    def _together(self, lower: str, cut: int) -> int:
        return self.known.pairs.get(f"{lower[:cut]} {lower[cut:]}", 0)


_KEPT: dict[int, tuple[Vocabulary, _Cuts]] = {}


def _cuts(known: Vocabulary) -> _Cuts:
    kept = _KEPT.get(id(known))
    if kept is None or kept[0] is not known:
        kept = _KEPT[id(known)] = (known, _Cuts(known))
    return kept[1]


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _drop(text: MappedText, positions: list[int]) -> MappedText:
    return text.replace([(position, position + 1, "") for position in positions])
