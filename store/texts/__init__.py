"""Every user-visible string: one folder per language (``fr``, ``en``, ``es``), a file per subject.

``render("error.empty_file", "fr", file="a.txt")`` looks up ``empty_file`` in ``fr/error.toml`` and
fills it in. The three folders have the same names and the same placeholders (a test holds them
to it).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en", "es")


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the strings of one language as ``subject.name``; an unknown language is French."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    folder = files(__package__) / name
    strings: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            subject = file.name.removesuffix(".toml")
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            strings |= {f"{subject}.{key}": value for key, value in table.items()}
    return strings


def decimal(value: float, language: str) -> str:
    """Return a number with one decimal, written as the language does (« 1,5 », “1.5”)."""
    return f"{value:.1f}".replace(".", "." if language == "en" else ",")


def render(name: str, language: str, /, **values: object) -> str:
    """Return the string ``name`` in ``language`` with its placeholders filled.

    Raises ``KeyError`` when the name or a placeholder's value is missing: a fault of the program.
    """
    return catalogue(language)[name].format(**values)
