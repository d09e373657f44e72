"""What begins like a numbered paragraph, how much the page says so, and what a scan may have misread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind
from ingest.candidates import Candidate, find_candidates, reading_cost
from tests.building import block, heading, text


def one(given_block: Block) -> Candidate:
    (found,) = find_candidates([given_block])
    return found


@pytest.mark.parametrize(
    ("printed", "value", "cost"),
    [
        pytest.param("14", 14, 0.0, id="as printed"),
        pytest.param("04", 4, 0.0, id="a zero before it"),
        pytest.param("U", 4, 0.3, id="U is 4"),
        pytest.param("lU", 14, 0.6, id="lU is 14"),
        pytest.param("2k", 24, 0.3, id="2k is 24"),
        pytest.param("IO", 10, 0.6, id="IO is 10"),
        pytest.param("31", 39, 2.4, id="a digit for one that it does not resemble"),
        pytest.param("83", 88, 2.0, id="a digit for one that it resembles"),
        pytest.param("10", 110, 1.3, id="a digit lost before"),
        pytest.param("11", 111, 1.3, id="a digit lost"),
        pytest.param("112", 12, 1.3, id="a digit too many"),
        pytest.param("l12", 12, 0.9, id="a stroke too many"),
        pytest.param("57", 68, None, id="two digits wrong"),
        pytest.param("5", 123, None, id="two digits lost"),
        pytest.param("k7", 12, None, id="a letter and a digit wrong"),
    ],
)
def test_what_it_costs_to_read_one_number_as_another(printed: str, value: int, cost: float | None) -> None:
    assert reading_cost(printed, value) == (None if cost is None else pytest.approx(cost))


@given(st.integers(1, 999), st.integers(1, 999))
def test_only_what_is_printed_is_free(printed: int, value: int) -> None:
    assert (reading_cost(str(printed), value) == 0.0) is (printed == value)


@pytest.mark.parametrize(
    ("line", "printed", "value", "style"),
    [
        pytest.param("12. Les lampes", "12", 12, ".", id="a full stop"),
        pytest.param("8 . Les lampes", "8", 8, ".", id="a space before the stop"),
        pytest.param("7) Les lampes", "7", 7, ")", id="a bracket"),
        pytest.param("(7) Les lampes", "7", 7, ")", id="two brackets"),
        pytest.param("7 Les lampes", "7", 7, "", id="no stop"),
        pytest.param("U. Les lampes", "U", None, ".", id="a sign that a scan takes for a digit"),
        pytest.param("l 4. Les lampes", "l4", None, ".", id="a number with a space in it"),
    ],
)
def test_a_number_as_printed(line: str, printed: str, value: int | None, style: str) -> None:
    found = one(text(line))
    assert (found.printed, found.value, found.style) == (printed, value, style)
    assert line[found.text_start :] == "Les lampes"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2042. Une année", id="four digits are a year"),
        pytest.param("12.", id="nothing after the number"),
        pytest.param("a) Une lampe", id="a letter"),
        pytest.param("Le 12. Les lampes", id="a number in mid-line"),
        pytest.param("s. Les lampes", id="a small letter that could be an item's"),
        pytest.param("1.2 Les lampes", id="a number in two parts"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_number_of_a_paragraph(line: str) -> None:
    assert find_candidates([text(line)]) == []


@pytest.mark.parametrize(
    "kind", [Kind.NOTE, Kind.TABLE, Kind.CONTENTS, Kind.FURNITURE, Kind.RULE, Kind.PAGE], ids=lambda kind: kind.value
)
def test_what_is_no_text_has_no_number(kind: Kind) -> None:
    assert find_candidates([block("12. Les lampes brillent.", kind)]) == []


def test_bis_a_quotation_and_a_declared_number() -> None:
    assert one(text("3 bis. Les lampes.")).suffix == "bis"
    assert one(text("« 3. Les lampes.")).quoted
    assert one(text("3. Les lampes.", marker=3)).declared
    assert not one(text("3. Les lampes.", marker=3, depth=1)).declared


def test_the_surer_the_page_the_dearer_it_is_to_call_a_number_text() -> None:
    sentence = "12. Les lampes brillent jusqu'à l'aube."
    declared, firm = one(text(sentence, marker=4)), one(text(sentence))
    doubtful, bare = one(text(sentence, tentative=True)), one(text(sentence.replace(".", "", 1)))
    titled = one(heading("12. Les lampes"))
    costs = [found.rejection for found in (declared, firm, doubtful, titled, bare)]
    assert costs == sorted(costs, reverse=True) and len(set(costs)) == len(costs)
    assert titled.acceptance > firm.acceptance and titled.title and not firm.title
