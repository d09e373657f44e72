"""The table of a run in Markdown, for the README and for a terminal.

A summary comes in, Markdown goes out; ``replace_between`` puts it between a file's marks, so that
a test can check that the README says what the program measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.cases import CATEGORIES
from evals.errors import EvaluationError
from evals.intervals import Interval
from evals.metrics import METRICS
from evals.summary import RUN_METRICS, WHOLE, Summary
from store.atomic import write_text
from store.texts import render

HEADLINE = (
    "case_right",
    "citation_f1",
    "citation_validity",
    "quotation_fidelity",
    "nugget_recall_strict",
    "decision",
    "recall_at_5",
    "precision_at_1",
)
ALL_METRICS = tuple(metric.name for metric in METRICS) + RUN_METRICS


def percent(value: float, language: str) -> str:
    """Return a share as a whole percentage, written as the language does."""
    return f"{100 * value:.0f}" + ("%" if language == "en" else "\u00a0%")


def interval_text(interval: Interval | None, language: str) -> str:
    """Return «71 % [65–77]», or a dash where nothing was counted."""
    if interval is None or interval.count == 0:
        return "—"
    bounds = f"{100 * interval.low:.0f}–{100 * interval.high:.0f}"
    return f"{percent(interval.value, language)} [{bounds}]"


def metric_name(name: str, language: str) -> str:
    """Return a metric's name as people read it."""
    return render(f"evals.metric_{name}", language)


def slice_name(name: str, language: str) -> str:
    """Return a slice's name as people read it."""
    return render(f"evals.slice_{name}", language)


def markdown_table(summary: Summary, language: str, *, brief: bool = False) -> str:
    """Return the tables of a run: headline metrics by category, and (unless brief) every metric."""
    categories = [name for name in (*CATEGORIES, WHOLE) if name in summary.slices]
    by_category = _rows_by_slice(summary.slices, categories, language)
    whole = summary.slices.get(WHOLE, {})
    every = "" if brief else metrics_table(whole, language)
    parts = (by_category, every, render("evals.table_note", language))
    return "\n\n".join(part for part in parts if part) + "\n"


def _rows_by_slice(slices: Mapping[str, Mapping[str, Interval]], names: Sequence[str], language: str) -> str:
    shown = [metric for metric in HEADLINE if any(metric in slices[name] for name in names)]
    head = [render("evals.column_slice", language), render("evals.column_count", language)]
    head += [metric_name(metric, language) for metric in shown]
    rows = []
    for name in names:
        values = slices[name]
        count = str(values["case_right"].count)
        cells = [interval_text(values.get(metric), language) for metric in shown]
        rows.append([slice_name(name, language), count, *cells])
    return as_markdown(head, rows)


def metrics_table(values: Mapping[str, Interval], language: str) -> str:
    """Return every metric with its value, interval and count."""
    columns = ("metric", "value", "count", "clusters")
    rows = [
        [
            metric_name(name, language),
            interval_text(values[name], language),
            str(values[name].count),
            str(values[name].clusters),
        ]
        for name in ALL_METRICS
        if name in values
    ]
    return as_markdown([render(f"evals.column_{column}", language) for column in columns], rows)


def as_markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others numbers."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def between(path: Path, mark: str) -> tuple[str, str, str]:
    """Return what stands before, between and after ``<!-- mark -->`` and ``<!-- /mark -->``.

    Raises ``EvaluationError`` where the file has no such marks.
    """
    opening, closing = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise EvaluationError("unreadable", file=path, cause=error.strerror or error) from None
    before, opened, rest = content.partition(opening)
    inside, closed, after = rest.partition(closing)
    if not opened or not closed:
        raise EvaluationError("no_marks", file=path, opening=opening, closing=closing)
    return before + opening, inside.strip(), closing + after


def replace_between(path: Path, mark: str, text: str) -> None:
    """Put ``text`` between the marks of a file; raises ``EvaluationError`` where it has none."""
    before, _, after = between(path, mark)
    write_text(path, f"{before}\n{text.strip()}\n{after}")
