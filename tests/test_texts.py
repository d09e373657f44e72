"""Every user-visible string: the same names and placeholders in each language, French well typeset."""

from __future__ import annotations

import re
import string

import pytest

from store.texts import LANGUAGES, catalogue, render

NARROW, WIDE = "\u202f", "\u00a0"


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_strings(language: str) -> None:
    assert sorted(catalogue(language)) == sorted(catalogue("fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_string_has_the_same_placeholders_as_in_french(language: str) -> None:
    french = catalogue("fr")
    differing = [name for name, text in catalogue(language).items() if placeholders(text) != placeholders(french[name])]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_empty_or_padded(language: str) -> None:
    padded = [name for name, text in catalogue(language).items() if not text or text != text.strip()]
    # What stands between two other strings, or between two figures, may be a space.
    assert [name for name in padded if not name.endswith(("_separator", "thousands"))] == []


# Code, addresses and placeholders are not typeset.
UNSET = re.compile(r"\{[^}]*\}|<!--.*?-->|https?://\S*|`[^`]*`|“[^”]*”|GRADIO_\w+|ALINEA_\w+|python -m \S+")


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        pytest.param("straight apostrophe", r"\w'\w", id="no straight apostrophe"),
        pytest.param("space", r"[^\u202f\s][;?!]|[ \u00a0][;?!]", id="a narrow no-break space before ; ? !"),
        pytest.param("colon", r"[^\u00a0\s\d]:(?!\S)| :", id="a no-break space before a colon"),
        pytest.param("guillemets", r"«[^\u00a0\u202f]|[^\u00a0\u202f]»", id="no-break spaces inside guillemets"),
        pytest.param("dots", r"\.\.\.", id="an ellipsis is one character"),
    ],
)
def test_french_typography(fault: str, pattern: str) -> None:
    faulty = {n: t for n, t in catalogue("fr").items() if re.search(pattern, UNSET.sub("x", t))}
    assert faulty == {}


def test_an_unknown_language_is_french() -> None:
    assert catalogue("de") == catalogue("fr")


def test_a_string_is_filled_in() -> None:
    assert render("error.file_empty", "en", file="a.txt") == "The file a.txt is empty: there is nothing to read."


@pytest.mark.parametrize(
    ("name", "values"),
    [
        pytest.param("error.no_such_string", {}, id="a name that does not exist"),
        pytest.param("error.file_empty", {}, id="a value that is missing"),
    ],
)
def test_a_fault_of_the_program_is_not_hidden(name: str, values: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        render(name, "fr", **values)
