"""Which words of a paragraph to quote: the shortest run of whole sentences that stands alone.

Comes in: a paragraph and the words asked about. Goes out: a citation, verbatim by construction. A
sentence that leans on the one before it (« À cet égard … », « D'autres … ») takes it along.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from store.concepts import find_concepts
from store.lexicon import stems
from store.model import Citation, Document, Paragraph

SENTENCE_END = re.compile(r"[.!?…](?:[ \u00a0\u202f]?[»”\")])*(?=\s+[«“\"(]?[A-ZÀ-ÝŒ])")
ABBREVIATION = re.compile(r"(?:\b(?:par|art|al|cf|rés|doc|p|pp|n|M|MM|Mme|Add|Rev|Corr|vol|chap|fig|etc)|\b[A-Z])\.$")
LEANING = re.compile(
    r"^(?:À cet égard|A cet égard|D['’]autres|Cel(?:a|ui|le)|Ce(?:s|t|tte|ux|lles)?\b|Il s['’]agi"
    r"|Ils?\b|Elles?\b|On a (?:également|aussi|en outre)"
    r"|De même|En outre|Par ailleurs|Toutefois|Cependant|Ainsi|Dans ce (?:cadre|contexte)|Une telle|Un tel|De tel)"
)
TRAILING = re.compile(r"(?:\s*[;,]\s*(?:et|ou)?\s*)$")
WHOLE = 420
NEAR_BEST = 0.6


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of ``text`` as offsets that cover it but for white space between."""
    cuts = [0]
    for match in SENTENCE_END.finditer(text):
        if not ABBREVIATION.search(text[: match.start() + 1]):
            cuts.append(match.end())
    cuts += [match.end() for match in re.finditer(r"\n+", text)]
    cuts = [*sorted(set(cuts)), len(text)]
    return [_trim(text, a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def quote_whole(document: Document, paragraph: Paragraph) -> Citation:
    """Return the whole paragraph as a citation, without the « ; » that ends an item of a list."""
    start, end = _trim(paragraph.text, 0, len(paragraph.text))
    return Citation(document, paragraph, start, end)


def quote_for(document: Document, paragraph: Paragraph, terms: Sequence[str]) -> tuple[Citation, ...]:
    """Return the sentences of a paragraph that speak of ``terms``; the whole when none stands out."""
    parts = sentences(paragraph.text)
    if len(parts) < 2:
        return (quote_whole(document, paragraph),)
    scores = [_score(paragraph.text[a:b], terms) for a, b in parts]
    best = max(scores)
    if best == 0:
        return (quote_whole(document, paragraph),)
    chosen = {n for n, score in enumerate(scores) if score >= NEAR_BEST * best}
    for number in sorted(chosen, reverse=True):
        while number > 0 and LEANING.match(paragraph.text[slice(*parts[number])]):
            number -= 1
            chosen.add(number)
    return tuple(Citation(document, paragraph, a, b) for a, b in _runs(parts, sorted(chosen)))


def _score(text: str, terms: Sequence[str]) -> float:
    held = stems(text)
    concepts = {found.concept for found in find_concepts(held)}
    asked = {found.concept for found in find_concepts(terms)}
    return len(set(terms) & set(held)) + len(asked & concepts)


def _runs(parts: Sequence[tuple[int, int]], chosen: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring sentences into one quotation."""
    runs: list[tuple[int, int]] = []
    last = -2
    for number in chosen:
        start, end = parts[number]
        if number == last + 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        last = number
    return runs


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out white space at either end, and the punctuation that only links list items."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    trailing = TRAILING.search(text[start:end])
    if trailing and trailing.start() > 0:
        end = start + trailing.start()
    return start, end
