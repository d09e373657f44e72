"""The demonstration corpus, paragraph by paragraph: the table is the specification of the parser."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from store.model import Document, Paragraph

TABLE = Path(__file__).parent / "data" / "demo-paragraphs.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t"))
DOCUMENTS = ("avis-des-experts", "compte-rendu-atelier", "projet-de-rapport", "resolution-et-annexe")


@pytest.fixture(scope="module")
def paragraphs(demo_documents: dict[str, Document]) -> dict[str, Paragraph]:
    return {p.key: p for document in demo_documents.values() for p in document.paragraphs}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["key"]) for row in ROWS])
def test_paragraph_is_as_the_table_says(row: dict[str, str], paragraphs: dict[str, Paragraph]) -> None:
    paragraph = paragraphs[row["key"]]
    flat = re.sub(r"[ \n]+", " ", paragraph.text)
    assert paragraph.label == row["label"]
    assert paragraph.status.value == row["status"]
    assert paragraph.addressee == (row["addressee"] or None)
    assert (flat[: len(row["first"])], flat[-len(row["last"]) :]) == (row["first"], row["last"])
    assert list(paragraph.footnotes) == row["footnotes"].split()


def test_there_is_no_other_paragraph(paragraphs: dict[str, Paragraph]) -> None:
    assert sorted(paragraphs) == sorted(row["key"] for row in ROWS)
    assert len({row["key"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("identifier", DOCUMENTS)
def test_every_paragraph_is_a_slice_of_its_document(identifier: str, demo_documents: dict[str, Document]) -> None:
    document = demo_documents[identifier]
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
    starts = [paragraph.start for paragraph in document.paragraphs]
    assert starts == sorted(starts), "paragraphs stand in reading order"


@pytest.mark.parametrize("identifier", DOCUMENTS)
def test_reading_gives_no_warning_and_says_that_it_is_fictional(
    identifier: str, demo_documents: dict[str, Document]
) -> None:
    document = demo_documents[identifier]
    assert document.warnings == ()
    assert document.fictional
    assert document.language == "fr"
    assert "fictif" in document.text.lower() or "fictive" in document.text.lower()


@pytest.mark.parametrize("identifier", DOCUMENTS)
def test_no_word_is_left_split_and_no_furniture_is_left(identifier: str, demo_documents: dict[str, Document]) -> None:
    text = demo_documents[identifier].text
    for broken in ("ressource s", "non -", "s ur ", "l 'inter", "d'a ide", "____", "http", "<", "  "):
        assert broken not in text
    for paragraph in demo_documents[identifier].paragraphs:
        assert "\u00ad" not in paragraph.text


def test_a_caveat_of_the_lead_in_holds_for_each_item(paragraphs: dict[str, Paragraph]) -> None:
    caveat = "n’ont fait l’objet d’aucune négociation et n’engagent pas les délégations"
    items = [p for key, p in paragraphs.items() if key.startswith("projet-de-rapport#13.")]
    assert len(items) == 17
    assert all(caveat in item.chapeau for item in items)


def test_an_item_of_an_item_carries_both_lead_ins(paragraphs: dict[str, Paragraph]) -> None:
    chapeau = paragraphs["projet-de-rapport#13.f.ii"].chapeau
    assert chapeau.endswith("Améliorer la connaissance de la délinquance non signalée et, à cette fin\u00a0:")
    assert chapeau.startswith("Les recommandations ci-après")


@pytest.mark.parametrize(
    ("identifier", "date", "place"),
    [
        pytest.param("projet-de-rapport", "2031-05-14", "Val-Serein", id="draft report"),
        pytest.param("avis-des-experts", "2031-02-05", "Port-Amarante", id="opinion of the experts"),
        pytest.param("resolution-et-annexe", "2031-05-16", "Val-Serein", id="resolution"),
        pytest.param("compte-rendu-atelier", "2031-05-13", "Val-Serein", id="workshop record"),
    ],
)
def test_the_catalogue_entry_comes_from_corpus_toml(
    identifier: str, date: str, place: str, demo_documents: dict[str, Document]
) -> None:
    document = demo_documents[identifier]
    assert (document.date, document.place) == (date, place)
    assert document.title
