"""Where one text ends and another begins: what may start a numbering anew, and how surely."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Kind
from ingest.boundaries import HARD, PART, SOFT, is_organ_line, is_title, strengths
from tests.building import block, heading, text


@pytest.mark.parametrize(
    ("given", "strength"),
    [
        pytest.param(heading("Annexe II"), HARD, id="an annex's heading"),
        pytest.param(text("Annexe"), HARD, id="an annex alone on its line"),
        pytest.param(heading("Appendix B: lamps"), HARD, id="an appendix in English"),
        pytest.param(text("Annexe à la circulaire des phares"), 0, id="an annex that a line only mentions"),
        pytest.param(text("L'Assemblée générale,"), HARD, id="the organ that speaks"),
        pytest.param(text("93e séance plénière"), HARD, id="the end of a resolution"),
        pytest.param(text("93e séance, par laquelle le gardien fut nommé"), 0, id="a meeting that a line mentions"),
        pytest.param(heading("97/12. Entretien des lampes de Lusmanie"), HARD, id="a resolution's number and title"),
        pytest.param(text("843 (IX). Les quais de Lusmanie"), HARD, id="a numbered title in running text"),
        pytest.param(heading("II. Débats"), PART, id="a part of a text"),
        pytest.param(heading("B. Les verres"), PART, id="a lettered part"),
        pytest.param(heading("Les échelles du phare"), SOFT, id="an ordinary heading"),
        pytest.param(text("Les échelles du phare sont peintes."), 0, id="running text"),
        pytest.param(block("Annexe", Kind.NOTE), 0, id="a note divides nothing"),
        pytest.param(block("Annexe", Kind.TABLE), 0, id="a table divides nothing"),
        pytest.param(heading("Annexe " + "de tout ce que porte le phare " * 10), 0, id="too long to be a heading"),
    ],
)
def test_strength(given: Block, strength: int) -> None:
    assert strengths([given]) == [strength]


@pytest.mark.parametrize(
    ("line", "speaks"),
    [
        pytest.param("L’Assemblée générale,", True, id="a curly apostrophe"),
        pytest.param("L' Assemblée  générale ,", True, id="spaces that the extraction put in"),
        pytest.param("The General Assembly,", True, id="English"),
        pytest.param("La Asamblea General,", True, id="Spanish"),
        pytest.param("Le Conseil de sécurité", True, id="no comma"),
        pytest.param("La Commission des phares de Lusmanie,", True, id="a commission and its name"),
        pytest.param("L'Assemblée générale a entendu le gardien.", False, id="a sentence"),
        pytest.param("Le phare,", False, id="no organ"),
        pytest.param("La Conférence, " + "réunie au phare " * 12, False, id="too long"),
    ],
)
def test_the_organ_that_speaks(line: str, speaks: bool) -> None:
    assert is_organ_line(line) is speaks


@pytest.mark.parametrize(
    ("given", "title"),
    [
        pytest.param(heading("1325 (2000)"), True, id="a year in brackets"),
        pytest.param(heading("2359 (XXII). Les quais"), True, id="a session in Roman numerals"),
        pytest.param(text("97/12. Entretien des lampes"), True, id="in running text, with a stop and a capital"),
        pytest.param(text("97/12 du 3 décembre 2042"), False, id="a reference to a resolution"),
        pytest.param(text("12. Entretien des lampes"), False, id="a paragraph's number"),
    ],
)
def test_a_resolution_s_number_and_title(given: Block, title: bool) -> None:
    assert is_title(given) is title
