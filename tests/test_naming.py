"""Which documents a question names, and to whom it says that something is addressed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.naming import DocumentNames, attribute, find_addressees
from bot.numbers import asked_numbers
from store.corpus import Corpus
from store.index import Index
from store.lexicon import stems
from store.model import Status
from tests.factories import document, paragraph

REPORT, ADVICE, RESOLUTION, WORKSHOP = (
    "projet-de-rapport",
    "avis-des-experts",
    "resolution-et-annexe",
    "compte-rendu-atelier",
)


@pytest.fixture(scope="module")
def names(demo_index: Index) -> DocumentNames:
    return DocumentNames(demo_index.corpus)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Que dit-on à Port-Amarante ?", {ADVICE}, id="a place"),
        pytest.param("Que dit le compte rendu de l'atelier ?", {WORKSHOP}, id="a title"),
        pytest.param("Que dit la résolution 4/2 ?", {RESOLUTION}, id="a number in the title"),
        pytest.param("Que dit la résolution ?", {RESOLUTION}, id="the only one of its kind"),
        pytest.param("Que disent les experts ?", {ADVICE}, id="who speaks"),
        pytest.param("Que dit la résolution 9/9 ?", set(), id="another number"),
        pytest.param("Que dit-on à Val-Serein ?", set(), id="a place that three share"),
        pytest.param("Que disent les rapports sur les vols ?", set(), id="no name"),
        pytest.param("le vol de vélos", set(), id="a subject"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_documents_are_named(question: str, expected: set[str], names: DocumentNames) -> None:
    assert set(names.find(question).documents) == expected


def test_the_words_that_name_are_told(names: DocumentNames) -> None:
    assert names.find("Que dit-on des témoins à Port-Amarante ?").words == set(stems("Port-Amarante"))


def test_documents_are_named_by_their_order(demo_index: Index, names: DocumentNames) -> None:
    first, second = list(demo_index.corpus.documents)[:2]
    assert names.find("Que dit le premier rapport ?").documents == (first,)
    assert names.find("Et le deuxième document ?").documents == (second,)


def test_a_symbol_names_its_document_and_no_other() -> None:
    corpus = Corpus([document(paragraph("Un phare."))])
    names = DocumentNames(corpus)
    assert names.find("que dit phare/conf.2/l.1 sur les lampes").documents == ("phares",)
    assert names.find("que dit PHARE/CONF.2/L.12").documents == ()
    assert names.is_document("PHARE/CONF.2/L.1")
    assert not names.is_document("CONF.2/L.12")


def test_a_short_symbol_is_the_end_of_a_long_one() -> None:
    names = DocumentNames(Corpus([replace(document(paragraph("Un phare.")), symbol="A/RES/70/174")]))
    assert names.is_document("70/174")
    assert not names.is_document("0/174")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("le paragraphe 5 de la résolution 78/227", ("78/227",), id="a resolution that is not here"),
        pytest.param("78/227, par. 5", ("78/227",), id="the symbol first"),
        pytest.param("par. 3 du document A/CONF.9/4", ("A/CONF.9/4",), id="a document that is not here"),
        pytest.param("le paragraphe 5 du rapport de Bangkok", ("Bangkok",), id="a place that no document has"),
        pytest.param("le paragraphe 5 de la résolution 4/2", (), id="the resolution that is here"),
        pytest.param("le paragraphe 5 de l'avis de Port-Amarante", (), id="a place that one has"),
        pytest.param("Le paragraphe 17 cite-t-il la résolution 78/227 ?", (), id="a symbol asked about"),
        pytest.param("Que dit le rapport de Bangkok ?", (), id="no number asked for"),
    ],
)
def test_documents_that_are_not_here(question: str, expected: tuple[str, ...], names: DocumentNames) -> None:
    assert names.foreign(question, asked_numbers(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Que demande-t-on aux États ?", {"États"}, id="its own name"),
        pytest.param("Que doivent faire les pays ?", {"États"}, id="a common word for it"),
        pytest.param("What should States do?", {"États"}, id="English"),
        pytest.param("¿Qué deben hacer los países?", {"États"}, id="Spanish"),
        pytest.param("Que demande-t-on au bureau de val-serein ?", {"Bureau de Val-Serein"}, id="small letters"),
        pytest.param("Que faire contre les vols ?", set(), id="nobody"),
        pytest.param("les étatsmajors", set(), id="a part of a word"),
    ],
)
def test_addressees_are_found_by_their_names(question: str, expected: set[str], demo_index: Index) -> None:
    assert set(find_addressees(question, demo_index.corpus)) == expected


def office() -> Corpus:
    """A list for the Office and one for States."""
    told = [("onudc", "ONUDC"), ("etats", "États")]
    items = [
        replace(paragraph("Aider.", key=f"phares#{slug}/5", addressee=name), number=("5",), scope=name)
        for slug, name in told
    ]
    return Corpus([document(*items)])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("recommandation 5 à l'ONUDC", [("ONUDC",)], id="by its acronym"),
        pytest.param("points 5 et 6 confiés à l'Office", [("ONUDC",)], id="by a short name"),
        pytest.param("rec. 5 onudc", [("ONUDC",)], id="without a preposition"),
        pytest.param("recommendation 5 to UNODC", [("ONUDC",)], id="in English"),
        pytest.param("la 5 de l'Office", [("ONUDC",)], id="of the Office"),
        pytest.param("Pour l'Office, que dit le point 5 ?", [("ONUDC",)], id="named before"),
        pytest.param("recommandation 5 (États)", [("États",)], id="in brackets"),
        pytest.param("recommandation 5 destinée aux pays", [("États",)], id="a common word, addressed"),
        pytest.param("Que dit le paragraphe 5 sur l'ONUDC ?", [()], id="spoken about"),
        pytest.param("Que dit le point 5 : les pays agissent-ils ?", [()], id="mentioned in passing"),
        pytest.param("recommandation 5 aux États sur l'aide de l'ONUDC", [("États",)], id="an aid of the Office"),
        pytest.param(
            "recommandation 5 aux États et recommandation 5 à l'ONUDC", [("États",), ("ONUDC",)], id="one each"
        ),
        pytest.param(
            "la recommandation 5 puis, plus bas, la recommandation 6 à l'ONUDC", [("ONUDC",)] * 2, id="shared"
        ),
        pytest.param("paragraphe 5 et recommandation 5 à l'ONUDC", [(), ("ONUDC",)], id="not shared with a paragraph"),
    ],
)
def test_each_number_has_its_addressees(question: str, expected: list[tuple[str, ...]]) -> None:
    asked = attribute(asked_numbers(question), question, office())
    assert [tuple(sorted(one.addressees)) for one in asked] == expected


def test_a_document_without_a_catalogue_entry_has_no_name() -> None:
    bare = replace(document(paragraph("Un.")), symbol=None, title=None)
    names = DocumentNames(Corpus([bare]))
    assert names.find("Que dit le texte sur les lampes ?").documents == ()


def test_two_documents_with_one_symbol_are_not_named_by_it() -> None:
    one = document(replace(paragraph("Un.", key="phares#1", status=Status.DEBATE)))
    other = replace(one, id="ports", paragraphs=(paragraph("Deux.", key="ports#1"),))
    assert DocumentNames(Corpus([one, other])).find("PHARE/CONF.2/L.1").documents == ()
