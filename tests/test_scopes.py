"""What a list is called when a file has several: its annex, resolution, part, or addressee."""

from __future__ import annotations

import pytest

from ingest.blocks import Block
from ingest.numbering import read_numbering
from ingest.scopes import BEFORE_OWN, find_scopes, text_names
from tests.building import blocks, heading

LAMPS = ("1. Les lampes brillent.", "2. Les verres sont propres.")


def scopes(*lines: str | Block, symbol: str | None = None) -> list[str | None]:
    given = blocks(*lines)
    found = find_scopes(given, read_numbering(given), symbol)
    return [found[run].name for run in sorted(found)]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        pytest.param(LAMPS, [None], id="a single list has no name"),
        pytest.param([*LAMPS, heading("Annexe"), *LAMPS], [None, "annexe"], id="an annex"),
        pytest.param(
            [*LAMPS, heading("Annexe I"), *LAMPS, heading("Annex II"), *LAMPS],
            [None, "annexe I", "annexe II"],
            id="annexes, numbered, in two languages",
        ),
        pytest.param([*LAMPS, heading("Appendice 2"), *LAMPS], [None, "appendice 2"], id="an appendix"),
        pytest.param(
            [heading("I. Les quais"), *LAMPS, heading("II. Les phares"), *LAMPS],
            ["section I", "section II"],
            id="parts in Roman numerals",
        ),
        pytest.param(
            [heading("A. Quais"), *LAMPS, heading("B. Phares"), *LAMPS], ["partie A", "partie B"], id="lettered parts"
        ),
        pytest.param(
            [heading("Quais du nord"), *LAMPS, heading("Phares du sud"), *LAMPS],
            ["Quais du nord", "Phares du sud"],
            id="headings without a number",
        ),
        pytest.param([*LAMPS, "Fin du premier texte.", *LAMPS], ["liste 1", "liste 2"], id="nothing tells them apart"),
        pytest.param(
            [heading("Annexe"), *LAMPS, heading("Annexe"), *LAMPS],
            ["annexe, liste 1", "annexe, liste 2"],
            id="two annexes of one name",
        ),
        pytest.param(
            ["Les États devraient :", *LAMPS, "Les gardiens ont invité le Bureau des Phares à :", *LAMPS],
            ["États", "Bureau des Phares"],
            id="whom each list addresses",
        ),
        pytest.param(
            [heading("97/12. Quais"), *LAMPS, heading("97/13. Phares"), *LAMPS],
            ["résolution 97/12", "résolution 97/13"],
            id="two resolutions",
        ),
    ],
)
def test_names(lines: list[str | Block], names: list[str | None]) -> None:
    assert scopes(*lines) == names


def test_the_file_s_own_resolution_has_no_name() -> None:
    lines = [heading("97/12. Quais"), *LAMPS, heading("97/13. Phares"), *LAMPS]
    assert scopes(*lines, symbol="A/RES/97/13") == ["résolution 97/12", None]


def test_an_annex_belongs_to_its_resolution() -> None:
    lines = [heading("97/12. Quais"), *LAMPS, heading("97/13. Phares"), *LAMPS, heading("Annexe"), *LAMPS]
    assert scopes(*lines, symbol="A/RES/97/12") == [None, "résolution 97/13", "résolution 97/13, annexe"]


def test_what_stands_before_the_file_s_own_title_is_another_text() -> None:
    given = blocks("3. Fin d'un autre texte.", heading("97/13. Phares"), *LAMPS)
    assert text_names(given, "A/RES/97/13") == [BEFORE_OWN, None, None, None]


def test_articles_are_called_articles() -> None:
    given = blocks(*(line for n in (1, 2, 3) for line in (f"Article {n}", "Les gardiens veillent.")))
    found = find_scopes(given, read_numbering(given), None)
    assert [(scope.name, scope.article) for scope in found.values()] == [(None, "article")]


def test_a_lead_in_governs_its_list() -> None:
    given = blocks("Les États devraient :", *LAMPS)
    (scope,) = find_scopes(given, read_numbering(given), None).values()
    assert scope.chapeau == "Les États devraient :"
    assert scope.addressee is not None and scope.addressee.name == "États"
