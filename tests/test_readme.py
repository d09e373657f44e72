"""What the README says is what the program does: its commands, its settings, its tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import main as bot
from evals.__main__ import main as evals
from ingest.__main__ import main as ingest
from store.settings import Settings
from store.texts import LANGUAGES, render

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("program", "command"),
    [
        pytest.param(program, command, id=f"{program.__module__} {command}")
        for program, names in (
            (ingest, "run status remove report bench measure-repair parse audit catalogue fetch"),
            (bot, "ask batch settings"),
            (evals, "run score compare gate bench"),
        )
        for command in names.split()
    ],
)
def test_each_command_of_the_readme_exists(program, command, capsys):
    assert re.search(rf"python -m \w+ (?:[\w|]*\|)?{command}\b", README)
    with pytest.raises(SystemExit) as ended:
        program([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


def test_the_settings_table_lists_every_setting_with_its_default():
    rows = dict(re.findall(r"^\| `ALINEA_(\w+)` \|\s*(.*?)\s*\|", README, re.MULTILINE))
    expected = {
        name.upper(): "" if field.default is None else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }
    assert rows == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_described_in_each_language(language):
    for field in Settings.model_fields.values():
        assert render(str(field.description), language)


@pytest.mark.parametrize("target", re.findall(r"`make (\w+)`|^    make (\w+)", README, re.MULTILINE))
def test_each_make_target_of_the_readme_exists(target):
    name = target[0] or target[1]
    assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_table_of_the_demonstration_is_what_the_program_measures(demo_store, tmp_path):
    check_table(demo_store, ["demonstration.jsonl"], "evals:demonstration", tmp_path)


def test_the_table_of_the_reports_is_what_the_program_measures(reports_store, tmp_path):
    names = sorted(path.name for path in (ROOT / "evals/cases").glob("rapports-*.jsonl"))
    check_table(reports_store, names, "evals:rapports", tmp_path)


def check_table(settings, names, mark, folder):
    cases = [str(ROOT / "evals/cases" / name) for name in names]
    assert evals(["run", "--store", settings.store, "--cases", *cases, "--out", str(folder)]) == 0
    options = ["--into", str(ROOT / "README.md"), "--mark", mark, "--brief", "--check", "--language", "en"]
    assert evals(["table", str(folder), *options]) == 0
