"""Tables of contents: what leads to a page is no paragraph, and what follows them is text again."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Kind
from ingest.contents import mark_contents
from tests.building import PAGE, block, blocks, heading, note

TITLE = "Table des matières"


def contents(*lines: str | Block) -> list[bool]:
    return [one.kind is Kind.CONTENTS for one in mark_contents(blocks(*lines))]


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        pytest.param(["I. Les quais .......... 4"], [True], id="dots that lead to a page"),
        pytest.param(["I. Les quais . . . . . . 4"], [True], id="dots apart"),
        pytest.param(["I. Les quais …………… 4"], [True], id="ellipses"),
        pytest.param(["Le gardien hésita ......"], [False], id="dots that lead nowhere"),
        pytest.param([TITLE, "I. Les quais 4", "II. Les phares 12"], [True, True, True], id="under the title"),
        pytest.param(["Contents", "I. Quays 4", "II. Lamps 12"], [True, True, True], id="in English"),
        pytest.param(["Índice", "I. Muelles 4"], [True, True], id="in Spanish"),
        pytest.param([TITLE, "Page", "I. Les quais 4"], [True, True, True], id="the head of a column"),
        pytest.param([TITLE, "Les quais du nord", "et du sud 4"], [True, True, True], id="an entry on two lines"),
        pytest.param(
            [TITLE, "Les quais 4", "1. Les lampes brillent.", "Les verres 12"],
            [True, True, False, False],
            id="they end where the text begins",
        ),
        pytest.param([TITLE, "Les quais 4", PAGE, "En l'an 2042"], [True, True, False, False], id="and with the page"),
        pytest.param(["En l'an 2042", "Les quais 4"], [False, False], id="a number at a line's end is no page"),
        pytest.param(
            [TITLE, block("Quais | 4\nPhares | 12", Kind.TABLE), "1. Un."], [True, True, False], id="as a table"
        ),
        pytest.param([block("Quais | ........ | 4", Kind.TABLE)], [True], id="a table with dots"),
        pytest.param([block("Quais | 4", Kind.TABLE)], [False], id="a table of figures"),
        pytest.param([note("1 Voir les quais ........ 4")], [False], id="a note"),
        pytest.param([heading("Sommaire"), "Les quais 4"], [True, True], id="a heading as title"),
    ],
)
def test_contents(lines: list[str | Block], marked: list[bool]) -> None:
    assert contents(*lines) == marked


def test_nothing_but_the_kind_changes() -> None:
    given = blocks(TITLE, "I. Les quais 4", PAGE, "1. Les lampes brillent.")
    assert [one.text for one in mark_contents(given)] == [one.text for one in given]
