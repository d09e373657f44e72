"""Does a passage answer the question? The evidence, word by word, not a threshold on a score.

Comes in: what the question is about (stems) and the passages found. Goes out: for each passage how
much of the question's subject stands in it, and which words of the subject stand nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.concepts import find_concepts
from store.index import Index
from store.lexicon import stems
from store.model import Passage

SHARED_START = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a passage bears on the subject: the share covered (0 to 1, by rarity) and what is not."""

    passage: Passage
    coverage: float
    matched: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The words asked about, each with its weight, the concepts that it names, and whether the
    corpus knows it at all.
    """

    terms: tuple[str, ...]
    weights: dict[str, float]
    concepts: dict[str, frozenset[str]]
    unknown: frozenset[str]


def weigh_subject(terms: Sequence[str], index: Index) -> Subject:
    """Weigh the words of a question by how rare they are in the corpus."""
    concepts: dict[str, set[str]] = {term: set() for term in terms}
    for found in find_concepts(terms):
        for term in terms[found.start : found.end]:
            concepts[term].add(found.concept)
    frequency = index.lexicon.frequency
    unknown = {
        term
        for term in terms
        if term not in frequency
        and not any(f"§{name}" in frequency for name in concepts[term])
        and not _near_any(term, frequency)
    }
    weights = {term: min(index.lexicon.rarity(term), 4.0) for term in terms}
    return Subject(tuple(terms), weights, {t: frozenset(names) for t, names in concepts.items()}, frozenset(unknown))


def weigh(passage: Passage, subject: Subject) -> Evidence:
    """Return the evidence of one passage for a subject."""
    paragraph = passage.paragraph
    held = stems(" ".join([paragraph.text, *paragraph.section[-1:]]))
    lead = set(stems(paragraph.chapeau))
    concepts = {found.concept for found in find_concepts(held)}
    own = set(held)
    matched = [t for t in subject.terms if t in own or subject.concepts[t] & concepts or _near(t, own) or t in lead]
    total = sum(subject.weights[t] for t in subject.terms) or 1.0
    coverage = sum(subject.weights[t] for t in matched) / total
    missing = [t for t in subject.terms if t not in matched]
    return Evidence(passage, coverage, tuple(matched), tuple(missing))


def _near(term: str, others: set[str]) -> bool:
    """Whether another form of the word is there (« alphabétis » for « alphabet »), or a slip of it."""
    return any(_alike(term, other) for other in others)


def _near_any(term: str, frequency: dict[str, int]) -> bool:
    return any(_alike(term, other) for other in frequency if not other.startswith("§"))


def _alike(first: str, second: str) -> bool:
    if min(len(first), len(second)) < SHARED_START:
        return False
    if first[:SHARED_START] == second[:SHARED_START] and abs(len(first) - len(second)) <= 4:
        longest = max(len(first), len(second))
        shared = next(
            (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
        )
        return shared / longest >= 0.6
    return len(first) >= 6 and first[0] == second[0] and _one_slip(first, second)


def _one_slip(first: str, second: str) -> bool:
    """Whether one letter was added, dropped, changed, or two were exchanged."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    rest1, rest2 = first[start:], second[start:]
    return (
        rest1[1:] == rest2[1:]
        or rest1[1:] == rest2
        or rest1 == rest2[1:]
        or rest1[:2] == rest2[:2][::-1]
        and rest1[2:] == rest2[2:]
    )
