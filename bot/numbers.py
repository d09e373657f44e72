"""Paragraph numbers in a question: « 11 d) », « les paragraphes 3 et 4 », « la troisième recommandation »,
« les alinéas c) à e) du paragraphe 11 », « annexe, par. 5 b) », « paragraf 11 g », « note 2 ».

Comes in: the question. Goes out: which numbers are asked for, and of what kind. Resolving them to
paragraphs of a corpus is ``bot.lookup``'s work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.number_tokens import (
    ANNEX,
    LETTER,
    NOTE,
    PARAGRAPH,
    PREAMBLE,
    RECOMMENDATION,
    Token,
    plain,
    tokenise,
)
from bot.number_words import LAST, printed_roman, roman_value

Path = tuple[str, ...]

LONGEST_RANGE = 60
AMBIGUOUS = frozenset("aoyeu")  # letters that are also words: « 3 à 5 », « 11 y 12 », « 7 a été »
CLIPPED = frozenset("cgdjlmnst")  # what is left of « c'est », « j'ai » in a message: « 7 c quoi »
SPOKEN_AFTER = frozenset("quoi koi kwa qui ki que est pas besoin rien ce ai as un une".split())
STANDS_FOR_PARAGRAPH = frozenset("le la au du les aux el".split())
ENDS = frozenset(
    "dit disent parle parlent concerne concernent porte portent et ou a aux du de des en stp svp merci alors donc"
    " please exactement".split()
)
BEFORE_NUMBER = frozenset(("marker", "quote", "open", "dot", "colon"))
UNITS = re.compile(
    r"ans?|annees?|mois|jours?|heures?|minutes?|semaines?|pays|fois|cent|millions?|milliards?|personnes?|etats?|euros?"
    r"|dollars?|%|years?|months?|days?|hours?|countries|times|percent|people|anos?|meses|dias?|horas?|paises|veces"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|siecles?|february"
    r"|january|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril"
    r"|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|km|kg|h"
)
AGENDA = re.compile(r"[^.?!;]{0,30}?\b(?:ordre du jour|agenda|orden del dia|odj)\b")
AGENDA_BEFORE = re.compile(r"\b(?:ordre du jour|agenda|orden del dia)\W*(?:au |le |item )?$")
VERB_BEFORE = frozenset("je tu on il elle nous vous qui ont".split())
TO_WHOM = frozenset("a au aux to for pour para de du des of".split())
YEARS = range(1900, 2101)
AGENDA_ITEM = "agenda"
# What else bears numbers in a report: « article 5 a) » is no paragraph of it.
OTHER_NUMBERED = re.compile(
    r"art(?:icles?|iculos?)?|sections?|chap(?:itres?|ters?)?|pages?|p|objectifs?|odd|cibles?|regles?|principes?|tableaux?"
    r"|figures?|ateliers?|resolutions?|decisions?|titres?|parties?|lois?|goals?|targets?|rules?|tables?"
)
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
        ordinal = _ordinal(token)
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
    path, end = _below(tokens, index + 1, paths[0])
    return [path], first, end, len(path) == 1


def _ordinal(token: Token) -> int | None:
    if token.kind == "ordinal":
        return int(token.value)
    if token.kind == "suffixed" and token.text[-1] in "eoa":
        return int(token.value.partition(".")[0])
    return None


def _ends_of_list(rank: int, count: int) -> list[Path]:
    """« les 3 premières », « les deux dernières »."""
    numbers = range(1, min(count, LONGEST_RANGE) + 1)
    return [(str(n),) for n in numbers] if rank > 0 else [(str(-n),) for n in reversed(numbers)]


def _listed(tokens: Sequence[Token], index: int, kind: str) -> Found | None:
    if tokens[index].kind not in ("noun", "marker"):
        return None
    footed = [token.text for token in tokens[index + 1 : index + 5]] == ["de", "bas", "de", "page"]
    start = _past(tokens, index + (5 if footed else 1), BEFORE_NUMBER)
    paths, end = _read(tokens, start, kind)
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
            paths, end = _read(tokens, position, kind)
            return (paths, end) if _ends_phrase(tokens, end) else ([], start)
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
    return not dotted and not (led and _ends_phrase(tokens, end)) and not tokens[end - 1].closed


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    """Whether « note » is the verb: « je note 3 points »."""
    return tokens[index].text in ("note", "notes") and index > 0 and tokens[index - 1].text in VERB_BEFORE


def _is_point(token: Token) -> bool:
    return token.text.startswith(("point", "punto"))


def _is_agenda(tokens: Sequence[Token], index: int, end: int, text: str) -> bool:
    """Whether « point 3 de l'ordre du jour » is meant, which is no paragraph."""
    if not _is_point(tokens[index]):
        return False
    after, before = text[tokens[end - 1].end :], text[: tokens[index].start]
    return AGENDA.match(after) is not None or AGENDA_BEFORE.search(before) is not None


# ── lists, ranges and what hangs below a number ───────────────────────────────────────────────


def _read(tokens: Sequence[Token], start: int, kind: str) -> tuple[list[Path], int]:
    """Read « 3, 4 à 6 et 11 a) et c) » from ``start``; return the paths and the index after them."""
    path, end = _reference(tokens, start, (), kind)
    if not path or _is_counted(tokens, end):
        return [], start
    paths = [path]
    while link := _link(tokens, end, kind):
        joint, position = link
        path, after = _reference(tokens, position, paths[-1], kind)
        if not path or _is_counted(tokens, after):
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
        return _below(tokens, index + 1, tuple(token.value.split(".")))
    if token.kind == "ordinal" and not before and int(token.value) > 0:
        return _below(tokens, index + 1, (token.value,))
    if token.kind != "item" or not _is_item(tokens, index):
        return (), index
    if before:
        listed = len(before) > 1 or before[0].isalpha() or token.closed
        return (_sibling(before, token.value), index + 1) if listed else ((), index)
    numeral = len(token.value) > 1 and roman_value(token.value) > 0 and not token.closed
    if numeral and kind in (PARAGRAPH, RECOMMENDATION) and not _is_point(tokens[index - 1]):
        return (str(roman_value(token.value)),), index + 1
    named = kind == LETTER or kind in (PARAGRAPH, RECOMMENDATION) and (token.closed or _ends_phrase(tokens, index + 1))
    return _below(tokens, index + 1, (token.value,)) if named else ((), index)


def _below(tokens: Sequence[Token], index: int, path: Path) -> tuple[Path, int]:
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
    return path, _past(tokens, index, frozenset(("close", "quote"))) if index else index


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
    repeated = token.kind == "noun" and token.value in (kind, LETTER) and not _is_point(token)
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
    return tokens[index].text in ("un", "une", "one", "uno") and not _ends_phrase(tokens, index + 1)


def _is_year(token: Token) -> bool:
    return token.value.isdigit() and int(token.value) in YEARS


def _is_counted(tokens: Sequence[Token], index: int) -> bool:
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


def _past(tokens: Sequence[Token], index: int, kinds: frozenset[str]) -> int:
    while index < len(tokens) and tokens[index].kind in kinds:
        index += 1
    return index


# ── what belongs together ─────────────────────────────────────────────────────────────────────


def _letters_before(tokens: Sequence[Token], text: str, named: Sequence[Asked]) -> Iterator[Asked]:
    """« le a), le d) et le n) du paragraphe 11 »: bracketed letters, the number named after them."""
    first = next((n for n, token in enumerate(tokens) if token.kind == "item" and token.closed), None)
    if first is None or not named or tokens[first].start > named[0].start:
        return
    if any(token.kind in ("noun", "number") for token in tokens[:first]):
        return
    paths, end = _read(tokens, first, LETTER)
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
    found = _bracketed(tokens) or _with_article(tokens) or _alone(tokens)
    if found is None:
        return []
    paths, start, end = found
    kind = PARAGRAPH if paths[0][0][0].isdigit() else LETTER
    return [_asked(kind, paths, text, tokens[start].start, tokens[end - 1].end)]


BareFound = tuple[list[Path], int, int]


def _bracketed(tokens: Sequence[Token]) -> BareFound | None:
    """« 11 d) » anywhere: nothing else is written so."""
    for index, token in enumerate(tokens):
        told = index > 0 and OTHER_NUMBERED.fullmatch(tokens[index - 1].text)
        if token.kind in ("number", "suffixed") and not told and not _is_counted(tokens, index + 1):
            paths, end = _read(tokens, index, PARAGRAPH)
            if paths and len(paths[0]) > 1 and any(t.closed for t in tokens[index:end]):
                return paths, index, end
    return None


def _with_article(tokens: Sequence[Token]) -> BareFound | None:
    """« Que trouve-t-on au 9 ? », « Et le 8, … »: nothing that the number would count follows it."""
    for index, token in enumerate(tokens[:-1]):
        number = tokens[index + 1]
        if token.text not in STANDS_FOR_PARAGRAPH or number.kind not in ("number", "suffixed", "ordinal"):
            continue
        if number.text in ("un", "une", "one", "uno") or number.kind == "number" and len(number.value) > 3:
            continue
        if number.kind == "ordinal" and not (number.text[0].isdigit() or _is_addressed(tokens, index + 2)):
            continue
        if index and tokens[index - 1].kind in ("number", "suffixed"):
            continue  # «du 4 au 6»
        paths, end = _read(tokens, index + 1, PARAGRAPH)
        if token.text == "du" and any(t.kind == "range" for t in tokens[index:end]):
            continue
        if number.kind == "suffixed" and _ordinal(number) and _is_addressed(tokens, index + 2):
            paths = [(str(_ordinal(number)),)]  # «la 12e aux États»
        if paths and _ends_phrase(tokens, end):
            return paths, index, end
    return None


def _alone(tokens: Sequence[Token]) -> BareFound | None:
    """A question that is nothing but numbers: « 7 ? », « 11 f », « 3 et 4 », « et c) ? »."""
    start = _past(tokens, 0, frozenset(("join", "article", "also", "quote", "open", "marker")))
    paths, end = _read(tokens, start, LETTER if start or tokens[:1] and tokens[0].closed else PARAGRAPH)
    if not paths or paths[0][0].isalpha() and not (start or tokens[0].closed) or tokens[start].kind == "ordinal":
        return None
    rest = _past(tokens, end, frozenset(("end", "dot", "quote", "close")))
    return (paths, start, end) if rest == len(tokens) else None


def _ends_phrase(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index] if index < len(tokens) else None
    if following is None or following.kind in ("end", "dot", "comma", "colon", "close", "quote", "join", "open"):
        return True
    return following.text in ENDS and (following.text != "a" or _is_addressed(tokens, index))


def _is_addressed(tokens: Sequence[Token], index: int) -> bool:
    """« aux États », « à l'Office »."""
    words = [token.text for token in tokens[index : index + 2]]
    return bool(words) and (words[0] == "aux" or words == ["a", "l'"])


__all__ = ["LAST", "NOTE", "Asked", "Path", "asked_numbers", "is_elliptic", "successor"]
