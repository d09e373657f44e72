"""Paragraph numbers in a question: « 11 d) », « les paragraphes 3 et 4 », « la troisième recommandation »,
« les alinéas c) à e) du paragraphe 11 », « annexe, par. 5 b) », « paragraf 11 g », « note 2 ».

Comes in: the question. Goes out: which numbers are asked for, and of what kind. Resolving them to
paragraphs of a corpus is ``bot.lookup``'s work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.number_bare import bare_numbers
from bot.number_lists import LONGEST_RANGE, Path, ends_phrase, is_point, ordinal_of, past, read_below, read_list
from bot.number_tokens import (
    ANNEX,
    LETTER,
    PARAGRAPH,
    PREAMBLE,
    RECOMMENDATION,
    Token,
    plain,
    tokenise,
)
from bot.number_words import roman_value

BEFORE_NUMBER = frozenset(("marker", "quote", "open", "dot", "colon"))
AGENDA = re.compile(r"[^.?!;]{0,30}?\b(?:ordre du jour|agenda|orden del dia|odj)\b")
AGENDA_BEFORE = re.compile(r"\b(?:ordre du jour|agenda|orden del dia)\W*(?:au |le |item )?$")
VERB_BEFORE = frozenset("je tu on il elle nous vous qui ont".split())
TO_WHOM = frozenset("a au aux to for pour para de du des of".split())
AGENDA_ITEM = "agenda"
# « la douzième demande faite à l'ONUDC »: a request counted, and addressed to someone, is a recommendation.
REQUESTS = re.compile(r"demandes?|mesures?|propositions?|invitations?|requests?|proposals?|medidas?|propuestas?|chose")
ADDRESSED = re.compile(r"\s+(?:faites?|demandees?|adressees?|destinees?|made|addressed)?\s*(?:a l'|aux? |to |pour )")


@dataclass(frozen=True, slots=True)
class Asked:
    """Numbers asked for.

    ``kind`` is ``paragraph``, ``recommendation``, ``letter``, ``note``, ``annex`` or ``preamble``;
    ``ranks``: counted, not named by number (« la troisième », « la dernière »: ``-1``); ``annex``: the
    number of the annex, where one is named; ``text[start:end]`` is where it stands in the plain question.
    """

    kind: str
    paths: tuple[Path, ...]
    text: str = ""
    start: int = 0
    end: int = 0
    ranks: bool = False
    annex: str = ""
    addressees: tuple[str, ...] = ()


def asked_numbers(question: str) -> list[Asked]:
    """Return the paragraph numbers that ``question`` asks for, in order; empty when none."""
    text = plain(question)
    tokens = tokenise(text)
    named = list(_named(tokens, text))
    asked = _hung([*_letters_before(tokens, text, named), *(n for n in named if n.kind != AGENDA_ITEM)])
    placed = _in_annex(_in_preamble(asked, tokens), tokens, text)
    return [_with_digits(one) for one in placed] or ([] if named else _bare(tokens, text))


def _with_digits(asked: Asked) -> Asked:
    """« l'alinéa 3 » of no numbered paragraph is a paragraph."""
    digits = asked.kind == LETTER and all(path[0][0].isdigit() for path in asked.paths)
    return replace(asked, kind=PARAGRAPH) if digits else asked


def is_elliptic(question: str) -> bool:
    """Whether a question names its numbers without a noun, as one that follows another does."""
    text = plain(question)
    return not any(token.kind == "noun" for token in tokenise(text))


# ── numbers with a noun ───────────────────────────────────────────────────────────────────────


def _named(tokens: Sequence[Token], text: str) -> Iterator[Asked]:
    read, last = 0, ""
    for index in range(len(tokens)):
        kind = _kind_named(tokens, index, text, last)
        if index < read or not kind:
            continue
        found = _counted(tokens, index, read) or _listed(tokens, index, kind)
        if found is None:
            continue
        paths, start, end, ranks = found
        read, last = end, kind
        kind = AGENDA_ITEM if _is_agenda(tokens, index, end, text) else kind
        yield _asked(kind, paths, text, tokens[start].start, tokens[end - 1].end, ranks=ranks)


def _kind_named(tokens: Sequence[Token], index: int, text: str, last: str) -> str:
    """Return the kind of number that a word calls for; empty when it calls for none."""
    token = tokens[index]
    if token.kind == "noun":
        return token.value
    if token.kind == "marker":
        return _marked_kind(tokens, index)
    if token.kind == "other" and REQUESTS.fullmatch(token.text) and ADDRESSED.match(text, token.end):
        return RECOMMENDATION
    # «le douzième point pour les États et le premier pour l'Office»
    elided = last and index > 1 and tokens[index - 1].kind == "ordinal" and tokens[index - 2].kind == "article"
    return last if elided and token.text in TO_WHOM else ""


def _asked(kind: str, paths: Sequence[Path], text: str, start: int, end: int, *, ranks: bool = False) -> Asked:
    lettered = kind == PARAGRAPH and all(path[0][0].isalpha() for path in paths)
    return Asked(LETTER if lettered else kind, tuple(dict.fromkeys(paths)), text[start:end], start, end, ranks)


def _marked_kind(tokens: Sequence[Token], index: int) -> str:
    """« la recommandation aux États numéro 8 »: the noun that stands before the mark, without a number."""
    before = [token for token in tokens[:index] if token.kind in ("noun", "number", "suffixed")]
    return before[-1].value if before and before[-1].kind == "noun" else PARAGRAPH


Found = tuple[list[Path], int, int, bool]


def _counted(tokens: Sequence[Token], index: int, floor: int) -> Found | None:
    """« le troisième paragraphe », « les deux premières recommandations », « 3e et 4e alinéas »."""
    ranks: list[int] = []
    first = index
    position = index - 1
    while position >= floor:
        token = tokens[position]
        ordinal = ordinal_of(token)
        if ordinal is not None:
            ranks.insert(0, ordinal)
            first = position
        elif not (ranks and token.kind in ("join", "comma", "article", "range")):
            break
        position -= 1
    if not ranks or tokens[index].kind == "marker":
        return None
    several = tokens[first - 1] if first > floor else None
    if len(ranks) == 1 and several is not None and several.kind == "number" and several.value.isdigit():
        return _ends_of_list(ranks[0], int(several.value)), first - 1, index + 1, True
    paths: list[Path] = [(str(rank),) for rank in ranks]
    if len(paths) > 1 or tokens[index].kind != "noun":
        return paths, first, index + 1, True
    path, end = read_below(tokens, index + 1, paths[0])
    return [path], first, end, len(path) == 1


def _ends_of_list(rank: int, count: int) -> list[Path]:
    """« les 3 premières », « les deux dernières »."""
    numbers = range(1, min(count, LONGEST_RANGE) + 1)
    return [(str(n),) for n in numbers] if rank > 0 else [(str(-n),) for n in reversed(numbers)]


def _listed(tokens: Sequence[Token], index: int, kind: str) -> Found | None:
    if tokens[index].kind not in ("noun", "marker"):
        return None
    footed = [token.text for token in tokens[index + 1 : index + 5]] == ["de", "bas", "de", "page"]
    start = past(tokens, index + (5 if footed else 1), BEFORE_NUMBER)
    paths, end = read_list(tokens, start, kind)
    if not paths and kind == RECOMMENDATION:
        paths, end = _after_addressee(tokens, index + 1, kind)
    if not paths or _is_by(tokens, index, end) or _is_verb(tokens, index):
        return None
    if kind in (PREAMBLE, ANNEX) and paths[0][0].isalpha():
        return None
    if kind == LETTER and end + 1 < len(tokens) and tokens[end].kind == "of" and tokens[end + 1].kind == "number":
        return [(tokens[end + 1].value, *path) for path in paths], index, end + 2, False  # «la lettre f du 11»
    return paths, index, end, False


def _after_addressee(tokens: Sequence[Token], start: int, kind: str) -> tuple[list[Path], int]:
    """« recommandations à l'Office 5 et 6 »: the number stands after the addressee and ends the phrase."""
    if start >= len(tokens) or tokens[start].text not in TO_WHOM:
        return [], start
    for position in range(start + 1, min(start + 9, len(tokens))):
        token = tokens[position]
        if token.kind == "number":
            paths, end = read_list(tokens, position, kind)
            return (paths, end) if ends_phrase(tokens, end) else ([], start)
        if token.kind not in ("other", "article", "of", "item", "colon"):
            break
    return [], start


def _is_by(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether « par » is the preposition: « soutenu par 12 pays », not « le par 7 », « par. 7 »."""
    if tokens[index].text != "par":
        return False
    before, after = tokens[index - 1] if index else None, tokens[index + 1] if index + 1 < len(tokens) else None
    dotted = after is not None and after.kind == "dot"
    led = before is None or before.kind not in ("other", "number")
    return not dotted and not (led and ends_phrase(tokens, end)) and not tokens[end - 1].closed


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    """Whether « note » is the verb: « je note 3 points »."""
    return tokens[index].text in ("note", "notes") and index > 0 and tokens[index - 1].text in VERB_BEFORE


def _is_agenda(tokens: Sequence[Token], index: int, end: int, text: str) -> bool:
    """Whether « point 3 de l'ordre du jour » is meant, which is no paragraph."""
    if not is_point(tokens[index]):
        return False
    after, before = text[tokens[end - 1].end :], text[: tokens[index].start]
    return AGENDA.match(after) is not None or AGENDA_BEFORE.search(before) is not None


# ── what belongs together ─────────────────────────────────────────────────────────────────────


def _letters_before(tokens: Sequence[Token], text: str, named: Sequence[Asked]) -> Iterator[Asked]:
    """« le a), le d) et le n) du paragraphe 11 »: bracketed letters, the number named after them."""
    first = next((n for n, token in enumerate(tokens) if token.kind == "item" and token.closed), None)
    if first is None or not named or tokens[first].start > named[0].start:
        return
    if any(token.kind in ("noun", "number") for token in tokens[:first]):
        return
    paths, end = read_list(tokens, first, LETTER)
    yield _asked(LETTER, paths, text, tokens[first].start, tokens[end - 1].end)


def _hung(found: list[Asked]) -> list[Asked]:
    """Hang « les alinéas c) à e) » from « du paragraphe 11 » named with them."""
    letters = [asked for asked in found if asked.kind == LETTER and asked.paths]
    parents = [asked for asked in found if asked.kind in (PARAGRAPH, RECOMMENDATION) and _is_one_number(asked)]
    if not letters or len(parents) != 1:
        return found
    parent = parents[0]
    whole = sorted([*letters, parent], key=lambda asked: asked.start)
    start, end = whole[0].start, whole[-1].end
    paths = [(*parent.paths[0], *path) for path in _nested(letters)]
    hung = replace(parent, paths=tuple(paths), start=start, end=end, ranks=False)
    return [asked for asked in found if asked not in letters and asked is not parent] + [hung]


def _is_one_number(asked: Asked) -> bool:
    return len(asked.paths) == 1 and len(asked.paths[0]) == 1 and asked.paths[0][0][0].isdigit()


def _nested(letters: Sequence[Asked]) -> list[Path]:
    """Letters as paths; « le ii) de l'alinéa f) » is f) ii), « le troisième alinéa » c)."""
    paths = [tuple(_as_letter(part) for part in path) for asked in letters for path in asked.paths]
    if len(letters) == 2 and len(paths) == 2:
        numerals = [path for path in paths if roman_value(path[0]) and len(path) == 1]
        others = [path for path in paths if path not in numerals]
        if len(numerals) == len(others) == 1:
            return [(*others[0], *numerals[0])]
    return paths


def _as_letter(part: str) -> str:
    return chr(96 + int(part)) if part.isdigit() and 1 <= int(part) <= 26 else part


def _in_preamble(found: list[Asked], tokens: Sequence[Token]) -> list[Asked]:
    """« l'alinéa 2 du préambule »."""
    if not any(token.kind == "noun" and token.value == PREAMBLE for token in tokens):
        return found
    return [
        replace(asked, kind=PREAMBLE)
        if asked.kind in (LETTER, PARAGRAPH) and asked.paths[0][0][-1].isdigit()
        else asked
        for asked in found
    ]


def _in_annex(found: list[Asked], tokens: Sequence[Token], text: str) -> list[Asked]:
    """« annexe II, par. 5 b) », « le paragraphe 5 de l'annexe »; the whole of « l'annexe II »."""
    nouns = [n for n, token in enumerate(tokens) if token.kind == "noun" and token.value == ANNEX]
    if not nouns:
        return found
    own = [asked for asked in found if asked.kind == ANNEX]
    others = [asked for asked in found if asked.kind in (PARAGRAPH, LETTER, RECOMMENDATION)]
    number = _annex_number(tokens, nouns[0]) or (own[0].paths[0][0] if own and others else "")
    if others:
        moved = [replace(asked, kind=ANNEX, annex=number) for asked in others]
        return [asked for asked in found if asked not in others and asked not in own] + moved
    if number and not own:
        return [*found, Asked(ANNEX, (), text, tokens[nouns[0]].start, tokens[nouns[0]].end, annex=number)]
    return found


def _annex_number(tokens: Sequence[Token], index: int) -> str:
    """The « II » of « annexe II »."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    value = roman_value(following.value) if following is not None and following.kind == "item" else 0
    return str(value) if value else ""


# ── numbers without a noun ────────────────────────────────────────────────────────────────────


def _bare(tokens: Sequence[Token], text: str) -> list[Asked]:
    """« 11 d) », « et le 8 ? », « c'est quoi le 11 d », « 7 ? », « et c) ? »."""
    if re.search(r"\d,\d", text):
        return []
    found = bare_numbers(tokens)
    if found is None:
        return []
    paths, start, end = found
    kind = PARAGRAPH if paths[0][0][0].isdigit() else LETTER
    return [_asked(kind, paths, text, tokens[start].start, tokens[end - 1].end)]
