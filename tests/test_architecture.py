"""Facts about the house that no type and no import contract can tell."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from store.texts import LANGUAGES, catalogue

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "evals", "ingest", "prompts", "store")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def who(packages: str) -> set[str]:
    """Return the modules that import a package, or a part of it."""
    return {
        name
        for name, tree in TREES.items()
        if any(other == packages or other.startswith(f"{packages}.") for other in imported(tree))
    }


def uses(tree: ast.AST, module: str, *attributes: str) -> bool:
    named = imported(tree) & {f"{module}.{attribute}" for attribute in attributes}
    read = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in attributes and isinstance(node.value, ast.Name)
    )
    return bool(named) or any(isinstance(node.value, ast.Name) and node.value.id == module for node in read)


def test_the_environment_is_read_at_the_edges_alone() -> None:
    readers = {name for name, tree in TREES.items() if uses(tree, "os", "environ", "getenv", "putenv", "environb")}
    assert {name for name in readers if not name.endswith("__main__.py")} <= {"store/settings.py"}


def test_gradio_is_under_the_page_alone() -> None:
    assert all(name.startswith("bot/app/") for name in who("gradio"))


def test_chroma_is_in_the_store_alone() -> None:
    assert all(name.startswith("store/") for name in who("chromadb"))


def test_the_global_settings_of_llama_index_are_not_touched() -> None:
    assert not who("llama_index.core.Settings")
    assert not who("llama_index.core.settings")


def test_only_commands_print() -> None:
    printing = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert all(name.endswith(("__main__.py", "commands.py")) for name in printing)


def test_nothing_asks_the_network_but_through_the_seams() -> None:
    clients = {
        name for library in ("requests", "httpx", "urllib.request", "aiohttp", "openai") for name in who(library)
    }
    assert clients <= {"bot/model.py", "ingest/fetch.py", "store/chroma.py"}


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


# ── strings ───────────────────────────────────────────────────────────────────────────────────


def names_of_strings() -> set[str]:
    """Return the names that the code gives to ``render`` and to errors, where they are written out."""
    names: set[str] = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                first = node.args[0].value
                if isinstance(first, str) and function == "render" and "." in first:
                    names.add(first)
                elif isinstance(first, str) and function in {
                    "InputError",
                    "StoreError",
                    "SettingsError",
                    "ModelError",
                    "FetchError",
                }:
                    names.add(f"error.{first}")
    return names


def test_every_string_that_the_code_names_exists() -> None:
    assert len(names_of_strings()) > 100
    assert names_of_strings() <= set(catalogue("fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_have_the_same_strings_with_the_same_blanks(language: str) -> None:
    def blanks(strings: dict[str, str]) -> dict[str, set[str]]:
        return {name: set(re.findall(r"{(\w+)}", text)) for name, text in strings.items()}

    assert blanks(catalogue(language)) == blanks(catalogue("fr"))
