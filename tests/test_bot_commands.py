"""``python -m bot``: the contract of ``ask``, ``batch`` and ``settings``, field by field, and what goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from store.model import Status
from store.settings import Settings

ROOT = Path(__file__).parent.parent
STATUSES = {"answered", "partial", "clarify", "refused"}
CITATION = {
    "key": str,
    "document": str,
    "source": str,
    "label": str,
    "number": list,
    "scope": (str, type(None)),
    "status": str,
    "addressee": (str, type(None)),
    "quote": str,
    "start": int,
    "end": int,
    "paragraph": str,
    "page": (int, type(None)),
}
PASSAGE = {"key": str, "source": str, "score": float, "paragraph": str}
ANSWER = {
    "id": str,
    "question": str,
    "status": str,
    "text": str,
    "citations": list,
    "passages": list,
    "mode": str,
    "seconds": float,
}
QUESTIONS = [
    pytest.param("Que dit le paragraphe 13 a) ?", "answered", id="answered by number"),
    pytest.param("Que recommande-t-on sur la reconnaissance faciale ?", "answered", id="answered by subject"),
    pytest.param("les paragraphes 17 et 99", "partial", id="partial"),
    pytest.param("le paragraphe 7", "clarify", id="clarify"),
    pytest.param("Que dit-on du Kazakhstan ?", "refused", id="refused"),
    pytest.param("le paragraphe 99", "refused", id="refused by number"),
    pytest.param("🙂", "refused", id="nothing to search for"),
    pytest.param("Qui est la rapporteuse ?", "answered", id="head matter"),
    pytest.param("note 1", "clarify", id="notes"),
]


def has_fields(data: dict[str, Any], fields: dict[str, Any]) -> None:
    """Each field of the contract is there, with its type; more may be."""
    for name, kind in fields.items():
        assert name in data, name
        assert isinstance(data[name], kind), (name, data[name])


def holds_the_contract(line: dict[str, Any]) -> None:
    has_fields(line, ANSWER)
    assert line["status"] in STATUSES
    assert line["mode"] in {"extractive", "llm"}
    assert line["seconds"] >= 0
    for citation in line["citations"]:
        has_fields(citation, CITATION)
        assert citation["quote"] == citation["paragraph"][citation["start"] : citation["end"]] != ""
        assert citation["key"].startswith(citation["document"] + "#")
        assert citation["status"] in {status.value for status in Status}
        assert all(isinstance(part, str) for part in citation["number"])
    for passage in line["passages"]:
        has_fields(passage, PASSAGE)
    scores = [passage["score"] for passage in line["passages"]]
    assert len(scores) >= 10
    assert scores == sorted(scores, reverse=True)
    assert (line["status"] == "refused") == (line["citations"] == [])
    assert line["text"].strip()


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    assert output.out.count("\n") == 1
    data: dict[str, Any] = json.loads(output.out)
    return data


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must fail with one sentence and nothing on the standard output."""
    assert main([*arguments]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert "Traceback" not in output.err
    return output.err.strip()


# ── ask ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("question", "status"), QUESTIONS)
def test_ask_prints_one_object_that_holds_the_contract(
    question: str, status: str, demo_store: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    line = told(capsys, "ask", question, "--store", demo_store.store, "--json")
    holds_the_contract(line)
    assert (line["status"], line["question"]) == (status, question)


def test_what_exists_in_the_corpus_alone_is_cited(
    demo_store: Settings, capsys: pytest.CaptureFixture[str], demo_index: Any
) -> None:
    line = told(capsys, "ask", "le paragraphe 7", "--store", demo_store.store, "--json")
    for citation in line["citations"]:
        paragraph = demo_index.corpus.paragraph(citation["key"])
        assert (paragraph.text, paragraph.label) == (citation["paragraph"], citation["label"])


def test_each_reading_of_an_ambiguous_number_is_cited_and_named(
    demo_store: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    line = told(capsys, "ask", "le paragraphe 7", "--store", demo_store.store, "--json")
    assert len(line["citations"]) == 6
    for citation in line["citations"]:
        assert citation["label"].replace(" ", "") in line["text"].replace("\u00a0", "").replace(" ", "")


def test_a_refusal_says_what_was_searched_and_what_comes_closest(
    demo_store: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, "ask", "Que dit-on du Kazakhstan ?", "--store", demo_store.store, "--json")["text"]
    assert "4 documents" in text
    assert "les plus proches" in text


def test_a_partial_answer_says_which_part_is_missing(demo_store: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert "99" in told(capsys, "ask", "les paragraphes 17 et 99", "--store", demo_store.store, "--json")["text"]


def test_document_keeps_to_those_named(demo_store: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    two = ["--document", "projet-de-rapport", "--document", "compte-rendu-atelier"]
    line = told(capsys, "ask", "le paragraphe 7", "--store", demo_store.store, "--json", *two)
    assert {citation["document"] for citation in line["citations"]} == {"projet-de-rapport", "compte-rendu-atelier"}


def test_for_a_person_the_references_follow(demo_store: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", demo_store.store, "ask", "par. 13 a)"]) == 0
    output = capsys.readouterr().out
    assert "[1] [document fictif] Conférence fictive de Val-Serein" in output
    assert main(["ask", "par. 99", "--store", demo_store.store]) == 0
    assert "[1]" not in capsys.readouterr().out


def test_the_store_may_be_set_by_the_environment(
    demo_store: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALINEA_STORE", demo_store.store)
    holds_the_contract(told(capsys, "ask", "par. 13 a)", "--json"))


def test_as_a_program_of_its_own(demo_store: Settings) -> None:
    command = [sys.executable, "-m", "bot", "ask", "par. 13 a) – « été »", "--store", demo_store.store, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    holds_the_contract(json.loads(done.stdout.decode()))


@pytest.mark.parametrize("encoding", ["ascii"])
def test_json_is_utf8_whatever_the_terminal_says(encoding: str, demo_store: Settings) -> None:
    command = [sys.executable, "-m", "bot", "ask", "note 2", "--store", demo_store.store, "--json"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120)
    assert "«" in json.loads(done.stdout.decode())["citations"][0]["quote"]


def test_a_reader_that_has_seen_enough_is_no_error(demo_store: Settings) -> None:
    command = f"'{sys.executable}' -m bot ask 'le paragraphe 7' --store '{demo_store.store}' | head -c 1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=True, timeout=120)
    assert (len(done.stdout), done.stderr) == (1, b"")


# ── batch ─────────────────────────────────────────────────────────────────────────────────────


def asked(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_batch_writes_a_line_for_each_question(
    demo_store: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = [{"role": "user", "content": "par. 13 c)"}, {"role": "assistant", "content": "Voici."}]
    lines: list[dict[str, Any]] = [
        {"id": str(n), "question": parameter.values[0]} for n, parameter in enumerate(QUESTIONS)
    ]
    lines.append({"id": "suite", "question": "et le suivant ?", "history": history})
    lines.append({"id": "filtre", "question": "le paragraphe 7", "documents": ["compte-rendu-atelier"]})
    lines.append({"id": "long", "question": "cambriolages " * 1_600})
    output = tmp_path / "answers.jsonl"
    code = main(["batch", str(asked(tmp_path, *lines)), "--output", str(output), "--store", demo_store.store])
    assert code == 0
    assert capsys.readouterr().out == ""
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line]
    assert [(a["id"], a["question"]) for a in answers] == [(line["id"], line["question"]) for line in lines]
    for answer in answers:
        holds_the_contract(answer)
    by_id = {answer["id"]: [citation["key"] for citation in answer["citations"]] for answer in answers}
    assert by_id["suite"] == ["projet-de-rapport#13.d"]
    assert by_id["filtre"] == ["compte-rendu-atelier#7"]


def test_the_contract_holds_on_the_real_reports(reports_store: Settings, shared: Path, tmp_path: Path) -> None:
    output = tmp_path / "answers.jsonl"
    questions = shared / "questions" / "exemples.jsonl"
    assert main(["batch", str(questions), "--output", str(output), "--store", reports_store.store]) == 0
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line]
    assert len(answers) == sum(1 for line in questions.read_text(encoding="utf-8").split("\n") if line.strip())
    for answer in answers:
        holds_the_contract(answer)


# ── what goes wrong ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["ask", ""], "vide", id="an empty question"),
        pytest.param(["ask", " \n\t "], "vide", id="a blank question"),
        pytest.param(["ask", "Que dit-on ?", "--document", "nulle-part"], "nulle-part", id="an unknown document"),
        pytest.param(["ask", "Que dit-on ?", "--mode", "llm"], "ALINEA_LLM_BASE_URL", id="a model that is not set"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(
    arguments: list[str], words: str, demo_store: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in fails(capsys, *arguments, "--store", demo_store.store)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("{", ["ligne 2", "JSON"], id="not JSON"),
        pytest.param('{"id": "a"}', ["ligne 2", "question"], id="no question"),
        pytest.param('{"question": "?", "history": 1}', ["ligne 2", "history"], id="a wrong field"),
    ],
)
def test_a_malformed_line_stops_the_batch_before_it_writes(
    line: str, words: list[str], demo_store: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    path.write_text('{"question": "par. 7"}\n' + line + "\n", encoding="utf-8")
    said = fails(capsys, "batch", str(path), "--output", str(output), "--store", demo_store.store)
    assert all(word in said for word in words)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["q.jsonl"]


def test_a_missing_file_of_questions(demo_store: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "a.jsonl"
    assert "absent.jsonl" in fails(
        capsys, "batch", str(tmp_path / "absent.jsonl"), "--output", str(output), "--store", demo_store.store
    )
    assert not output.exists()


def test_a_folder_of_answers_that_is_not_there(
    demo_store: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = asked(tmp_path, {"question": "par. 7"})
    fails(capsys, "batch", str(path), "--output", str(tmp_path / "absent" / "a.jsonl"), "--store", demo_store.store)


def test_a_store_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "ingest run" in fails(capsys, "ask", "par. 7", "--store", str(tmp_path / "rien"))
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_not_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lettre.txt").write_text("Chère amie", encoding="utf-8")
    assert "n’est pas un dépôt" in fails(capsys, "ask", "par. 7", "--store", str(tmp_path))
    assert "lettre.txt" in fails(capsys, "ask", "par. 7", "--store", str(tmp_path / "lettre.txt"))
    assert [path.name for path in tmp_path.iterdir()] == ["lettre.txt"]


def test_a_damaged_store(tmp_path: Path, demo_store: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copie"
    shutil.copytree(demo_store.folder, copy)
    for path in (copy / "documents").iterdir():
        path.write_text("{}", encoding="utf-8")
    assert "endommagé" in fails(capsys, "ask", "par. 7", "--store", str(copy))


# ── settings ──────────────────────────────────────────────────────────────────────────────────


def test_settings_lists_every_variable_and_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALINEA_LLM_API_KEY", "clef-tres-secrete")
    monkeypatch.setenv("ALINEA_LLM_BASE_URL", "https://nom:mot-de-passe@modele.example/v1?key=k3y-jmb")
    assert main(["settings"]) == 0
    output = capsys.readouterr().out
    for name in Settings.model_fields:
        assert f"ALINEA_{name.upper()} = " in output
    assert "modele.example/v1" in output
    assert not any(secret in output for secret in ("clef-tres-secrete", "mot-de-passe", "k3y-jmb"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("ALINEA_LLM_TIMEOUT", "-1", id="a time before now"),
        pytest.param("ALINEA_LLM_TIMEOUT", "bientôt", id="a word for a number"),
        pytest.param("ALINEA_LANGUAGE", "latin", id="an unknown language"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    said = fails(capsys, "settings")
    assert name in said
    assert value in said


@pytest.mark.parametrize("content", [b"\xff\xfe\x00A", b"ALINEA_LANGUAGE=\xe9"])
def test_a_settings_file_that_is_no_text_is_named(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_bytes(content)
    assert ".env" in fails(capsys, "settings")


@pytest.mark.parametrize(("language", "word"), [("en", "empty"), ("es", "vacía"), ("fr", "vide")])
def test_errors_are_in_the_language_that_is_set(
    language: str, word: str, demo_store: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALINEA_LANGUAGE", language)
    assert word in fails(capsys, "ask", "", "--store", demo_store.store)
