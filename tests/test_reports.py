"""The two real reports, where ``../shared`` is there: each paragraph once, exact and alone.

The reports' words do not stand in this repository. What is committed is the hash of each paragraph
(``data/report-paragraphs.tsv``), written after each had been read against its source by eye; and
the source itself is compared with what was read from it, character by character.
"""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from ingest.parse import parse
from store.model import Document, Paragraph, Status

TABLE = Path(__file__).parent / "data" / "report-paragraphs.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t"))
MEETING, EXPERTS = "000_ef8251257cbc6635", "003_16de8d65e2bef740"
KEYS = {
    MEETING: ["en-tete", *(str(n) for n in range(1, 12)), *(f"11.{letter}" for letter in "abcdefghijklmno")],
    EXPERTS: [
        "introduction",
        *(f"etats/{n}" for n in range(1, 19)),
        *(f"onudc/{n}" for n in range(1, 9)),
        "note/1",
        "note/2",
    ],
}


@pytest.fixture(scope="module")
def documents(reports: Path) -> dict[str, Document]:
    return {name: parse(reports / f"{name}.txt") for name in (MEETING, EXPERTS)}


def held(document: Document, key: str) -> Paragraph:
    return next(p for p in document.paragraphs if p.key == f"{document.id}#{key}")


def squeezed(text: str) -> str:
    """The characters without white space: what no mending of spaces may change."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", [MEETING, EXPERTS])
def test_each_paragraph_is_there_once_and_nothing_else(name: str, documents: dict[str, Document]) -> None:
    document = documents[name]
    assert sorted(p.key for p in document.paragraphs) == sorted(f"{name}#{key}" for key in KEYS[name])


@pytest.mark.parametrize("name", [MEETING, EXPERTS])
def test_nothing_is_warned_of(name: str, documents: dict[str, Document]) -> None:
    assert documents[name].warnings == ()


@pytest.mark.parametrize("row", [pytest.param(row, id=row["key"]) for row in ROWS])
def test_paragraph_is_the_one_that_was_read_by_eye(row: dict[str, str], documents: dict[str, Document]) -> None:
    document = documents[row["key"].partition("#")[0]]
    paragraph = held(document, row["key"].partition("#")[2])
    assert hashlib.sha256(paragraph.text.encode()).hexdigest()[:12] == row["sha256"]
    assert (paragraph.label, paragraph.status.value) == (row["label"], row["status"])
    assert paragraph.addressee == (row["addressee"] or None)
    assert " ".join(paragraph.footnotes) == row["footnotes"]
    assert document.text[paragraph.start : paragraph.end] == paragraph.text


def test_meeting_report_loses_and_adds_no_character(documents: dict[str, Document], reports: Path) -> None:
    source = (reports / f"{MEETING}.txt").read_text(encoding="utf-8")
    without_markup = re.sub(r"(?m)^(?:#+ |- |---$)|\*", "", source)
    assert squeezed(documents[MEETING].text) == squeezed(without_markup)


def test_experts_report_loses_and_adds_no_character(documents: dict[str, Document], reports: Path) -> None:
    source = (reports / f"{EXPERTS}.txt").read_text(encoding="utf-8")
    document = documents[EXPERTS]
    # Footnotes stand between a rule and the line where the next page was joined on.
    foot = re.compile(r"_{10,}(.*?)\n(?= [a-z])", re.DOTALL)
    notes = "".join(foot.findall(source))
    body = re.sub(r"(personne|juridique)[12]\b", r"\1", foot.sub("", source))
    read_notes = [p for p in document.paragraphs if p.status is Status.NOTE]
    read_body = document.text
    for note in read_notes:
        read_body = read_body.replace(f"{note.number[0]} {note.text}", "")
    assert squeezed(read_body) == squeezed(body)
    assert "".join(note.number[0] + squeezed(note.text) for note in read_notes) == squeezed(
        re.sub(r"https?://\S+", "", notes)
    )


@pytest.mark.parametrize(
    ("key", "whole", "broken"),
    [
        pytest.param("etats/3", "ressources", "ressource s", id="an s cut off a word"),
        pytest.param("etats/4", "ceux-ci", "ceux -ci", id="space before a hyphen"),
        pytest.param("etats/12", "l'éthique", "l 'éthique", id="space before an apostrophe"),
        pytest.param("etats/13", "non-discrimination", "non -", id="hyphen at a line's end"),
        pytest.param("etats/13", "confidentialité", "confidentia lité", id="word cut in the middle"),
        pytest.param("onudc/2", " sur les ", " su r ", id="short word cut"),
        pytest.param("onudc/3", "d'aide", "d'a ide", id="word cut after an elision"),
        pytest.param("onudc/8", " sur la ", " s ur ", id="short word cut after its first letter"),
        pytest.param("note/1", "y compris", "c ompris", id="word cut after its first letter"),
        pytest.param("note/1", "les jeunes", "le s", id="article cut across lines"),
        pytest.param("etats/6", "l'ordre et", "  ", id="doubled space"),
        pytest.param("etats/8", "stockées ;", "stockées\n", id="punctuation alone on its line"),
    ],
)
def test_words_split_by_the_extraction_are_whole(
    key: str, whole: str, broken: str, documents: dict[str, Document]
) -> None:
    text = held(documents[EXPERTS], key).text
    assert whole in text
    assert broken not in text


@pytest.mark.parametrize(
    ("key", "as_written"),
    [
        pytest.param("introduction", "expert.e.s ont", id="inclusive form before a verb"),
        pytest.param("etats/10", "professionnel.le.s du", id="inclusive form in three parts"),
        pytest.param("onudc/1", "praticien.ne.s,", id="inclusive form before a comma"),
        pytest.param("note/2", "Tel que définie", id="the author's own slip"),
        pytest.param("note/1", "“approche", id="the author's quotation marks"),
        pytest.param("etats/5", "holistiques;", id="semicolon without a space"),
        pytest.param("onudc/2", "main-d'œuvre", id="ligature"),
        pytest.param("etats/4", "d’impacter", id="typographic apostrophe among straight ones"),
    ],
)
def test_what_the_author_wrote_is_untouched(key: str, as_written: str, documents: dict[str, Document]) -> None:
    assert as_written in held(documents[EXPERTS], key).text


def test_item_cut_by_a_page_is_whole(documents: dict[str, Document]) -> None:
    assert " les enfants et les adolescents, " in held(documents[MEETING], "11.j").text


def test_caveat_of_paragraph_11_holds_for_each_item(documents: dict[str, Document]) -> None:
    lead = held(documents[MEETING], "11").text
    assert "n'ont pas été négociées" in lead
    for letter in "abcdefghijklmno":
        item = held(documents[MEETING], f"11.{letter}")
        assert (item.chapeau, item.number, item.label) == (lead, ("11", letter), f"par. 11 {letter})")


@pytest.mark.parametrize(
    ("scope", "name", "lead"),
    [
        pytest.param("etats", "États", "devraient être encouragés à :", id="recommendations to States"),
        pytest.param("onudc", "ONUDC", "encouragé l'ONUDC à :", id="recommendations to UNODC"),
    ],
)
def test_each_list_says_to_whom_it_speaks(scope: str, name: str, lead: str, documents: dict[str, Document]) -> None:
    items = [p for p in documents[EXPERTS].paragraphs if f"#{scope}/" in p.key]
    assert {(p.scope, p.addressee, p.status) for p in items} == {(name, name, Status.RECOMMENDATION)}
    assert all(p.chapeau.endswith(lead) for p in items)


@pytest.mark.parametrize(
    ("key", "section"),
    [
        pytest.param("1", 2, id="par. 1 stands under the item's headings"),
        pytest.param("2", 3, id="par. 2 to 10 under the summary of the debate"),
        pytest.param("10", 3, id="up to par. 10"),
        pytest.param("11.a", 1, id="par. 11 under the outcome"),
    ],
)
def test_headings_above_a_paragraph(key: str, section: int, documents: dict[str, Document]) -> None:
    assert len(held(documents[MEETING], key).section) == section


def test_catalogue_entry_is_read_from_the_head_matter(documents: dict[str, Document]) -> None:
    report = documents[MEETING]
    assert (report.title, report.body, report.place, report.date) == (
        "Projet de rapport",
        "Assemblée générale",
        "San José",
        "2025-02-05",
    )
    assert (report.symbol, documents[EXPERTS].symbol, documents[EXPERTS].title) == (None, None, None)


def test_rapporteur_and_agenda_item_are_citable(documents: dict[str, Document]) -> None:
    head = held(documents[MEETING], "en-tete")
    assert head.status is Status.HEAD
    for part in ("Rapporteur", "San José, 4-6 février 2025", "point 3 de l'ordre du jour", "(atelier 1)"):
        assert part in head.text


def test_offsets_lead_back_to_the_source(documents: dict[str, Document], reports: Path) -> None:
    for name, document in documents.items():
        source = (reports / f"{name}.txt").read_text(encoding="utf-8")
        origins = [origin + n for _, origin, length in document.spans for n in range(length)]
        pairs = zip(document.text, origins, strict=True)
        assert all(source[origin] == character for character, origin in pairs if not character.isspace())
