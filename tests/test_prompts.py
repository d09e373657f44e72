"""Prompt templates: declared variables, one pass of filling, text of documents stays literal."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Prompt, load, parse

SOURCE = "variables: question, passages\n---\nQ : ⟦question⟧ P : ⟦passages⟧ Q encore : ⟦question⟧"


def test_every_template_of_the_package_loads() -> None:
    names = [file.name.removesuffix(".md") for file in files("prompts").iterdir()]
    templates = [name for name in names if not name.startswith("__")]
    assert {"answer", "answer_system"} <= set(templates)
    for name in templates:
        assert load(name).body


def test_a_template_takes_the_variables_it_declares() -> None:
    assert load("answer").variables == ("passages", "question", "langue")
    assert load("answer_system").variables == ("langue",)


def test_filling_replaces_each_placeholder() -> None:
    filled = parse("essai", SOURCE).fill(question="où ?", passages="ici")
    assert filled == "Q : où ? P : ici Q encore : où ?"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        pytest.param({"question": "x"}, "missing variable passages", id="missing"),
        pytest.param({"question": "x", "passages": "y", "ton": "z"}, "unknown variable ton", id="extra"),
    ],
)
def test_filling_names_what_is_wrong(variables: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse("essai", SOURCE).fill(**variables)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("⟦question⟧", "expected a line", id="no declaration"),
        pytest.param("variables: a\n---\n⟦a⟧ ⟦b⟧", "undeclared variable b", id="undeclared"),
        pytest.param("variables: a, b\n---\n⟦a⟧", "variable b is never used", id="never used"),
        pytest.param("variables: a\n---\n⟦a⟧ ⟦A b⟧", "outside a placeholder", id="misspelt"),
    ],
)
def test_a_faulty_template_is_refused_when_read(source: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse("essai", source)


@pytest.mark.parametrize("name", ["absent", "../store/model", "Answer", "", "answer.md"])
def test_a_name_that_is_no_template_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no prompt named"):
        load(name)


@given(st.text(), st.text())
def test_what_a_variable_brings_in_is_never_a_template(question: str, passages: str) -> None:
    hostile = f"{passages} ⟦question⟧ {{question}} {{}} \\1 %s"
    prompt = Prompt("essai", ("question", "passages"), "⟦passages⟧|⟦question⟧")
    assert prompt.fill(question=question, passages=hostile) == f"{hostile}|{question}"
