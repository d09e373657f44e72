"""``ingest audit``: is every numbering unbroken or explained, every character accounted for, every file read?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.__main__ import main
from ingest.audit import Audit, Row, read_row
from ingest.sources import find_sources
from ingest.workers import perform
from store.errors import InputError
from store.model import ParseWarning

WHOLE = "1. Les lampes brillent.\n\n2. Les verres sont propres.\n\n3. Les échelles sont peintes.\n"
GAP = WHOLE.replace("2. Les verres sont propres.\n\n", "") + "\n4. Les quais sont déserts.\n"
FIELDS = [
    "documents",
    "failed",
    "paragraphs",
    "unbroken",
    "unbroken_share",
    "covered",
    "lowest_coverage",
    "causes",
    "rows",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # In this process: the workers have tests of their own.
    monkeypatch.setattr(
        "ingest.audit.perform", lambda jobs, work, limits: perform(jobs, work, replace(limits, workers=0))
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "entier.txt").write_text(WHOLE, encoding="utf-8")
    return tmp_path / "corpus"


def audited(folder: Path, capsys: pytest.CaptureFixture[str], code: int) -> dict[str, Any]:
    assert main(["audit", str(folder), "--json"]) == code
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (1, "")
    told: dict[str, Any] = json.loads(out)
    return told


def test_a_corpus_without_a_break_has_nothing_to_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = audited(folder, capsys, 0)
    assert list(told) == FIELDS
    assert told == {
        "documents": 1,
        "failed": 0,
        "paragraphs": 3,
        "unbroken": 1,
        "unbroken_share": 1.0,
        "covered": 1,
        "lowest_coverage": 1.0,
        "causes": {},
        "rows": [],
    }


def test_a_break_is_listed_with_its_cause(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trou.txt").write_text(GAP, encoding="utf-8")
    told = audited(folder, capsys, 0)
    assert (told["documents"], told["unbroken"], told["unbroken_share"]) == (2, 1, 0.5)
    assert told["causes"] == {"numbering_gap": 1}
    (row,) = told["rows"]
    assert list(row) == ["source", "paragraphs", "breaks", "explained", "coverage", "left", "error"]
    assert (row["source"], row["paragraphs"], row["error"]) == ("trou.txt", 3, None)
    assert [(found["code"], found["where"]) for found in row["breaks"]] == [("numbering_gap", "trou#3")]


def test_what_the_file_itself_explains_is_no_break(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "suite.txt").write_text(WHOLE.replace("1.", "41.").replace("2.", "42.").replace("3.", "43."))
    told = audited(folder, capsys, 0)
    assert (told["unbroken"], told["causes"]) == (2, {"numbering_tail": 1})
    (row,) = told["rows"]
    assert (row["breaks"], [found["code"] for found in row["explained"]]) == ([], ["numbering_tail"])


def test_a_file_that_cannot_be_read_fails_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "vide.txt").write_bytes(b"")
    told = audited(folder, capsys, 1)
    assert (told["documents"], told["failed"], told["unbroken"], told["paragraphs"]) == (2, 1, 1, 3)
    (row,) = told["rows"]
    assert row["source"] == "vide.txt" and "vide.txt" in row["error"]


def test_the_command_says_the_same_to_a_person(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trou.txt").write_text(GAP, encoding="utf-8")
    (folder / "vide.txt").write_bytes(b"")
    assert main(["audit", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert "vide.txt" in err and "trou.txt : trou#3" in out
    assert out.splitlines()[-1].count("3")


def test_a_path_that_is_not_there_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(folder / "absent.txt")]) == 1
    assert "absent.txt" in capsys.readouterr().err


def test_no_store_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.parent.rglob("*"))
    audited(folder, capsys, 0)
    assert sorted(folder.parent.rglob("*")) == before


def test_a_row_of_one_file(folder: Path) -> None:
    (source,) = find_sources([folder])
    assert read_row(source) == Row("entier.txt", 3)


def test_what_an_audit_comes_to() -> None:
    broken = Row("a", 4, breaks=(ParseWarning("numbering_gap", "…", "a#3"),))
    uncovered = Row("b", 6, coverage=0.99, left=("oublié",))
    failed = Row("c", error=InputError("file_empty", file="c"))
    found = Audit((broken, uncovered, failed, Row("d", 1)))
    assert (found.failed, found.unbroken, found.covered) == (1, 2, 2)
    told = found.to_json("fr")
    assert (told["paragraphs"], told["lowest_coverage"]) == (11, 0.99)
    assert [row["source"] for row in told["rows"]] == ["a", "b", "c"]


def test_an_audit_of_nothing() -> None:
    assert Audit(()).to_json("fr")["unbroken_share"] is None
