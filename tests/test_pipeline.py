"""Ingestion: nothing is lost, nothing is done twice, and nothing stops answering half-way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.pipeline import Run, demonstration_needed, run
from ingest.sources import find_sources
from store.embedding import Embedder, HashedEmbedder, open_embedder
from store.errors import StoreError
from store.index import Index, fingerprint, open_index
from store.search import search
from store.settings import Settings
from store.shelf import Shelf
from tests.conftest import DEMONSTRATION, ROOT

LAMPS = "1. Les lampes brillent.\n\n2. Les verres sont propres.\n"
BOATS = "1. Les bateaux passent.\n\n2. Les filets sèchent.\n"


def silent(stage: str, done: int, total: int) -> None:
    return None


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"), _env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "lampes.txt").write_text(LAMPS, encoding="utf-8")
    (folder / "bateaux.txt").write_text(BOATS, encoding="utf-8")
    return folder


def ingest(settings: Settings, *paths: Path) -> Run:
    return run(paths, settings, silent)


def statuses(done: Run) -> dict[str, str]:
    return {report.source: report.status for report in done.documents}


@contextmanager
def opened(settings: Settings, embedder: Embedder | None = None) -> Iterator[Index]:
    index = open_index(Shelf(settings.folder), embedder or open_embedder(settings.embedding), settings)
    try:
        yield index
    finally:
        index.close()


def texts(settings: Settings) -> dict[str, str]:
    with opened(settings) as index:
        return {p.key: p.text for p in index.corpus.paragraphs}


def documents(settings: Settings) -> dict[str, str]:
    """The ids of the documents that the store holds, each with its source."""
    with opened(settings) as index:
        return {document.id: document.source for document in index.corpus.documents.values()}


def first(settings: Settings, question: str) -> str:
    """The key of the first passage for a question."""
    with opened(settings) as index:
        return search(index, question)[0].paragraph.key


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


# --- what a run does ----------------------------------------------------------------------------


def test_a_first_run_adds_every_document(settings: Settings, corpus: Path) -> None:
    done = ingest(settings, corpus)
    assert statuses(done) == {"bateaux.txt": "added", "lampes.txt": "added"}
    assert [report.paragraphs for report in done.documents] == [2, 2]
    assert texts(settings)["lampes#1"] == "Les lampes brillent."


def test_a_second_run_changes_nothing_and_says_so(settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    generation, before = Shelf(settings.folder).current(), snapshot(settings.folder)
    assert set(statuses(ingest(settings, corpus)).values()) == {"unchanged"}
    assert Shelf(settings.folder).current() == generation
    # Chroma writes into its own database when it is opened; everything else keeps its bytes and its date.
    after = snapshot(settings.folder)
    assert after.keys() == before.keys()
    assert {n: seen for n, seen in after.items() if "/chroma/" not in n} == {
        n: seen for n, seen in before.items() if "/chroma/" not in n
    }


def test_a_changed_file_replaces_its_document(settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    (corpus / "lampes.txt").write_text("1. Les lampes sont éteintes.\n\n2. La nuit tombe.\n", encoding="utf-8")
    assert statuses(ingest(settings, corpus)) == {"bateaux.txt": "unchanged", "lampes.txt": "updated"}
    held = texts(settings)
    assert held["lampes#1"] == "Les lampes sont éteintes."
    assert held["bateaux#1"] == "Les bateaux passent."
    assert "Les verres sont propres." not in held.values()


def test_what_corpus_toml_says_anew_replaces_its_document(settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    (corpus / "corpus.toml").write_text('[documents."lampes.txt"]\nsymbol = "PHARE/7"\n', encoding="utf-8")
    done = ingest(settings, corpus)
    assert statuses(done)["lampes.txt"] == "updated"
    assert sorted(documents(settings)) == ["PHARE-7", "bateaux"]


def test_a_further_file_joins_those_that_are_there(settings: Settings, corpus: Path, tmp_path: Path) -> None:
    ingest(settings, corpus / "lampes.txt")
    ingest(settings, corpus / "bateaux.txt")
    assert sorted(documents(settings)) == ["bateaux", "lampes"]


def test_a_file_that_fails_leaves_the_others_ingested(settings: Settings, corpus: Path) -> None:
    (corpus / "vide.txt").write_bytes(b"")
    (corpus / "image.txt").write_bytes(b"\x89PNG\x00\x01")
    done = ingest(settings, corpus)
    assert done.failed
    assert statuses(done) == {
        "bateaux.txt": "added",
        "image.txt": "failed",
        "lampes.txt": "added",
        "vide.txt": "failed",
    }
    assert sorted(documents(settings)) == ["bateaux", "lampes"]


def test_a_file_that_fails_now_keeps_what_it_gave_before(settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    (corpus / "lampes.txt").write_bytes(b"")
    assert statuses(ingest(settings, corpus)) == {"bateaux.txt": "unchanged", "lampes.txt": "failed"}
    assert texts(settings)["lampes#1"] == "Les lampes brillent."


def test_two_files_of_one_symbol_are_not_both_taken(settings: Settings, corpus: Path) -> None:
    for name in ("A-RES-1.txt", "A_RES_1.txt"):
        (corpus / name).write_text(LAMPS, encoding="utf-8")
    done = ingest(settings, corpus)
    assert statuses(done)["A-RES-1.txt"] == "added"
    (error,) = [report.error for report in done.documents if report.status == "failed"]
    assert error is not None
    assert "A_RES_1.txt" in error.message("fr") and "A-RES-1.txt" in error.message("fr")
    assert statuses(ingest(settings, corpus)) == {
        "A-RES-1.txt": "unchanged",
        "A_RES_1.txt": "failed",
        "bateaux.txt": "unchanged",
        "lampes.txt": "unchanged",
    }


def test_a_renamed_file_is_no_second_document(settings: Settings, corpus: Path) -> None:
    (corpus / "corpus.toml").write_text(
        '[documents."lampes.txt"]\nsymbol = "PHARE/7"\n[documents."neuf.txt"]\nsymbol = "PHARE/7"\n', encoding="utf-8"
    )
    ingest(settings, corpus)
    (corpus / "lampes.txt").rename(corpus / "neuf.txt")
    assert statuses(ingest(settings, corpus)) == {"bateaux.txt": "unchanged", "neuf.txt": "updated"}
    assert documents(settings) == {
        "PHARE-7": "neuf.txt",
        "bateaux": "bateaux.txt",
    }


def test_files_of_one_name_in_two_folders_are_both_kept(settings: Settings, tmp_path: Path) -> None:
    for folder, symbol in (("a", "PHARE/1"), ("b", "PHARE/2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "rapport.txt").write_text(f"{symbol}\n\n{LAMPS}", encoding="utf-8")
        (tmp_path / folder / "corpus.toml").write_text(f'documents."rapport.txt".symbol = "{symbol}"\n')
    for expected in ("added", "unchanged", "unchanged"):
        done = ingest(settings, tmp_path / "a", tmp_path / "b")
        assert [report.status for report in done.documents] == [expected, expected]
        assert sorted(documents(settings)) == ["PHARE-1", "PHARE-2"]


def test_real_documents_take_the_place_of_the_demonstration(settings: Settings, corpus: Path) -> None:
    ingest(settings, DEMONSTRATION)
    assert demonstration_needed(settings)
    ingest(settings, corpus)
    assert sorted(documents(settings)) == ["bateaux", "lampes"]
    assert not demonstration_needed(settings)


def test_an_empty_place_needs_the_demonstration(settings: Settings) -> None:
    assert demonstration_needed(settings)
    assert not settings.folder.exists()


# --- what is found under a path -----------------------------------------------------------------


def test_a_folder_gives_the_files_that_have_a_reader_in_order(corpus: Path) -> None:
    (corpus / "sous").mkdir()
    for name in ("sous/a.MD", "z.htm", "photo.jpg", ".cache.txt", "corpus.toml"):
        (corpus / name).write_text("")
    (corpus / ".git").mkdir()
    (corpus / ".git" / "a.txt").write_text("")
    (corpus / "sous" / "boucle").symlink_to(corpus)
    assert [source.name for source in find_sources([corpus])] == ["bateaux.txt", "lampes.txt", "z.htm", "sous/a.MD"]


def test_a_name_that_is_not_utf_8_is_ingested_and_can_be_written(settings: Settings, corpus: Path) -> None:
    (corpus / os.fsdecode(b"\xe9t\xe9.txt")).write_text(LAMPS, encoding="utf-8")
    done = ingest(settings, corpus)
    assert not done.failed
    assert all(report.source.encode() for report in done.documents)
    assert all(key.encode() for key in texts(settings))


# --- an index that was made otherwise, or is damaged --------------------------------------------


class Other(HashedEmbedder):
    """The same vectors under another name, as a later version would have."""

    name = "other-2"


def test_an_index_made_otherwise_is_refused_and_rebuilt_by_the_next_run(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, corpus)
    with pytest.raises(StoreError, match=r"embedder : hashed.*attendu : other-2|other-2"):
        open_index(Shelf(settings.folder), Other(), settings)
    monkeypatch.setattr("ingest.pipeline.open_embedder", lambda name: Other())
    assert set(statuses(ingest(settings, corpus / "lampes.txt")).values()) == {"unchanged"}
    with opened(settings, Other()) as index:
        assert index.fingerprint == fingerprint(Other())
        assert sorted(index.corpus.documents) == ["bateaux", "lampes"]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("index/*/lexicon/terms.json", id="lexicon"),
        pytest.param("index/*/manifest.json", id="manifest"),
        pytest.param("documents/lampes.*.json", id="canonical file"),
        pytest.param("current", id="the name of the generation"),
        pytest.param("index/*/chroma/chroma.sqlite3", id="database"),
    ],
)
def test_a_damaged_store_is_whole_again_after_the_next_run(pattern: str, settings: Settings, corpus: Path) -> None:
    made = Settings(store=f"{settings.store}-made", _env_file=None)  # type: ignore[call-arg]
    ingest(made, corpus)
    shutil.copytree(made.folder, settings.folder)  # Chroma keeps open, in its process, what it has opened
    (path,) = settings.folder.glob(pattern)
    path.write_bytes(b"\xff\xfegarbage")
    with pytest.raises(StoreError), opened(settings):
        pass
    ingest(settings, corpus)
    assert texts(settings)["lampes#1"] == "Les lampes brillent."
    assert first(settings, "filets") == "bateaux#2"


# --- a store that cannot be used ----------------------------------------------------------------


def test_a_store_that_is_not_ours_is_left_alone(settings: Settings, corpus: Path) -> None:
    settings.folder.mkdir()
    (settings.folder / "thèse.txt").write_text("à moi")
    before = snapshot(settings.folder)
    with pytest.raises(StoreError, match="rien n’y a été changé"):
        ingest(settings, corpus)
    assert snapshot(settings.folder) == before


def test_nothing_is_left_behind_when_every_file_fails(settings: Settings, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    done = ingest(settings, tmp_path / "a.txt", tmp_path / "b.txt")
    assert [report.status for report in done.documents] == ["failed", "failed"]
    assert not settings.folder.exists()


@pytest.mark.parametrize(
    "path", [pytest.param("absent", id="missing"), pytest.param("x" * 300, id="a name too long to exist")]
)
def test_a_path_that_cannot_be_fails_by_name_and_the_others_are_ingested(
    path: str, settings: Settings, corpus: Path
) -> None:
    done = ingest(settings, corpus, Path(path))
    assert done.failed
    assert [report.source for report in done.documents if report.status == "failed"] == [path]
    assert any(report.status == "added" for report in done.documents)


@pytest.mark.parametrize("ending", ["pdf", "DOCX", "odt"])
def test_a_document_of_a_format_without_a_reader_is_not_passed_over(
    ending: str, settings: Settings, corpus: Path
) -> None:
    (corpus / f"autre.{ending}").write_bytes(b"%PDF-1.7")
    done = ingest(settings, corpus)
    assert [report.source for report in done.documents if report.status == "failed"] == [f"autre.{ending}"]
    assert any(report.status == "added" for report in done.documents)


def test_a_store_held_by_another_ingestion_says_by_which(settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    with Shelf(settings.folder).locked(), pytest.raises(StoreError, match=rf"processus {os.getpid()} de"):
        ingest(settings, corpus)


def test_a_store_that_cannot_be_written_answers_and_refuses_to_change(settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    shutil.rmtree(settings.folder / "documents")
    (settings.folder / "documents").write_text("")  # also root cannot write into a file
    (corpus / "lampes.txt").write_text(LAMPS + "3. Encore.\n", encoding="utf-8")
    with pytest.raises(StoreError, match="Impossible d’écrire"):
        ingest(settings, corpus)


READ_ONLY = """
import os, sys
import chromadb, chromadb.api.rust, httpx, tiktoken
from store.settings import Settings; from store.shelf import Shelf; from store.index import open_index
from store.embedding import open_embedder; from store.search import search; from ingest.__main__ import main
os.setgid(65534); os.setuid(65534)
settings = Settings(store=sys.argv[1], _env_file=None)
try:
    print(search(open_index(Shelf(settings.folder), open_embedder("builtin"), settings), "lampes")[0].paragraph.key)
except Exception as error:
    print(type(error).__name__, error)
sys.exit(main(["run", sys.argv[2], "--store", sys.argv[1]]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_read_only_store_is_refused_in_one_sentence(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_folder() as folder:
        settings = Settings(store=str(folder / "store"), _env_file=None)  # type: ignore[call-arg]
        shutil.copytree(corpus, folder / "corpus")
        ingest(settings, folder / "corpus")
        (folder / "corpus" / "lampes.txt").write_text(LAMPS + "\n3. Encore.\n", encoding="utf-8")
        before = snapshot(settings.folder)
        command = [sys.executable, "-c", READ_ONLY, settings.store, str(folder / "corpus")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr and "Impossible d’écrire" in done.stderr
        # Chroma opens its database for writing even to read: it says so, in one sentence.
        assert done.stdout.startswith("StoreError") and "readonly" in done.stdout
        assert snapshot(settings.folder) == before


class open_folder:  # noqa: N801  reads as a statement
    """A folder under /tmp that every user may read (pytest's own are private)."""

    def __enter__(self) -> Path:
        import tempfile

        self.path = Path(tempfile.mkdtemp())
        self.path.chmod(0o755)
        return self.path

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self.path)


# --- killed at any moment -----------------------------------------------------------------------


def started(settings: Settings, corpus: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ingest", "run", str(corpus), "--store", settings.store]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def generations(settings: Settings) -> set[str]:
    return {path.name for path in (settings.folder / "index").iterdir()}


def new_folder(settings: Settings, known: set[str]) -> bool:
    return bool(generations(settings) - known)


def new_database(settings: Settings, known: set[str]) -> bool:
    return any(
        (settings.folder / "index" / n / "chroma" / "chroma.sqlite3").exists() for n in generations(settings) - known
    )


def new_manifest(settings: Settings, known: set[str]) -> bool:
    return any((settings.folder / "index" / n / "manifest.json").exists() for n in generations(settings) - known)


def new_document(settings: Settings, known: set[str]) -> bool:
    return any(
        path.suffix == ".json" and "#" not in path.name for path in (settings.folder / "documents").glob("neuf.*")
    )


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(new_document, id="when the canonical file is there"),
        pytest.param(new_folder, id="when the new generation's folder appears"),
        pytest.param(new_database, id="when Chroma's database appears"),
        pytest.param(new_manifest, id="when the manifest is there, before or at the switch"),
    ],
)
def test_a_killed_ingestion_leaves_an_index_that_answers_whole(moment, settings: Settings, corpus: Path) -> None:
    ingest(settings, corpus)
    before, known = texts(settings), generations(settings)
    (corpus / "neuf.txt").write_text("1. Un texte neuf.\n\n2. Un autre.\n", encoding="utf-8")
    process = started(settings, corpus)
    while process.poll() is None and not moment(settings, known):
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = texts(settings)
    assert held == before or held == before | {"neuf#1": "Un texte neuf.", "neuf#2": "Un autre."}
    assert first(settings, "filets") == "bateaux#2"
    again = ingest(settings, corpus)
    assert not again.failed
    assert texts(settings)["neuf#1"] == "Un texte neuf."
    assert len(generations(settings)) <= 2, "what the killed ingestion left is swept"


@pytest.mark.parametrize("delay", [0.3, 0.8, 1.2, 1.6, 2.0], ids=lambda delay: f"killed after {delay} s")
def test_a_first_ingestion_killed_at_any_moment_can_be_done_again(
    delay: float, settings: Settings, corpus: Path
) -> None:
    process = started(settings, corpus)
    try:
        process.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    assert not ingest(settings, corpus).failed
    assert len(texts(settings)) == 4


# --- a Chroma server ----------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def chroma_server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a Chroma server of this test's own; give its address and its process."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("the program chroma is not beside this Python")
    port = free_port()
    command = [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", process
        process.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as (url, _):
        yield url


def test_a_server_gives_the_same_answers_as_a_folder(
    server: str, demo_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(store=server, _env_file=None)  # type: ignore[call-arg]
    assert not ingest(settings, DEMONSTRATION).failed
    with opened(settings) as index:
        assert index.corpus.paragraphs == demo_index.corpus.paragraphs
        for question in ("rodéos motorisés", "aide aux témoins", "contrebande de bois", "formation"):
            theirs = [(p.paragraph.key, p.score) for p in search(index, question)]
            ours = [(p.paragraph.key, p.score) for p in search(demo_index, question)]
            assert [key for key, _ in theirs] == [key for key, _ in ours]
            assert [score for _, score in theirs] == pytest.approx([score for _, score in ours], abs=1e-3)


def test_a_server_that_stops_is_named(
    corpus: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with chroma_server(tmp_path_factory.mktemp("stopping")) as (url, process):
        settings = Settings(store=url, _env_file=None)  # type: ignore[call-arg]
        ingest(settings, corpus)
        with opened(settings) as index:
            process.kill()
            process.wait()
            with pytest.raises(StoreError, match="ne répond pas comme attendu"):
                search(index, "filets")
    with pytest.raises(StoreError, match="ne répond pas comme attendu"):
        ingest(settings, corpus)


def test_a_server_keeps_no_collection_that_nothing_reads(
    server: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(store=server, _env_file=None)  # type: ignore[call-arg]
    for number in range(4):
        (corpus / "lampes.txt").write_text(LAMPS + f"\n3. Tour {number}.\n", encoding="utf-8")
        ingest(settings, corpus)
    with opened(settings) as index:
        held = {collection.name for collection in index.client.list_collections()}
    assert {f"alinea-{generation}" for generation in generations(settings)} <= held
    assert len(generations(settings)) == 2
    assert texts(settings)["lampes#3"] == "Tour 3."
