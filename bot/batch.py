"""Answer a file of questions: one JSON object a line in, one a line out, in the same order.

The whole file is checked before the first answer, and the answers appear whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.question import Mode, Question, Turn
from bot.render import markdown
from store.errors import AlineaError, InputError

FIELDS: tuple[tuple[str, object], ...] = (("question", None), ("history", []), ("documents", []))


def read_questions(path: Path, mode: Mode, language: str) -> list[tuple[str, Question]]:
    """Return the questions of a file with their ids.

    Raises ``InputError`` naming the line, the field and what was expected.
    """
    try:
        # Lines end with a line feed alone: JSON strings may hold the other separators of Unicode.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        raise InputError("path_missing", path=path) from None
    except UnicodeDecodeError:
        raise InputError("file_binary", file=path) from None
    except OSError as error:
        raise InputError("file_unreadable", file=path, problem=error.strerror) from None
    found = [_question(path, number, line, mode, language) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise InputError("file_empty", file=path)
    return found


def answer_all(
    questions: list[tuple[str, Question]], assistant: Assistant, output: Path, progress: Callable[[int, int], None]
) -> None:
    """Write an answer a line to ``output``, replaced only when all have been answered.

    A link keeps leading to its file; a device or a pipe (« /dev/stdout ») is written as it goes.
    """
    special = output.exists() and not output.is_file() and not output.is_dir()
    target = output if special else output.resolve()
    beside = target if special else target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        # A lone surrogate, which JSON can name and UTF-8 cannot, becomes « ? ».
        with beside.open("w", encoding="utf-8", errors="replace") as file:
            for number, (identifier, question) in enumerate(questions, 1):
                file.write(json.dumps(answer_one(identifier, question, assistant), ensure_ascii=False) + "\n")
                progress(number, len(questions))
        if not special:
            os.replace(beside, target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError("file_unreadable", file=output, problem=error.strerror) from None
    finally:
        if not special:
            beside.unlink(missing_ok=True)


def answer_one(identifier: str, question: Question, assistant: Assistant) -> dict[str, Any]:
    """Return one line of ANSWERS.jsonl; a question that cannot be read is refused with the reason."""
    try:
        answer = assistant.ask(question)
    except InputError as error:
        return _unreadable(identifier, question, error)
    return answer.to_json(identifier=identifier, text=markdown(answer)) | {"question": question.text}


def _unreadable(identifier: str, question: Question, error: AlineaError) -> dict[str, Any]:
    return {
        "id": identifier,
        "question": question.text,
        "status": "refused",
        "text": error.message(question.language),
        "citations": [],
        "passages": [],
        "mode": "extractive",
        "seconds": 0.0,
        "understood": "",
        "missing": [],
        "dropped": [],
    }


def _question(path: Path, number: int, line: str, mode: Mode, language: str) -> tuple[str, Question]:
    def refuse(field: str, expected: str) -> InputError:
        return InputError("questions_line", file=path, line=number, field=field, expected=expected)

    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise refuse("–", "JSON") from None
    if not isinstance(data, dict):
        raise refuse("–", "{…}")
    text, history, documents = (_given(data, name, default) for name, default in FIELDS)
    if not isinstance(text, str):
        raise refuse("question", '"…"')
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        raise refuse("history", '[{"role": "user|assistant", "content": "…"}]')
    if not isinstance(documents, list) or not all(isinstance(name, str) for name in documents):
        raise refuse("documents", '["…"]')
    identifier = _given(data, "id", number)
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        raise refuse("id", '"…"')
    turns = tuple(Turn(turn["role"], turn["content"]) for turn in history)
    return str(identifier), Question(text, turns, tuple(documents), mode=mode, language=language)


def _given(data: dict[str, Any], name: str, default: object) -> Any:
    """Return a field of a line; one that is missing or null has its default."""
    value = data.get(name)
    return default if value is None else value


def _is_turn(turn: object) -> bool:
    return isinstance(turn, dict) and turn.get("role") in ("user", "assistant") and isinstance(turn.get("content"), str)
