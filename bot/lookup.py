"""Numbers asked for, resolved to paragraphs of the corpus: straight, or saying what is not there.

Comes in: the numbers that a question asks for. Goes out: the paragraphs that bear them, the numbers
that no paragraph bears, and whether several lists have the number, so that each must be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.number_lists import Path
from bot.number_tokens import ANNEX, NOTE, PREAMBLE, RECOMMENDATION
from bot.number_words import roman_value
from bot.numbers import Asked
from store.corpus import Corpus
from store.lexicon import fold
from store.model import Paragraph, Status
from store.search import Filters

RECOMMENDED = frozenset({Status.RECOMMENDATION, Status.OPERATIVE, Status.ANNEX})
OF_THEIR_OWN = {NOTE: Status.NOTE, PREAMBLE: Status.PREAMBLE, ANNEX: Status.ANNEX}
UNNAMED = frozenset({Status.NOTE, Status.PREAMBLE})  # never meant by « le paragraphe 2 »
RANK_NAMES = {"-1": "dernier", "-2": "avant-dernier"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """The paragraphs found, the numbers not found (as printed), and whether a number is ambiguous."""

    found: tuple[Paragraph, ...]
    missing: tuple[str, ...]
    ambiguous: bool


def look_up(asked: Sequence[Asked], corpus: Corpus, filters: Filters) -> Lookup:
    """Resolve the numbers ``asked`` among the paragraphs that pass ``filters``."""
    found: list[Paragraph] = []
    missing: list[str] = []
    ambiguous = False
    numbered = [p for p in corpus.paragraphs if p.number and p.text.strip() and filters.admits(p)]
    # What is asked for twice is looked for once, wherever it stands in the question.
    for request in dict.fromkeys(replace(one, text="", start=0, end=0) for one in asked):
        pool = [p for p in numbered if _of_kind(p, request.kind) and _in_annex(p, request.annex)]
        if not request.paths:
            found += pool
            missing += [] if pool else [f"annexe {request.annex}"]
        for path in request.paths:
            bearers = _addressed(_bearers(pool, path, request), request)
            ambiguous = ambiguous or len(bearers) > 1
            found += bearers
            missing += [] if bearers else [printed(path)]
    return Lookup(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(missing)), ambiguous)


def printed(path: Path) -> str:
    """Return a path of numbers as a text prints it: « 11 f) »."""
    if path[0][0].isalpha():
        return " ".join(f"{part})" for part in path)
    first = RANK_NAMES.get(path[0], path[0])
    return " ".join([first, *(f"{part})" for part in path[1:])])


def span_of_numbers(corpus: Corpus, filters: Filters) -> list[tuple[str, str, str]]:
    """Return for each list that passes ``filters``: document id, first label, last label."""
    pool = [p for p in corpus.paragraphs if p.number and filters.admits(p) and p.status not in UNNAMED]
    return [(members[0].document_id, members[0].label, members[-1].label) for members in _lists(pool)]


def _lists(pool: Iterable[Paragraph]) -> list[list[Paragraph]]:
    """Return the numbered lists, each as its outermost paragraphs in reading order."""
    lists: dict[tuple[str, str | None], list[Paragraph]] = {}
    for paragraph in pool:
        lists.setdefault((paragraph.document_id, paragraph.scope), []).append(paragraph)
    return [_outermost(members) for members in lists.values()]


def _outermost(members: Sequence[Paragraph]) -> list[Paragraph]:
    depth = min(len(p.number) for p in members)
    tops = [p for p in members if len(p.number) == depth]
    # One paragraph whose items are all the list has («11. … ont été formulées : a) … o) …»).
    below = [p for p in members if len(p.number) == depth + 1]
    return below if len(tops) == 1 and len(below) > 1 else tops


def _of_kind(paragraph: Paragraph, kind: str) -> bool:
    if kind in OF_THEIR_OWN:
        return paragraph.status is OF_THEIR_OWN[kind]
    return paragraph.status not in UNNAMED and (kind != RECOMMENDATION or paragraph.status in RECOMMENDED)


def _in_annex(paragraph: Paragraph, annex: str) -> bool:
    """Whether a paragraph stands in « annexe II »; every one does when no annex is named."""
    if not annex:
        return True
    words = re.findall(r"[^\W_]+", fold(paragraph.scope or ""))
    return annex in words or any(str(roman_value(word)) == annex for word in words[1:])


def _bearers(pool: Sequence[Paragraph], path: Path, request: Asked) -> list[Paragraph]:
    """Return who bears a number; for one that is counted, who has that rank in each list."""
    if not request.ranks:
        return [paragraph for paragraph in pool if _bears(paragraph, path)]
    ranked = (_ranked(members, path) for members in _lists(_addressed(pool, request)))
    return [paragraph for found in ranked for paragraph in found]


def _ranked(members: Sequence[Paragraph], path: Path) -> list[Paragraph]:
    """Return the one of a list that is counted: by its number where the list counts from 1."""
    rank = int(path[0])
    bearers = [paragraph for paragraph in members if _bears(paragraph, path)]
    if bearers or rank > 0 and members[0].number == ("1",):
        return bearers
    return [members[rank - 1 if rank > 0 else rank]] if 0 < abs(rank) <= len(members) else []


def _addressed(pool: Sequence[Paragraph], request: Asked) -> list[Paragraph]:
    """Keep what is addressed to those named: strictly for « recommandation 12 à l'ONUDC ».

    A list that is theirs comes before single paragraphs that turn to them.
    """
    if not request.addressees:
        return list(pool)
    kept = [p for p in pool if p.addressee in request.addressees]
    own = [p for p in kept if p.scope == p.addressee]
    return own or kept or ([] if request.kind == RECOMMENDATION else list(pool))


def _bears(paragraph: Paragraph, path: Path) -> bool:
    number = _folded(paragraph.number)
    if path[0][0].isdigit():
        return number == path
    return len(number) > len(path) and number[-len(path) :] == path


@lru_cache(maxsize=10_000)
def _folded(number: Path) -> Path:
    return tuple(fold(part) for part in number)
