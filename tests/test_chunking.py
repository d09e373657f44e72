"""Chunks: bounded in tokens, covering their paragraph without gap or overlap, never across two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chunking import LARGEST_CHUNK, chunk
from store.tokens import count_tokens
from tests.factories import NIGHT, paragraph

TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(["phare", "île,", "mer.", "Nuit ;", "été\n\n", "«\u00a0œuvre\u00a0»", "𝔸"]), max_size=120
    ).map(" ".join),
)


@given(TEXTS, st.integers(8, 40))
def test_chunks_cover_the_paragraph_in_order(text: str, largest: int) -> None:
    chunks = chunk(paragraph(text), largest)
    assert "".join(piece.text for piece in chunks) == text
    assert [piece.start for piece in chunks[1:]] == [piece.end for piece in chunks[:-1]]


@given(TEXTS, st.integers(8, 40))
def test_no_chunk_has_more_tokens_than_it_may(text: str, largest: int) -> None:
    assert all(count_tokens(piece.text) <= largest for piece in chunk(paragraph(text), largest))


def test_a_short_paragraph_is_one_chunk_with_the_paragraph_s_key() -> None:
    (piece,) = chunk(paragraph(NIGHT))
    assert (piece.id, piece.text) == ("phares#1", NIGHT)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    chunks = chunk(paragraph((NIGHT + " ") * 12))
    assert len(chunks) > 1
    assert [piece.id for piece in chunks] == [f"phares#1@{n}" for n in range(len(chunks))]
    assert all(piece.text.startswith(("Plusieurs", "On a")) for piece in chunks)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 20_000, id="a word without end"),
        pytest.param("é𝔸" * 5_000, id="characters of several tokens"),
        pytest.param(" " * 5_000, id="white space alone"),
    ],
)
def test_text_without_a_place_to_cut_is_bounded_too(text: str) -> None:
    chunks = chunk(paragraph(text))
    assert "".join(piece.text for piece in chunks) == text
    assert all(count_tokens(piece.text) <= LARGEST_CHUNK for piece in chunks)


def test_counting_tokens_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("the network was asked for an encoding")

    monkeypatch.setattr("requests.get", refuse)
    assert count_tokens("Le phare brille.") > 3
