"""Concepts of the field: what lay words, abbreviations, English and Spanish have in common.

``concepts.tsv`` holds one concept a line: its name, then its French, English and Spanish terms
separated by ``|``. A concept found in a text becomes an index term of its own, so that « bavures »
meets « usage disproportionné de la force ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from store.lexicon import READ
from store.lexicon import stems as content_stems
from store.texts import LANGUAGES

VOCABULARY = "concepts-2"


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text: its name, and the stems ``start:end`` that name it."""

    concept: str
    start: int
    end: int


@cache
def concept_terms() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the vocabulary: stems of a term → the concepts that it may name."""
    terms: dict[tuple[str, ...], list[str]] = {}
    for name, *languages in _rows():
        for term in (term for language in languages for term in language.split("|")):
            key = tuple(content_stems(term))
            if key and name not in terms.setdefault(key, []):
                terms[key].append(name)
    return {key: tuple(names) for key, names in terms.items()}


@cache
def _longest_terms() -> dict[str, int]:
    """Return the number of stems of the longest term that begins with each stem."""
    longest: dict[str, int] = {}
    for term in concept_terms():
        longest[term[0]] = max(longest.get(term[0], 0), len(term))
    return longest


@cache
def concept_names() -> tuple[dict[str, str], ...]:
    """Return the first term of each concept, by language."""
    return tuple(dict(zip(LANGUAGES, (terms.split("|")[0] for terms in row[1:]), strict=True)) for row in _rows())


def _rows() -> list[list[str]]:
    text = files(__package__).joinpath("concepts.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def find_concepts(stems: Sequence[str]) -> list[Found]:
    """Return the concepts named by runs of ``stems``, longest terms first at each place."""
    known, longest = concept_terms(), _longest_terms()
    found: list[Found] = []
    for start, first in enumerate(stems):
        for length in range(min(longest.get(first, 0), len(stems) - start), 0, -1):
            names = known.get(tuple(stems[start : start + length]))
            if names:
                found += [Found(name, start, start + length) for name in names]
    return found


@lru_cache(maxsize=READ)
def read_terms(text: str) -> tuple[tuple[str, ...], tuple[Found, ...]]:
    """Return the stems of a text and the concepts that they name; the last texts read are kept, for a
    paragraph is read once for its vector and once for its terms.
    """
    stems = content_stems(text)
    return tuple(stems), tuple(find_concepts(stems))


def index_terms(text: str) -> list[str]:
    """Return what is indexed and searched: the stems of a text, and the concepts that they name."""
    stems, concepts = read_terms(text)
    return [*stems, *(f"§{found.concept}" for found in concepts)]
