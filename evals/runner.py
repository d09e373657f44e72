"""A run: ask every case, keep each answer as it comes, score, and write what was found.

A folder is a run: ``answers.jsonl`` (the contract's lines, appended as they come, so that a killed
run is resumed), ``results.jsonl`` (a line a case, every metric with its reason),
``summary.json``, ``manifest.json``, ``table.md`` and ``report.html``. Only ``answers.jsonl`` holds
times; the rest is the same, byte for byte, whenever the manifest is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.answers import GivenAnswer, answer_of, with_passages_alike
from evals.cases import Case
from evals.errors import EvaluationError
from evals.fields import Record
from evals.judge import Judge, judge_answers
from evals.manifest import Manifest, asked_hash
from evals.report import html_report
from evals.run import Run, Skipped
from evals.sources import Sources
from evals.summary import judge, summarise
from evals.system import System
from evals.table import markdown_table
from store.atomic import write_text
from store.errors import AlineaError


def documents_needed(cases: Iterable[Case]) -> dict[str, frozenset[str]]:
    """Return the documents that each case speaks of, by case id.

    A case that names none (an unanswerable one) needs all that its file's cases name: elsewhere
    it could have an answer.
    """
    named = {case.id: _documents(case) for case in cases}
    by_file: dict[str, frozenset[str]] = {}
    for case in cases:
        by_file[case.file] = by_file.get(case.file, frozenset()) | named[case.id]
    return {case.id: named[case.id] or by_file[case.file] for case in cases}


def _documents(case: Case) -> frozenset[str]:
    return frozenset(key.partition("#")[0] for key in case.keys) | frozenset(case.documents)


def present(cases: Sequence[Case], sources: Sources) -> tuple[tuple[Case, ...], tuple[Skipped, ...]]:
    """Return the cases that can be asked of ``sources``, and those that cannot."""
    kept: list[Case] = []
    skipped: list[Skipped] = []
    needed = documents_needed(cases)
    for case in cases:
        absent = tuple(sorted(needed[case.id] - sources.documents.keys()))
        if absent:
            skipped.append(Skipped(case, absent))
        else:
            kept.append(case)
    return tuple(kept), tuple(skipped)


def collect(
    cases: Sequence[Case],
    system: System,
    folder: Path,
    manifest: Manifest,
    step: Callable[[], None],
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Ask what was not asked yet, and return every answer line and every failure, by case id.

    Raises ``EvaluationError`` where the folder holds a run of something else.
    """
    lines = _open_run(folder, manifest)
    failures: dict[str, str] = {}
    with (folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        for case in cases:
            asked = asked_hash(case)
            if lines.get(case.id, {}).get("asked") != asked:
                try:
                    lines[case.id] = system.answer(case) | {"asked": asked}
                except AlineaError as error:
                    failures[case.id] = str(error)
                    lines.pop(case.id, None)
                else:
                    file.write(_line(lines[case.id]))
                    file.flush()
            step()
    kept = [lines[case.id] for case in cases if case.id in lines]
    write_text(folder / "answers.jsonl", "".join(map(_line, kept)))
    return {line["id"]: line for line in kept}, failures


def _line(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False) + "\n"


def _open_run(folder: Path, manifest: Manifest) -> dict[str, dict[str, Any]]:
    """Return the answers that a folder already holds, once its manifest is known to agree."""
    path = folder / "manifest.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [entry.name for entry in folder.iterdir()]
        if path.exists():
            _refuse_other(path, manifest)
        elif others:
            raise EvaluationError("not_a_run", folder=folder)
        write_text(path, json.dumps(manifest.to_json(), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise EvaluationError("unwritable", path=folder, cause=error.strerror or error) from None
    return _answers_so_far(folder / "answers.jsonl")


def _refuse_other(path: Path, manifest: Manifest) -> None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["answering"]
    except (ValueError, KeyError, TypeError):
        raise EvaluationError("damaged_run", file=path) from None
    for part, value in manifest.answering.items():
        if found.get(part) != value:
            raise EvaluationError("other_run", folder=path.parent, part=part, found=found.get(part), expected=value)


def _answers_so_far(path: Path) -> dict[str, dict[str, Any]]:
    """Read what a run kept; a last line that a kill cut short is dropped."""
    lines: dict[str, dict[str, Any]] = {}
    if not path.exists():
        return lines
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        lines[line["id"]] = line
    write_text(path, "".join(map(_line, lines.values())))
    return lines


def answers_of_lines(
    lines: Iterable[Mapping[str, Any]], file: str, cases: Sequence[Case], sources: Sources
) -> dict[str, GivenAnswer]:
    """Return the answers of ANSWERS.jsonl lines, checked field by field."""
    filters = {case.id: case.documents for case in cases}
    answers = (
        answer_of(Record(dict(line), file, number), sources, filters) for number, line in enumerate(lines, start=1)
    )
    return with_passages_alike({answer.id: answer for answer in answers})


def score(
    cases: Sequence[Case],
    answers: Mapping[str, GivenAnswer],
    sources: Sources,
    manifest: Manifest,
    skipped: tuple[Skipped, ...] = (),
    failures: Mapping[str, str] | None = None,
    reader: Judge | None = None,
) -> Run:
    """Score answers against their cases and return the run; ``reader`` is the optional judge."""
    results = judge(cases, answers, sources)
    judgement = judge_answers(reader, cases, answers, sources) if reader else None
    return Run(
        results,
        summarise([result.kept() for result in results]),
        manifest,
        skipped,
        failures or {},
        judgement,
    )


def write_run(run: Run, sources: Sources, folder: Path, language: str) -> None:
    """Write a run's files, each whole or not at all; raises ``EvaluationError``."""
    texts = {
        "results.jsonl": "".join(_line(result.to_json(language)) for result in run.results),
        "summary.json": json.dumps(_summary_json(run), ensure_ascii=False, indent=1) + "\n",
        "manifest.json": json.dumps(run.manifest.to_json(), ensure_ascii=False, indent=1) + "\n",
        "table.md": markdown_table(run.summary, language),
        "report.html": html_report(run, sources, language),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_text(folder / name, text)
    except OSError as error:
        raise EvaluationError("unwritable", path=folder, cause=error.strerror or error) from None


def _summary_json(run: Run) -> dict[str, Any]:
    judged = run.judgement
    found = run.summary.to_json() | {
        "skipped": {skipped.case.id: list(skipped.absent) for skipped in run.skipped},
        "failures": dict(run.failures),
    }
    if judged is not None:
        found["judge"] = {
            "name": judged.name,
            "support": round(judged.support.value, 6),
            "accuracy": round(judged.agreement.accuracy.value, 6),
            "pairs": judged.agreement.accuracy.count,
            "kappa": round(judged.agreement.kappa, 6),
        }
    return found
