"""Finding passages: words and vectors together, filtered, best first, with the reasons."""

from __future__ import annotations

import pytest

from store.index import Index
from store.model import Status
from store.search import Filters, search


def keys(index: Index, text: str, filters: Filters | None = None, count: int = 10) -> list[str]:
    return [passage.paragraph.key for passage in search(index, text, filters, count)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("rodéos motorisés", "compte-rendu-atelier#11", id="the words of the text"),
        pytest.param("le vol de câbles de cuivre", "avis-des-experts#etats/11", id="a theme"),
        pytest.param("RODEOS MOTORISES", "compte-rendu-atelier#11", id="capitals without accents"),
        pytest.param("faux conseillers bancaires", "projet-de-rapport#8", id="a debate"),
        pytest.param("laboratoire mobile d'identification des bois", "resolution-et-annexe#6", id="a resolution"),
        pytest.param("scellé électronique des conteneurs", "resolution-et-annexe#annexe/6", id="an annex"),
        pytest.param("définition du témoin vulnérable", "avis-des-experts#note/1", id="a footnote"),
    ],
)
def test_the_paragraph_that_answers_is_among_the_first(question: str, expected: str, demo_index: Index) -> None:
    assert expected in keys(demo_index, question, count=3)


def test_each_paragraph_is_found_by_its_own_words(demo_index: Index) -> None:
    missed = [
        p.key
        for p in demo_index.corpus.paragraphs
        if len(p.text) > 60 and p.key not in keys(demo_index, p.text, count=2)
    ]
    assert missed == []


QUESTIONS = ["recommandations sur la formation", "port", "prévention de la délinquance dans les communes"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_are_in_order_whole_and_once(question: str, demo_index: Index) -> None:
    passages = search(demo_index, question)
    assert len(passages) == 10
    assert len({passage.paragraph.key for passage in passages}) == 10
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True) and 0 <= scores[-1] <= scores[0] <= 1
    for passage in passages:
        assert passage.paragraph == demo_index.corpus.paragraph(passage.paragraph.key)
        assert passage.document.id == passage.paragraph.document_id
        assert passage.reasons


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_always_finds_the_same(question: str, demo_index: Index) -> None:
    assert search(demo_index, question) == search(demo_index, question)


@pytest.mark.parametrize(
    "filters",
    [
        pytest.param(Filters(documents=("avis-des-experts",)), id="one document"),
        pytest.param(Filters(documents=("avis-des-experts", "resolution-et-annexe")), id="two documents"),
        pytest.param(Filters(statuses=(Status.DEBATE,)), id="a status"),
        pytest.param(Filters(addressees=("États",)), id="an addressee"),
        pytest.param(Filters(("avis-des-experts",), (Status.RECOMMENDATION,), ("États",)), id="all three"),
        pytest.param(Filters(documents=("aucun",)), id="a document that does not exist"),
    ],
)
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_passes_a_filter_that_does_not_admit_it(question: str, filters: Filters, demo_index: Index) -> None:
    passages = search(demo_index, question, filters)
    assert all(filters.admits(passage.paragraph) for passage in passages)
    admitted = sum(filters.admits(paragraph) for paragraph in demo_index.corpus.paragraphs)
    assert len(passages) == min(10, admitted)


def test_chroma_and_the_program_filter_alike(demo_index: Index) -> None:
    for filters in (
        Filters(documents=("avis-des-experts",)),
        Filters(statuses=(Status.DEBATE, Status.NOTE)),
        Filters(addressees=("États",), statuses=(Status.RECOMMENDATION,)),
    ):
        held = demo_index.collection.get(where=filters.to_chroma(), include=["metadatas"])
        assert held["metadatas"] is not None
        found = {str(metadata["key"]) for metadata in held["metadatas"]}
        assert found == {p.key for p in demo_index.corpus.paragraphs if filters.admits(p)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("de la", id="no content word"),
        pytest.param("???", id="punctuation"),
        pytest.param("\x00\ud800" * 3, id="characters that are no text"),
    ],
)
def test_a_question_without_a_word_finds_nothing_to_rank(text: str, demo_index: Index) -> None:
    assert search(demo_index, text) == []


@pytest.mark.parametrize("count", [0, 1, 5, 500])
def test_no_more_is_given_than_was_asked(count: int, demo_index: Index) -> None:
    assert len(search(demo_index, "la formation des magistrats", count=count)) <= count


def test_a_long_question_is_searched_too(demo_index: Index) -> None:
    assert keys(demo_index, "les rodéos motorisés " * 2000, count=3)


def test_the_addressee_that_a_question_names_gains(demo_index: Index) -> None:
    question = "la formation"
    boosted = search(demo_index, question, boosted=("Bureau de Val-Serein",))
    plain = search(demo_index, question)

    def share(passages: list) -> float:
        return sum(p.score for p in passages if p.paragraph.addressee == "Bureau de Val-Serein")

    assert share(boosted) > share(plain)


def test_reasons_name_words_and_nearness(demo_index: Index) -> None:
    reasons = search(demo_index, "rodéos motorisés")[0].reasons
    assert "word:rodeos" in reasons
    assert any(reason.startswith("vector:0.") for reason in reasons)
