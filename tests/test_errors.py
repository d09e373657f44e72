"""The error tree: one sentence a person can act on, in three languages, on one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import AlineaError, InputError, ModelError, SettingsError, StoreError, shown


@pytest.mark.parametrize("kind", [InputError, StoreError, SettingsError, ModelError])
def test_every_error_is_one_of_ours(kind: type[AlineaError]) -> None:
    assert issubclass(kind, AlineaError) and not issubclass(kind, OSError | ValueError)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        pytest.param("fr", "Le fichier a.txt est vide\u00a0: il n’y a rien à lire.", id="French"),
        pytest.param("en", "The file a.txt is empty: there is nothing to read.", id="English"),
        pytest.param("es", "El archivo a.txt está vacío: no hay nada que leer.", id="Spanish"),
    ],
)
def test_the_sentence_is_in_the_user_s_language(language: str, sentence: str) -> None:
    assert InputError("file_empty", file=Path("a.txt")).message(language) == sentence


def test_as_text_an_error_is_its_french_sentence() -> None:
    error = InputError("file_empty", file="a.txt")
    assert str(error) == error.message("fr")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        pytest.param("a'b\"c «d» é.txt", "a'b\"c «d» é.txt", id="quotes and accents as they are"),
        pytest.param("a\nb.txt", "a\\nb.txt", id="line end"),
        pytest.param("a\u202etxt.exe", "a\\u202etxt.exe", id="right-to-left mark"),
        pytest.param("a\x1b[31m.txt", "a\\x1b[31m.txt", id="terminal control"),
        pytest.param("rapport\udce9.txt", "rapport\\udce9.txt", id="a byte that is not UTF-8"),
    ],
)
def test_a_name_can_neither_break_nor_disguise_a_sentence(name: str, printed: str) -> None:
    assert shown(name) == printed
    message = InputError("file_empty", file=name).message("fr")
    assert printed in message and message.encode()


def test_an_unknown_code_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        InputError("no_such_code")
