"""The gate: what must never happen, and what must not get worse.

A run and a committed baseline come in, findings go out. It fails on any made-up citation, any
altered quotation, any citation said to be what it is not, and on a loss against the baseline that
chance does not explain. A baseline holds ids and numbers, never text of a report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.compare import Difference, differences
from evals.errors import EvaluationError
from evals.kept import Kept
from evals.run import Run
from evals.summary import WHOLE, Result
from store.atomic import write_text
from store.texts import render

FORMAT = 1
NEVER = ("citation_validity", "quotation_fidelity", "text_quotations", "attribution")
WATCHED = (
    "case_right",
    "citation_f1",
    "citation_exact",
    "nugget_recall_strict",
    "decision",
    "hallucination",
    "wrong_refusal",
    "caveat_kept",
    "status_coherence",
    "named_as_cited",
    "standing_said",
    "answer_language",
    "recall_at_5",
    "ndcg_at_10",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Why the gate stays shut, as a sentence of ``store/texts`` and its values."""

    code: str
    values: tuple[tuple[str, str], ...]

    def text(self, language: str) -> str:
        """Return the sentence in ``language``."""
        return render(f"evals.gate_{self.code}", language, **dict(self.values))


def _finding(code: str, **values: object) -> Finding:
    return Finding(code, tuple((name, str(value)) for name, value in values.items()))


def check(run: Run, baseline: Mapping[str, Kept], language: str) -> list[Finding]:
    """Return everything that keeps the gate shut; nothing means that it opens.

    A metric that applies no longer, or a case that is there no longer, is a finding too: what is
    not measured cannot be seen to get worse.
    """
    current = {result.case.id: result.kept() for result in run.results}
    found = [_finding("failed", id=name, cause=cause) for name, cause in run.failures.items()]
    for result in run.results:
        found += _never(result, language)
    found += [_loss(d, language) for d in losses(baseline, current)]
    found += _unmeasured(baseline, current, language)
    known = current.keys() | {skipped.case.id for skipped in run.skipped} | run.failures.keys()
    return found + [_finding("lost_case", id=name) for name in baseline if name not in known]


def _never(result: Result, language: str) -> list[Finding]:
    found = []
    for name in NEVER:
        score = result.scores[name]
        if score.value is not None and score.value < 1:
            metric = render(f"evals.metric_{name}", language)
            reason = score.reason.text(language)
            found.append(_finding("never", id=result.case.id, metric=metric, reason=reason))
    return found


def losses(baseline: Mapping[str, Kept], current: Mapping[str, Kept]) -> list[Difference]:
    """Return the metrics of ``WATCHED`` that are significantly worse over the shared cases."""
    found = differences(baseline, current, WATCHED, slices=(WHOLE,))
    return [d for d in found if d.gain < 0 and d.significant]


def _loss(difference: Difference, language: str) -> Finding:
    return _finding(
        "loss",
        metric=render(f"evals.metric_{difference.metric}", language),
        before=f"{100 * difference.before:.1f}",
        after=f"{100 * difference.after:.1f}",
        count=difference.count,
        p=f"{difference.corrected:.4f}",
    )


def _unmeasured(baseline: Mapping[str, Kept], current: Mapping[str, Kept], language: str) -> list[Finding]:
    """Return the watched metrics that applied to shared cases before and apply to none now."""
    shared = [name for name in baseline if name in current]
    found = []
    for metric in WATCHED:
        was = sum(baseline[name].values.get(metric) is not None for name in shared)
        now = sum(current[name].values.get(metric) is not None for name in shared)
        if was and not now:
            title = render(f"evals.metric_{metric}", language)
            found.append(_finding("unmeasured", metric=title, count=was))
    return found


def write_baseline(path: Path, run: Run) -> None:
    """Write a run as the baseline to hold: every case's values, its slices and its cluster.

    Raises ``EvaluationError`` where the file cannot be written.
    """
    cases = [json.dumps(result.kept().to_json(), ensure_ascii=False) for result in run.results]
    head = json.dumps({"format": FORMAT, "corpus": run.manifest.corpus, "cases": len(cases)})
    body = ",\n".join(cases)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, f'{head[:-1]}, "results": [\n{body}\n]}}\n')
    except OSError as error:
        raise EvaluationError("unwritable", path=path, cause=error.strerror or error) from None


def read_baseline(path: Path) -> dict[str, Kept]:
    """Read a committed baseline; raises ``EvaluationError`` where there is none to read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        return {item["id"]: Kept.from_json(item) for item in data["results"]}
    except FileNotFoundError:
        raise EvaluationError("no_baseline", file=path) from None
    except OSError as error:
        raise EvaluationError("unreadable", file=path, cause=error.strerror or error) from None
    except (ValueError, KeyError, TypeError):
        raise EvaluationError("not_a_baseline", file=path) from None
