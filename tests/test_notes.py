"""Footnotes: bodies taken out of the running text whole, calls found and cut, nothing else cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.mapped import MappedText
from ingest.notes import Call, Calls, cut_calls
from ingest.parse import parse
from store.model import Document, Status


@pytest.mark.parametrize(
    ("text", "without"),
    [
        pytest.param("le témoin vulnérable1, qui", "le témoin vulnérable, qui", id="before a comma"),
        pytest.param("le phare1 du port", "le phare du port", id="before a space"),
        pytest.param("la « provenance »1 des biens", "la « provenance » des biens", id="after a guillemet"),
        pytest.param("selon le rapport (PHARE/7)1.", "selon le rapport (PHARE/7).", id="after a bracket"),
        pytest.param("à la fin1", "à la fin", id="at the end"),
        pytest.param("les biens[^1] perdus", "les biens perdus", id="Markdown's mark"),
    ],
)
def test_a_call_is_cut(text: str, without: str) -> None:
    assert cut_calls(MappedText.whole(text), Calls(["1"], [text]).find(text)).text == without


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("les émissions de CO2 des navires", id="a chemical formula"),
        pytest.param("les pays du G2 réunis", id="a group of countries"),
        pytest.param("une salle de 200 m2 et 3 km2", id="square metres"),
        pytest.param("en 2022 et 12 fois", id="figures of their own"),
        pytest.param("le formulaire B12", id="a form's number"),
        pytest.param("l'article 2 du règlement", id="an article's number"),
    ],
)
def test_a_figure_that_calls_no_note_stays(text: str) -> None:
    assert Calls(["2", "12", "22"], [text]).find(text) == []


@pytest.mark.parametrize(
    ("text", "numbers", "calls"),
    [
        pytest.param("un1 et deux2", ["1", "2"], ["1", "2"], id="two notes in order"),
        pytest.param("un1 et un1", ["1"], ["1"], id="only the first call of a note"),
        pytest.param("un1", ["2"], [], id="no such note"),
        pytest.param("la[^a] part a", ["a"], ["a"], id="a letter calls only with Markdown's mark"),
        pytest.param("la part a", ["a"], [], id="a letter that ends a word is no call"),
    ],
)
def test_which_notes_a_text_calls(text: str, numbers: list[str], calls: list[str]) -> None:
    assert [call.number for call in Calls(numbers, [text]).find(text)] == calls


COUNTED = ["La lampe 1, la mèche 2, le verre 3 ; l'échelle 4."]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        pytest.param("la lampe 1 , puis", "la lampe, puis", id="the space before the comma goes too"),
        pytest.param("la lampe 1 du port", "la lampe 1 du port", id="before a small letter it may be the lamp's"),
        pytest.param("en 2042 1.", "en 2042.", id="after a year"),
        pytest.param("« la lampe » 1.", "« la lampe ».", id="after a guillemet"),
        pytest.param("à la lampe 1", "à la lampe", id="at the end"),
    ],
)
def test_a_call_that_stands_apart_is_cut_where_the_file_has_its_body(text: str, without: str) -> None:
    assert cut_calls(MappedText.whole(text), Calls(["1"], [text]).find(text)).text == without


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("une lampe 2,5 fois plus haute", id="a decimal comma"),
        pytest.param("une lampe 2.5 fois plus haute", id="a decimal point"),
        pytest.param("les lampes 1, 2 et 3", id="a list of numbers"),
        pytest.param("les lampes 1 et 2", id="two numbers"),
        pytest.param("les lampes 2 à 12", id="a range"),
        pytest.param("au paragraphe 2, le gardien", id="a number that completes its word"),
        pytest.param("de l'article 12.", id="an article"),
        pytest.param("le 12 juin", id="a day"),
        pytest.param("pendant 12 ans", id="a length of time"),
        pytest.param("la lampe 12 Les verres", id="before a capital"),
        pytest.param("la lampe 2000 du port", id="four digits"),
        pytest.param("lampes 1-2, 4", id="a range with a hyphen"),
        pytest.param("la résolution 2,", id="a resolution"),
    ],
)
@pytest.mark.parametrize("bodies", [["1", "2", "3", "12"], []], ids=["with bodies", "bodies lost"])
def test_a_number_that_stands_apart_and_calls_nothing_stays(text: str, bodies: list[str]) -> None:
    counted = " ".join(f"la lampe {n}," for n in range(1, 15))
    assert Calls(bodies, [counted]).find(text) == []


def test_calls_whose_bodies_are_lost_are_known_by_their_run() -> None:
    calls = Calls([], COUNTED).find(COUNTED[0])
    assert [(call.number, call.lost, call.again) for call in calls] == [(n, True, False) for n in "1234"]
    assert cut_calls(MappedText.whole(COUNTED[0]), calls).text == "La lampe, la mèche, le verre ; l'échelle."


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        pytest.param(["La lampe 1, la mèche 2, le verre 3."], [], id="three are no evidence"),
        pytest.param(["La lampe 1,", "la mèche 2,", "le verre 3,", "l'échelle 4."], list("1234"), id="over paragraphs"),
        pytest.param(["La lampe 1, la mèche 2, le verre 4, l'échelle 5."], list("1245"), id="one call lost"),
        pytest.param(["La lampe 1, la mèche 2, le verre 30, l'échelle 3 ; la corde 4."], list("1234"), id="a figure"),
        pytest.param(["La lampe 5, la mèche 9, le verre 2, l'échelle 7."], [], id="numbers that do not count up"),
    ],
)
def test_what_a_run_of_lost_bodies_is(texts: list[str], numbers: list[str]) -> None:
    noted = Calls([], texts)
    assert [call.number for text in texts for call in noted.find(text)] == numbers


def test_a_second_call_of_a_note_says_so() -> None:
    noted = Calls(["1"], [])
    first, second = noted.find("la lampe 1."), noted.find("le verre 1.")
    assert [(call.number, call.again) for call in (*first, *second)] == [("1", False), ("1", True)]
    assert noted.find("la lampe 1 du port") == []  # in mid-sentence a second time is no evidence


def test_a_mark_that_the_reader_wrote_is_a_call_however_often_it_returns() -> None:
    calls = Calls(["1"], []).find("la lampe[^1] et le verre[^1]")
    assert [(call.number, call.again) for call in calls] == [("1", False), ("1", False)]


def test_a_number_glued_to_a_word_without_a_body_stays() -> None:
    assert Calls([], ["la lampe1, la mèche2"]).find("la lampe1, la mèche2") == []


def test_a_call_says_where_it_is_printed() -> None:
    assert Calls(["1"], []).find("phare1.") == [Call("1", 5, 6)]


def read(tmp_path: Path, text: str, name: str = "phares.txt") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return parse(path)


LINE = "Les gardiens de phare demandent que les lampes soient nettoyées chaque semaine par l'équipage{} du port\n"
FOOT = (
    "1. " + LINE.format("1") + "et que le calendrier soit affiché ;\n\n2. " + LINE.format("") + "avant que ne\n"
    "\n__________________\n\n1 Le groupe n'a pas défini l'équipage, faute de temps, et reviendra\n"
    "sur la question l'année prochaine.\n\fvienne la nuit ;\n\n3. " + LINE.format("") + "par gros temps.\n"
)


def test_a_note_at_a_page_s_foot_is_taken_out_and_the_sentence_goes_on(tmp_path: Path) -> None:
    document = read(tmp_path, FOOT)
    texts = {p.key.partition("#")[2]: p.text for p in document.paragraphs}
    assert texts["note/1"].startswith("Le groupe n'a pas défini") and texts["note/1"].endswith("l'année prochaine.")
    assert texts["2"].endswith("avant que ne vienne la nuit ;")
    assert "l'équipage du port" in texts["1"]
    assert list(texts) == ["1", "2", "note/1", "3"]
    assert document.warnings == ()


def test_a_paragraph_names_the_notes_that_it_calls(tmp_path: Path) -> None:
    paragraphs = {p.key: p for p in read(tmp_path, FOOT).paragraphs}
    assert paragraphs["phares#1"].footnotes == ("phares#note/1",)
    assert paragraphs["phares#2"].footnotes == ()
    assert (paragraphs["phares#note/1"].label, paragraphs["phares#note/1"].status) == ("note 1", Status.NOTE)


def test_markdown_notes(tmp_path: Path) -> None:
    text = "1. Le phare[^a] brille.\n\n2. La mer monte.\n\n[^a]: Il date de 1893.\n"
    document = read(tmp_path, text, "phares.md")
    assert [(p.key, p.text) for p in document.paragraphs] == [
        ("phares#1", "Le phare brille."),
        ("phares#2", "La mer monte."),
        ("phares#note/a", "Il date de 1893."),
    ]


def test_a_numbered_paragraph_after_a_note_is_no_note(tmp_path: Path) -> None:
    text = (
        "1. Le phare1 brille au-dessus du port.\n\n2. La mer monte sur la digue.\n\n______\n\n"
        "1 Il date de 1893.\n\n3. Le vent tombe enfin.\n\n4. La nuit vient.\n"
    )
    document = read(tmp_path, text, "phares.md")
    assert [p.key.partition("#")[2] for p in document.paragraphs] == ["1", "2", "note/1", "3", "4"]


def test_a_note_that_nothing_calls_is_kept_and_reported(tmp_path: Path) -> None:
    document = read(tmp_path, "1. Le phare brille.\n\n2. La mer monte.\n\n______\n\n1 Il date de 1893.\n", "a.md")
    assert document.paragraphs[-1].text == "Il date de 1893."
    assert [(w.code, w.where) for w in document.warnings] == [("note_without_call", "a#note/1")]


def test_a_note_called_more_often_than_the_file_has_bodies_is_the_last_one_that_it_has(tmp_path: Path) -> None:
    text = "1. Le phare[^1] brille.\n\n2. La mer[^1] monte.\n\n3. Le vent[^1] tombe.\n\n"
    once = read(tmp_path, text + "[^1]: Il date de 1893.\n", "phares.md")
    assert [p.footnotes for p in once.paragraphs if p.key != "phares#note/1"] == [("phares#note/1",)] * 3
    twice = read(tmp_path, text + "[^1]: Il date de 1893.\n\n[^1]: Elle est froide.\n", "phares.md")
    called = {p.key: p.footnotes for p in twice.paragraphs if p.number and not p.scope}
    assert called == {
        "phares#1": ("phares#note/1",),
        "phares#2": ("phares#note/1~2",),
        "phares#3": ("phares#note/1~2",),
    }
