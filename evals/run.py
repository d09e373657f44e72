"""What a run found, as data: the runner makes it, reports and gates read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evals.cases import Case
from evals.judge import Judgement
from evals.manifest import Manifest
from evals.summary import Result, Summary


@dataclass(frozen=True, slots=True)
class Skipped:
    """A case that cannot be asked here, because a document it speaks of is not in the store."""

    case: Case
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The results of a run, with what it was made from.

    ``failures`` are the cases on which the system raised an error, with its sentence.
    """

    results: tuple[Result, ...]
    summary: Summary
    manifest: Manifest
    skipped: tuple[Skipped, ...]
    failures: Mapping[str, str]
    judgement: Judgement | None = None
