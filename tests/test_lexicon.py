"""French words as the index sees them, and BM25 over them."""

from __future__ import annotations

from pathlib import Path

import bm25s
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.lexicon import (
    STOPWORDS,
    build_lexicon,
    count_terms,
    fold,
    index_counts,
    join_counts,
    load_lexicon,
    save_lexicon,
    stems,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("LES ENFANTS", "l'enfant", id="capitals, plural, article"),
        pytest.param("l’œuvre", "oeuvres", id="typographic apostrophe and ligature"),
        pytest.param("prévention", "PREVENTION", id="accents"),
        pytest.param("qu'il protège", "protéger", id="elision and verb form"),
        pytest.param("État", "etats", id="a capital with an accent"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert stems(one) == stems(other) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("la résolution 78/227", ["78/227", "la", "resolution"], id="a resolution's number stays whole"),
        pytest.param("A/RES/70/174", ["a/res/70/174"], id="a symbol stays whole"),
        pytest.param("aujourd'hui", ["hui"], id="an elision is cut off"),
        pytest.param("11 f)", ["11", "f"], id="a paragraph's number"),
        pytest.param("", [], id="nothing"),
        pytest.param("… – « »", [], id="punctuation"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=80))
def test_any_text_is_folded_for_good(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(word not in STOPWORDS for word in words(text) if word in stems(text) and len(word) > 12)


@pytest.mark.parametrize(
    "text", [pytest.param("le la les de du", id="articles"), pytest.param("est-ce que", id="asking")]
)
def test_words_without_content_are_not_searched(text: str) -> None:
    assert stems(text) == []


PARAGRAPHS = [stems(text) for text in ("Les phares et les lampes", "La nuit en mer", "Les lampes de nuit, la nuit")]


def test_the_paragraph_that_says_it_most_scores_best() -> None:
    scores = build_lexicon(PARAGRAPHS).scores(stems("nuit"))
    assert scores[2] > scores[1] > scores[0] == 0


@pytest.mark.parametrize(
    "query", [pytest.param([], id="no word"), pytest.param(["inconnu"], id="a word of no paragraph")]
)
def test_nothing_known_scores_nothing(query: list[str]) -> None:
    assert build_lexicon(PARAGRAPHS).scores(query).tolist() == [0.0, 0.0, 0.0]


def test_a_rarer_word_weighs_more() -> None:
    lexicon = build_lexicon(PARAGRAPHS)
    assert lexicon.rarity("inconnu") > lexicon.rarity("phar") > lexicon.rarity("lamp") > 0


@pytest.mark.parametrize(
    "paragraphs", [pytest.param([[]], id="a paragraph without words"), pytest.param([["a"], []], id="one of two")]
)
def test_paragraphs_without_words_keep_their_place(paragraphs: list[list[str]]) -> None:
    assert build_lexicon(paragraphs).scores(["a"]).shape == (len(paragraphs),)


def test_a_lexicon_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    lexicon = build_lexicon(PARAGRAPHS)
    save_lexicon(lexicon, tmp_path / "lexicon")
    again = load_lexicon(tmp_path / "lexicon")
    assert (again.size, again.frequency) == (lexicon.size, lexicon.frequency)
    assert again.scores(["nuit"]).tolist() == lexicon.scores(["nuit"]).tolist()


def test_counts_give_the_index_that_bm25s_makes_of_the_terms() -> None:
    paragraphs = [["phare", "mer", "mer"], [], ["mer"], ["quai", "phare", "phare", "phare"], ["brume"]]
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
    index.index([terms or [""] for terms in paragraphs], show_progress=False)
    ours = index_counts(join_counts([count_terms(paragraphs[:2]), count_terms([]), count_terms(paragraphs[2:])]))
    assert ours.size == 5
    assert ours.frequency == {"phare": 2, "mer": 2, "": 1, "quai": 1, "brume": 1}
    for query in (["mer"], ["phare", "quai"], ["brume", "mer", "mer"]):
        assert ours.scores(query) == pytest.approx(index.get_scores(query), abs=1e-7)
