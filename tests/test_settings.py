"""Settings: environment variables and .env, read once, validated, named in the error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from store.errors import SettingsError
from store.settings import Settings, load_settings
from store.texts import LANGUAGES, catalogue


def test_without_anything_set_the_defaults_hold() -> None:
    settings = load_settings()
    assert (settings.store, settings.embedding, settings.language) == ("data", "builtin", "fr")
    assert not settings.has_model


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        pytest.param("ALINEA_STORE", "/srv/alinea", "store", "/srv/alinea", id="folder"),
        pytest.param("ALINEA_LANGUAGE", "es", "language", "es", id="language"),
        pytest.param("ALINEA_LLM_TIMEOUT", "2.5", "llm_timeout", 2.5, id="number"),
        pytest.param("ALINEA_STORE", "", "store", "data", id="an empty variable is as none"),
    ],
)
def test_a_variable_sets_its_field(
    variable: str, value: str, field: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(load_settings(), field) == expected


def test_env_file_is_read_the_environment_wins_and_an_argument_wins_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ALINEA_STORE=of-file\nALINEA_LANGUAGE=en\n", encoding="utf-8")
    assert load_settings().store == "of-file"
    monkeypatch.setenv("ALINEA_STORE", "of-environment")
    assert load_settings().store == "of-environment"
    assert load_settings(store="of-argument").store == "of-argument"
    assert load_settings(store=None).language == "en"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        pytest.param("ALINEA_LANGUAGE", "de", id="a language that there is not"),
        pytest.param("ALINEA_LLM_TIMEOUT", "0", id="no time at all"),
        pytest.param("ALINEA_LLM_TIMEOUT", "bientôt", id="a word for a number"),
        pytest.param("ALINEA_LLM_CONTEXT_WINDOW", "10", id="a window too small"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"Le réglage {variable} vaut «\xa0{value}\xa0»"):
        load_settings()


def test_the_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALINEA_LLM_API_KEY", "hunter2")
    assert "hunter2" not in repr(load_settings()) + str(load_settings())


@pytest.mark.parametrize(
    ("store", "server", "folder"),
    [
        pytest.param("data", False, "data", id="folder"),
        pytest.param("http://127.0.0.1:8000", True, "data", id="server"),
        pytest.param("https://chroma.example", True, "data", id="server over TLS"),
    ],
)
def test_a_store_is_a_folder_or_a_server(store: str, server: bool, folder: str) -> None:
    settings = load_settings(store=store)
    assert (settings.store_is_server, settings.folder) == (server, Path(folder))


@pytest.mark.parametrize(
    ("url", "model", "has"),
    [
        pytest.param("http://x", "m", True, id="both"),
        pytest.param("http://x", None, False, id="no model"),
        pytest.param(None, "m", False, id="no address"),
    ],
)
def test_a_model_needs_an_address_and_a_name(url: str | None, model: str | None, has: bool) -> None:
    assert load_settings(llm_base_url=url, llm_model=model).has_model is has


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load_settings().store = "other"  # type: ignore[misc]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_described_in_every_language(language: str) -> None:
    assert all(catalogue(language)[str(field.description)] for field in Settings.model_fields.values())


def test_importing_the_packages_touches_nothing(tmp_path: Path) -> None:
    modules = "store.settings, store.index, store.components, ingest.pipeline, ingest.__main__"
    root = Path(__file__).parent.parent
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import {modules}; print('chromadb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False", "chromadb is imported late"
    assert list(tmp_path.iterdir()) == []
