"""``ingest catalogue``: entries, what they lack, and the share that each field is known in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.inventory import inventory, shares
from ingest.parse import parse
from store.model import Document

RESOLUTION = """Quatre-vingt-dix-septième session

## Résolution adoptée par l'Assemblée générale le 20 décembre 2042

## 97/161. Les phares de Lusmanie

L'Assemblée générale,

1. Prie les gardiens fictifs de veiller sur les lampes pendant toute la nuit ;

2. Décide de repeindre les échelles au printemps.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "A-RES-97-161.md").write_text(RESOLUTION, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Des notes sans rien de plus que ces quelques mots.", encoding="utf-8")
    (tmp_path / "vide.txt").write_text("", encoding="utf-8")
    return tmp_path


def test_rows_say_what_is_known_and_what_is_missing(folder: Path) -> None:
    rows = {row.source: row for row in inventory([folder])}
    resolution = rows["A-RES-97-161.md"]
    assert resolution.id == "A-RES-97-161" and resolution.missing == ("meeting", "place")
    assert rows["notes.txt"].missing == ("symbol", "title", "body", "meeting", "place", "date", "session")
    assert rows["vide.txt"].error is not None


def test_shares_count_what_is_known(folder: Path) -> None:
    known = shares(list(inventory([folder])))
    assert known == {"symbol": 1, "title": 1, "body": 1, "meeting": 0, "place": 0, "date": 1, "session": 1}


def test_the_command_lists_and_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", str(folder)]) == 1
    captured = capsys.readouterr()
    assert "A/RES/97/161" in captured.out and "1 sur 2" in captured.out and "vide.txt" in captured.err
    (folder / "vide.txt").unlink()
    assert main(["catalogue", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["read"] == 2 and told["documents"][0]["date"] == "2042-12-20"


def test_a_document_lists_what_it_lacks(folder: Path) -> None:
    told = parse(folder / "A-RES-97-161.md").to_json()
    assert told["missing"] == ["meeting", "place"]
    assert (told["session"], told["session_number"]) == ("Quatre-vingt-dix-septième session", 97)


def test_a_canonical_file_without_a_session_is_read(folder: Path) -> None:
    told = parse(folder / "A-RES-97-161.md").to_json()
    older = {name: value for name, value in told.items() if name not in ("session", "session_number", "missing")}
    assert Document.from_json(older).session is None
    assert Document.from_json(told).to_json() == told
