"""What a question asks for: its subject, numbers, symbols and filters, and how it goes on from those before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.naming import DocumentNames
from bot.question import Question, Turn
from bot.understanding import LONGEST_QUESTION, Understanding, clean, mentions, symbols_in, understand
from store.corpus import Corpus
from store.errors import InputError
from store.index import Index
from store.model import Status
from tests.factories import document, paragraph


def understood(index: Index, text: str, *history: str, documents: tuple[str, ...] = ()) -> Understanding:
    """Understand ``text`` after ``history``: user and assistant by turns."""
    turns = tuple(Turn("user" if n % 2 == 0 else "assistant", said) for n, said in enumerate(history))
    return understand(Question(text, turns, documents), index.corpus, DocumentNames(index.corpus))


def paths(found: Understanding) -> list[str]:
    return [".".join(path) for asked in found.numbers for path in asked.paths]


# ── a question alone ──────────────────────────────────────────────────────────────────────────


def test_the_subject_is_what_is_left_without_courtesy_and_naming(demo_index: Index) -> None:
    found = understood(demo_index, "Bonjour, que disent les experts sur les témoins, svp ?")
    assert found.subject == ("temoin",)
    assert found.filters.documents == found.named_documents == ("avis-des-experts",)


def test_filters_of_the_page_come_before_names(demo_index: Index) -> None:
    found = understood(demo_index, "Que disent les experts ?", documents=("projet-de-rapport",))
    assert found.filters.documents == ("projet-de-rapport",)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        pytest.param("Que dit-on des cambriolages ?", "fr", id="French"),
        pytest.param("What do they say about burglaries?", "en", id="English"),
        pytest.param("¿Qué dicen sobre los robos?", "es", id="Spanish"),
        pytest.param("13 f)", "fr", id="none: the interface's"),
    ],
)
def test_the_language_is_told(question: str, language: str, demo_index: Index) -> None:
    assert understood(demo_index, question).language == language


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u202e\u200f", "\x00", "\ud800"])
def test_an_empty_question_is_refused(text: str, demo_index: Index) -> None:
    with pytest.raises(InputError) as error:
        understood(demo_index, text)
    assert error.value.code == "question_empty"


def test_an_unknown_document_is_refused_with_those_that_are_there(demo_index: Index) -> None:
    with pytest.raises(InputError) as error:
        understood(demo_index, "Que dit-on ?", documents=("nulle-part",))
    assert error.value.code == "document_unknown"
    assert "projet-de-rapport" in error.value.message("fr")


def test_a_very_long_question_is_cut(demo_index: Index) -> None:
    assert len(understood(demo_index, "cambriolages " * 5_000).question) <= LONGEST_QUESTION


@given(st.text(max_size=200))
def test_a_clean_text_prints_on_one_line(text: str) -> None:
    cleaned = clean(text)
    assert all(character.isprintable() for character in cleaned)
    assert cleaned == " ".join(cleaned.split()) == clean(cleaned)
    cleaned.encode()


# ── symbols ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Que dit A/RES/70/174 ?", ["A/RES/70/174"], id="a symbol"),
        pytest.param("Que dit A/RES/70/174.", ["A/RES/70/174"], id="a symbol at the end of a sentence"),
        pytest.param("phare/conf.2/l.1", ["phare/conf.2/l.1"], id="a symbol in small letters"),
        pytest.param("la résolution 78/227", ["78/227"], id="a resolution"),
        pytest.param("les résolutions 70/174 et 78/227", ["70/174", "78/227"], id="two resolutions"),
        pytest.param("resolution 78/227", ["78/227"], id="English"),
        pytest.param("et/ou", [], id="and/or"),
        pytest.param("ouvert 24/7", [], id="day and night"),
        pytest.param("le 5/2/2025", [], id="a date"),
        pytest.param("km/h", [], id="a unit"),
        pytest.param("3/7", ["3/7"], id="a number that a paragraph has"),
    ],
)
def test_symbols_are_told_from_other_slashes(text: str, expected: list[str]) -> None:
    corpus = Corpus([document(paragraph("Rappelant sa résolution 3/7 sur les balises."))])
    assert symbols_in(text, corpus) == expected


@pytest.mark.parametrize(
    ("text", "symbol", "expected"),
    [
        pytest.param("voir la résolution\n78/227, annexe", "78/227", True, id="after a line break"),
        pytest.param("voir A/RES/70/174", "70/174", True, id="the end of a symbol"),
        pytest.param("voir 78/227", "8/22", False, id="a part of a number"),
        pytest.param("voir PHARE/CONF.2/L.12", "PHARE/CONF.2/L.1", False, id="the beginning of a symbol"),
        pytest.param("voir phare/conf.2/l.1.", "PHARE/CONF.2/L.1", True, id="other letters"),
    ],
)
def test_a_symbol_is_mentioned_whole(text: str, symbol: str, expected: bool) -> None:
    assert mentions(text, symbol) is expected


def test_the_symbol_of_a_document_names_it_and_leaves_the_subject(demo_index: Index) -> None:
    found = understood(demo_index, "Que dit la résolution 4/2 sur les gardes ?")
    assert found.symbols == ()
    assert found.filters.documents == ("resolution-et-annexe",)


# ── a question that goes on ───────────────────────────────────────────────────────────────────


def test_a_question_that_stands_alone_takes_nothing_along(demo_index: Index) -> None:
    found = understood(demo_index, "Que dit-on du vol de cuivre dans les villages ?", "Que dit-on des témoins ?", "…")
    assert found.standalone == found.question


def test_a_follow_up_is_completed(demo_index: Index) -> None:
    found = understood(demo_index, "Et pour les enfants ?", "Que dit-on des témoins menacés ?", "On les protège.")
    assert found.standalone == "Que dit-on des témoins menacés ? Et pour les enfants ?"
    assert found.question == "Et pour les enfants ?"


def test_follow_ups_of_two_and_three_turns_keep_the_first_subject(demo_index: Index) -> None:
    two = understood(demo_index, "Et la nuit ?", "Que dit-on des témoins ?", "…", "Et des enfants ?", "…")
    assert {"temoin", "enfant", "nuit"} <= set(two.subject)
    three = understood(
        demo_index, "Et à la campagne ?", "Que dit-on des témoins ?", "…", "Et des enfants ?", "…", "Et la nuit ?", "…"
    )
    assert {"temoin", "enfant", "nuit", "campagn"} <= set(three.subject)


def test_a_document_named_now_replaces_the_one_before(demo_index: Index) -> None:
    found = understood(demo_index, "Et les experts ?", "Que dit l'atelier sur les vols ?", "…")
    assert found.filters.documents == ("avis-des-experts",)
    assert "vol" in found.subject


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        pytest.param("et le suivant ?", "Que dit le 13 c) ?", ["13.d"], id="the next letter"),
        pytest.param("et celui d'après ?", "Que dit le paragraphe 6 ?", ["7"], id="the one after"),
        pytest.param("Et l'alinéa suivant ?", "Que dit le 13 c) ?", ["13.d"], id="the next alinéa"),
        pytest.param("le précédent ?", "Que dit le 13 c) ?", ["13.b"], id="the one before"),
        pytest.param("celle d'avant", "la recommandation 7 aux États", ["6"], id="the one before, recommendation"),
        pytest.param("and the next one?", "paragraph 6", ["7"], id="English"),
        pytest.param("¿y el siguiente?", "párrafo 6", ["7"], id="Spanish"),
        pytest.param("et c) ?", "Que dit le 13 a) ?", ["13.c"], id="another letter"),
        pytest.param("et l'alinéa c ?", "Que dit le 13 a) ?", ["13.c"], id="another letter, named"),
        pytest.param("et la 8 ?", "la recommandation 7 aux États", ["8"], id="another number"),
        pytest.param("et les étapes suivantes de l'enquête ?", "Que dit le 13 c) ?", [], id="a subject of its own"),
        pytest.param("et le suivant ?", "Que dit-on des vols ?", [], id="nothing to go on from"),
    ],
)
def test_numbers_go_on_from_the_question_before(
    question: str, before: str, expected: list[str], demo_index: Index
) -> None:
    assert paths(understood(demo_index, question, before, "Voici.")) == expected


def test_the_list_is_kept_from_the_question_before(demo_index: Index) -> None:
    found = understood(demo_index, "et la 4 ?", "Que dit la recommandation 3 au Bureau de Val-Serein ?", "…")
    assert found.numbers[0].kind == "recommendation"
    assert found.numbers[0].addressees == ("Bureau de Val-Serein",)
    annex = understood(demo_index, "et le 5 ?", "annexe, par. 4", "…")
    assert annex.numbers[0].kind == "annex"


def test_a_number_with_its_own_noun_stands_alone(demo_index: Index) -> None:
    found = understood(demo_index, "Que dit le paragraphe 5 ?", "la recommandation 3 au Bureau", "…")
    assert found.numbers[0].addressees == ()


def test_the_document_is_kept_from_the_question_before(demo_index: Index) -> None:
    found = understood(demo_index, "et le paragraphe 5 ?", "Que dit le paragraphe 4 de la résolution ?", "…")
    assert found.filters.documents == ("resolution-et-annexe",)


def test_the_next_of_the_next(demo_index: Index) -> None:
    found = understood(demo_index, "et le suivant ?", "Que dit le 13 c) ?", "…", "et le suivant ?", "…")
    assert paths(found) == ["13.e"]


def test_the_next_of_what_the_answer_cited(demo_index: Index) -> None:
    found = understood(
        demo_index, "et le suivant ?", "Que dit-on des guetteurs ?", "Ce sont des victimes (par. 13 e))."
    )
    assert paths(found) == ["13.f"]


@pytest.mark.parametrize(
    ("question", "documents", "addressees"),
    [
        pytest.param("Celui de la résolution.", ("resolution-et-annexe",), (), id="by its document"),
        pytest.param("Le même numéro, mais pour les pays ?", (), ("États",), id="by the addressee"),
    ],
)
def test_one_of_several_readings_is_chosen_afterwards(
    question: str, documents: tuple[str, ...], addressees: tuple[str, ...], demo_index: Index
) -> None:
    found = understood(demo_index, question, "Que dit le paragraphe 6 ?", "Plusieurs listes l'ont.")
    assert paths(found) == ["6"]
    assert found.filters.documents == documents
    assert found.numbers[0].addressees == addressees


def test_why_asks_about_what_the_answer_cited(demo_index: Index) -> None:
    found = understood(demo_index, "Pourquoi ?", "Que dit-on des guetteurs ?", "Voir le par. 6.")
    assert paths(found) == ["6"]


def test_blank_turns_and_very_long_histories_do_no_harm(demo_index: Index) -> None:
    history = ["Que dit-on des témoins ?", "…", "", " ", *["Et la nuit ?", "\x00" * 50_000] * 50]
    found = understood(demo_index, "Et alors ?", *history)
    assert "nuit" in found.subject


def test_filters_by_status_are_kept(demo_index: Index) -> None:
    question = Question("Que dit-on des vols ?", statuses=(Status.DEBATE,), addressees=("États",))
    filters = understand(question, demo_index.corpus, DocumentNames(demo_index.corpus)).filters
    assert (filters.statuses, filters.addressees) == ((Status.DEBATE,), ("États",))
