"""Every metric, in the order of the report, and the verdict on a case.

Each is a small frozen dataclass in ``evals.citation_metrics``, ``evals.quotation_metrics``,
``evals.conduct_metrics`` or ``evals.retrieval_metrics``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from evals import citation_metrics, conduct_metrics, quotation_metrics, retrieval_metrics
from evals.scoring import Attempt, Kind, Metric, Score, because

_FAITHFUL = (
    citation_metrics.CitationValidity(),
    quotation_metrics.QuotationFidelity(),
    quotation_metrics.TextQuotations(),
)


@dataclass(frozen=True, slots=True)
class CaseRight:
    """The verdict: refused where it should; else exactly the right citations, all of them true.

    Source: issue 3 of this project. It is what the list of failures goes by.
    """

    name: ClassVar[str] = "case_right"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, with the reason of the first part that fails."""
        decision = conduct_metrics.Decision()(attempt)
        if decision.value == 0.0:
            return decision
        parts = [metric(attempt) for metric in _FAITHFUL]
        if attempt.case.answerable:
            parts.append(citation_metrics.CitationExact()(attempt))
        parts.append(conduct_metrics.StatusCoherence()(attempt))
        for part in parts:
            if part.value is not None and part.value < 1:
                return Score(0.0, part.reason)
        return Score(1.0, because("right"))


METRICS: tuple[Metric, ...] = (
    CaseRight(),
    citation_metrics.CitationValidity(),
    citation_metrics.CitationF1(),
    citation_metrics.CitationPrecision(),
    citation_metrics.CitationRecall(),
    citation_metrics.CitationExact(),
    citation_metrics.CitationF1Parent(),
    citation_metrics.ForbiddenNeighbours(),
    citation_metrics.AlceRecall(),
    citation_metrics.AlcePrecision(),
    citation_metrics.TrecSupportRecall(),
    citation_metrics.TrecSupportPrecision(),
    quotation_metrics.QuotationFidelity(),
    quotation_metrics.TextQuotations(),
    quotation_metrics.NuggetRecallStrict(),
    quotation_metrics.NuggetRecallPartial(),
    quotation_metrics.CaveatKept(),
    conduct_metrics.Decision(),
    conduct_metrics.Hallucination(),
    conduct_metrics.WrongRefusal(),
    conduct_metrics.StatusCoherence(),
    conduct_metrics.Attribution(),
    conduct_metrics.NamedAsCited(),
    conduct_metrics.StandingSaid(),
    conduct_metrics.FilterRespected(),
    conduct_metrics.AnswerLanguage(),
    retrieval_metrics.Recall5(),
    retrieval_metrics.Recall10(),
    retrieval_metrics.Precision1(),
    retrieval_metrics.ReciprocalRank(),
    retrieval_metrics.Ndcg10(),
)
BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}


def judge_attempt(attempt: Attempt) -> dict[str, Score]:
    """Return the score of every metric for one attempt, by name, in the order of ``METRICS``."""
    return {metric.name: metric(attempt) for metric in METRICS}


def worsened(before: Mapping[str, Score], after: Mapping[str, Score]) -> tuple[str, ...]:
    """Return the metrics whose value became worse; one that applies no longer tells nothing."""
    return tuple(
        name for name, metric in BY_NAME.items() if _worse(before[name].value, after[name].value, metric.better)
    )


def _worse(before: float | None, after: float | None, better: Literal["high", "low"]) -> bool:
    good = 1.0 if better == "high" else 0.0
    first = good if before is None else before
    if after is None:
        return False
    return after < first - 1e-9 if better == "high" else after > first + 1e-9
