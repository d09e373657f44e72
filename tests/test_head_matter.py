"""Facts about a document itself: told from questions of substance, and quoted by their line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.head_matter import head_facts, parts_named
from bot.naming import DocumentNames
from bot.question import Question
from bot.understanding import understand
from store.corpus import Corpus
from store.model import Document, Status
from tests.factories import document, paragraph

HEAD = (
    "Assemblée des gardiens de phare\n\nDistr. générale\n7 mars 2031\nFrançais\nOriginal : espagnol\n"
    "Espagnol et français\nseulement\n\nPort-Ambre, 3-5 mars 2031\n\nRapporteuse : Ida Corail (Quirande)\n\n"
    "B. Sécurité – Point 4 de l’ordre du jour"
)


def report(identifier: str, head: str, status: Status = Status.HEAD) -> Document:
    front = replace(paragraph(head, key=f"{identifier}#en-tete", label="en-tête", status=status), number=())
    body = paragraph("Le 9 mars 2031, à Port-Ambre, une rapporteuse a dormi.", key=f"{identifier}#1")
    return replace(document(front, body), id=identifier, symbol=None, title=None)


CORPUS = Corpus([report("phares", HEAD)])


def facts(question: str, corpus: Corpus = CORPUS) -> list[str]:
    understood = understand(Question(question), corpus, DocumentNames(corpus))
    return [citation.quote for citation in head_facts(understood, corpus)]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        pytest.param("Qui est la rapporteuse ?", ["Rapporteuse : Ida Corail (Quirande)"], id="who reported"),
        pytest.param("Qui a rédigé ce texte ?", ["Rapporteuse : Ida Corail (Quirande)"], id="who wrote"),
        pytest.param("Who drafted the report?", ["Rapporteuse : Ida Corail (Quirande)"], id="who wrote, in English"),
        pytest.param("Où s'est tenue la réunion ?", ["Port-Ambre, 3-5 mars 2031"], id="where"),
        pytest.param("Dans quelle ville a eu lieu la session ?", ["Port-Ambre, 3-5 mars 2031"], id="which town"),
        pytest.param("Quand a eu lieu la réunion ?", ["Port-Ambre, 3-5 mars 2031"], id="when"),
        pytest.param("De quelle date est le document ?", ["7 mars 2031", "Port-Ambre, 3-5 mars 2031"], id="its date"),
        pytest.param(
            "En quelles langues existe le texte ?",
            ["Français", "Original : espagnol", "Espagnol et français\nseulement"],
            id="languages, with the line that goes on",
        ),
        pytest.param(
            "Quel point de l'ordre du jour ?", ["B. Sécurité – Point 4 de l’ordre du jour"], id="the agenda item"
        ),
        pytest.param("Quelle est la distribution du document ?", ["Distr. générale"], id="its distribution"),
        pytest.param(
            "Où et par qui le rapport a-t-il été rédigé, et qui est la rapporteuse ?",
            ["Rapporteuse : Ida Corail (Quirande)"],
            id="two at once",
        ),
    ],
)
def test_facts_are_quoted_by_their_line(question: str, lines: list[str]) -> None:
    assert facts(question) == lines


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Où ont lieu les naufrages ?", id="a place of something else"),
        pytest.param("Quand faut-il allumer les lampes ?", id="a time of something else"),
        pytest.param("En quelle langue parlent les gardiens de nuit ?", id="a language of someone else"),
        pytest.param("Que dit le rapport ?", id="no fact asked for"),
        pytest.param("Quel est le titre ?", id="a fact that is not looked for"),
    ],
)
def test_questions_of_substance_are_left_to_the_search(question: str) -> None:
    assert facts(question) == []


def test_every_document_is_asked_unless_one_is_named() -> None:
    corpus = Corpus([report("phares", HEAD), report("ports", HEAD.replace("Ida Corail", "Noé Balise"))])
    assert len(facts("Qui est la rapporteuse ?", corpus)) == 2
    named = Question("Qui est la rapporteuse ?", documents=("ports",))
    found = head_facts(understand(named, corpus, DocumentNames(corpus)), corpus)
    assert ["Noé" in citation.quote for citation in found] == [True]


def test_where_there_is_no_head_matter_the_introduction_is_read() -> None:
    introduction = "Les gardiens se sont réunis. Avis adopté à Port-Ambre, le 5 mars 2031. Ils ont dormi."
    corpus = Corpus([report("phares", introduction, Status.INTRODUCTION)])
    assert facts("Quand l'avis a-t-il été adopté ?", corpus) == ["Avis adopté à Port-Ambre, le 5 mars 2031."]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Lis-moi l'en-tête.", ["phares#en-tete"], id="head matter"),
        pytest.param("Que dit l'en tête du document ?", ["phares#en-tete"], id="head matter, without the hyphen"),
        pytest.param("Que dit l'annexe ?", [], id="a part that is not there"),
        pytest.param("Que dit l'en-tête sur les lampes ?", [], id="a subject in a part"),
        pytest.param("Que dit-on des lampes ?", [], id="no part"),
    ],
)
def test_a_part_is_read_whole_by_its_name(question: str, expected: list[str]) -> None:
    found = parts_named(understand(Question(question), CORPUS, DocumentNames(CORPUS)), CORPUS)
    assert [citation.paragraph.key for citation in found] == expected
    assert all(citation.quote == citation.paragraph.text for citation in found)


def test_filters_hold() -> None:
    question = Question("Qui est la rapporteuse ?", statuses=(Status.DEBATE,))
    assert head_facts(understand(question, CORPUS, DocumentNames(CORPUS)), CORPUS) == ()


def test_a_corpus_without_fronts_has_no_facts() -> None:
    assert facts("Qui est la rapporteuse ?", Corpus([document(paragraph("Former."))])) == []
