"""The store's folder: ours or not, whole or not, held by one ingestion at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from store.errors import StoreError
from store.model import Document
from store.shelf import FORMAT, Manifest, Record, Shelf, content_hash
from tests.factories import LAMPS, document, paragraph

DOCUMENT = document(paragraph(LAMPS))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "store")
    shelf.create()
    return shelf


def put(shelf: Shelf, generation: str, *documents: Document) -> Manifest:
    records = tuple(shelf.write_document(item, "origin") for item in documents)
    shelf.generation_folder(generation).mkdir()
    manifest = Manifest(generation, {"format": "1"}, records, 1)
    shelf.write_manifest(manifest)
    return manifest


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- ours or not --------------------------------------------------------------------------------


def test_a_folder_that_does_not_exist_becomes_a_store(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "a" / "b")
    shelf.create()
    assert json.loads((tmp_path / "a" / "b" / "alinea.json").read_text()) == {"format": FORMAT}
    assert shelf.current() is None and shelf.is_empty()


def test_naming_a_folder_touches_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "store")
    assert shelf.current() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param({"photo.jpg": b"x"}, "n’est pas un dépôt", id="a folder of other things"),
        pytest.param({"alinea.json": b"{"}, "n’est pas un dépôt", id="a mark that is no JSON"),
        pytest.param({"alinea.json": b"[1]"}, "n’est pas un dépôt", id="a mark of another shape"),
        pytest.param({"alinea.json": b"\xff\xfe"}, "n’est pas un dépôt", id="a mark that is no text"),
        pytest.param({"alinea.json": b'{"format": 99}'}, "est au format 99", id="a format of the future"),
    ],
)
def test_a_folder_that_is_not_ours_is_refused_and_untouched(
    files: dict[str, bytes], message: str, tmp_path: Path
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    before = snapshot(tmp_path)
    for action in (Shelf(tmp_path).create, Shelf(tmp_path).current, Shelf(tmp_path).is_empty):
        with pytest.raises(StoreError, match=message):
            action()
    assert snapshot(tmp_path) == before


def test_a_file_in_the_place_of_the_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("x")
    with pytest.raises(StoreError, match="n’est pas un dossier"):
        Shelf(tmp_path / "store").create()


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    Shelf(tmp_path).create()
    assert (tmp_path / "alinea.json").exists()


def test_a_creation_that_was_killed_can_be_done_again(tmp_path: Path) -> None:
    (tmp_path / ".alinea.json.4242.tmp").write_text('{"for')
    Shelf(tmp_path).create()
    assert Shelf(tmp_path).current() is None


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="Impossible d’écrire"):
        Shelf(tmp_path / "file" / "store").create()


# --- documents and manifests --------------------------------------------------------------------


def test_a_document_is_read_back_as_it_was_written(shelf: Shelf) -> None:
    record = shelf.write_document(DOCUMENT, "origin")
    assert shelf.document(record) == DOCUMENT
    assert (record.id, record.source, record.origin, record.paragraphs, record.fictional) == (
        "phares",
        "phares.txt",
        "origin",
        1,
        True,
    )


def test_the_same_document_is_the_same_file(shelf: Shelf) -> None:
    first = shelf.write_document(DOCUMENT, "origin")
    path = shelf.folder / "documents" / first.file
    stamp = path.stat().st_mtime_ns
    assert shelf.write_document(DOCUMENT, "origin") == first
    assert path.stat().st_mtime_ns == stamp, "nothing was rewritten"


def test_a_name_longer_than_the_file_system_takes_is_cut(shelf: Shelf) -> None:
    long = replace(DOCUMENT, id="p" * 255)
    assert shelf.document(shelf.write_document(long, "origin")) == long


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"id": "phares"', id="cut short"),
        pytest.param(b'{"id": "autre"}', id="another's"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
    ],
)
def test_a_damaged_document_is_refused_and_mended_by_writing_it_again(data: bytes, shelf: Shelf) -> None:
    record = shelf.write_document(DOCUMENT, "origin")
    (shelf.folder / "documents" / record.file).write_bytes(data)
    with pytest.raises(StoreError, match="est endommagé"):
        shelf.document(record)
    shelf.write_document(DOCUMENT, "origin")
    assert shelf.document(record) == DOCUMENT


def test_a_document_that_is_missing_is_refused(shelf: Shelf) -> None:
    with pytest.raises(StoreError, match=r"absent\.json"):
        shelf.document(Record("phares", "phares.txt", "origin", "absent.json", 1, False))


def test_a_manifest_is_read_back_as_it_was_written(shelf: Shelf) -> None:
    manifest = put(shelf, "001", DOCUMENT)
    assert shelf.manifest("001") == manifest


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"generation": "1", "fingerprint": {}, "records": [3], "chunks": 1}', id="a record of no shape"),
        pytest.param(b'{"generation": "1"}', id="a field missing"),
    ],
)
def test_a_damaged_manifest_is_refused(data: bytes, shelf: Shelf) -> None:
    put(shelf, "001", DOCUMENT)
    (shelf.generation_folder("001") / "manifest.json").write_bytes(data)
    with pytest.raises(StoreError, match="est endommagé"):
        shelf.manifest("001")


# --- generations --------------------------------------------------------------------------------


def test_a_generation_answers_from_the_switch_on(shelf: Shelf) -> None:
    put(shelf, "001", DOCUMENT)
    assert shelf.current() is None
    shelf.switch("001")
    assert shelf.current() == "001" and not shelf.is_empty()


def test_which_generation_answers_must_be_readable(shelf: Shelf) -> None:
    (shelf.folder / "current").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoreError, match="est endommagé"):
        shelf.current()


@pytest.mark.parametrize(
    ("current", "damaged", "latest"),
    [
        pytest.param("002", (), "002", id="the one that answers"),
        pytest.param("001", (), "001", id="the one that answers, though another is newer"),
        pytest.param("002", ("002",), "001", id="the one before, when that is damaged"),
        pytest.param("002", ("001", "002"), None, id="none"),
        pytest.param(None, (), "002", id="the newest, when none answers"),
    ],
)
def test_the_latest_manifest_that_can_be_read(
    current: str | None, damaged: tuple[str, ...], latest: str | None, shelf: Shelf
) -> None:
    for generation in ("001", "002"):
        put(shelf, generation, DOCUMENT)
    if current:
        shelf.switch(current)
    for generation in damaged:
        (shelf.generation_folder(generation) / "manifest.json").write_text("{")
    found = shelf.latest_manifest()
    assert (found.generation if found else None) == latest


def test_sweeping_keeps_the_generation_that_answers_and_the_one_before(shelf: Shelf) -> None:
    other = replace(DOCUMENT, id="autre")
    for generation, held in (("001", other), ("002", DOCUMENT), ("003", DOCUMENT)):
        put(shelf, generation, held)
    shelf.switch("003")
    assert shelf.sweep() == ["001"]
    assert sorted(path.name for path in (shelf.folder / "index").iterdir()) == ["002", "003"]
    assert [path.name.split(".")[0] for path in (shelf.folder / "documents").iterdir()] == ["phares"]


def test_sweeping_takes_what_a_killed_ingestion_left_and_not_the_one_before(shelf: Shelf) -> None:
    put(shelf, "001", DOCUMENT)
    shelf.generation_folder("002").mkdir()  # no manifest: it was killed while it was built
    put(shelf, "003", DOCUMENT)
    shelf.switch("003")
    assert shelf.sweep() == ["002"]
    assert shelf.manifest("001") and shelf.manifest("003")


# --- the lock -----------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from store.shelf import Shelf
with Shelf(Path(sys.argv[1])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_store_held_by_another_process_names_it_and_is_free_when_that_is_killed(shelf: Shelf) -> None:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-c", HOLD, str(shelf.folder)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=rf"processus {holder.pid} de"), shelf.locked():
            pass
        holder.kill()
    with shelf.locked():
        assert json.loads((shelf.folder / "lock").read_text())["pid"] == os.getpid()


def test_a_lock_that_cannot_be_written_is_named(shelf: Shelf) -> None:
    (shelf.folder / "lock").mkdir()
    with pytest.raises(StoreError, match="Impossible d’écrire"), shelf.locked():
        pass


def test_a_file_s_name_carries_the_hash_of_its_text() -> None:
    assert content_hash("phare") != content_hash("phares")
    assert len(content_hash("phare")) == 16
