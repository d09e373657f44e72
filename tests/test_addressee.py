"""To whom a text speaks, read from its own words; what it does not name stays unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.addressee import Addressee, find_addressee

STATES = Addressee("États", "aux États")
SECRETARY = Addressee("Secrétaire général", "au Secrétaire général")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Les États devraient être encouragés à :", STATES, id="subject of an obligation"),
        pytest.param(
            "Les États, auxquels il revient de protéger les ports, devraient être invités à :", STATES, id="apposition"
        ),
        pytest.param("Les pays riverains doivent", STATES, id="countries are States"),
        pytest.param("Invite les États Membres à verser une prime", STATES, id="operative verb"),
        pytest.param("Prie instamment tous les États de coopérer", STATES, id="adverb between"),
        pytest.param("Il est recommandé aux États de baliser", STATES, id="impersonal"),
        pytest.param("Prie le Secrétaire général de lui faire rapport", SECRETARY, id="Secretary-General"),
        pytest.param(
            "Les experts ont également encouragé l'ONUDC à :", Addressee("ONUDC", "à l'ONUDC"), id="UNODC in a lead-in"
        ),
        pytest.param("Demande au Secrétariat de publier", Addressee("Secrétariat", "au Secrétariat"), id="dative"),
        pytest.param("Le Secrétariat est invité à publier", Addressee("Secrétariat", "au Secrétariat"), id="passive"),
        pytest.param(
            "L'Assemblée générale est priée d'examiner",
            Addressee("Assemblée générale", "à l'Assemblée générale"),
            id="elision and passive",
        ),
        pytest.param(
            "Invite le Bureau de Val-Serein à former",
            Addressee("Bureau de Val-Serein", "au Bureau de Val-Serein"),
            id="an organ not known before",
        ),
        pytest.param(
            "Demande à la Ligue des Ports de former",
            Addressee("Ligue des Ports", "à la Ligue des Ports"),
            id="feminine organ",
        ),
        pytest.param("Les gardiens devraient dormir davantage", None, id="people are no addressee"),
        pytest.param("Prend note du rapport du Secrétaire général", None, id="a person named is not addressed"),
        pytest.param("Se félicite de l'offre de la Quirande", None, id="an offer asks for nothing"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_addressee(text: str, expected: Addressee | None) -> None:
    assert find_addressee(text) == expected


@given(st.text(alphabet="LesÉtat PrinvégàulO,.;:'", max_size=80))
def test_any_text_gives_an_addressee_or_none(text: str) -> None:
    found = find_addressee(text)
    assert found is None or (found.name and found.dative.startswith(("à", "au")))
