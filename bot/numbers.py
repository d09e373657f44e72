"""Paragraph numbers in a question: « 11 d) », « les paragraphes 3 et 4 », « la recommandation 8 à
l'ONUDC », « les alinéas c) à e) du paragraphe 11 », « paragraf 11 g », « note 2 ».

Comes in: the question. Goes out: which numbers are asked for, and of what kind. Resolving them to
paragraphs of a corpus is ``bot.lookup``'s work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.lexicon import fold

Path = tuple[str, ...]

NOUNS: tuple[tuple[str, str], ...] = (
    ("letter", r"sous-paragraphes?|sous-alineas?|alineas?|al|subparagraphs?|apartados?|incisos?|lettres?"),
    ("recommendation", r"recommandations?|recommendations?|recomendaciones|recomendacion|recos?|recs?"),
    ("note", r"notes?|notas?|footnotes?"),
    ("paragraph", r"paragraphes?|paragrafes?|paragrafs?|paragraphs?|parrafos?|paras?|pars?|points?|§+"),
)
ORDINALS = (
    "premier|premiere deuxieme|second|seconde troisieme quatrieme cinquieme sixieme septieme huitieme "
    "neuvieme dixieme onzieme douzieme treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme "
    "dix-neuvieme vingtieme"
)
CARDINALS = (
    "un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt"
)


def _values(names: str) -> dict[str, str]:
    return {name: str(n) for n, group in enumerate(names.split(), 1) for name in group.split("|")}


ORDINAL_VALUES, CARDINAL_VALUES = _values(ORDINALS), _values(CARDINALS)
TOKEN = re.compile(
    "|".join(
        [
            *(rf"(?P<{kind}>(?<![\w-])(?:{names})(?![\w'-]))" for kind, names in NOUNS),
            rf"(?P<ordinal>(?<!\w)(?:\d{{1,2}}(?:e|eme|er|ere|nd|nde|th|rd|st)|{'|'.join(ORDINAL_VALUES)})(?!\w))",
            r"(?P<glued>(?<![\w/.,])\d{1,3}\.?[a-z](?![\w']))",
            r"(?P<number>(?<![\w/.,])\d{1,3}(?:\s?(?:bis|ter|quater)\b)?(?![\w/°%]|[.,]\d))",
            rf"(?P<cardinal>(?<![\w-])(?:{'|'.join(sorted(CARDINAL_VALUES, key=len, reverse=True))})(?![\w'-]))",
            r"(?P<item>\(?(?<!\w)(?:[a-z]{1,2}|[ivx]{1,5})\))",
            r"(?P<range>(?<!\w)(?:jusqu'au?|au|to|through)(?!\w)|(?<=\s)[-–](?=\s)|(?<=[\d)])[-–](?=\(?\w))",
            r"(?P<single>(?<!\w)[a-z](?![\w')]))",
            r"(?P<join>,|;|&|(?<!\w)(?:et|ou|and|or)(?!\w))",
            r"(?P<skip>(?<!\w)(?:n°|nº|no\.|numeros?|number|les?|la|the|el|los|las|du|de|des)(?!\w)|l'|[.():])",
            r"(?P<other>[\w'/-]+|\S)",
        ]
    )
)
AGENDA = re.compile(r"^\W*(?:[a-z]\)\s*)?(?:de l'|of the |del |du )(?:ordre du jour|agenda|orden del dia)")
LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Numbers asked for: ``kind`` is ``paragraph``, ``recommendation``, ``letter`` or ``note``."""

    kind: str
    paths: tuple[Path, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def asked_numbers(question: str) -> list[Asked]:
    """Return the paragraph numbers that ``question`` asks for, in order; empty when none."""
    text = fold(question).replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")
    tokens = [_Token(str(m.lastgroup), m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
    return _joined([*_with_noun(tokens, text)]) or _bare(tokens, text)


def _with_noun(tokens: Sequence[_Token], text: str) -> Iterator[Asked]:
    kinds = {kind for kind, _ in NOUNS}
    read = -1
    for index, token in enumerate(tokens):
        if token.kind not in kinds or token.start < read:
            continue
        before = tokens[index - 1] if index else None
        if before is not None and before.kind == "ordinal":
            yield Asked(token.kind, ((_value(before),),), text[before.start : token.end])
            continue
        paths, end = _read(tokens, index + 1, loose=True, letters=token.kind == "letter")
        if paths and not AGENDA.match(text[end:]):
            read = end
            yield Asked(token.kind, tuple(paths), text[token.start : end])


def _bare(tokens: Sequence[_Token], text: str) -> list[Asked]:
    """« 11 d) » without a noun; a number quite alone (« 7 ? ») is one too."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        lettered = token.kind == "number" and following is not None and following.kind == "item"
        if lettered and text[token.end : following.start].strip() == "" if following else False:
            paths, end = _read(tokens, index, loose=True, letters=False)
            return [Asked("paragraph", tuple(paths), text[token.start : end])]
    told = [token for token in tokens if token.kind not in ("skip", "join") and not re.fullmatch(r"\W+", token.text)]
    if (
        1 <= len(told) <= 2
        and told[0].kind in ("number", "glued")
        and all(t.kind in ("number", "glued", "single") for t in told)
    ):
        paths, _ = _read(tokens, tokens.index(told[0]), loose=True, letters=False)
        return [Asked("paragraph", tuple(paths), text.strip())]
    return []


def _read(tokens: Sequence[_Token], start: int, *, loose: bool, letters: bool) -> tuple[list[Path], int]:
    """Read a list of numbers from ``start``; return the paths and where the list ends in the text."""
    paths: list[Path] = []
    end, joint, index = 0, "first", start
    while index < len(tokens):
        token = tokens[index]
        fits = joint != "" or (paths and token.kind in ("item", "single"))
        if token.kind in ("number", "cardinal", "glued") and joint:
            if token.kind == "cardinal" and joint == "first" and not _explicit(token):
                break
            _add(paths, (_value(token),) if token.kind != "glued" else _split(token), joint)
            end, joint = token.end, ""
        elif (
            token.kind == "item" and fits or token.kind == "single" and _is_letter(tokens, index, paths, joint, letters)
        ):
            value = token.text.strip("()")
            _add(paths, (*_parent(paths, joint), value), "hang" if not joint and paths else joint)
            end, joint = token.end, ""
        elif token.kind == "range" or token.kind == "single" and token.text == "a" and paths and not joint:
            joint = "range"
        elif token.kind == "join" or token.kind == "single" and token.text in "yo" and paths:
            joint = joint if joint == "range" else "join"
        elif token.kind == "letter" and paths and paths[-1][-1][0].isdigit():
            joint = ""
        elif token.kind == "skip" or (token.kind, joint) in (
            ("paragraph", "join"),
            ("letter", "join"),
            ("recommendation", "join"),
        ):
            joint = joint or ("gap" if token.text in ".():" else "")
            if not joint:
                break
        else:
            break
        index += 1
    return paths, end


def _explicit(token: _Token) -> bool:
    # «la recommandation deux» names a number; «recommandations: un cadre» does not.
    return token.text not in ("un", "une")


def _is_letter(tokens: Sequence[_Token], index: int, paths: list[Path], joint: str, letters: bool) -> bool:
    """Whether a single letter without a bracket is a sub-paragraph («paragraf 11 g»)."""
    token = tokens[index]
    following = tokens[index + 1].kind if index + 1 < len(tokens) else "end"
    if token.text == "a" and following in ("number", "item", "single", "skip"):
        return False
    if token.text in "yo" and following in ("number", "item"):
        return False
    hangs = bool(paths) and not joint and paths[-1][-1][0].isdigit()
    listed = bool(paths) and joint in ("join", "range") and paths[-1][-1].isalpha()
    return hangs or listed or (letters and joint == "first")


def _add(paths: list[Path], path: Path, joint: str) -> None:
    if joint == "hang" and paths and len(path) > len(paths[-1]):
        paths[-1] = path
    elif joint == "range" and paths:
        paths += _range(paths[-1], path)
    else:
        paths.append(path)


def _parent(paths: Sequence[Path], joint: str) -> Path:
    if not paths:
        return ()
    last = paths[-1]
    if joint in ("", "gap"):
        return last
    return tuple(part for part in last if part[0].isdigit())


def _range(first: Path, last: Path) -> list[Path]:
    a, b = first[-1], last[-1]
    if a.isdigit() and b.isdigit():
        return [(*first[:-1], str(n)) for n in range(int(a) + 1, min(int(b), int(a) + LONGEST_RANGE) + 1)]
    if len(a) == len(b) == 1 and a.isalpha() and b.isalpha():
        return [(*first[:-1], chr(n)) for n in range(ord(a) + 1, ord(b) + 1)]
    return [last]


def _split(token: _Token) -> Path:
    digits = "".join(character for character in token.text if character.isdigit())
    return (str(int(digits)), token.text[-1])


def _value(token: _Token) -> str:
    text = token.text
    if text in ORDINAL_VALUES:
        return ORDINAL_VALUES[text]
    if text in CARDINAL_VALUES:
        return CARDINAL_VALUES[text]
    digits = "".join(character for character in text if character.isdigit())
    suffix = next((name for name in ("bis", "quater", "ter") if text.endswith(name)), "")
    return f"{int(digits)} {suffix}".strip()


def _joined(found: list[Asked]) -> list[Asked]:
    """Hang « les alinéas c) à e) » from « du paragraphe 11 » named with them."""
    letters = [asked for asked in found if all(not path[0][0].isdigit() for path in asked.paths)]
    parents = [
        asked for asked in found if asked.kind != "note" and all(len(p) == 1 and p[0][0].isdigit() for p in asked.paths)
    ]
    if not letters or len(parents) != 1 or len(parents[0].paths) != 1:
        return found
    parent = parents[0].paths[0]
    hung = [Asked(parents[0].kind, tuple((*parent, *path) for path in asked.paths), asked.text) for asked in letters]
    return [asked for asked in found if asked not in letters and asked is not parents[0]] + hung
