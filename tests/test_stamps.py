"""Stamps spare the reading of unchanged files, and never hide a change."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import ingest.stamps
from ingest.stamps import Stamps
from store.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "store")
    shelf.create()
    return shelf


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, one after the other."""
    names: list[str] = []

    def load(path: Path) -> bytes:
        names.append(path.name)
        return path.read_bytes()

    monkeypatch.setattr(ingest.stamps, "load", load)
    return names


def digest(shelf: Shelf, path: Path) -> str:
    stamps = Stamps(shelf)
    found = stamps.digest(path)
    stamps.save()
    return found


def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten seconds have passed since the files were written."""
    later = time.time_ns() + 10_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: later)


def test_a_file_left_alone_is_read_once(
    shelf: Shelf, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("phare")
    settled(monkeypatch)
    assert digest(shelf, tmp_path / "a.txt") == digest(shelf, tmp_path / "a.txt")
    assert read == ["a.txt"]


def test_a_file_just_written_is_read_again(shelf: Shelf, tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "a.txt").write_text("phare")
    first = digest(shelf, tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text("quais")
    assert digest(shelf, tmp_path / "a.txt") != first
    assert len(read) == 2


def test_a_change_that_keeps_size_and_date_is_seen(
    shelf: Shelf, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("phare")
    before = path.stat()
    settled(monkeypatch)
    first = digest(shelf, path)
    path.write_text("quais")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert digest(shelf, path) != first


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"/a": 3}'])
def test_damaged_stamps_are_as_good_as_none(data: bytes, shelf: Shelf, tmp_path: Path) -> None:
    (shelf.folder / "stamps.json").write_bytes(data)
    (tmp_path / "a.txt").write_text("phare")
    assert digest(shelf, tmp_path / "a.txt")
