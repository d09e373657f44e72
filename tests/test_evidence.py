"""Whether passages answer: how much of the subject stands in them, and what stands nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence import Subject, as_written, asking_part, weigh, weigh_subject
from store.index import Index
from store.lexicon import stems
from tests.factories import paragraph, passage


def subject_of(question: str, index: Index) -> Subject:
    return weigh_subject(question, tuple(dict.fromkeys(stems(question))), index)


def plain_subject(*terms: str) -> Subject:
    return Subject(terms, dict.fromkeys(terms, 1.0), dict.fromkeys(terms, frozenset()), ())


# ── one passage ───────────────────────────────────────────────────────────────────────────────


def test_coverage_is_the_share_of_the_subject_that_stands_there() -> None:
    found = weigh(passage(paragraph("Former les gardiens de phare.")), plain_subject(*stems("gardiens phare tempête")))
    assert found.coverage == pytest.approx(2 / 3)
    assert set(found.matched) == set(stems("gardiens phare"))
    assert found.missing == tuple(stems("tempête"))


def test_rare_words_weigh_more() -> None:
    terms = stems("gardiens tempête")
    subject = Subject(tuple(terms), dict(zip(terms, (1.0, 3.0), strict=True)), dict.fromkeys(terms, frozenset()), ())
    assert weigh(passage(paragraph("Les gardiens.")), subject).coverage == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        pytest.param("gardiens", "le gardien", id="another number"),
        pytest.param("alphabétisation", "l'alphabet", id="another form of the word"),
        pytest.param("naufrrage", "un naufrage", id="a letter too many"),
        pytest.param("nafrage", "un naufrage", id="a letter too few"),
        pytest.param("nuafrage", "un naufrage", id="two letters exchanged"),
    ],
)
def test_forms_and_slips_of_a_word_count(asked: str, written: str) -> None:
    assert weigh(passage(paragraph(f"On parle de {written}.")), plain_subject(*stems(asked))).coverage == 1.0


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        pytest.param("vent", "le ventre", id="short words must be the same"),
        pytest.param("témoin", "timide", id="another word"),
        pytest.param("contrat", "contrebande", id="a common beginning is not enough"),
    ],
)
def test_other_words_do_not_count(asked: str, written: str) -> None:
    assert weigh(passage(paragraph(f"On parle de {written}.")), plain_subject(*stems(asked))).coverage == 0.0


def test_the_chapeau_and_the_section_speak_for_their_items() -> None:
    item = paragraph("Former les équipages.", chapeau="Pour les gardiens :")
    assert weigh(passage(item), plain_subject(*stems("gardiens phares"))).coverage == 1.0


def test_nothing_asked_is_nothing_covered() -> None:
    assert weigh(passage(paragraph("Former.")), plain_subject()).coverage == 0.0


# ── what stands nowhere ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("Que dit-on de Kazakhstan ?", ("Kazakhstan",), id="a country"),
        pytest.param("Que prévoit-on pour 2047 ?", ("2047",), id="a year"),
        pytest.param("Que dit-on de la Tarbeline ?", (), id="a country that is there"),
        pytest.param("QUE DIT-ON DE LA MÉDIATION DANS LES COLLÈGES ?", (), id="capitals throughout"),
        pytest.param("Que Dit-On De La Médiation Dans Les Collèges ?", (), id="a capital on each word"),
        pytest.param("Bonjour Madame, que dit-on des vélos ? Merci Beaucoup", (), id="courtesy"),
        pytest.param("Je rentre de Dakar. Que dit-on des vélos volés ?", (), id="a name in passing"),
        pytest.param("Dakar", (), id="a first word says nothing by its capital"),
    ],
)
def test_names_and_figures_that_no_paragraph_has(question: str, expected: tuple[str, ...], demo_index: Index) -> None:
    absent = subject_of(question, demo_index).absent
    assert tuple(name for name in absent if name[0].isupper() or name.isdigit()) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(
            "Je prépare une note. Que dit-on des vélos ?", "Que dit-on des vélos ?", id="the sentence that asks"
        ),
        pytest.param(
            "Des vélos ont été volés. Que faire ?", "Des vélos ont été volés. Que faire ?", id="no subject in it"
        ),
        pytest.param("Que dit l'art. 2 des vélos ?", "Que dit l'art. 2 des vélos ?", id="an abbreviation"),
        pytest.param("Parle-moi des vélos.", "Parle-moi des vélos.", id="no question mark"),
        pytest.param("Les vols ? Les vélos ?", "Les vols ? Les vélos ?", id="two questions"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_part_that_asks(question: str, expected: str) -> None:
    assert asking_part(question) == expected


@given(st.text(max_size=200))
def test_the_part_that_asks_is_found_in_any_text(question: str) -> None:
    asking_part(question)


def test_words_are_told_as_they_were_written() -> None:
    assert as_written("Que dit-on des Vélos-cargos l'été ?", stems("vélos")) == "Vélos-cargos"


def test_weights_fall_with_frequency(demo_index: Index) -> None:
    weights = subject_of("cambriolages et communes", demo_index).weights
    assert weights[stems("cambriolages")[0]] > weights[stems("communes")[0]] > 0
