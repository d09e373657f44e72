"""Mend what the extraction broke, and nothing that the author wrote.

Comes in: a block's text. Goes out: the same with doubled spaces made single, split words whole
(« ressource s », « non -discrimination », « l 'éthique »), soft hyphens and ligatures resolved.
A word is made whole only on evidence: the whole is a word that UN documents use, and one of its
pieces is not, or hardly ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.mapped import MappedText
from store.vocabulary import frequencies

INVISIBLE = re.compile("[\u00ad\u0002\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\u001a]")
LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}
LIGATURE = re.compile("[ﬁﬂﬀﬃﬄ]")
SPACES = re.compile(r"[ \t]{2,}|\t")
HYPHEN_SPACE = re.compile(r"(?<=[^\W\d_]) (?=-[^\W\d_])")
HYPHEN_WRAP = re.compile(r"(?<![^\W\d_])([^\W\d_]+) ?(-) ([^\W\d_]+)")
ELISION_SPACE = re.compile(
    r"(?<![\w'’])((?:[cdjlmnstCDJLMNST]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Aa]ujourd)) (?=['’]\w)"
)
PIECES = re.compile(r"""(?:^|(?<=[\s'’«“"(/]))([^\W\d_]+) ([^\W\d_]+)(?!\w|[)’'-]|\.\w)""")
STANDING_LETTERS = frozenset("aàyôAÀYÔ")
RARER = 30
COMMONER = 5
# Parts of compounds that a hyphen holds even when the extraction put a space on either side of it:
# between other words, « - » is a dash.
HELD_FIRST = frozenset(
    """non sous vice ex mi demi semi quasi co auto inter intra multi pluri pré post pro anti contre socio après
    avant arrière ceux celui celle celles peut quelques nord sud""".split()
)
HELD_SECOND = frozenset({"ci", "là", "même", "mêmes"})
CONJUNCTIONS = frozenset({"et", "ou", "ni", "à", "de", "et/ou"})


def repair(text: MappedText) -> MappedText:
    """Return ``text`` mended; each change is made on evidence and keeps the offsets."""
    text = text.substitute(INVISIBLE, "")
    text = text.replace([(m.start(), m.end(), LIGATURES[m.group()]) for m in LIGATURE.finditer(text.text)])
    text = text.substitute(SPACES, " ")
    text = _hyphens(text).substitute(HYPHEN_SPACE, "")
    text = _drop(text, [m.end(1) for m in ELISION_SPACE.finditer(text.text)])
    return _whole_words(text)


def _hyphens(text: MappedText) -> MappedText:
    known = frequencies()
    edits: list[tuple[int, int, str]] = []
    for match in HYPHEN_WRAP.finditer(text.text):
        first, second = match.group(1).lower(), match.group(3).lower()
        dash = match.end(1) < match.start(2) and first not in HELD_FIRST and second not in HELD_SECOND
        if dash or second in CONJUNCTIONS:
            continue
        whole = first + second
        cut = whole in known and not (first in known and second in known)
        if cut:
            edits.append((match.end(1), match.start(3), ""))
        else:
            edits += [(match.end(1), match.start(2), ""), (match.end(2), match.start(3), "")]
    return text.replace(edits)


def _whole_words(text: MappedText) -> MappedText:
    # A word in three pieces takes a second pass: the first makes one piece of two.
    while spaces := _splitting_spaces(text.text):
        text = _drop(text, spaces)
    return text


def _splitting_spaces(text: str) -> list[int]:
    known = frequencies()
    spaces: list[int] = []
    position = 0
    while match := PIECES.search(text, position):
        if _is_split(match.group(1), match.group(2), known):
            spaces.append(match.end(1))
            position = match.end()
        else:
            position = match.start(2)
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


def _drop(text: MappedText, positions: list[int]) -> MappedText:
    return text.replace([(position, position + 1, "") for position in positions])
