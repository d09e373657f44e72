"""Page furniture: what the page prints and the text does not say, and what only looks like it."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Kind
from ingest.furniture import mark_furniture
from tests.building import LINE, PAGE, block, blocks, heading, note

PROSE = "Les gardiens demandent que les lampes soient nettoyées chaque semaine par l'équipage du port. " * 2


def furniture(*lines: str | Block) -> list[int]:
    return [n for n, one in enumerate(mark_furniture(blocks(*lines))) if one.kind is Kind.FURNITURE]


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        pytest.param(["<!-- image -->"], [0], id="an image that was left out"),
        pytest.param([LINE], [0], id="a rule"),
        pytest.param(["12"], [0], id="a page's number"),
        pytest.param(["– 12 –"], [0], id="between dashes"),
        pytest.param(["12/31"], [0], id="of how many"),
        pytest.param(["Page 12"], [0], id="with its word"),
        pytest.param(["PHARE/7/12 page 4"], [0], id="a symbol and its page"),
        pytest.param(["https://phares.example/lampes"], [0], id="a link alone"),
        pytest.param([heading("12")], [], id="a heading may be a number"),
        pytest.param([note("12")], [], id="a note's number"),
        pytest.param(["12 lampes"], [], id="a number and its noun"),
        pytest.param(["PHARE/7", PROSE, "PHARE/7", PROSE, "PHARE/7"], [0, 2, 4], id="a symbol as running head"),
        pytest.param(
            ["Phares", PROSE, "Phares", PROSE, "Phares"], [], id="a line that returns in a file without pages"
        ),
        pytest.param(["Phares", PROSE, "Phares"], [], id="twice is not page after page"),
        pytest.param(["Le Congrès,", PROSE, "Le Congrès,", "Le Congrès,"], [], id="an organ that speaks three times"),
        pytest.param([PAGE], [], id="a page's end is another matter"),
    ],
)
def test_furniture(lines: list[str | Block], marked: list[int]) -> None:
    assert furniture(*lines) == marked


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Distr. générale", id="distribution"),
        pytest.param("Original : français", id="the language of the original"),
        pytest.param("GE.42-12345 (F)", id="a job number"),
        pytest.param("42-54321", id="a job number without a place"),
        pytest.param("* 4254321 *", id="a bar code"),
        pytest.param("A/HRC/97/12", id="a symbol"),
        pytest.param("A/HRC/97/12 3 mars 2042", id="a symbol and its date"),
        pytest.param("Merci de recycler", id="the paper"),
        pytest.param("NATIONS UNIES", id="the Organization's name"),
    ],
)
def test_a_masthead_is_furniture_in_mid_text_and_head_matter_above_it(line: str) -> None:
    assert furniture(line, PROSE, line) == [2]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Nations Unies et phares de Lusmanie", id="a title that begins with the name"),
        pytest.param("A/HRC/97/12 fait état des lampes.", id="a sentence that begins with a symbol"),
        pytest.param("Distribution des lampes", id="another word"),
    ],
)
def test_a_line_that_only_resembles_a_masthead_stays(line: str) -> None:
    assert furniture(PROSE, line) == []


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        pytest.param(["E", "<!-- image -->", PROSE], [0, 1], id="a capital above an image"),
        pytest.param(["<!-- image -->", "S", PROSE], [0, 1], id="a capital below one"),
        pytest.param([PROSE, "f", PROSE], [1], id="a small letter alone"),
        pytest.param([PROSE, "•", PROSE], [1], id="a sign alone"),
        pytest.param([PROSE, "A", PROSE], [], id="a capital alone may name a part"),
        pytest.param(["I", "Les quais", PROSE], [], id="so may a Roman numeral"),
    ],
)
def test_what_a_conversion_makes_of_the_emblem(lines: list[str | Block], marked: list[int]) -> None:
    assert furniture(*lines) == marked


def test_a_table_that_returns_is_no_running_head() -> None:
    table = block("Lampes | 4", Kind.TABLE)
    assert furniture(table, PROSE, table, PROSE, table) == []
