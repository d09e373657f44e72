"""Reading JSON lines that others wrote, so that a mistake is named: file, line, field, expected.

A path comes in; ``Record`` objects go out, whose getters check a field or raise
``EvaluationError``. The whole file is read before anything is done with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object of a file, with the place it came from for messages."""

    data: dict[str, Any]
    file: str
    line: int
    prefix: str = ""

    def fail(self, field: str, expected: str, got: object) -> EvaluationError:
        """Return the error that names this place; ``expected`` is a form of the contract."""
        shown = json.dumps(got, ensure_ascii=False, default=str)
        return EvaluationError(
            "field",
            file=self.file,
            line=self.line,
            field=self.prefix + field,
            expected=expected,
            got=shown if len(shown) <= 80 else shown[:79] + "…",
        )

    def known(self, fields: frozenset[str]) -> None:
        """Refuse a field that is not one of ``fields``: most often a slip of the pen."""
        for name in self.data:
            if name not in fields:
                raise self.fail(name, "|".join(sorted(fields)), self.data[name])

    def text(self, field: str, default: str | None = None, *, empty: bool = False) -> str:
        """Return a string field; without a default it must be there and not empty."""
        value = self.data.get(field, default)
        if not isinstance(value, str) or (not empty and default is None and not value.strip()):
            raise self.fail(field, '"…"', value)
        return value

    def optional_text(self, field: str) -> str | None:
        """Return a string field, or None where it is absent or null."""
        value = self.data.get(field)
        if value is not None and not isinstance(value, str):
            raise self.fail(field, '"…"|null', value)
        return value

    def choice(self, field: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return a string field that must be one of ``choices``."""
        value = self.data.get(field, default)
        if value not in choices:
            raise self.fail(field, "|".join(choices), value)
        return str(value)

    def flag(self, field: str) -> bool:
        """Return a field that must be true or false."""
        value = self.data.get(field)
        if not isinstance(value, bool):
            raise self.fail(field, "true|false", value)
        return value

    def number(self, field: str) -> float | None:
        """Return a number, or None where it is absent or null; NaN and infinities are refused."""
        value = self.data.get(field)
        if value is None:
            return None
        usable = isinstance(value, int | float) and not isinstance(value, bool)
        if not usable or value - value != 0:
            raise self.fail(field, "0.5|null", value)
        return float(value)

    def integer(self, field: str) -> int | None:
        """Return a whole number from 0, or None where it is absent or null."""
        value = self.data.get(field)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self.fail(field, "0|null", value)
        return value

    def items(self, field: str) -> list[Any]:
        """Return a list field, empty where it is absent."""
        value = self.data.get(field, [])
        if not isinstance(value, list):
            raise self.fail(field, "[…]", value)
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a field that is a list of strings, empty where it is absent."""
        value = self.items(field)
        if not all(isinstance(item, str) and item for item in value):
            raise self.fail(field, '["…"]', value)
        return tuple(value)

    def text_lists(self, field: str) -> tuple[tuple[str, ...], ...]:
        """Return a field that is a list of non-empty lists of strings."""
        value = self.items(field)
        for group in value:
            usable = isinstance(group, list) and group
            if not usable or not all(isinstance(item, str) and item for item in group):
                raise self.fail(field, '[["…"]]', value)
        return tuple(tuple(group) for group in value)

    def records(self, field: str) -> tuple[Record, ...]:
        """Return a field that is a list of objects, as records that know their place."""
        found = []
        for position, item in enumerate(self.items(field)):
            if not isinstance(item, dict):
                raise self.fail(field, "[{…}]", item)
            place = f"{self.prefix}{field}[{position}]."
            found.append(Record(item, self.file, self.line, place))
        return tuple(found)


def read_records(path: Path) -> Iterator[Record]:
    """Yield the objects of a JSON-lines file; blank lines are passed over.

    Raises ``EvaluationError`` for a file that cannot be read, or a line that is not an object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise EvaluationError("unreadable", file=path, cause=error.strerror or error) from None
    except UnicodeDecodeError as error:
        raise EvaluationError("not_utf8", file=path, position=error.start) from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _record(line, path, number)


def _record(line: str, path: Path, number: int) -> Record:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        cause = getattr(error, "msg", None) or type(error).__name__
        column = getattr(error, "colno", 1)
        raise EvaluationError("not_json", file=path, line=number, column=column, cause=cause) from None
    if not isinstance(data, dict):
        raise Record({}, str(path), number).fail("-", "{…}", data)
    return Record(data, str(path), number)
