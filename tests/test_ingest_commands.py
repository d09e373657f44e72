"""``python -m ingest``: the JSON contract, exit codes, and one clear sentence for what cannot be done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.__main__ import main
from store.embedding import open_embedder
from store.index import open_index
from store.settings import load_settings
from store.shelf import Shelf
from tests.conftest import DEMONSTRATION, ROOT

TEXT = "1. Les lampes brillent.\n\n2. Les verres sont propres.\n"
PARAGRAPH_FIELDS = [
    "key",
    "label",
    "number",
    "scope",
    "section",
    "status",
    "addressee",
    "chapeau",
    "text",
    "footnotes",
    "page",
    "start",
    "end",
    "addressees",
    "status_reason",
]


@pytest.fixture(autouse=True)
def _in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lampes(name: str = "lampes.txt", text: str = TEXT) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


# --- ingest run ---------------------------------------------------------------------------------


def test_run_prints_the_contract_s_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(DEMONSTRATION), "--store", "store", "--json"]) == 0
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (1, "")
    printed = json.loads(out)
    assert list(printed) == ["documents", "removed", "seconds"]
    assert isinstance(printed["seconds"], float)
    assert [list(document) for document in printed["documents"]] == 4 * [
        ["id", "source", "status", "paragraphs", "warnings", "error", "report"]
    ]
    assert [(d["id"], d["source"], d["status"], d["error"]) for d in printed["documents"]] == [
        ("avis-des-experts", "avis-des-experts.txt", "added", None),
        ("compte-rendu-atelier", "compte-rendu-atelier.txt", "added", None),
        ("projet-de-rapport", "projet-de-rapport.md", "added", None),
        ("resolution-et-annexe", "resolution-et-annexe.html", "added", None),
    ]
    assert sum(document["paragraphs"] for document in printed["documents"]) == 109


def test_run_again_says_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    for expected in ("added", "unchanged"):
        assert main(["run", lampes(), "--store", "store", "--json"]) == 0
        (document,) = json.loads(capsys.readouterr().out)["documents"]
        assert document.pop("report")["numbers"] == 2
        assert document == {
            "id": "lampes",
            "source": "lampes.txt",
            "status": expected,
            "paragraphs": 2,
            "warnings": [],
            "error": None,
        }


def test_run_reports_a_warning_with_its_code_message_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    lampes(text="1. Un.\n\n2. Deux.\n\n5. Cinq.\n\n6. Six.\n")
    main(["run", "lampes.txt", "--store", "store", "--json"])
    (warning,) = json.loads(capsys.readouterr().out)["documents"][0]["warnings"]
    assert list(warning) == ["code", "message", "where"]
    assert (warning["code"], warning["where"]) == ("numbering_gap", "lampes#5")


def test_run_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", lampes(), "--store", "store"])
    first = capsys.readouterr().out
    main(["run", "lampes.txt", "--store", "store"])
    second = capsys.readouterr().out
    assert first.startswith("Ajouté\u00a0: lampes.txt (2 paragraphes)\nDocuments\u00a0: 1")
    assert second.startswith("Inchangé\u00a0: lampes.txt (2 paragraphes)\nRien à ajouter.")


def test_run_with_one_file_that_fails_exits_1_and_ingests_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    Path("vide.txt").write_bytes(b"")
    assert main(["run", lampes(), "vide.txt", "--store", "store", "--json"]) == 1
    good, bad = json.loads(capsys.readouterr().out)["documents"]
    assert (good["status"], good["error"]) == ("added", None)
    assert (bad["id"], bad["status"], bad["paragraphs"]) == (None, "failed", 0)
    assert bad["error"] == "Le fichier vide.txt est vide\u00a0: il n’y a rien à lire."


def test_run_uses_the_store_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALINEA_STORE", "elsewhere")
    assert main(["run", lampes()]) == 0
    settings = load_settings()
    index = open_index(Shelf(settings.folder), open_embedder("builtin"), settings)
    assert len(index.corpus) == 2
    index.close()


def test_run_demonstration_gives_way_to_real_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--demonstration", "--store", "store"]) == 0
    assert "109" in capsys.readouterr().out
    assert main(["run", lampes(), "--store", "store"]) == 0
    capsys.readouterr()
    assert main(["run", "--demonstration", "--store", "store"]) == 0
    assert "vrais documents" in capsys.readouterr().out


# --- ingest parse -------------------------------------------------------------------------------


def test_parse_prints_the_contract_s_object_and_touches_no_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(DEMONSTRATION / "projet-de-rapport.md"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (1, "")
    printed = json.loads(out)
    for field in ("id", "source", "symbol", "title", "date", "language", "format", "paragraphs", "warnings"):
        assert field in printed
    assert (printed["id"], printed["source"], printed["format"]) == ("projet-de-rapport", "projet-de-rapport.md", "md")
    assert {tuple(paragraph) for paragraph in printed["paragraphs"]} == {tuple(PARAGRAPH_FIELDS)}
    (item,) = [p for p in printed["paragraphs"] if p["key"] == "projet-de-rapport#13.f.i"]
    assert (item["number"], item["label"], item["scope"]) == (["13", "f", "i"], "par. 13 f) i)", None)
    assert printed["text"][item["start"] : item["end"]] == item["text"]
    assert list(Path().iterdir()) == []


def test_parse_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", lampes()]) == 0
    assert capsys.readouterr().out.startswith("lampes#1  par. 1  [inconnu]\n    Les lampes brillent.\n")


# --- what cannot be done ------------------------------------------------------------------------


def binary(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


def folder(name: str, *files: str) -> str:
    Path(name).mkdir()
    for file in files:
        (Path(name) / file).write_text("x")
    return name


BAD = [
    pytest.param(lambda: "absent.txt", "Le chemin absent.txt n’existe pas", id="a path that is missing"),
    pytest.param(lambda: binary("a.txt", b""), "est vide", id="an empty file"),
    pytest.param(lambda: binary("a.txt", b" \n\f\n\xef\xbb\xbf"), "est vide", id="a file of white space"),
    pytest.param(lambda: binary("a.html", b"<html><body></body></html>"), "est vide", id="a page without text"),
    pytest.param(lambda: binary("a.txt", b"\x00\x01\x02" * 90), "n’est pas un texte", id="a binary"),
    pytest.param(lambda: binary("a.html", b"\x00\x01\x02" * 90), "n’est pas un texte", id="a binary that ends in html"),
    pytest.param(lambda: binary("a.txt", b"%PDF-1.7 x"), "n’est pas un PDF lisible", id="a PDF, whatever its name"),
    pytest.param(lambda: binary("a.docx", b"PK\x03\x04 x"), "est endommagé", id="a Word file cut short"),
    pytest.param(lambda: binary("a.csv", b"a,b"), "au format .csv", id="an ending without a reader"),
    pytest.param(lambda: binary("a", b"texte"), "au format ?", id="no ending"),
    pytest.param(lambda: binary("a'b\"c \xe9.txt", b""), "a'b\"c \xe9.txt", id="quotes and accents in a name"),
    pytest.param(lambda: binary("a\nb.txt", b""), "a\\nb.txt", id="a line end in a name"),
    pytest.param(lambda: binary("a\u202etxt.txt", b""), "a\\u202etxt.txt", id="a right-to-left mark in a name"),
    pytest.param(lambda: binary(os.fsdecode(b"\xe9.txt"), b""), "\\udce9.txt", id="a name that is not UTF-8"),
]


@pytest.mark.parametrize(("make", "sentence"), BAD)
@pytest.mark.parametrize("command", [["run", "--store", "store"], ["parse"]], ids=["run", "parse"])
def test_bad_input_gives_one_sentence_and_changes_nothing(
    command: list[str], make, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make()
    before = sorted(path.name for path in Path().iterdir())
    assert main([command[0], path, *command[1:]]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1 and err.endswith(".\n") and sentence in err
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        pytest.param(lambda: folder("dossier"), "aucun document lisible", id="an empty folder"),
        pytest.param(lambda: folder("dossier", "photo.jpg", ".a.txt"), "aucun document lisible", id="other files only"),
        pytest.param(lambda: "x" * 300 + ".txt", "ne peut pas être ouvert", id="a name too long"),
    ],
)
def test_run_refuses_a_path_without_documents(make, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = make()
    assert main(["run", path, "--store", "store"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert sentence in err
    assert not Path("store").exists()


def test_parse_refuses_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", folder("dossier", "a.txt")]) == 1
    assert "ne peut pas être ouvert" in capsys.readouterr().err


def test_a_pipe_is_refused_and_does_not_wait_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("a.txt")
    assert main(["run", "a.txt", "--store", "store"]) == 1
    assert "ne peut pas être ouvert" in capsys.readouterr().err


def test_run_without_a_path_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--store", "store"]) == 1
    assert capsys.readouterr().err == "Indiquez au moins un fichier ou un dossier à ingérer.\n"


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        pytest.param(
            lambda: folder("store", "thèse.doc"), "n’est pas un dépôt d’Alinéa", id="a folder of other things"
        ),
        pytest.param(lambda: binary("store", b"x"), "n’est pas un dossier", id="a file"),
    ],
)
def test_a_store_that_is_not_ours_is_refused_and_untouched(
    prepare, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare()
    before = {str(path): path.is_file() and path.read_bytes() for path in Path().rglob("*")}
    lampes()
    assert main(["run", "lampes.txt", "--store", "store"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert sentence in err
    Path("lampes.txt").unlink()
    assert {str(path): path.is_file() and path.read_bytes() for path in Path().rglob("*")} == before


def test_a_mistake_in_corpus_toml_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("corpus.toml").write_text("fictional = 3")
    assert main(["run", lampes(), "--store", "store"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "corpus.toml" in err and "fictional" in err


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        pytest.param("en", "The path absent.txt does not exist. Check it and try again.\n", id="English"),
        pytest.param("es", "La ruta absent.txt no existe. Compruébela e inténtelo de nuevo.\n", id="Spanish"),
    ],
)
def test_sentences_are_in_the_language_that_is_set(
    language: str, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALINEA_LANGUAGE", language)
    assert main(["run", "absent.txt"]) == 1
    assert capsys.readouterr().err == sentence


def test_a_wrong_setting_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ALINEA_LANGUAGE", "de")
    assert main(["run", "absent.txt"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "ALINEA_LANGUAGE" in err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["dance"], id="no such command"),
        pytest.param(["parse"], id="no file"),
    ],
)
def test_a_command_that_does_not_exist_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m ingest" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path(lampes()).chmod(0)
    assert main(["run", "lampes.txt", "--store", "store"]) == 1
    assert "ne peut pas être ouvert" in capsys.readouterr().err


# --- as a program of its own --------------------------------------------------------------------


def test_the_program_run_from_a_shell(tmp_path: Path) -> None:
    lampes()
    for expected in ("added", "unchanged"):
        command = [sys.executable, "-m", "ingest", "run", str(tmp_path / "lampes.txt"), "--store"]
        done = subprocess.run(
            [*command, str(tmp_path / "store"), "--json"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["documents"][0]["status"] == expected


def test_the_program_fails_in_one_sentence_from_a_shell(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ingest", "parse", str(tmp_path / "absent.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_vocabulary_counts_the_words_of_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    folder("textes")
    Path("textes/a.md").write_text("phare " * 7 + "mer", encoding="utf-8")
    assert main(["vocabulary", "textes"]) == 0
    assert capsys.readouterr().out == "phare\t7\n"
    assert main(["vocabulary", "absent"]) == 1
