"""Concepts: lay words, abbreviations, English and Spanish meet the official French."""

from __future__ import annotations

from importlib.resources import files

import pytest

from store.concepts import concept_names, find_concepts, index_terms
from store.lexicon import stems


def concepts(text: str) -> set[str]:
    return {found.concept for found in find_concepts(stems(text))}


ROWS = [line.split("\t") for line in files("store").joinpath("concepts.tsv").read_text(encoding="utf-8").splitlines()]


def test_every_line_has_a_name_and_terms_in_three_languages() -> None:
    for row in ROWS:
        assert len(row) == 4, row
        assert all(cell.strip() == cell and cell for cell in row), row
    assert len({row[0] for row in ROWS}) == len(ROWS)


def test_every_term_names_its_concept() -> None:
    missed = [
        (name, term)
        for name, *languages in ROWS
        for cell in languages
        for term in cell.split("|")
        if stems(term) and name not in concepts(term)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("intelligence artificielle", "IA", id="an abbreviation"),
        pytest.param("intelligence artificielle", "artificial intelligence", id="English"),
        pytest.param("corruption", "corrupción", id="Spanish"),
    ],
)
def test_words_of_one_concept_meet(one: str, other: str) -> None:
    assert concepts(one) & concepts(other)


def test_a_concept_says_which_stems_name_it() -> None:
    words = stems("la lutte contre la corruption")
    found = [f for f in find_concepts(words) if f.concept in concepts("corruption")]
    assert all(0 <= f.start < f.end <= len(words) for f in found) and found


def test_index_terms_are_the_stems_then_the_concepts() -> None:
    terms = index_terms("la corruption")
    assert terms[:1] == stems("corruption")
    assert all(term.startswith("§") for term in terms[1:]) and len(terms) > 1


def test_each_concept_has_a_name_to_show_in_each_language() -> None:
    assert len(concept_names()) == len(ROWS)
    assert all(names.keys() == {"fr", "en", "es"} and all(names.values()) for names in concept_names())
