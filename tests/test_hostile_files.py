"""Files that nobody should have to fear: each fails alone, in one sentence, and the others are ingested."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.pipeline import Run, run
from ingest.read import LARGEST_TEXT, LONGEST_LINE, load, read
from ingest.workers import Limits, perform
from store.errors import AlineaError, InputError, shown
from store.settings import Settings
from tests.conftest import ROOT

GOOD = "1. Les lampes brillent.\n\n2. Les verres sont propres.\n"
SECONDS = 60


def silent(stage: str, done: int, total: int) -> None:
    return None


def ingest(folder: Path, *paths: Path) -> Run:
    return run(paths, Settings(store=str(folder / "store"), _env_file=None), silent)  # type: ignore[call-arg]


def zip_bomb() -> bytes:
    """A Word file whose text is 400 MB of spaces, packed into 400 KB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b"<w:document>")
            for _ in range(40):
                part.write(b" " * 10_000_000)
    return buffer.getvalue()


def linked(path: Path, target: str) -> None:
    path.symlink_to(target)


def listening(path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    server.bind(path.name)
    server.close()


@dataclass(frozen=True)
class Hostile:
    name: str
    make: Callable[[Path], object]


def wrote(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


HOSTILE = [
    pytest.param(Hostile("tronqué.pdf", wrote(b"%PDF-1.7\n1 0 obj\n<< /Type /Cata")), id="a PDF cut short"),
    pytest.param(Hostile("pdf.pdf", wrote(b"%PDF-1.4\n" + os.urandom(5000))), id="a PDF of noise"),
    pytest.param(Hostile("faux.pdf", wrote(b"texte sans rien de PDF")), id="no PDF, but named so"),
    pytest.param(Hostile("vrai.txt", wrote(b"%PDF-1.7\n%%EOF")), id="a PDF named as a text"),
    pytest.param(Hostile("bombe.docx", lambda path: path.write_bytes(zip_bomb())), id="a zip bomb"),
    pytest.param(Hostile("tronqué.docx", wrote(b"PK\x03\x04\x14\x00\x08")), id="a Word file cut short"),
    pytest.param(Hostile("faux.docx", wrote(b"texte sans rien de Word")), id="no Word file, but named so"),
    pytest.param(
        Hostile("chiffré.docx", wrote(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)), id="a password (OLE)"
    ),
    pytest.param(Hostile("archive.txt", wrote(b"PK\x03\x04" + b"\0" * 100)), id="an archive named as a text"),
    pytest.param(Hostile("vide.txt", wrote(b"")), id="an empty file"),
    pytest.param(Hostile("vide.pdf", wrote(b"")), id="an empty PDF"),
    pytest.param(Hostile("vide.docx", wrote(b"")), id="an empty Word file"),
    pytest.param(Hostile("nuls.txt", wrote(b"1. Texte\x00\x00\x00 " * 50)), id="NUL bytes"),
    pytest.param(Hostile("ligne.txt", wrote(b"mot abc " * 1_250_000)), id="a line of 10 MB"),
    pytest.param(Hostile("long.txt", wrote(b"1. Une phrase.\n\n" * 6_300_000)), id="a text of 100 MB"),
    pytest.param(Hostile("long.html", wrote(b"<p>1. Une phrase.</p>" * 4_800_000)), id="a page of 100 MB"),
    pytest.param(Hostile("tube.txt", os.mkfifo), id="a pipe"),
    pytest.param(Hostile("prise.txt", listening), id="a socket"),
    pytest.param(Hostile("sans-fin.txt", lambda path: linked(path, "/dev/zero")), id="a link to an endless device"),
    pytest.param(Hostile("boucle.txt", lambda path: linked(path, path.name)), id="a loop of links"),
    pytest.param(Hostile("brisé.txt", lambda path: linked(path, "absent")), id="a broken link"),
    pytest.param(Hostile("a'b\"c«d».txt", wrote(b"")), id="quotes in its name"),
    pytest.param(Hostile("a\nb.txt", wrote(b"")), id="a line end in its name"),
    pytest.param(Hostile("a\u202etxt.txt", wrote(b"")), id="a right-to-left mark in its name"),
    pytest.param(Hostile(os.fsdecode(b"\xff\xfe.txt"), wrote(b"")), id="a name that is not UTF-8"),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_fails_alone_in_one_sentence(
    hostile: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "bon.txt").write_text(GOOD, encoding="utf-8")
    hostile.make(folder / hostile.name)
    begun = time.monotonic()
    done = ingest(tmp_path, folder)
    assert time.monotonic() - begun < SECONDS
    by_status = {report.status: report for report in done.documents}
    assert set(by_status) == {"added", "failed"}
    assert by_status["added"].source == "bon.txt"
    error = by_status["failed"].error
    assert isinstance(error, InputError)
    for language in ("fr", "en", "es"):
        sentence = error.message(language)
        assert len(sentence.splitlines()) == 1 and sentence.endswith(".") and shown(sentence) == sentence
    assert error.code != "file_failed", "a fault of ours is no message for an operator"


def test_a_folder_named_as_a_document_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "rapport.pdf").mkdir(parents=True)
    (folder / "rapport.pdf" / "bon.txt").write_text(GOOD, encoding="utf-8")
    assert [report.source for report in ingest(tmp_path, folder).documents] == ["rapport.pdf/bon.txt"]
    with pytest.raises(InputError, match="ne peut pas être ouvert"):
        load(folder / "rapport.pdf")


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    done = ingest(tmp_path, Path("a\0b.txt"))
    assert [report.status for report in done.documents] == ["failed"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "bon.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "clos.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "clos.txt").chmod(0)
    done = ingest(tmp_path, tmp_path / "bon.txt", tmp_path / "clos.txt")
    assert [report.status for report in done.documents] == ["added", "failed"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.txt", b"mot abc\n" * (LARGEST_TEXT // 8) + b"fin d", "text_large", id="one byte too many"),
        pytest.param("a.html", b"<p>mot</p>" * (LARGEST_TEXT // 10) + b"x", "text_large", id="and in HTML"),
        pytest.param("a.md", b"mot\n\n" + b"a" * (LONGEST_LINE + 1), "text_line", id="a line too long"),
    ],
)
def test_the_limits_of_a_text(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(tmp_path / name)
    assert caught.value.code == code


# --- processes that fail ------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    path: Path
    what: str


def obey(order: Order) -> str:
    """Do what a hostile file would have a reader do."""
    if order.what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order.what == "sleep":
        time.sleep(600)
    elif order.what == "eat":
        return str(len(bytearray(3_000_000_000)))
    elif order.what == "dive":
        return obey(Order(order.path, "dive"))
    elif order.what == "stumble":
        raise KeyError("§")
    elif order.what == "refuse":
        raise InputError("file_empty", file=order.path)
    return order.what


@pytest.mark.parametrize(
    ("what", "code"),
    [
        pytest.param("die", "file_crashed", id="its process is killed"),
        pytest.param("sleep", "file_slow", id="it takes too long"),
        pytest.param("eat", "file_memory", id="it takes too much memory"),
        pytest.param("dive", "file_deep", id="it goes too deep"),
        pytest.param("stumble", "file_failed", id="the program is at fault"),
        pytest.param("refuse", "file_empty", id="the reader refuses it"),
    ],
)
def test_a_job_that_fails_fails_alone_and_the_order_holds(what: str, code: str) -> None:
    orders = [Order(Path(f"{n}.txt"), what if n in (2, 3, 7) else f"n{n}") for n in range(10)]
    limits = Limits(workers=2, memory=1000, seconds=2 if what == "sleep" else SECONDS)
    outcomes = list(perform(orders, obey, limits))
    for number, outcome in enumerate(outcomes):
        if number in (2, 3, 7):
            assert isinstance(outcome, InputError) and outcome.code == code
            assert f"{number}.txt" in outcome.message("fr")
        else:
            assert outcome == f"n{number}"
    assert len(outcomes) == 10


def test_no_process_is_left_when_the_outcomes_are_not_all_taken() -> None:
    outcomes = perform([Order(Path("a"), "n"), Order(Path("b"), "sleep")], obey, Limits(2, 1000, SECONDS))
    assert next(outcomes) == "n"
    outcomes.close()  # type: ignore[attr-defined]
    told = Path(f"/proc/self/task/{os.getpid()}/children")
    if told.exists():
        children = [Path(f"/proc/{child}/cmdline").read_bytes() for child in told.read_text().split()]
        assert not [child for child in children if b"spawn_main" in child]


def test_without_processes_the_work_is_done_here() -> None:
    here = perform([Order(Path("a"), "n"), Order(Path("b"), "refuse")], obey, Limits(0, 1000, SECONDS))
    first, second = here
    assert first == "n" and isinstance(second, AlineaError)


MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], check=False).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def test_a_file_cannot_take_the_machine_s_memory(tmp_path: Path) -> None:
    """The worst files together, in a process of their own: it and its workers stay small."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "bon.txt").write_text(GOOD, encoding="utf-8")
    (folder / "bombe.docx").write_bytes(zip_bomb())
    (folder / "ligne.txt").write_bytes(b"mot abc " * 1_250_000)
    (folder / "long.txt").write_bytes(b"1. Une phrase.\n\n" * 6_300_000)
    ingestion = [sys.executable, "-m", "ingest", "run", str(folder), "--store", str(tmp_path / "store")]
    # A small process measures: the children of this one, forked by other tests, bear all of its memory.
    command = [sys.executable, "-c", MEASURED, *ingestion]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
    assert done.returncode == 1
    assert "bon.txt (2 paragraphes)" in done.stdout
    *told, largest = [line for line in done.stderr.splitlines() if " par seconde" not in line]
    assert len(told) == 3
    assert int(largest) < 1_500_000
