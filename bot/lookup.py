"""Numbers asked for, resolved to paragraphs of the corpus: straight, or saying what is not there.

Comes in: the numbers that a question asks for. Goes out: the paragraphs that bear them, the numbers
that no paragraph bears, and whether several lists have the number, so that each must be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.numbers import Asked, Path
from store.corpus import Corpus
from store.lexicon import fold
from store.model import Paragraph, Status
from store.search import Filters

RECOMMENDED = frozenset({Status.RECOMMENDATION, Status.OPERATIVE})


@dataclass(frozen=True, slots=True)
class Lookup:
    """The paragraphs found, the numbers not found (as printed), and whether a number is ambiguous."""

    found: tuple[Paragraph, ...]
    missing: tuple[str, ...]
    ambiguous: bool


def look_up(asked: Sequence[Asked], corpus: Corpus, filters: Filters, addressees: Sequence[str]) -> Lookup:
    """Resolve the numbers ``asked`` among the paragraphs that pass ``filters``."""
    found: list[Paragraph] = []
    missing: list[str] = []
    ambiguous = False
    for request in asked:
        pool = [p for p in corpus.paragraphs if p.number and filters.admits(p) and _of_kind(p, request.kind)]
        pool = _addressed(pool, request, addressees)
        for path in request.paths:
            bearers = [paragraph for paragraph in pool if _bears(paragraph, path)]
            ambiguous = ambiguous or len(bearers) > 1
            found += bearers
            if not bearers:
                missing.append(printed(path))
    return Lookup(tuple(dict.fromkeys(found)), tuple(missing), ambiguous)


def printed(path: Path) -> str:
    """Return a path of numbers as a text prints it: « 11 f) »."""
    if not path[0][0].isdigit():
        return " ".join(f"{part})" for part in path)
    return " ".join([path[0], *(f"{part})" for part in path[1:])])


def span_of_numbers(corpus: Corpus, filters: Filters) -> list[tuple[str, str, str]]:
    """Return for each list that passes ``filters``: document id, first label, last label."""
    lists: dict[tuple[str, str | None], list[Paragraph]] = {}
    for paragraph in corpus.paragraphs:
        if paragraph.number and filters.admits(paragraph) and paragraph.status not in (Status.NOTE, Status.PREAMBLE):
            lists.setdefault((paragraph.document_id, paragraph.scope), []).append(paragraph)
    spans: list[tuple[str, str, str]] = []
    for (document, _), members in lists.items():
        tops = [p for p in members if len(p.number) == 1] or members
        spans.append((document, tops[0].label, tops[-1].label))
    return spans


def _of_kind(paragraph: Paragraph, kind: str) -> bool:
    if kind == "note":
        return paragraph.status is Status.NOTE
    if paragraph.status in (Status.NOTE, Status.PREAMBLE):
        return False
    return kind != "recommendation" or paragraph.status in RECOMMENDED or paragraph.status is Status.ANNEX


def _addressed(pool: list[Paragraph], request: Asked, addressees: Sequence[str]) -> list[Paragraph]:
    """Keep the lists of those addressed: strictly for « recommandation 12 à l'ONUDC »."""
    if not addressees:
        return pool
    kept = [p for p in pool if p.addressee in addressees]
    if request.kind == "recommendation":
        return kept
    return kept if any(_bears(p, path) for p in kept for path in request.paths) else pool


def _bears(paragraph: Paragraph, path: Path) -> bool:
    number = tuple(fold(part) for part in paragraph.number)
    if path[0][0].isdigit():
        return number == path
    return len(number) > len(path) and number[-len(path) :] == path and paragraph.status is not Status.NOTE
