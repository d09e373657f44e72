"""A file of questions in, a file of answers out: in order, whole or not at all, with every field checked."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant, open_assistant
from bot.batch import answer_all, answer_one, read_questions
from bot.question import Question, Turn
from store.errors import InputError
from store.settings import Settings


@pytest.fixture(scope="module")
def assistant(demo_store: Settings) -> Assistant:
    return open_assistant(demo_store)


def written(folder: Path, *lines: object, name: str = "questions.jsonl") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[tuple[str, Question]]:
    return read_questions(path, "auto", "fr")


def answered(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


# ── questions ─────────────────────────────────────────────────────────────────────────────────


def test_every_field_is_read(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "Et ?"}, {"role": "assistant", "content": "Voici."}]
    line = {"id": "a", "question": "Que dit-on ?", "history": history, "documents": ["phares"]}
    expected = Question("Que dit-on ?", (Turn("user", "Et ?"), Turn("assistant", "Voici.")), ("phares",))
    assert read(written(tmp_path, line)) == [("a", expected)]


def test_optional_fields_may_be_missing_or_null(tmp_path: Path) -> None:
    lines = [{"question": "Un ?"}, {"id": None, "question": "Deux ?", "history": None, "documents": None}]
    assert read(written(tmp_path, *lines)) == [("1", Question("Un ?")), ("2", Question("Deux ?"))]


def test_identifiers_that_are_numbers_become_text(tmp_path: Path) -> None:
    assert [identifier for identifier, _ in read(written(tmp_path, {"id": 7, "question": "?"}))] == ["7"]


def test_a_byte_order_mark_blank_lines_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "a", "question": "Un ?"}\r\n\r\n{"id": "b", "question": "Deux ?"}\r\n')
    assert [identifier for identifier, _ in read(path)] == ["a", "b"]


def test_separators_of_unicode_within_a_string_do_not_end_a_line(tmp_path: Path) -> None:
    found = read(written(tmp_path, {"id": "a", "question": "Un\u2028deux\u0085trois\u2029 ?"}))
    assert found[0][1].text == "Un\u2028deux\u0085trois\u2029 ?"


GOOD = {"id": "a", "question": "Que dit-on ?"}
BAD_LINES = [
    pytest.param("pas du JSON", "–", id="not JSON"),
    pytest.param("[" * 100_000, "–", id="nested too deep"),
    pytest.param("[1]", "–", id="a list"),
    pytest.param({"id": "a"}, "question", id="no question"),
    pytest.param({"question": 7}, "question", id="a question that is a number"),
    pytest.param(GOOD | {"id": {"a": 1}}, "id", id="an id that is an object"),
    pytest.param(GOOD | {"id": True}, "id", id="an id that is true"),
    pytest.param(GOOD | {"history": "Et ?"}, "history", id="a history that is a text"),
    pytest.param(GOOD | {"history": {}}, "history", id="a history that is an object"),
    pytest.param(GOOD | {"history": [{"role": "système", "content": ""}]}, "history", id="an unknown role"),
    pytest.param(GOOD | {"history": [{"role": "user"}]}, "history", id="a turn without content"),
    pytest.param(GOOD | {"documents": "phares"}, "documents", id="documents that are a text"),
    pytest.param(GOOD | {"documents": [1]}, "documents", id="a document that is a number"),
    pytest.param(GOOD | {"documents": False}, "documents", id="documents that are false"),
]


@pytest.mark.parametrize(("line", "field"), BAD_LINES)
def test_a_malformed_line_is_named_with_its_number_and_field(line: object, field: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(written(tmp_path, GOOD, line))
    assert error.value.code == "questions_line"
    assert (error.value.values["line"], error.value.values["field"]) == (2, field)
    assert "\n" not in error.value.message("fr")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(None, "path_missing", id="no file"),
        pytest.param(b"", "file_empty", id="an empty file"),
        pytest.param(b"\n \n", "file_empty", id="blank lines"),
        pytest.param(b"\xff\xfe\x00", "file_binary", id="bytes that are no text"),
    ],
)
def test_a_file_that_cannot_be_read(content: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read(path)
    assert error.value.code == code


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path)
    assert error.value.code == "file_unreadable"


# ── answers ───────────────────────────────────────────────────────────────────────────────────


def test_answers_come_in_the_order_of_the_questions(assistant: Assistant, tmp_path: Path) -> None:
    questions = [(name, Question(text)) for name, text in (("b", "par. 13 a)"), ("a", "par. 99"), ("b", "note 1"))]
    told: list[tuple[int, int]] = []
    answer_all(questions, assistant, tmp_path / "a.jsonl", lambda done, total: told.append((done, total)))
    assert [line["id"] for line in answered(tmp_path / "a.jsonl")] == ["b", "a", "b"]
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(Question(""), id="an empty question"),
        pytest.param(Question("\ud800"), id="a lone surrogate"),
        pytest.param(Question("Que dit-on ?", documents=("nulle-part",)), id="a document that is not there"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_the_reason(
    question: Question, assistant: Assistant, tmp_path: Path
) -> None:
    answer_all([("a", question), ("b", Question("par. 13 a)"))], assistant, tmp_path / "a.jsonl", lambda *_: None)
    first, second = answered(tmp_path / "a.jsonl")
    assert (first["status"], first["citations"], second["status"]) == ("refused", [], "answered")
    assert first["text"]
    assert first.keys() == second.keys()


def test_hostile_identifiers_are_written(assistant: Assistant, tmp_path: Path) -> None:
    identifiers = ["\ud800", "\u2028", '"', "\n", ""]
    answer_all([(name, Question("note 1")) for name in identifiers], assistant, tmp_path / "a.jsonl", lambda *_: None)
    assert [line["id"] for line in answered(tmp_path / "a.jsonl")] == ["?", "\u2028", '"', "\n", ""]


def test_nothing_is_replaced_when_answering_breaks_off(assistant: Assistant, tmp_path: Path) -> None:
    output = written(tmp_path, "avant", name="a.jsonl")

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer_all([("a", Question("note 1"))], assistant, output, interrupt)
    assert output.read_text(encoding="utf-8") == "avant\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_link_keeps_leading_to_its_file(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "lien.jsonl").symlink_to(tmp_path / "a.jsonl")
    answer_all([("a", Question("note 1"))], assistant, tmp_path / "lien.jsonl", lambda *_: None)
    assert (tmp_path / "lien.jsonl").is_symlink()
    assert len(answered(tmp_path / "a.jsonl")) == 1


def test_a_pipe_is_written_and_stays_a_pipe(assistant: Assistant, tmp_path: Path) -> None:
    pipe = tmp_path / "tube"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(answered, pipe)
        answer_all([("a", Question("note 1"))], assistant, pipe, lambda *_: None)
        assert [line["id"] for line in reading.result(30)] == ["a"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["absent/a.jsonl", "."])
def test_a_place_that_cannot_be_written_is_named(name: str, assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        answer_all([("a", Question("note 1"))], assistant, tmp_path / name, lambda *_: None)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_every_answer_is_a_line_of_json(assistant: Assistant, text: str) -> None:
    line = json.dumps(answer_one("a", Question(text), assistant), ensure_ascii=False)
    assert json.loads(line.encode("utf-8", "replace"))["id"] == "a"
