"""The running text: what a page or a line cut in two is joined, what merely follows is not."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Kind
from ingest.flow import join_flow
from ingest.mapped import MappedText
from tests.building import PAGE, block, blocks, bullet, heading, note, text, texts

LONG = "Les gardiens demandent que les lampes soient nettoyées chaque semaine par l'équipage du port"
LONGER = LONG + " et que les verres soient changés avant que ne viennent les tempêtes"


def flowing(*lines: str | Block) -> list[str]:
    return texts(join_flow(blocks(*lines)))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param(["Les lampes", "brillent."], ["Les lampes brillent."], id="a small letter goes on"),
        pytest.param(["Les lampes", "» brillent."], ["Les lampes » brillent."], id="so does a closing sign"),
        pytest.param(["Les lampes.", "Les verres."], ["Les lampes.", "Les verres."], id="sentences stay apart"),
        pytest.param(["Les lampes.", "brillent."], ["Les lampes.", "brillent."], id="after a stop nothing goes on"),
        pytest.param([LONG, PAGE, "Nord."], [f"{LONG} Nord."], id="a capital after a page's end"),
        pytest.param([LONG, "Nord."], [LONG, "Nord."], id="a capital without one"),
        pytest.param(["Lampes", PAGE, "Nord."], ["Lampes", "Nord."], id="what is short is no sentence that was cut"),
        pytest.param([LONG + ",", PAGE, "Nord."], [LONG + ",", "Nord."], id="a preamble's comma ends a paragraph"),
        pytest.param([LONG + ".", PAGE, "Nord."], [LONG + ".", "Nord."], id="a stop before a page's end"),
        pytest.param([LONG, PAGE, "2. Nord."], [LONG, "2. Nord."], id="a number begins a paragraph"),
        pytest.param([LONG, PAGE, "b) nord."], [LONG, "b) nord."], id="a letter begins an item"),
        pytest.param([LONG + " de la", "Commission."], [f"{LONG} de la Commission."], id="no sentence ends with «la»"),
        pytest.param([LONGER, "Nord."], [f"{LONGER} Nord."], id="a long text without a stop"),
        pytest.param([LONG, bullet("nord du port.")], [f"{LONG} nord du port."], id="a bullet cut in two"),
        pytest.param(["Il faut :", bullet("des lampes")], ["Il faut :", "des lampes"], id="an item of a list"),
        pytest.param(["3.", "Les lampes."], ["3. Les lampes."], id="a number alone on its line"),
        pytest.param(["a)", "Les lampes."], ["a) Les lampes."], id="a letter alone on its line"),
        pytest.param(["3.", "4.", "Les lampes."], ["3.", "4. Les lampes."], id="two numbers alone"),
        pytest.param(["3.", "a)", "Les lampes."], ["3. a) Les lampes."], id="a number, then a letter"),
        pytest.param(
            ["Les lampes", heading("Verres"), "brillent."], ["Les lampes", "Verres", "brillent."], id="across"
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_flow(lines: list[str | Block], joined: list[str]) -> None:
    assert flowing(*lines) == joined


def test_a_sentence_goes_on_past_a_page_s_notes_and_heads() -> None:
    foot, head = note("1 Voir plus loin."), block("PHARE/7", Kind.FURNITURE)
    assert flowing("Les lampes", foot, PAGE, head, "brillent.") == [
        "Les lampes brillent.",
        "1 Voir plus loin.",
        "PHARE/7",
    ]


def test_a_table_is_never_joined() -> None:
    assert flowing("Les lampes", block("verres | 4", Kind.TABLE)) == ["Les lampes", "verres | 4"]


def test_a_joined_text_leads_back_to_both_places() -> None:
    first, second = Block(MappedText.whole("Les lampes", 5)), Block(MappedText.whole("brillent.", 90))
    (joined,) = join_flow([first, PAGE, second])
    assert joined.text.origin(0) == 5
    assert joined.text.origin(len("Les lampes ")) == 90


def test_what_is_joined_keeps_the_first_one_s_page() -> None:
    (joined,) = join_flow([text("Les lampes", page=3), PAGE, text("brillent.", page=4)])
    assert joined.page == 3
