"""Which files of cases are meant, and reading them whatever their form.

Files, folders and patterns come in; cases go out, in the order of the files' names.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.cases import Case, checked, load_cases
from evals.errors import EvaluationError
from evals.exemples import is_exemples, load_exemples


def expand(named: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that are named: themselves, a folder's ``*.jsonl``, a pattern's matches.

    Raises ``EvaluationError`` for a name that leads to no file.
    """
    found: dict[Path, None] = {}
    for name in named:
        path = Path(name)
        if path.is_dir():
            files = sorted(path.glob("*.jsonl"))
        elif path.exists():
            files = [path]
        else:
            root = Path(path.anchor or ".")
            files = sorted(root.glob(name.removeprefix(path.anchor)))
        if not files:
            raise EvaluationError("no_case_file", path=name)
        found |= dict.fromkeys(files)
    return tuple(found)


def load_case_files(paths: Sequence[Path]) -> tuple[Case, ...]:
    """Read files of cases, or of the sample questions; raises ``EvaluationError``."""
    read = (load_exemples(path) if is_exemples(path) else load_cases([path]) for path in paths)
    return checked(case for cases in read for case in cases)
