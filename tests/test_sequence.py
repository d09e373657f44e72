"""Which numbers make a list: the cheapest account of the whole document, gaps and restarts included."""

from __future__ import annotations

from itertools import accumulate

import pytest

from ingest.boundaries import HARD, PART, strengths
from ingest.candidates import find_candidates
from ingest.sequence import Run, Surroundings, find_runs
from tests.building import Block, blocks, heading, text

SAYS = " Les lampes du phare brillent."


def read(*lines: str | Block) -> tuple[list[Run], list[str]]:
    given = blocks(*(line + SAYS if isinstance(line, str) else line for line in lines))
    bounds = strengths(given)
    nothing = [0] * len(given)

    def counted(strength: int) -> list[int]:
        return list(accumulate(int(bound == strength) for bound in bounds))

    soft = list(accumulate(int(bound > 0) for bound in bounds))
    around = Surroundings(nothing, counted(HARD), counted(PART), soft, nothing, [False] * len(given))
    runs, rejected = find_runs(find_candidates(given), around)
    return runs, [candidate.printed for candidate in rejected]


def values(runs: list[Run]) -> list[list[int]]:
    return [[value for _, value in run.items] for run in runs]


@pytest.mark.parametrize(
    ("lines", "lists", "rejected"),
    [
        pytest.param(["1.", "2.", "3."], [[1, 2, 3]], [], id="a list"),
        pytest.param(["40.", "41.", "42."], [[40, 41, 42]], [], id="a list that begins in the middle of a text"),
        pytest.param(["1.", "2.", "6.", "7."], [[1, 2, 6, 7]], [], id="a gap that goes on"),
        pytest.param(["1.", "2.", "90."], [[1, 2]], ["90"], id="a number that nothing goes on from"),
        pytest.param(["1.", "2.", heading("Annexe"), "1.", "2."], [[1, 2], [1, 2]], [], id="an annex counts anew"),
        pytest.param(["1.", "2.", heading("Les verres"), "3.", "4."], [[1, 2, 3, 4]], [], id="a heading divides none"),
        pytest.param(["1.", "2.", "3.", "U.", "5."], [[1, 2, 3, 4, 5]], [], id="a misread 4"),
        pytest.param(["22.", "23.", "2k.", "25."], [[22, 23, 24, 25]], [], id="a misread 24"),
        pytest.param(["32.", "33.", "84.", "35.", "36."], [[32, 33, 34, 35, 36]], [], id="a digit misread"),
        pytest.param(["1.", "2.", "2 bis.", "3."], [[1, 2, 2, 3]], [], id="bis"),
        pytest.param(["1.", "2 bis.", "2."], [[1, 2]], ["2"], id="a bis before its number"),
        pytest.param([], [], [], id="nothing"),
    ],
)
def test_lists(lines: list[str | Block], lists: list[list[int]], rejected: list[str]) -> None:
    runs, left = read(*lines)
    assert (values(runs), left) == (lists, rejected)


def test_a_list_inside_a_paragraph_is_nested_when_the_outer_one_goes_on() -> None:
    runs, _ = read("7.", "8.", "1)", "2)", "3)", "9.", "10.")
    assert [(run.nested, [value for _, value in run.items]) for run in runs] == [
        (False, [7, 8, 9, 10]),
        (True, [1, 2, 3]),
    ]


def test_a_list_that_begins_late_jumps_from_nothing() -> None:
    runs, _ = read("3.", "4.", "8.", "9.")
    assert runs[0].gaps == [(0, 3), (4, 8)]


@pytest.mark.parametrize(
    ("marker", "lists"),
    [pytest.param(0, [[1, 2, 3, 4, 5, 6]], id="misread"), pytest.param(3, [[1, 2, 3, 9]], id="declared by the file")],
)
def test_a_number_that_the_file_declares_is_never_read_otherwise(marker: int, lists: list[list[int]]) -> None:
    runs, _ = read("1.", "2.", "3.", text("9. Les verres du phare sont propres.", marker=marker), "5.", "6.")
    assert values(runs)[0] == lists[0]


@pytest.mark.parametrize("count", [30, 300], ids=str)
def test_a_long_list_is_one_list(count: int) -> None:
    runs, left = read(*(f"{number}." for number in range(1, count + 1)))
    assert (values(runs), left) == ([list(range(1, count + 1))], [])
