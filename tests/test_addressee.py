"""To whom a text speaks, read from its own words; what it does not name stays unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.addressee import Addressee, find_addressee, find_addressees

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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Prie également le Secrétaire général de publier la carte des phares", ["Secrétaire général"]),
        ("Prie de nouveau le Secrétaire général de publier la carte", ["Secrétaire général"]),
        ("Prie une nouvelle fois le Secrétaire général de compter les bouées", ["Secrétaire général"]),
        ("Demande de nouveau instamment aux États d'éclairer les ports", ["États"]),
        ("Demande également instamment à tous les États Membres de baliser", ["États"]),
        ("Invite en outre tous les États Membres et les organisations internationales à baliser",
         ["États", "organisations intergouvernementales"]),
        ("Encourage les États, les institutions spécialisées et la société civile à veiller",
         ["États", "institutions spécialisées", "société civile"]),
        ("Engage les gouvernements, ainsi que le secteur privé, à payer", ["États", "secteur privé"]),
        ("Exhorte toutes les parties à respecter les feux", ["parties"]),
        ("Prie le Haut-Commissaire de visiter les ports", ["Haut-Commissaire"]),
        ("Prie la Haute-Commissaire des Nations Unies aux droits de l'homme de visiter", ["Haut-Commissaire"]),
        ("Prie le Haut-Commissariat d'établir un répertoire", ["Haut-Commissariat"]),
        ("Prie la Rapporteuse spéciale de lui présenter un rapport", ["Rapporteur spécial"]),
        ("Invite le Conseil de sécurité à examiner la question", ["Conseil de sécurité"]),
        ("Recommande à l'Assemblée générale d'adopter le projet", ["Assemblée générale"]),
        ("Recommande au Conseil économique et social d'adopter le projet", ["Conseil économique et social"]),
        ("Demande au Conseil des droits de l'homme de rester saisi", ["Conseil des droits de l'homme"]),
        ("Lance un appel à la communauté internationale pour qu'elle verse", ["communauté internationale"]),
        ("Prie les organismes des Nations Unies de coopérer", ["système des Nations Unies"]),
        ("Charge la Commission des marées de mesurer la houle", ["Commission des marées"]),
        ("Demande à la Puissance voisine, selon ses moyens, de mesurer", ["Puissance voisine"]),
        ("Demande également à Valdorée de se conformer au règlement", ["Valdorée"]),
        ("Note que la brume dure et, à cet égard, prie le Secrétaire général d'installer des cornes",
         ["Secrétaire général"]),
        ("Nous demandons au Secrétaire général de compter les bouées", ["Secrétaire général"]),
        ("Le Comité consultatif recommande que les États devraient baliser", ["États"]),
        ("Le Rapporteur spécial engage les États à baliser", ["États"]),
        ("Souligne que tous les États doivent baliser leurs eaux", ["États"]),
        ("Prend note du rapport du Secrétaire général", []),
        ("Remercie le Secrétaire général de son rapport", []),
        ("Prie instamment", []),
        ("Demande que la carte soit publiée", []),
        ("Encourage les initiatives qui visent à baliser", []),
        ("Encourage l'action menée par les États", []),
        ("Se félicite de l'action menée par les États Membres", []),
        ("Réaffirme le rôle du Conseil de sécurité", []),
        ("Décide de rester saisie de la question", []),
        ("Rappelle la demande du Secrétariat", []),
        ("Requests the Secretary-General to publish the chart", ["Secrétaire général"]),
        ("Also requests the Secretary-General to publish the chart", ["Secrétaire général"]),
        ("Calls upon Member States to light their harbours", ["États"]),
        ("Urges all States and civil society organizations to keep watch", ["États", "société civile"]),
        ("Invites the Special Rapporteur to visit the lighthouses", ["Rapporteur spécial"]),
        ("States should light their harbours", ["États"]),
        ("The Secretariat is requested to publish the chart", ["Secrétariat"]),
        ("Takes note of the report of the Secretary-General", []),
        ("Welcomes the efforts of Member States", []),
        ("Exhorta a los Estados Miembros a que iluminen los puertos", ["États"]),
        ("Pide al Secretario General que publique la carta", ["Secrétaire général"]),
        ("Insta a todos los Estados a que vigilen", ["États"]),
        ("Toma nota del informe del Secretario General", []),
    ],
)  # fmt: skip
def test_all_whom_a_text_addresses_in_their_order(text: str, names: list[str]) -> None:
    assert [found.name for found in find_addressees(text)] == names
