"""What an operator does with a store: prune, remove, look, read reports; and what an index costs to change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import store.build
from ingest.__main__ import main
from ingest.pipeline import remove, run
from ingest.progress import Meter
from ingest.status import find_records, status
from store.build import Building
from store.embedding import HashedEmbedder, Vectors, open_embedder
from store.errors import InputError, StoreError
from store.index import nearest, open_index
from store.settings import Settings
from store.shelf import Shelf
from tests.conftest import ROOT


def silent(stage: str, done: int, total: int) -> None:
    return None


def text(name: str, count: int = 3) -> str:
    return "\n".join(f"{n}. Le phare {name * 4} éclaire la baie numéro {n}{n}{n}.\n" for n in range(1, count + 1))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"), _env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def corpus(tmp_path: Path, settings: Settings) -> Path:
    """A folder of eight documents, ingested."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in "abcdefgh":
        (folder / f"{name}.txt").write_text(text(name), encoding="utf-8")
    assert not run([folder], settings, silent).failed
    return folder


def held(settings: Settings) -> dict[str, int]:
    """The documents of the index with their paragraphs, each of which is found by its words and its vector."""
    index = open_index(Shelf(settings.folder), open_embedder("builtin"), settings)
    try:
        for paragraph in index.corpus.paragraphs:
            (vector,) = index.embedder.embed([paragraph.text])
            assert nearest(index, vector, 1, None)[0] == (paragraph.key, pytest.approx(1, abs=1e-3))
        assert index.lexicon.size == index.collection.count() == len(index.corpus)
        return {name: len(document.paragraphs) for name, document in index.corpus.documents.items()}
    finally:
        index.close()


# --- what is taken out --------------------------------------------------------------------------


def test_prune_drops_what_is_gone_from_the_folder_and_nothing_else(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre"
    other.mkdir()
    (other / "z.txt").write_text(text("z"), encoding="utf-8")
    run([other], settings, silent)
    (corpus / "a.txt").unlink()
    (other / "z.txt").unlink()
    assert run([corpus], settings, silent).removed == ()
    done = run([corpus], settings, silent, prune=True)
    assert [record.source for record in done.removed] == ["a.txt"]
    assert list(held(settings)) == [*"bcdefgh", "z"]
    assert done.to_json("fr")["removed"] == [{"id": "a", "source": "a.txt"}]


def test_prune_keeps_a_document_whose_file_fails_now(settings: Settings, corpus: Path) -> None:
    (corpus / "a.txt").write_bytes(b"")
    assert run([corpus], settings, silent, prune=True).removed == ()
    assert "a" in held(settings)


def test_prune_does_not_take_an_empty_folder_for_a_wish(settings: Settings, corpus: Path) -> None:
    for path in corpus.iterdir():
        path.unlink()
    with pytest.raises(InputError):
        run([corpus], settings, silent, prune=True)
    assert len(held(settings)) == 8


@pytest.mark.parametrize("by", ["id", "source", "path"])
def test_documents_are_removed_by_name(by: str, settings: Settings, corpus: Path) -> None:
    name = {"id": "c", "source": "c.txt", "path": str(corpus / "c.txt")}[by]
    (record,) = find_records([name], settings)
    remove([record.id], settings, silent)
    assert list(held(settings)) == list("abdefgh")


def test_removing_all_leaves_a_store_that_says_it_is_empty(settings: Settings, corpus: Path) -> None:
    remove(list("abcdefgh"), settings, silent)
    with pytest.raises(StoreError, match="Rien n’a encore été ingéré"):
        held(settings)
    assert list((settings.folder / "documents").iterdir()) == []
    assert not run([corpus], settings, silent).failed
    assert len(held(settings)) == 8


# --- an index that is changed, not built anew ---------------------------------------------------


class Counting(HashedEmbedder):
    """Counts the texts that it embeds."""

    texts = 0

    def embed(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        Counting.texts += len(texts)
        return super().embed(texts)


def test_adding_a_document_embeds_it_alone(settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pipeline.open_embedder", lambda name: Counting())
    (corpus / "i.txt").write_text(text("i", 5), encoding="utf-8")
    Counting.texts = 0
    run([corpus], settings, silent)
    assert Counting.texts == 5
    assert held(settings)["i"] == 5


@pytest.mark.parametrize("share", [0.0, 1.0], ids=["always anew", "always copied"])
def test_an_index_that_was_changed_answers_as_one_built_anew(
    share: float, settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.build, "LARGEST_CHANGE", share)
    monkeypatch.setattr(store.build, "MOST_DELETED", 9.0)
    for turn in range(4):
        (corpus / "a.txt").write_text(text(f"neuf {turn}", 2 + turn), encoding="utf-8")
        (corpus / f"tour-{turn}.txt").write_text(text(f"tour {turn}"), encoding="utf-8")
        (corpus / f"{'bcde'[turn]}.txt").unlink()
        run([corpus], settings, silent, prune=True)
        expected = {"a": 2 + turn, **dict.fromkeys("bcdefgh"[turn + 1 :], 3)}
        assert held(settings) == {**expected, **{f"tour-{n}": 3 for n in range(turn + 1)}}


def test_a_copy_that_is_not_whole_is_built_anew(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    finish = Building._verify

    def verify(self: Building, records: object) -> None:
        begun.append(True)
        if len(begun) == 1:
            raise StoreError("store_unfaithful", folder="x", found=0, expected=1)
        finish(self, records)  # type: ignore[arg-type]

    monkeypatch.setattr(Building, "_verify", verify)
    (corpus / "i.txt").write_text(text("i"), encoding="utf-8")
    assert not run([corpus], settings, silent).failed
    assert len(begun) == 2 and len(held(settings)) == 9
    assert len(list((settings.folder / "index").iterdir())) <= 2


def test_an_index_that_does_not_find_its_own_chunks_does_not_answer(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Shelf(settings.folder).current()
    monkeypatch.setattr(Building, "_finds", lambda self, vector: False)
    (corpus / "i.txt").write_text(text("i"), encoding="utf-8")
    with pytest.raises(StoreError, match="reste en service"):
        run([corpus], settings, silent)
    assert Shelf(settings.folder).current() == before
    assert len(held(settings)) == 8


def test_a_settled_index_is_not_changed_by_who_reads_it(settings: Settings, corpus: Path) -> None:
    def vectors() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in settings.folder.glob("index/*/chroma/*/*")}

    before = vectors()
    assert before
    held(settings)
    assert vectors() == before


def test_a_document_of_more_chunks_than_chroma_takes_at_once(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "grand.txt"
    path.write_text(text("grand", 999) + "\n\n".join(f"Annexe {n}\n\n{text(str(n), 400)}" for n in range(14)))
    run([path], settings, silent)
    (record,) = find_records(["grand"], settings)
    assert record.paragraphs > 5461
    path.write_text(text("grand", 2), encoding="utf-8")
    run([path], settings, silent)
    assert held(settings) == {"grand": 2}


# --- what is told -------------------------------------------------------------------------------


def test_status_compares_a_folder_with_the_store(settings: Settings, corpus: Path) -> None:
    (corpus / "a.txt").write_text(text("autre"), encoding="utf-8")
    (corpus / "b.txt").unlink()
    (corpus / "i.txt").write_text(text("i"), encoding="utf-8")
    (corpus / "j.txt").symlink_to("absent")
    found = status([corpus], settings).to_json()
    assert (found["unchanged"], found["new"], found["changed"]) == (6, ["i.txt"], ["a.txt"])
    assert (found["missing"], found["unreadable"], found["lock"]) == (["b.txt"], ["j.txt"], None)
    assert (len(found["documents"]), found["paragraphs"]) == (8, 24)
    assert found["generation"] == Shelf(settings.folder).current() and found["bytes"] > 10_000


def test_status_says_who_holds_the_lock(settings: Settings, corpus: Path) -> None:
    with Shelf(settings.folder).locked("python -m ingest run baie"):
        lock = status([], settings).to_json()["lock"]
        with pytest.raises(StoreError, match="python -m ingest run baie"), Shelf(settings.folder).locked():
            pass
    assert (lock["pid"], lock["command"], lock["alive"]) == (os.getpid(), "python -m ingest run baie", True)
    assert status([], settings).holder is None


def test_a_report_tells_numbers_gaps_and_what_is_missing(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trous.txt"
    path.write_text("1. Un phare.\n\n2. Deux phares.\n\n5. Cinq phares.\n\n6. Six phares.\n", encoding="utf-8")
    (document,) = run([path], settings, silent).documents
    assert main(["report", "trous", "--store", settings.store, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report == document.report
    assert (report["id"], report["format"], report["numbers"], report["gaps"]) == ("trous", "txt", 4, 1)
    (main_list,) = report["lists"]
    assert (main_list["first"], main_list["last"], main_list["gaps"]) == ("1", "6", [["2", "5"]] and [[2, 5]])
    assert report["warnings"] == {"numbering_gap": 1}
    assert set(report["missing"]) == {"symbol", "title", "body", "meeting", "place", "date", "session"}
    assert report["seconds"] >= 0 and "coverage" in report
    assert run([path], settings, silent).documents[0].report == report


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_commands_in_words(
    language: str, settings: Settings, corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALINEA_LANGUAGE", language)
    for command in (["status", str(corpus)], ["status"], ["report", "a"], ["remove", "a", "b.txt"]):
        assert main([*command, "--store", settings.store]) == 0
        out, err = capsys.readouterr()
        assert err == "" and ("8" in out or "a" in out)
    assert main(["remove", "inconnu", "--store", settings.store]) == 1
    assert "inconnu" in capsys.readouterr().err
    assert len(held(settings)) == 6


def test_bench_measures_three_runs(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ingest", "bench", str(corpus)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found = json.loads(done.stdout)
    assert [found[name]["documents"] for name in ("first", "unchanged", "one_more")] == [8, 8, 1]
    assert all(run["seconds"] > 0 and run["peak_megabytes"] > 20 for run in found.values())


class Stream:
    """A stream that remembers, and says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal, self.written = terminal, ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        return None


def test_progress_says_the_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 6.0, 7.0, 20.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    stream = Stream(terminal=False)
    meter = Meter(stream, "en")  # type: ignore[arg-type]
    for done in (0, 60, 70, 200):
        meter("parse", done, 800)
    assert stream.written == (
        "Reading documents: 60 of 800 (10 a second, 1 min 14 s left)\n"
        "Reading documents: 200 of 800 (10 a second, 1 min 0 s left)\n"
    )


def test_progress_on_a_terminal_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 2.0, 4.0, 4.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    stream = Stream(terminal=True)
    meter = Meter(stream, "fr")  # type: ignore[arg-type]
    meter("parse", 1, 2)
    meter("parse", 2, 2)
    assert stream.written.count("\r") == 2 and stream.written.count("\n") == 1 and stream.written.endswith("\n")


def test_vectors_are_the_same_in_every_process() -> None:
    code = (
        "import sys; from store.embedding import HashedEmbedder as H; "
        "sys.stdout.write(H().embed(['la corruption des jeunes en prison et la justice pour enfants']).tobytes().hex())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True
        ).stdout
        for seed in "123"
    }
    assert len(found) == 1 and np.any(np.frombuffer(bytes.fromhex(found.pop().decode()), dtype=np.float32))
