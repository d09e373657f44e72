"""Two runs side by side: what changed, and whether chance explains it.

Two run folders come in; differences go out, metric by metric over the cases that both have, with
McNemar's exact test for rates, a clustered permutation test for means, and Holm's correction over
everything asked at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.cases import CATEGORIES, QUESTION_LANGUAGES
from evals.errors import EvaluationError
from evals.intervals import holm, mcnemar_exact, permutation_test
from evals.kept import Kept
from evals.metrics import BY_NAME
from evals.summary import WHOLE
from evals.table import HEADLINE, as_markdown, metric_name, percent, slice_name
from store.texts import render

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """How one metric moved in one slice: means before and after, and p, raw and corrected."""

    metric: str
    slice: str
    before: float
    after: float
    count: int
    p: float
    corrected: float = 1.0

    @property
    def gain(self) -> float:
        """How much better it became; negative where it became worse."""
        moved = self.after - self.before
        return moved if BY_NAME[self.metric].better == "high" else -moved

    @property
    def significant(self) -> bool:
        """Whether chance, asked this often, would seldom do as much."""
        return self.corrected < SIGNIFICANT


def read_results(folder: Path) -> dict[str, Kept]:
    """Read the results of a run folder; raises ``EvaluationError`` where it holds none."""
    path = folder / "results.jsonl" if folder.is_dir() else folder
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {line["id"]: Kept.from_json(line) for line in lines}
    except OSError as error:
        raise EvaluationError("unreadable", file=path, cause=error.strerror or error) from None
    except (ValueError, KeyError, TypeError):
        raise EvaluationError("damaged_run", file=path) from None


def differences(
    before: Mapping[str, Kept],
    after: Mapping[str, Kept],
    metrics: Sequence[str] = HEADLINE,
    slices: Sequence[str] = (WHOLE, *CATEGORIES, *QUESTION_LANGUAGES),
) -> list[Difference]:
    """Return how ``metrics`` moved in ``slices``, p corrected over all that is asked."""
    shared = [(before[name], after[name]) for name in before if name in after]
    found = [
        difference
        for name in slices
        for metric in metrics
        if (difference := _difference(metric, name, [p for p in shared if p[0].within(name)]))
    ]
    corrected = holm({f"{d.slice}/{d.metric}": d.p for d in found})
    return [replace(d, corrected=corrected[f"{d.slice}/{d.metric}"]) for d in found]


def _difference(metric: str, slice_: str, pairs: Sequence[tuple[Kept, Kept]]) -> Difference | None:
    """Compare the cases to which the metric applies in both runs; None where there is none."""
    compared = [
        (old, new, one.cluster)
        for one, other in pairs
        if (old := one.values.get(metric)) is not None and (new := other.values.get(metric)) is not None
    ]
    if not compared:
        return None
    count = len(compared)
    if BY_NAME[metric].kind == "rate":
        p = mcnemar_exact(sum(old > new for old, new, _ in compared), sum(new > old for old, new, _ in compared))
    else:
        p = permutation_test([new - old for old, new, _ in compared], [c for _, _, c in compared])
    before = sum(old for old, _, _ in compared) / count
    after = sum(new for _, new, _ in compared) / count
    return Difference(metric, slice_, before, after, count, p)


def comparison_table(found: Sequence[Difference], language: str) -> str:
    """Return the differences as a Markdown table, those that chance does not explain marked."""
    columns = ("slice", "metric", "before", "after", "change", "count", "p", "corrected")
    rows = [
        [
            slice_name(d.slice, language),
            metric_name(d.metric, language),
            percent(d.before, language),
            percent(d.after, language),
            f"{100 * (d.after - d.before):+.1f}",
            str(d.count),
            f"{d.p:.4f}",
            f"{d.corrected:.4f}" + (" *" if d.significant else ""),
        ]
        for d in found
    ]
    return as_markdown([render(f"evals.column_{name}", language) for name in columns], rows)
