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
from functools import cache

from ingest.mapped import MappedText
from store.vocabulary import Vocabulary, vocabulary

Edit = tuple[int, int, str]
INVISIBLE = re.compile("[\u00ad\u0002\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\u001a]")
LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}
LIGATURE = re.compile("[ﬁﬂﬀﬃﬄ]")
SPACES = re.compile(r"[ \t]{2,}|\t")
SPACE_BEFORE_POINT = re.compile(r"(?<=[^\W\d_]|[)»”’]) (?=[,.](?:\s|$)(?! ?[,.]))")
HYPHEN_SPACE = re.compile(r"(?<=[^\W\d_]) (?=-[^\W\d_])")
HYPHEN_WRAP = re.compile(r"(?<![^\W\d_])([^\W\d_]+) ?([-›]) ([^\W\d_]+)")
ELISION = r"(?<![\w'’])(?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Aa]ujourd)"
ELISION_SPACE = re.compile(rf"({ELISION}) (?=['’]\w)")
ELISION_SPACE_AFTER = re.compile(rf"({ELISION}['’]) (?=[aeiouyhâàéèêëîïôœAEIOUYHÂÀÉÈÊËÎÏÔŒ])")
PAIR = re.compile(r"""([^\W\d_]+) (?=([^\W\d_]+))""")
BEFORE_FIRST = frozenset(" \t\n\r\u00a0\u202f'’«“\"(/")
AFTER_SECOND = re.compile(r"""(?!\w|[)’'-]|\.\w)""")
WORD = re.compile(r"[^\W\d_]{4,}")
GLUED_DATE = re.compile(r"(?<![\w'’-])(?:du|le|au|des|les|aux)(?=(?:1er|[2-9]|[12]\d|3[01]) [^\W\d_])")
STANDING_LETTERS = frozenset("aàyôAÀYÔ")
RARER = 30
COMMONER = 5
# Two words are taken for glued when they follow each other this often, and what they make so seldom.
OFTEN = 300
OFTEN_SHORT = 5000
OFTEN_CAPITAL = 100
SELDOM = 2000
SHORT = 6
# Parts of compounds that a hyphen holds even when the extraction put a space on either side of it:
# between other words, « - » is a dash.
HELD_FIRST = frozenset(
    """non sous vice ex mi demi semi quasi co auto inter intra multi pluri pré post pro anti contre socio après
    avant arrière ceux celui celle celles peut quelques nord sud""".split()
)
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
        text = text.substitute(HYPHEN_SPACE, "")
    if language == "fr":
        text = _drop(text, [m.end(1) for m in ELISION_SPACE.finditer(text.text)])
        text = _drop(text, [m.end(1) for m in ELISION_SPACE_AFTER.finditer(text.text)])
        text = text.replace([(m.end(), m.end(), " ") for m in GLUED_DATE.finditer(text.text)])
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
    return text.substitute(SPACES, " ").substitute(SPACE_BEFORE_POINT, "")


def _hyphens(text: str, language: str, known: Vocabulary) -> list[Edit]:
    edits: list[Edit] = []
    if "- " not in text and "› " not in text:
        return edits
    for match in HYPHEN_WRAP.finditer(text):
        if match[2] == "›":
            edits += _old_hyphen(match, text, known)
        else:
            edits += _hyphen(match, CONJUNCTIONS[language], known)
    return edits


def _hyphen(match: re.Match[str], conjunctions: frozenset[str], known: Vocabulary) -> list[Edit]:
    first, second = match[1].lower(), match[3].lower()
    dash = match.end(1) < match.start(2) and first not in HELD_FIRST and second not in HELD_SECOND
    if dash or second in conjunctions:
        return []
    words, whole = known.words, first + second
    one_word = whole in words and not (first in words and second in words)
    if one_word and known.pairs.get(f"{first}-{second}", 0) < words[whole]:
        return [(match.end(1), match.start(3), "")]
    return [edit for edit in _beside(match) if edit[0] < edit[1]]


def _beside(match: re.Match[str]) -> tuple[Edit, Edit]:
    """The spaces on either side of a hyphen that stays."""
    return (match.end(1), match.start(2), ""), (match.end(2), match.start(3), "")


def _old_hyphen(match: re.Match[str], text: str, known: Vocabulary) -> list[Edit]:
    """« › » is how a line-end hyphen of the old volumes was read, unless it closes a quotation."""
    if "‹" in text or match.end(1) < match.start(2):
        return []
    first, second = match[1].lower(), match[3].lower()
    compound = known.pairs.get(f"{first}-{second}", 0) > known.words.get(first + second, 0)
    capital = match[3][0].isupper() and not match[1].isupper()
    if compound or capital or first in HELD_FIRST and first + second not in known.words:
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
    words = known.words
    cuts = _cuts(known)
    edits: list[Edit] = []
    for match in WORD.finditer(text):
        word = match[0]
        # Most words are common: they are no two words.
        if words.get(word, 0) > SHORT * RARER:
            continue
        if (cut := cuts.of(word)) and not _is_part(text, match.start(), match.end()):
            edits.append((match.start() + cut, match.start() + cut, " "))
    return edits


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether what stands around a word makes it a part of an address, a symbol or a compound."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(c.isdigit() or c in "_-@/.\\" for c in around.rstrip(".")) or text[end : end + 1] in "'’" != ""


class _Cuts:
    """Where glued words part, remembered for each word that was met."""

    def __init__(self, known: Vocabulary) -> None:
        self.known = known
        self.found: dict[str, int] = {}
        self.unaccented = {_unaccented(word) for word in known.words if not word.isascii()}

    def of(self, word: str) -> int:
        """Return where ``word`` parts, 0 where it is one word."""
        if word not in self.found:
            if len(self.found) > 200_000:
                self.found.clear()
            self.found[word] = self._cut(word)
        return self.found[word]

    def _cut(self, word: str) -> int:
        lower = word.lower()
        if len(word) > 60 or len(lower) != len(word) or lower in self.unaccented:
            return 0
        inner = [n for n in range(1, len(word)) if word[n].isupper()]
        if inner:
            return self._at_capital(word, inner)
        seen = self.known.words.get(lower, 0)
        need = max(OFTEN if len(word) > SHORT else OFTEN_SHORT, SELDOM * seen)
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


@cache
def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _drop(text: MappedText, positions: list[int]) -> MappedText:
    return text.replace([(position, position + 1, "") for position in positions])
