"""Numbers that the extraction lost come back where the paragraphs without one are exactly as many."""

from __future__ import annotations

import pytest

from ingest.blocks import Block
from ingest.candidates import find_candidates
from ingest.lost import lost_numbers, spoilt_length, stands_free
from ingest.sequence import Run
from tests.building import blocks, bullet, heading, text

SAYS = "Les gardiens demandent que la lampe soit nettoyée."
BARE = bullet(SAYS)


def restored(*lines: str | Block) -> list[tuple[int, int]]:
    given = blocks(*(f"{line} {SAYS}" if isinstance(line, str) else line for line in lines))
    items = [(candidate, candidate.value or 0) for candidate in find_candidates(given)]
    return lost_numbers(given, Run(items), [0] * len(given), {candidate.index for candidate, _ in items})


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        pytest.param(["1.", BARE, "3."], [(1, 2)], id="one bullet for one number"),
        pytest.param(["1.", BARE, BARE, BARE, "5."], [(1, 2), (2, 3), (3, 4)], id="three for three"),
        pytest.param(["1.", text(SAYS), "3."], [(1, 2)], id="a paragraph without a bullet"),
        pytest.param(["1.", BARE, text("Petit reste."), "3."], [(1, 2)], id="a scrap beside it is no paragraph"),
        pytest.param(["1.", BARE, BARE, "3."], [], id="two bullets for one number: nobody knows which"),
        pytest.param(["1.", BARE, "4."], [], id="one bullet for two numbers"),
        pytest.param(["1.", bullet("des lampes, des verres et des échelles à repeindre"), "3."], [], id="an item"),
        pytest.param(["1.", bullet("a) " + SAYS), "3."], [], id="a lettered item"),
        pytest.param(["1.", "3."], [], id="nothing between"),
        pytest.param(["1.", BARE, "2."], [], id="no gap"),
        pytest.param([heading("Les lampes"), BARE, BARE, "3.", "4."], [(1, 1), (2, 2)], id="a list's first numbers"),
        pytest.param([text(SAYS), BARE, "3.", "4."], [], id="not enough before the first"),
    ],
)
def test_lost_numbers(lines: list[str | Block], numbers: list[tuple[int, int]]) -> None:
    assert restored(*lines) == numbers


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        pytest.param(text(SAYS), True, id="a sentence"),
        pytest.param(text("Les lampes."), False, id="too short"),
        pytest.param(text(SAYS.lower()), False, id="the middle of a sentence"),
        pytest.param(bullet("<1. " + SAYS), True, id="after a bullet, what is left of the number may stand before"),
        pytest.param(text("<1. " + SAYS), False, id="without one it may not"),
        pytest.param(heading(SAYS), False, id="a heading"),
    ],
)
def test_what_looks_like_a_whole_paragraph(given: Block, whole: bool) -> None:
    assert stands_free(given) is whole


@pytest.mark.parametrize(
    ("line", "length"),
    [
        pytest.param("( D'exprimer", 2, id="a bracket"),
        pytest.param("<1. Estime", 4, id="what a scan made of 4."),
        pytest.param("Estime", 0, id="nothing"),
        pytest.param("« Estime »", 0, id="a quotation is the author's"),
        pytest.param("· Estime", 0, id="a bullet within"),
    ],
)
def test_what_is_left_of_a_spoilt_number(line: str, length: int) -> None:
    assert spoilt_length(line) == length
