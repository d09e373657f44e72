"""The numbers that documents print, against expectations made by eye (``tests/numbering_score.py``)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.read_scan import find_recogniser
from tests.numbering_score import (
    Expected,
    Score,
    boundaries_missed,
    boundary,
    compare,
    expand,
    expected_list,
    fold,
    formats,
    found_lists,
    hash_lines,
    paths,
    read,
    read_compact,
    resolutions,
)

FORMATS = formats()
ROWS = resolutions()
SCANNED = frozenset({"E_ICEF_672_PartII.pdf"})


def one(*numbers: str) -> list[tuple[str, ...]]:
    return [tuple(number.split()) for number in numbers]


# ── the arithmetic ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ranges", "labels"),
    [
        pytest.param("1-3, 3 bis, 5", ["1", "2", "3", "3 bis", "5"], id="numbers and bis"),
        pytest.param("a-d", ["a", "b", "c", "d"], id="letters"),
        pytest.param("c-d", ["c", "d"], id="letters that are Roman digits"),
        pytest.param("i-iv", ["i", "ii", "iii", "iv"], id="Roman"),
        pytest.param("h-j", ["h", "i", "j"], id="letters around i"),
        pytest.param("aa-ac", ["aa", "ab", "ac"], id="double letters"),
        pytest.param("I-III", ["I", "II", "III"], id="Roman capitals"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_ranges_expand(ranges: str, labels: list[str]) -> None:
    assert expand(ranges) == labels


def test_a_range_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="4-b"):
        expand("4-b")


def test_the_compact_line_and_the_object_say_the_same() -> None:
    line = read_compact("[annexe] 1-2; 2: a-b; 2.b: i-ii; ?: 3 | 1")
    entry = {"scope": "annexe", "top": "1-2", "sub": {"2": "a-b", "2.b": "i-ii"}, "optional": {"": "3"}}
    assert line == [expected_list(entry), Expected(None, (("1",),))]


@pytest.mark.parametrize(
    ("expected", "found", "counts"),
    [
        pytest.param("1-3", [one("1", "2", "3")], (3, 0, 0), id="all right"),
        pytest.param("1-3", [one("1", "3", "4")], (2, 1, 1), id="one missing, one too many"),
        pytest.param("1-2; 2: a-b", [one("1", "2", "2 a")], (3, 0, 1), id="sub-paragraph missing"),
        pytest.param("1; ?: 2", [one("1", "2")], (1, 0, 0), id="optional, found"),
        pytest.param("1; ?: 2", [one("1")], (1, 0, 0), id="optional, not found"),
        pytest.param("1; ?: 2", [one("1", "2", "2")], (1, 1, 0), id="optional, once only"),
        pytest.param("1-2", [one("1", "1", "2")], (2, 1, 0), id="the same path twice"),
        pytest.param("1-2 | 1-4", [one("1", "2", "3", "4")], (4, 0, 2), id="first list lost"),
        pytest.param("1-2 | 1-4", [one("1", "2"), one("1"), one("1", "2", "3", "4")], (6, 1, 0), id="a list too many"),
        pytest.param("1-2 | 1", [one("1", "2", "1")], (2, 1, 1), id="two lists as one"),
        pytest.param("; 17: 1-2", [one("17.1", "17 2")], (2, 0, 0), id="rules as one label or two"),
        pytest.param(
            "1-3 | ; ?3: a-d | 1-2",
            [one("1", "2", "3", "3 a", "3 b", "3 c", "3 d"), one("1", "2")],
            (5, 4, 0),
            id="optional paths do not draw a list away",
        ),
        pytest.param("1", [], (0, 0, 1), id="nothing found"),
        pytest.param("", [one("1")], (0, 1, 0), id="nothing expected"),
    ],
)
def test_comparison_counts(expected: str, found: list[Any], counts: tuple[int, int, int]) -> None:
    score = compare(read_compact(expected), found)
    assert (score.right, len(score.wrong), len(score.missing)) == counts


def test_precision_recall_and_f1() -> None:
    score = compare(read_compact("1-4"), [one("1", "2", "9")])
    assert (score.precision, score.recall) == (2 / 3, 2 / 4)
    assert score.f1 == pytest.approx(2 * (2 / 3) * (1 / 2) / (2 / 3 + 1 / 2))
    total = score + compare(read_compact("1-6"), [one("1", "2", "3", "4", "5", "6")])
    assert total.f1 == pytest.approx(2 * 8 / (2 * 8 + 1 + 2))
    assert compare([], []).f1 == 1.0


def test_folding_and_boundaries() -> None:
    assert fold("L’Œuvre des Îles :\u00a0« déjà » 12\u00a0%") == ["l", "oeuvre", "des", "iles", "deja", "12"]
    text = "Un, deux, trois, quatre."
    digest = hashlib.sha256(b"un deux trois").hexdigest()[:12]
    assert boundary(text)["first"] == digest
    assert boundary(text)["words"] == 4
    assert hash_lines([f"7\t{text}\n", "\n"]) == {"7": boundary(text)}


# ── the expectations ──────────────────────────────────────────────────────────────────────────


def test_the_expectations_of_the_formats_are_complete(shared: Path) -> None:
    files = {path.name: path for path in (shared / "corpus" / "formats").iterdir() if path.is_file()}
    assert set(FORMATS) == set(files)
    for name, entry in FORMATS.items():
        assert entry["sha256"] == hashlib.sha256(files[name].read_bytes()).hexdigest(), name


@pytest.mark.parametrize("name", FORMATS)
def test_twins_have_one_expectation(name: str) -> None:
    entry = FORMATS[name]
    for twin in entry.get("twins", []):
        assert FORMATS[twin]["lists"] == entry["lists"]


@pytest.mark.parametrize("name", FORMATS)
def test_boundaries_are_of_expected_paragraphs(name: str) -> None:
    for item in FORMATS[name]["lists"]:
        assert set(item.get("boundaries", {})) <= set(expand(item["top"]))


def test_the_table_of_resolutions_is_complete(shared: Path) -> None:
    assert len({row["file"] for row in ROWS}) == len(ROWS) == 80
    assert [row["part"] for row in ROWS] == ["tune"] * 40 + ["unseen"] * 40
    assert all((shared / "corpus" / "onu-fr" / row["file"]).is_file() for row in ROWS)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["file"]) for row in ROWS])
def test_lists_of_resolutions_can_be_read_and_name_nothing_twice(row: dict[str, str]) -> None:
    lists = read_compact(row["lists"])
    assert any(item.paths or item.optional for item in lists)
    for item in lists:
        assert len(set(item.paths)) == len(item.paths)
        assert not set(item.paths) & set(item.optional)


# ── the program ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Read:
    """What the program made of a document, against what is expected of it."""

    score: Score
    begun_and_ended: int
    missed: tuple[str, ...]


@cache
def read_format(path: Path) -> Read:
    """Parse a document of the formats, once, and compare."""
    objects = FORMATS[path.name]["lists"]
    document = read(path)
    right, missed = boundaries_missed(document, objects)
    return Read(compare([expected_list(item) for item in objects], found_lists(document)), right, tuple(missed))


def format_file(name: str, shared: Path) -> Path:
    if name in SCANNED and (missing := find_recogniser().missing):
        pytest.skip(f"the numbers of a scan are read with tesseract, which is not installed whole ({missing})")
    return shared / "corpus" / "formats" / name


@pytest.mark.parametrize("name", FORMATS)
def test_numbers_of_a_document(name: str, shared: Path) -> None:
    found = read_format(format_file(name, shared))
    least = 0.97 if name in SCANNED else 0.99
    assert found.score.f1 >= least, (found.score.wrong, found.score.missing)


def test_numbers_of_all_that_was_born_digital(shared: Path) -> None:
    names = [name for name in FORMATS if name not in SCANNED]
    total = sum((read_format(format_file(name, shared)).score for name in names), Score())
    assert total.right > 1500
    assert total.f1 >= 0.995, (total.wrong, total.missing)


def test_paragraphs_begin_and_end_where_they_should(shared: Path) -> None:
    found = [read_format(format_file(name, shared)) for name in FORMATS]
    right, missed = sum(one.begun_and_ended for one in found), [line for one in found for line in one.missed]
    assert right + len(missed) == sum(len(item.get("boundaries", {})) for e in FORMATS.values() for item in e["lists"])
    assert right >= 0.97 * (right + len(missed)), missed


@pytest.mark.parametrize("part", ["tune", "unseen"])
def test_numbers_of_resolutions(part: str, shared: Path) -> None:
    total = Score()
    for row in ROWS:
        if row["part"] == part:
            document = read(shared / "corpus" / "onu-fr" / row["file"])
            total += compare(read_compact(row["lists"]), found_lists(document))
    assert total.right > 1000
    assert total.f1 >= 0.975, (total.wrong, total.missing)


def test_paths_of_a_compact_list() -> None:
    assert paths("1, 3", {"1": "a", "1.a": "i-ii"}) == (("1",), ("3",), ("1", "a"), ("1", "a", "i"), ("1", "a", "ii"))
