"""The command line as data: what each command takes, in the reader's language.

``build_parser`` gives the parser of ``python -m evals``; a command badly written raises
``EvaluationError`` in that language, instead of argparse's English.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, NoReturn

from evals.errors import EvaluationError
from store.texts import LANGUAGES, render

DEFAULT_CASES = "evals/cases"
MODES = ("extractive", "llm", "auto")


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are ours."""

    language = "fr"

    def error(self, message: str) -> NoReturn:
        """Raise ``EvaluationError`` for argparse's complaint."""
        raise EvaluationError("usage", problem=usage_problem(message, self.language))


_PROBLEMS = (
    ("required", r"the following arguments are required: (?P<names>.+)"),
    ("unrecognized", r"unrecognized arguments: (?P<names>.+)"),
    ("together", r"argument (?P<one>\S+): not allowed with argument (?P<other>\S+)"),
    (
        "choice",
        r"argument (?P<which>.+): invalid choice: '?(?P<value>.*?)'? "
        r"\(choose from (?P<choices>.+)\)",
    ),
    ("value", r"argument (?P<which>.+): invalid \w+ value: '?(?P<value>.*?)'?$"),
    ("expected", r"argument (?P<which>.+): expected .*argument"),
)


def usage_problem(message: str, language: str) -> str:
    """Return argparse's complaint in ``language``; one that is not known stays as it is."""
    for code, pattern in _PROBLEMS:
        if found := re.match(pattern, message):
            return render(f"evals.usage_{code}", language, **found.groupdict())
    return message


def whole(text: str) -> int:
    """Return a whole number above 0; raises ``ValueError`` for anything else."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def build_parser(language: str) -> argparse.ArgumentParser:
    """Return the parser of every command, its help in ``language``."""
    Parser.language = language

    def say(name: str) -> str:
        return render(f"evals.{name}", language).replace("%", "%%")

    parser = Parser(prog="python -m evals", description=say("help_program"), allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="…")

    def command(name: str, *options: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=say(f"help_{name}"), allow_abbrev=False)
        for option in options:
            flags, settings = OPTIONS[option]
            added.add_argument(*flags, help=say(f"option_{option.removeprefix('optional_')}"), **settings)
        return added

    command("run", "cases", "out", "store", "mode", "split", "limit", "fresh", "judge", "language")
    command("score", "answers", "cases", "out", "store", "documents", "split", "judge", "language")
    compare = command("compare", "language")
    for place in ("A", "B"):
        compare.add_argument(place, type=Path, help=say("option_run"))
    command("gate", "cases", "baseline", "store", "update", "strict", "optional_out", "language")
    command("bench", "cases", "store", "limit", "repeat")
    command("validate", "cases", "store", "documents", "quotas", "language")
    command("mutate", "cases", "store", "documents", "language")
    table = command("table", "into", "mark", "brief", "check", "language")
    table.add_argument("run", type=Path, help=say("option_source"))
    return parser


OPTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "cases": (("--cases",), {"nargs": "+", "default": [DEFAULT_CASES], "metavar": "…"}),
    "out": (("--out",), {"type": Path, "default": Path("build/evals"), "metavar": "…"}),
    "optional_out": (("--out",), {"type": Path, "metavar": "…"}),
    "store": (("--store",), {"metavar": "…"}),
    "documents": (("--documents",), {"nargs": "+", "type": Path, "metavar": "…"}),
    "mode": (("--mode",), {"choices": MODES, "default": "extractive"}),
    "split": (("--split",), {"choices": ("dev", "held", "all"), "default": "all"}),
    "limit": (("--limit",), {"type": whole, "metavar": "N"}),
    "fresh": (("--fresh",), {"action": "store_true"}),
    "judge": (("--judge",), {"action": "store_true"}),
    "language": (("--language",), {"choices": LANGUAGES, "default": None}),
    "answers": (("--answers",), {"type": Path, "required": True, "metavar": "…"}),
    "baseline": (("--baseline",), {"type": Path, "required": True, "metavar": "…"}),
    "update": (("--update",), {"action": "store_true"}),
    "strict": (("--strict",), {"action": "store_true"}),
    "repeat": (("--repeat",), {"type": whole, "default": 1, "metavar": "N"}),
    "quotas": (("--quotas",), {"action": "store_true"}),
    "into": (("--into",), {"type": Path, "required": True, "metavar": "…"}),
    "mark": (("--mark",), {"default": "evals", "metavar": "…"}),
    "brief": (("--brief",), {"action": "store_true"}),
    "check": (("--check",), {"action": "store_true"}),
}
