"""Who speaks and with what standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.leads import document_title, lead, not_negotiated
from bot.quoting import quote_whole
from store.index import Index
from store.model import Status
from store.texts import LANGUAGES
from tests.factories import CHAPEAU, document, paragraph


@pytest.mark.parametrize(
    ("chapeau", "expected"),
    [
        pytest.param("Les mesures que voici, qui n’ont pas été négociées :", True, id="n’ont pas été"),
        pytest.param("qui n'ont fait l'objet d'aucune négociation :", True, id="aucune négociation"),
        pytest.param("qui n’ont pas fait l’objet de négociations :", True, id="pas l’objet de négociations"),
        pytest.param("Les recommandations non négociées suivantes :", True, id="non négociées"),
        pytest.param("formulées sans avoir été négociées :", True, id="sans avoir été négociées"),
        pytest.param("which were not negotiated:", True, id="English"),
        pytest.param("que no fueron negociadas:", True, id="Spanish"),
        pytest.param("Les recommandations suivantes, négociées article par article :", False, id="negotiated"),
        pytest.param("Les recommandations suivantes ont été adoptées :", False, id="adopted"),
    ],
)
def test_a_caveat_in_a_chapeau_is_seen(chapeau: str, expected: bool) -> None:
    assert not_negotiated(paragraph("Former les gardiens.", chapeau=chapeau)) is expected


def lead_of(status: Status, *, chapeau: str = "", addressee: str | None = None, count: int = 1) -> str:
    items = [paragraph(f"Texte {n}.", status=status, chapeau=chapeau, addressee=addressee) for n in range(count)]
    return lead([quote_whole(document(*items), item) for item in items], "fr")


def test_a_recommendation_that_was_not_negotiated_says_so() -> None:
    assert lead_of(Status.RECOMMENDATION, chapeau=CHAPEAU).startswith("Recommandation non négociée")
    assert lead_of(Status.RECOMMENDATION, chapeau=CHAPEAU, count=2).startswith("Recommandations non négociées")


def test_a_debate_says_that_it_is_no_recommendation() -> None:
    assert "pas une recommandation" in lead_of(Status.DEBATE)


def test_the_addressee_and_the_document_are_named() -> None:
    told = lead_of(Status.RECOMMENDATION, addressee="États")
    assert "destinataire\xa0: États" in told
    assert "Rapport de la Conférence des phares" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", list(Status))
def test_every_standing_has_its_words(status: Status, language: str) -> None:
    item = paragraph("Texte.", status=status)
    citation = quote_whole(document(item), item)
    assert lead([citation], language)
    assert lead([citation, citation], language)


def test_a_fictional_document_is_marked() -> None:
    item = paragraph("Texte.")
    assert document_title(document(item), "fr").startswith("[document fictif]")
    assert "fictif" not in document_title(replace(document(item), fictional=False), "fr")


def test_the_caveat_of_the_demonstration_is_seen(demo_index: Index) -> None:
    item = demo_index.corpus.paragraph("projet-de-rapport#13.a")
    citation = quote_whole(demo_index.corpus.document_of(item.key), item)
    assert lead([citation], "fr").startswith("Recommandation non négociée")
