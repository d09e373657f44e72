"""The standing of a paragraph: lead-in first, then its own verbs, then the nearest heading."""

from __future__ import annotations

import pytest

from ingest.standing import announces_recommendations, standing
from store.model import Status

SPOKEN = "Plusieurs orateurs ont souligné que la nuit était longue."
PLAIN = "La mer monte deux fois par jour."
ASKED = "Les recommandations suivantes ont été formulées :"


@pytest.mark.parametrize(
    ("text", "chapeau", "section", "expected"),
    [
        pytest.param(PLAIN, ASKED, (), Status.RECOMMENDATION, id="under a lead-in that recommends"),
        pytest.param(SPOKEN, ASKED, ("Débats",), Status.RECOMMENDATION, id="the lead-in weighs most"),
        pytest.param(PLAIN, "Les États devraient :", (), Status.RECOMMENDATION, id="under an obligation"),
        pytest.param(ASKED, "", (), Status.RECOMMENDATION, id="the lead-in itself"),
        pytest.param(SPOKEN, "", (), Status.DEBATE, id="reported speech"),
        pytest.param(SPOKEN, "", ("II. Recommandations",), Status.DEBATE, id="reported speech under recommendations"),
        pytest.param(PLAIN, "", ("Résumé des délibérations",), Status.DEBATE, id="under the summary of the debate"),
        pytest.param(PLAIN, "", ("Résultat des délibérations",), Status.RECOMMENDATION, id="under its outcome"),
        pytest.param(PLAIN, "", ("Débats", "Conclusions"), Status.RECOMMENDATION, id="the nearest heading counts"),
        pytest.param(PLAIN, "", ("Ouverture de la session",), Status.PROCEDURE, id="procedure"),
        pytest.param(PLAIN, "", ("I. Introduction",), Status.INTRODUCTION, id="introduction"),
        pytest.param(PLAIN, "", ("Les phares",), Status.UNKNOWN, id="nothing tells"),
        pytest.param(PLAIN, "", (), Status.UNKNOWN, id="nothing at all"),
    ],
)
def test_standing(text: str, chapeau: str, section: tuple[str, ...], expected: Status) -> None:
    assert standing(text, chapeau, section, resolution=False, annex=False) is expected


@pytest.mark.parametrize(
    ("resolution", "annex", "expected"),
    [
        pytest.param(True, False, Status.OPERATIVE, id="a resolution's paragraph is operative"),
        pytest.param(True, True, Status.ANNEX, id="in its annex it is not"),
        pytest.param(False, True, Status.ANNEX, id="an annex is an annex"),
    ],
)
def test_standing_in_a_resolution(resolution: bool, annex: bool, expected: Status) -> None:
    assert standing(PLAIN, ASKED, (), resolution=resolution, annex=annex) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ASKED, True, id="recommendations follow"),
        pytest.param("Il est recommandé de dormir.", False, id="a recommendation is no lead-in"),
        pytest.param("Ont pris la parole :", False, id="speakers follow"),
    ],
)
def test_a_lead_in_of_recommendations(text: str, expected: bool) -> None:
    assert announces_recommendations(text) is expected
