"""The commands of the contract, their options and their help, as the README and the design name them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.__main__ import main as bot
from ingest.__main__ import main as ingest
from store.texts import catalogue

Program = Callable[[list[str]], int]
OPTIONS = [
    pytest.param(bot, "ask", ["question", "--store", "--document", "--mode", "--json"], id="bot ask"),
    pytest.param(bot, "batch", ["QUESTIONS.jsonl", "--output", "--store", "--mode"], id="bot batch"),
    pytest.param(bot, "settings", [], id="bot settings"),
    pytest.param(ingest, "run", ["PATH", "--store", "--json"], id="ingest run"),
    pytest.param(ingest, "parse", ["FILE", "--json"], id="ingest parse"),
]


def help_of(program: Program, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as end:
        program([*arguments, "--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("program", "command", "options"), OPTIONS)
def test_each_command_has_its_options(
    program: Program, command: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = help_of(program, capsys, command).lower()
    assert all(option.lower() in shown for option in options)


def test_the_modes_are_those_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert "{extractive,llm,auto}" in help_of(bot, capsys, "ask")


def test_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    shown = " ".join(help_of(bot, capsys).split())
    assert catalogue("fr")["bot.help_ask"] in shown
    assert catalogue("fr")["bot.help"] in shown


@pytest.mark.parametrize("arguments", [["ask"], ["inconnue"], ["batch", "q.jsonl"], ["ask", "?", "--mode", "oracle"]])
def test_a_command_written_wrongly_ends_with_its_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        bot(arguments)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err
