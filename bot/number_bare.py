"""Numbers without a noun: « 11 d) », « et le 8 ? », « c'est quoi le 11 d », « 7 ? », « et c) ? ».

Comes in: the tokens of a question that names no number with a noun. Goes out: the numbers, and the tokens
from and up to which they stand; most numbers of a question are no paragraph's, so that little counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.number_lists import Path, ends_phrase, is_addressed, is_counted, ordinal_of, past, read_list
from bot.number_tokens import LETTER, PARAGRAPH, Token

STANDS_FOR_PARAGRAPH = frozenset("le la au du les aux el".split())
PLURAL = frozenset(("les", "aux"))
# What else bears numbers in a report: « article 5 a) » is no paragraph of it.
OTHER_NUMBERED = re.compile(
    r"art(?:icles?|iculos?)?|sections?|chap(?:itres?|ters?)?|pages?|p|objectifs?|odd|cibles?|regles?|principes?|tableaux?"
    r"|figures?|ateliers?|resolutions?|decisions?|titres?|parties?|lois?|goals?|targets?|rules?|tables?"
)

BareFound = tuple[list[Path], int, int]


def bare_numbers(tokens: Sequence[Token]) -> BareFound | None:
    """Return the numbers that stand without a noun, and where; None when there are none."""
    return _bracketed(tokens) or _with_article(tokens) or _alone(tokens)


def _bracketed(tokens: Sequence[Token]) -> BareFound | None:
    """« 11 d) » anywhere: nothing else is written so."""
    read = 0
    for index, token in enumerate(tokens):
        told = index < read or index > 0 and OTHER_NUMBERED.fullmatch(tokens[index - 1].text)
        if token.kind in ("number", "suffixed") and not told and not is_counted(tokens, index + 1):
            paths, read = read_list(tokens, index, PARAGRAPH)
            if paths and len(paths[0]) > 1 and any(t.closed for t in tokens[index:read]):
                return paths, index, read
    return None


def _with_article(tokens: Sequence[Token]) -> BareFound | None:
    """« Que trouve-t-on au 9 ? », « Et le 8, … »: nothing that the number would count follows it."""
    for index, token in enumerate(tokens[:-1]):
        number = tokens[index + 1]
        if token.text not in STANDS_FOR_PARAGRAPH or number.kind not in ("number", "suffixed", "ordinal"):
            continue
        if number.text in ("un", "une", "one", "uno") or number.kind == "number" and len(number.value) > 3:
            continue
        if number.kind == "ordinal" and not (number.text[0].isdigit() or is_addressed(tokens, index + 2)):
            continue
        if index and tokens[index - 1].kind in ("number", "suffixed"):
            continue  # «du 4 au 6»
        paths, end = read_list(tokens, index + 1, PARAGRAPH)
        if token.text in PLURAL and len(paths) < 2:
            continue  # «dans les deux» counts texts; «les 3 et 4» names paragraphs
        if token.text == "du" and any(t.kind == "range" for t in tokens[index:end]):
            continue
        if number.kind == "suffixed" and ordinal_of(number) and is_addressed(tokens, index + 2):
            paths = [(str(ordinal_of(number)),)]  # «la 12e aux États»
        if paths and ends_phrase(tokens, end):
            return paths, index, end
    return None


def _alone(tokens: Sequence[Token]) -> BareFound | None:
    """A question that is nothing but numbers: « 7 ? », « 11 f », « 3 et 4 », « et c) ? »."""
    start = past(tokens, 0, frozenset(("join", "article", "also", "quote", "open", "marker")))
    paths, end = read_list(tokens, start, LETTER if start or tokens[:1] and tokens[0].closed else PARAGRAPH)
    if not paths or paths[0][0].isalpha() and not (start or tokens[0].closed) or tokens[start].kind == "ordinal":
        return None
    rest = past(tokens, end, frozenset(("end", "dot", "quote", "close")))
    return (paths, start, end) if rest == len(tokens) else None
