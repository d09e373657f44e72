"""The standing of a paragraph: lead-in first, then its own verbs, then the nearest heading."""

from __future__ import annotations

import pytest

from ingest.standing import announces_recommendations, explain_standing, standing
from store.model import Status
from store.reasons import shown_reason

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


@pytest.mark.parametrize(
    ("text", "chapeau", "section", "status", "reason"),
    [
        (PLAIN, ASKED, (), Status.RECOMMENDATION, "lead_in:recommandations"),
        (PLAIN, "", ("II. Recommandations",), Status.RECOMMENDATION, "heading:II. Recommandations"),
        ("Prie le gardien de dormir", "", (), Status.OPERATIVE, "verb:Prie"),
        ("Se félicite de la marée", "", (), Status.OPERATIVE, "verb:Se félicite"),
        ("Décide de rester saisie", "", (), Status.OPERATIVE, "verb:Décide"),
        ("Prie le gardien, qui devrait dormir, de :", "", (), Status.OPERATIVE, "verb:Prie"),
        ("Requests the keeper to sleep", "", (), Status.OPERATIVE, "verb:Requests"),
        ("Pide al guardián que duerma", "", (), Status.OPERATIVE, "verb:Pide"),
        ("Le Comité consultatif recommande que le phare soit peint", "", (), Status.RECOMMENDATION, "verb:recommande"),
        ("Le Rapporteur spécial engage les États à veiller", "", (), Status.RECOMMENDATION, "verb:engage"),
        ("The Special Rapporteur recommends that the lamp be lit", "", (), Status.RECOMMENDATION, "verb:recommends"),
        ("El Comité recomienda que se encienda la luz", "", (), Status.RECOMMENDATION, "verb:recomienda"),
        ("Il est recommandé de dormir", "", (), Status.RECOMMENDATION, "verb:Il est recommandé"),
        ("Le gardien dort", "", ("Article 3",), Status.OPERATIVE, "heading:Article 3"),
        (SPOKEN, "", (), Status.DEBATE, "reported"),
        ("Several speakers noted that the night was long", "", (), Status.DEBATE, "reported"),
        (ASKED, "", (), Status.RECOMMENDATION, "announces"),
        (PLAIN, "", ("II. Organization of the session",), Status.PROCEDURE, "heading:II. Organization of the session"),
        (
            PLAIN,
            "",
            ("Conclusiones y recomendaciones",),
            Status.RECOMMENDATION,
            "heading:Conclusiones y recomendaciones",
        ),
        (PLAIN, "", ("I. Introducción",), Status.INTRODUCTION, "heading:I. Introducción"),
        ("Le rapport note la houle", "", (), Status.UNKNOWN, ""),
        ("Note 3 : la houle", "", (), Status.UNKNOWN, ""),
        ("La population était de 12 phares", "", ("Démographie",), Status.UNKNOWN, ""),
    ],
)
def test_a_status_comes_with_its_reason(
    text: str, chapeau: str, section: tuple[str, ...], status: Status, reason: str
) -> None:
    found = explain_standing(text, chapeau, section, resolution=False, annex=False)
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("reason", "language", "shown"),
    [
        ("heading:Débats", "fr", "titre\u00a0: Débats"),
        ("heading:Débats", "en", "heading: Débats"),
        ("reported", "es", "se refieren palabras de otros"),
        ("", "fr", ""),
        ("unheard-of:x", "fr", ""),
    ],
)
def test_a_reason_is_shown_in_words(reason: str, language: str, shown: str) -> None:
    assert shown_reason(reason, language) == shown


@pytest.mark.parametrize(
    ("resolution", "annex", "code"), [(True, False, "resolution"), (True, True, "annex"), (False, True, "annex")]
)
def test_the_place_of_a_paragraph_is_a_reason(resolution: bool, annex: bool, code: str) -> None:
    assert explain_standing(PLAIN, "", (), resolution=resolution, annex=annex).reason == code
