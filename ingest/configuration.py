"""``corpus.toml`` beside the documents: what the operator says of them overrides what was read.

Comes in: a folder. Goes out: its table, checked field by field, and an entry with the overrides made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ingest.entry import Entry
from store.errors import InputError
from store.texts import LANGUAGES

CONFIGURATION = "corpus.toml"
FIELDS = frozenset(
    {"title", "meeting", "place", "date", "session", "session_number", "symbol", "body", "fictional", "language"}
)
KINDS: dict[str, tuple[type, ...]] = {"fictional": (bool,), "date": (str, date), "session_number": (int,)}


def read_configuration(folder: Path) -> dict[str, Any]:
    """Return ``corpus.toml`` of ``folder`` (empty when there is none).

    Raises ``InputError`` naming the line when it is not TOML, or the field whose name or value
    cannot be used.
    """
    path = folder / CONFIGURATION
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        _check_configuration(data)
    except (OSError, ValueError, TypeError) as error:
        raise InputError("configuration", file=path, problem=error) from None
    return data


def _check_configuration(data: dict[str, Any]) -> None:
    """Raise ``ValueError`` or ``TypeError`` naming the first field unknown or not of its kind."""
    _refuse_unknown("corpus.toml", data, {"fictional", "documents"})
    _refuse_kind("fictional", data.get("fictional", False), bool)
    _refuse_kind("documents", data.get("documents", {}), dict)
    for name, values in data.get("documents", {}).items():
        _refuse_kind(name, values, dict)
        _refuse_unknown(name, values, FIELDS)
        for field, value in values.items():
            _refuse_kind(f"{name}, {field}", value, *KINDS.get(field, (str,)))
        if values.get("language", "fr") not in LANGUAGES:
            raise ValueError(f"{name}, language = {values['language']!r} ({', '.join(LANGUAGES)})")


def _refuse_unknown(name: str, table: dict[str, Any], known: Collection[str]) -> None:
    unknown = set(table) - set(known)
    if unknown:
        raise ValueError(f"{name}: {', '.join(sorted(unknown))}")


def _refuse_kind(name: str, value: object, *kinds: type) -> None:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        problem = f"{name} = {value!r} ({', '.join(kind.__name__ for kind in kinds)})"
        raise TypeError(problem)


def override(entry: Entry, configuration: dict[str, Any], source: str) -> Entry:
    """Return ``entry`` with what ``corpus.toml`` says of the file ``source``."""
    values = {"fictional": configuration.get("fictional", entry.fictional)}
    own = configuration.get("documents", {}).get(source) or configuration.get("documents", {}).get(
        Path(source).name, {}
    )
    values |= {field: value if value != "" else None for field, value in own.items()}
    if values.get("date") is not None:
        values["date"] = str(values["date"])
    return replace(entry, **values)
