"""Numbers resolved to paragraphs of the demonstration corpus: straight, all readings, or what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lookup import Lookup, look_up, printed, span_of_numbers
from bot.naming import attribute
from bot.numbers import asked_numbers
from store.corpus import Corpus
from store.index import Index
from store.model import Status
from store.search import Filters
from tests.factories import document, paragraph

EVERYWHERE = Filters()


def looked_up(question: str, corpus: Corpus, filters: Filters = EVERYWHERE) -> Lookup:
    return look_up(attribute(asked_numbers(question), question, corpus), corpus, filters)


def keys(found: Lookup) -> set[str]:
    return {item.key for item in found.found}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("13 f) ii)", "projet-de-rapport#13.f.ii", id="a numeral below a letter"),
        pytest.param("la recommandation 15 aux États", "avis-des-experts#etats/15", id="a list addressed to States"),
        pytest.param(
            "la recommandation 5 au Bureau de Val-Serein",
            "avis-des-experts#bureau-de-val-serein/5",
            id="a list addressed to an office, though a resolution turns to it too",
        ),
        pytest.param("le point 6 confié au Bureau", "avis-des-experts#bureau-de-val-serein/6", id="a shortened name"),
        pytest.param("annexe, par. 4 b)", "resolution-et-annexe#annexe/4.b", id="an annex"),
        pytest.param("le deuxième alinéa du préambule", "resolution-et-annexe#preambule/2", id="a preamble"),
        pytest.param("note 2", "avis-des-experts#note/2", id="a note"),
        pytest.param("la dernière recommandation aux États", "avis-des-experts#etats/15", id="the last of a list"),
        pytest.param("alinéa n)", "projet-de-rapport#13.n", id="a letter that only one list has"),
    ],
)
def test_a_number_goes_straight_to_its_paragraph(question: str, expected: str, demo_index: Index) -> None:
    found = looked_up(question, demo_index.corpus)
    assert keys(found) == {expected}
    assert not found.ambiguous
    assert found.missing == ()


def test_a_number_of_several_lists_finds_them_all(demo_index: Index) -> None:
    found = looked_up("le paragraphe 7", demo_index.corpus)
    assert found.ambiguous
    assert keys(found) == {
        "projet-de-rapport#7",
        "compte-rendu-atelier#7",
        "resolution-et-annexe#7",
        "resolution-et-annexe#annexe/7",
        "avis-des-experts#etats/7",
        "avis-des-experts#bureau-de-val-serein/7",
    }


def test_a_recommendation_is_no_paragraph_of_the_debate(demo_index: Index) -> None:
    found = looked_up("la recommandation 7", demo_index.corpus)
    assert "projet-de-rapport#7" not in keys(found)
    assert "avis-des-experts#etats/7" in keys(found)


def test_a_note_or_a_preamble_is_never_meant_by_a_paragraph(demo_index: Index) -> None:
    statuses = {item.status for item in looked_up("le paragraphe 2", demo_index.corpus).found}
    assert not statuses & {Status.NOTE, Status.PREAMBLE}


def test_the_rank_of_a_list_that_does_not_count_from_one(demo_index: Index) -> None:
    workshop = Filters(documents=("compte-rendu-atelier",))
    assert keys(looked_up("la première recommandation", demo_index.corpus, workshop)) == {"compte-rendu-atelier#11"}
    report = Filters(documents=("projet-de-rapport",))
    assert keys(looked_up("les deux premières recommandations", demo_index.corpus, report)) == {
        "projet-de-rapport#13.a",
        "projet-de-rapport#13.b",
    }


def test_each_number_keeps_its_own_addressee(demo_index: Index) -> None:
    found = looked_up("la recommandation 3 aux États et la recommandation 5 au Bureau", demo_index.corpus)
    assert keys(found) == {"avis-des-experts#etats/3", "avis-des-experts#bureau-de-val-serein/5"}
    shared = looked_up("les recommandations 3 et 5 au Bureau", demo_index.corpus)
    assert keys(shared) == {"avis-des-experts#bureau-de-val-serein/3", "avis-des-experts#bureau-de-val-serein/5"}


def test_an_addressed_list_is_kept_to_strictly(demo_index: Index) -> None:
    found = looked_up("la recommandation 12 au Bureau de Val-Serein", demo_index.corpus)
    assert found == Lookup((), ("12",), ambiguous=False)


def test_countries_spoken_of_are_not_an_addressee(demo_index: Index) -> None:
    found = looked_up("Que dit le paragraphe 5 sur les pays ?", demo_index.corpus)
    assert len(found.found) > 1


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("paragraphe 99", ("99",), id="a number too high"),
        pytest.param("13 z)", ("13 z)",), id="a letter too far"),
        pytest.param("par. 13 f) ix)", ("13 f) ix)",), id="a numeral too far"),
        pytest.param("note 9", ("9",), id="a note"),
        pytest.param("annexe VII", ("annexe 7",), id="an annex"),
        pytest.param("la quarantième recommandation", ("40",), id="a rank"),
    ],
)
def test_what_nobody_bears_is_named_as_printed(question: str, missing: tuple[str, ...], demo_index: Index) -> None:
    found = looked_up(question, demo_index.corpus)
    assert found.found == ()
    assert found.missing == missing


def test_a_part_found_and_a_part_missing(demo_index: Index) -> None:
    found = looked_up("les paragraphes 17 et 99", demo_index.corpus)
    assert keys(found) == {"compte-rendu-atelier#17"}
    assert found.missing == ("99",)


def test_filters_hold(demo_index: Index) -> None:
    found = looked_up("le paragraphe 7", demo_index.corpus, Filters(statuses=(Status.DEBATE,)))
    assert keys(found) == {"projet-de-rapport#7", "compte-rendu-atelier#7"}


def test_numbered_annexes_are_told_apart() -> None:
    first = replace(paragraph("Un.", key="phares#annexe-i/1", status=Status.ANNEX), number=("1",), scope="annexe I")
    second = replace(
        paragraph("Deux.", key="phares#annexe-ii/1", status=Status.ANNEX), number=("1",), scope="annexe II"
    )
    corpus = Corpus([document(first, second)])
    assert keys(looked_up("annexe II, par. 1", corpus)) == {second.key}
    assert keys(looked_up("que dit l'annexe I ?", corpus)) == {first.key}
    assert looked_up("annexe, par. 1", corpus).ambiguous


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(("11", "f", "ii"), "11 f) ii)", id="all levels"),
        pytest.param(("f",), "f)", id="a letter"),
        pytest.param(("15 bis",), "15 bis", id="a bis"),
        pytest.param(("-1",), "dernier", id="the last"),
    ],
)
def test_numbers_are_printed_as_the_texts_print_them(path: tuple[str, ...], expected: str) -> None:
    assert printed(path) == expected


def test_a_paragraph_without_text_cannot_be_quoted() -> None:
    empty = replace(paragraph("  ", key="phares#3.a"), number=("3", "a"))
    assert looked_up("par. 3 a)", Corpus([document(empty)])).missing == ("3 a)",)


def test_the_existing_numbering_is_told_by_list(demo_index: Index) -> None:
    spans = span_of_numbers(demo_index.corpus, Filters(documents=("avis-des-experts", "projet-de-rapport")))
    assert ("avis-des-experts", "recommandation 1 aux États", "recommandation 15 aux États") in spans
    assert ("projet-de-rapport", "par. 1", "par. 13") in spans


def test_a_corpus_without_numbers_has_no_numbering() -> None:
    corpus = Corpus([document(replace(paragraph("Sans numéro."), number=()))])
    assert span_of_numbers(corpus, EVERYWHERE) == []
    assert looked_up("par. 1", corpus).missing == ("1",)
