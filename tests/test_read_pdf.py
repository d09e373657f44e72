"""PDF: paragraphs whole, furniture and notes apart, tables never prose, each word in its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import read_pdf as reader
from ingest.blocks import Kind, Reading
from ingest.page_words import Page, Word
from ingest.parse import parse
from ingest.read import read
from ingest.read_pdf import needs_recognition, read_pdf
from ingest.read_scan import Recogniser, find_recogniser
from store.errors import InputError
from store.places import quotation_boxes
from store.shelf import Shelf
from tests.pdf_documents import FIRST, PAGE, SECOND, THIRD, blank, compiled, joined, locked, numbered, scanned, turned

FILE = Path("phares.pdf")
needs_tesseract = pytest.mark.skipif(
    bool(find_recogniser().missing), reason="tesseract or its data fra, eng, spa are not installed"
)


def texts(reading: Reading, kind: Kind = Kind.TEXT) -> list[str]:
    return [re.sub(r"(?<=\w)- (?=[a-z])", "", block.text.text) for block in reading.blocks if block.kind is kind]


def numbers(reading: Reading) -> list[int]:
    found = (re.match(r"(\d+)\. ", text) for text in texts(reading))
    return [int(match[1]) for match in found if match]


@pytest.mark.parametrize("indent", [pytest.param("0pt", id="flush"), pytest.param("2.4em", id="first line indented")])
def test_paragraphs_are_whole_over_lines_and_pages(indent: str) -> None:
    source, expected = numbered(20, indent=indent)
    reading = read_pdf(compiled(PAGE + source), FILE)
    assert texts(reading) == [f"{n}. {text}" for n, text in enumerate(expected, 1)]
    assert "PH/2031/4" in texts(reading, Kind.FURNITURE)


def test_two_columns_are_read_one_after_the_other() -> None:
    page = PAGE.replace("margin: (x: 113pt", "columns: 2, margin: (x: 60pt").replace("1.3em", "0.65em")
    source, expected = numbered(12, indent="1.2em")
    assert texts(read_pdf(compiled(page.replace("10pt", "9pt") + source), FILE)) == [
        f"{n}. {text}" for n, text in enumerate(expected, 1)
    ]


def test_hanging_numbers_belong_to_the_text_at_their_right() -> None:
    source = PAGE + "".join(f"+ {text}\n\n" for text in (FIRST, SECOND, THIRD))
    assert texts(read_pdf(compiled(source), FILE)) == [f"1. {FIRST}", f"2. {SECOND}", f"3. {THIRD}"]


def test_notes_are_apart_and_their_calls_marked() -> None:
    called = FIRST.replace("incomplet.", "incomplet#footnote[Voir PH/2030/7, par. 3.].")
    reading = read_pdf(compiled(PAGE + f"1.#h(1.6em){called}\n\n2.#h(1.6em){SECOND}"), FILE)
    assert texts(reading) == [f"1. {FIRST[:-1]}[^1].", f"2. {SECOND}"]
    assert texts(reading, Kind.NOTE) == ["[^1]: Voir PH/2030/7, par. 3."]


def test_a_table_is_one_block_and_no_part_of_a_paragraph() -> None:
    rows = "[Région],[2029],[2030],[Archipel du Nord],[12],[14],[Île aux Goélands],[1 250],[1 175]"
    source = f"1.#h(1.6em){FIRST}\n\n#table(columns: (3fr, 1fr, 1fr), stroke: none, {rows})\n\n2.#h(1.6em){SECOND}"
    reading = read_pdf(compiled(PAGE + source), FILE)
    assert texts(reading) == [f"1. {FIRST}", f"2. {SECOND}"]
    assert texts(reading, Kind.TABLE) == [
        "Région | 2029 | 2030\nArchipel du Nord | 12 | 14\nÎle aux Goélands | 1 250 | 1 175"
    ]


def test_a_heading_numbered_like_a_section_is_a_heading() -> None:
    source, _ = numbered(3)
    blocks = read_pdf(compiled(PAGE + "= II. Entretien des feux\n\n" + source), FILE).blocks
    assert (blocks[0].kind, blocks[0].level, blocks[0].text.text) == (Kind.HEADING, 2, "II. Entretien des feux")


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_all_the_same(degrees: int) -> None:
    source, expected = numbered(4)
    reading = read_pdf(turned(compiled(PAGE + source), degrees), FILE)
    assert texts(reading) == [f"{n}. {text}" for n, text in enumerate(expected, 1)]


def test_every_place_holds_the_word_that_it_names() -> None:
    reading = read_pdf(compiled(PAGE + numbered(6)[0]), FILE)
    assert len(reading.places) == len(reading.source.split())
    assert all(not re.search(r"\s", reading.source[place.start : place.end]) for place in reading.places)


def test_a_quotation_is_found_on_its_page(tmp_path: Path) -> None:
    (tmp_path / "phares.pdf").write_bytes(compiled(PAGE + numbered(20)[0]))
    document = parse(tmp_path / "phares.pdf")
    paragraph = next(p for p in document.paragraphs if p.number == ("18",))
    start = document.text.index("Fin du point 18", paragraph.start)
    found = quotation_boxes(document.places, document.spans, start, start + len("Fin du point 18"))
    assert {box.page for box in found} == {2}
    assert 1 <= len(found) <= 2
    assert all(113 <= box.left < box.right <= 483 and 60 < box.top < box.bottom < 780 for box in found)
    shelf = Shelf(tmp_path / "store")
    shelf.create()
    assert shelf.places(shelf.write_document(document, "x")) == document.places


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(locked(), "pdf_password", id="password"),
        pytest.param(b"%PDF-1.7\nrien de plus", "pdf_damaged", id="no PDF behind its first line"),
        pytest.param(blank(0), "pdf_damaged", id="no page"),
        pytest.param(blank(2), "pdf_no_text", id="nothing on its pages"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(InputError) as refused:
        read(tmp_path / "a.txt")
    assert refused.value.code == code


def test_a_truncated_file_is_refused_or_reported() -> None:
    data = compiled(PAGE + numbered(9)[0])
    try:
        reading = read_pdf(data[: len(data) - 300], FILE)
    except InputError as error:
        assert error.code in ("pdf_damaged", "pdf_no_page")
    else:
        assert "pdf_truncated" in [warning.code for warning in reading.warnings]


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 3)
    with pytest.raises(InputError) as refused:
        read_pdf(blank(4), FILE)
    assert refused.value.code == "pdf_pages"


@pytest.mark.parametrize(("found", "code"), [(Recogniser(), "scan_tesseract"), (Recogniser("x"), "scan_languages")])
def test_a_scan_without_a_recogniser_says_what_to_install(
    found: Recogniser, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "find_recogniser", lambda: found)
    with pytest.raises(InputError) as refused:
        read_pdf(scanned(compiled(PAGE + numbered(1)[0])), FILE)
    assert refused.value.code == code
    mixed = read_pdf(joined(compiled(PAGE + numbered(1)[0]), scanned(compiled(PAGE + FIRST))), FILE)
    assert [(warning.code, warning.where) for warning in mixed.warnings] == [("pages_unread", "p. 2")]


def test_letters_that_make_no_words_are_recognised_anew() -> None:
    said = [Word("7KHRPPLW", 0, 0, 1, 1, 1, 10)] * 80
    legible = [Word(word, 0, 0, 1, 1, 1, 10) for word in (FIRST + SECOND).split()]
    assert needs_recognition(Page(1, 500, 800, tuple(said)))
    assert not needs_recognition(Page(1, 500, 800, tuple(legible)))


@needs_tesseract
def test_a_scan_askew_gives_its_paragraphs_and_tells_of_progress() -> None:
    source, expected = numbered(8)
    told: list[tuple[int, int]] = []
    reading = read_pdf(scanned(compiled(PAGE + source), skew=0.5), FILE, lambda *done: told.append(done))
    assert numbers(reading) == list(range(1, 9))
    assert told == [(0, 1), (1, 1)]
    for text, wanted in zip(texts(reading), expected, strict=True):
        same = set(text.split()) & set(wanted.split())
        assert len(same) > 0.85 * len(set(wanted.split()))
