"""From the scores of cases to the numbers of a run, each with its interval.

Results come in, a ``Summary`` goes out: for the whole and for each slice (category, language,
split), every metric's value with its 95 % interval. Rates get Wilson's, means the bootstrap's by
cluster. Cases to which a metric does not apply are not counted in it, and the count says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import AnswerStatus
from evals.answers import MISSING, GivenAnswer, missing_answer
from evals.cases import CATEGORIES, QUESTION_LANGUAGES, SPLITS, Case
from evals.intervals import RESAMPLES, SEED, Interval, clustered_bootstrap, resampled_ratio, wilson
from evals.kept import Kept
from evals.metrics import METRICS, judge_attempt
from evals.scoring import Attempt, Metric, Score, harmonic, share
from evals.sources import Sources

WHOLE = "all"
RUN_METRICS = ("refusal_f1", "answering_f1")


@dataclass(frozen=True, slots=True)
class Result:
    """A case, the answer given to it, and the score of each metric."""

    case: Case
    answer: GivenAnswer
    scores: Mapping[str, Score]

    @property
    def failed(self) -> bool:
        """Whether the verdict on the case is not «right»."""
        return self.scores["case_right"].value != 1.0

    def kept(self) -> Kept:
        """Return what is kept of this case, its values rounded so that machines agree."""
        values = {name: None if score.value is None else round(score.value, 6) for name, score in self.scores.items()}
        case = self.case
        return Kept(
            id=case.id,
            category=case.category,
            language=case.language,
            split=case.split,
            cluster=case.group,
            answerable=case.answerable,
            status=self.answer.status,
            values=values,
        )

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the line of ``results.jsonl``: nothing in it depends on the clock."""
        return {
            "id": self.case.id,
            "category": self.case.category,
            "language": self.case.language,
            "split": self.case.split,
            "cluster": self.case.group,
            "answerable": self.case.answerable,
            "status": self.answer.status,
            "expected": [sorted(unit) for unit in self.case.units],
            "cited": list(self.answer.cited),
            "scores": {
                name: {
                    "value": None if score.value is None else round(score.value, 6),
                    "reason": score.reason.text(language),
                }
                for name, score in self.scores.items()
            },
        }


def judge(cases: Sequence[Case], answers: Mapping[str, GivenAnswer], sources: Sources) -> tuple[Result, ...]:
    """Score every case; one without an answer is scored as unanswered."""
    from_system = any(answer.passages is not None for answer in answers.values())
    results = []
    for case in cases:
        answer = answers.get(case.id) or missing_answer(case.id, with_passages=from_system)
        results.append(Result(case, answer, judge_attempt(Attempt(case, answer, sources))))
    return tuple(results)


@dataclass(frozen=True, slots=True)
class Summary:
    """The values of a run: ``slices[slice][metric]``, ``all`` first."""

    slices: Mapping[str, Mapping[str, Interval]]
    cases: int

    def to_json(self) -> dict[str, Any]:
        """Return the object of ``summary.json``, rounded so that machines agree."""
        return {
            "cases": self.cases,
            "seed": SEED,
            "resamples": RESAMPLES,
            "slices": {
                name: {metric: _interval_json(interval) for metric, interval in values.items()}
                for name, values in self.slices.items()
            },
        }


def _interval_json(interval: Interval) -> dict[str, float | int]:
    return {
        "value": round(interval.value, 6),
        "low": round(interval.low, 6),
        "high": round(interval.high, 6),
        "count": interval.count,
        "clusters": interval.clusters,
    }


SLICES = (WHOLE, *CATEGORIES, *QUESTION_LANGUAGES, *SPLITS)


def summarise(cases: Sequence[Kept]) -> Summary:
    """Return the summary of scored cases; slices without a case are left out."""
    slices: dict[str, Mapping[str, Interval]] = {}
    for name in SLICES:
        inside = [case for case in cases if case.within(name)]
        if inside:
            slices[name] = summary_of(inside)
    return Summary(slices, len(cases))


def summary_of(cases: Sequence[Kept]) -> dict[str, Interval]:
    """Return every metric's interval over ``cases``, those that apply to no case left out."""
    found = {metric.name: estimate(metric, cases) for metric in METRICS}
    found |= {name: _run_metric(name, cases) for name in RUN_METRICS}
    return {name: interval for name, interval in found.items() if interval.count}


def estimate(metric: Metric, cases: Sequence[Kept]) -> Interval:
    """Return the mean of a metric with its interval.

    Resampling values that are all 0 or all 1 would say that nothing is left in doubt; there a
    mean gets Wilson's interval over its clusters.
    """
    scored = [(case.values.get(metric.name), case.cluster) for case in cases]
    counted = [(value, group) for value, group in scored if value is not None]
    values, groups = [value for value, _ in counted], [group for _, group in counted]
    interval = clustered_bootstrap(values, groups)
    if not values or (metric.kind == "mean" and 0 < interval.value < 1):
        return interval
    count = len(values) if metric.kind == "rate" else interval.clusters
    low, high = wilson(round(interval.value * count), count)
    return Interval(interval.value, low, high, len(values), interval.clusters)


def f1_of_refusal(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Return F1 of one class from (should, did) pairs: refusing, or answering."""
    hits = sum(should and did for should, did in pairs)
    precision = share(hits, sum(did for _, did in pairs))
    return harmonic(precision, share(hits, sum(should for should, _ in pairs)))


def _run_metric(name: str, cases: Sequence[Kept]) -> Interval:
    """Return F1 of refusing or of answering over a run, resampling clusters as the means do."""
    refusing = name == "refusal_f1"
    table: dict[str, list[tuple[bool, bool]]] = {}
    for case in cases:
        refused = case.status == AnswerStatus.REFUSED.value
        did = refused if refusing else not refused and case.status != MISSING
        table.setdefault(case.cluster, []).append((case.answerable != refusing, did))
    pairs = [pair for group in table.values() for pair in group]
    if not any(should for should, _ in pairs):
        return Interval(0.0, 0.0, 1.0, 0, 0)
    low, high = _f1_bounds(list(table.values()))
    return Interval(f1_of_refusal(pairs), low, high, len(pairs), len(table))


def _f1_bounds(groups: Sequence[Sequence[tuple[bool, bool]]]) -> tuple[float, float]:
    """Return the percentile interval of F1 = 2·hits / (should + did), resampling groups."""
    hits = [sum(should and did for should, did in group) for group in groups]
    marks = [sum(should + did for should, did in group) for group in groups]
    return resampled_ratio([2.0 * hit for hit in hits], [float(mark) for mark in marks])
