"""Numbers in two or three parts: only as a sequence, never a decimal or a date."""

from __future__ import annotations

import pytest

from ingest.blocks import Block
from ingest.dotted import find_dotted
from tests.building import blocks, heading


def printed(*lines: str | Block) -> list[str]:
    return [one.printed for one in find_dotted(blocks(*lines))]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        pytest.param(["1.1", "1.2", "1.3"], ["1.1", "1.2", "1.3"], id="a sequence"),
        pytest.param(["1.1", "1.2", "2.1", "2.2"], ["1.1", "1.2", "2.1", "2.2"], id="under the next heading"),
        pytest.param(["1.1", "1.1.1", "1.1.2", "1.2"], ["1.1", "1.1.1", "1.1.2", "1.2"], id="three parts"),
        pytest.param(["1 . 1", "1. 2", "1 .3"], ["1.1", "1.2", "1.3"], id="spaces that a conversion put in"),
        pytest.param(["1.1", "1.3", "1.4"], ["1.1", "1.3", "1.4"], id="one lost"),
        pytest.param(["1.1", "1.9", "1.2", "1.3"], ["1.1", "1.2", "1.3"], id="a number that does not follow"),
        pytest.param(["1.1", "1.2"], [], id="two are no sequence"),
        pytest.param(["12.5", "3.7", "98.6"], [], id="measures"),
        pytest.param(["1.1", "1.2", "1.3", "1.1", "1.2"], ["1.1", "1.2", "1.3", "1.1", "1.2"], id="a restart"),
    ],
)
def test_numbers_in_parts(numbers: list[str], found: list[str]) -> None:
    assert printed(*(f"{number} Les lampes brillent." for number in numbers)) == found


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1.2 mètre de corde suffit.", id="a measure, then a small letter"),
        pytest.param("1.2", id="nothing after it"),
        pytest.param("1. Les lampes", id="one part"),
    ],
)
def test_what_is_no_number_in_parts(line: str) -> None:
    assert printed("1.1 Un.", line, "1.3 Trois.", "1.4 Quatre.") == ["1.1", "1.3", "1.4"]


def test_headings_keep_their_numbers() -> None:
    assert printed(*(heading(f"1.{n} Les lampes") for n in (1, 2, 3))) == []


def test_a_number_in_parts_says_where_its_text_begins() -> None:
    lines = [f"2.{n}. Les lampes" for n in (1, 2, 3)]
    starts = [one.text_start for one in find_dotted(blocks("1.1 Un", "1.2 Deux", *lines))][2:]
    assert [line[start:] for line, start in zip(lines, starts, strict=True)] == ["Les lampes"] * 3
