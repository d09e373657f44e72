"""How well the passages were ranked, with trec_eval's semantics.

A passage list is ranked by score, ties by key in descending order, as trec_eval does, so that a
system gains nothing from the order of equal scores. A query without passages scores 0. A repeated
passage keeps its rank and earns nothing. Gold paragraphs are relevant (grade 2), acceptable ones
grade 1: they count in nDCG only. Of a group of alternatives, the best ranked stands for all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from evals.answers import GivenPassage
from evals.cases import Case
from evals.scoring import Attempt, Kind, Score, because, share

GOLD, ACCEPTABLE = 2, 1
Grades = Mapping[str, int]


def ranking(passages: Sequence[GivenPassage]) -> list[str]:
    """Return the keys, best first: by score, then by key descending (trec_eval).

    A key given again is replaced by a mark that no judgement names.
    """
    ordered = sorted(passages, key=lambda passage: passage.key, reverse=True)
    ordered.sort(key=lambda passage: -passage.score)
    seen: set[str] = set()
    keys: list[str] = []
    for rank, passage in enumerate(ordered):
        keys.append(f"duplicate:{rank}" if passage.key in seen else passage.key)
        seen.add(passage.key)
    return keys


def recall_at(ranked: Sequence[str], grades: Grades, depth: int, level: int = 1) -> float:
    """Return the share of the relevant keys among the first ``depth`` (trec_eval ``recall``)."""
    relevant = {key for key, grade in grades.items() if grade >= level}
    return share(sum(key in relevant for key in ranked[:depth]), len(relevant))


def precision_at(ranked: Sequence[str], grades: Grades, depth: int, level: int = 1) -> float:
    """Return the relevant among the first ``depth``, over ``depth`` (trec_eval ``P``)."""
    return sum(grades.get(key, 0) >= level for key in ranked[:depth]) / depth


def reciprocal_rank(ranked: Sequence[str], grades: Grades, level: int = 1) -> float:
    """Return 1 over the rank of the first relevant key, 0 without one (``recip_rank``)."""
    ranks = (rank for rank, key in enumerate(ranked, 1) if grades.get(key, 0) >= level)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def ndcg_at(ranked: Sequence[str], grades: Grades, depth: int) -> float:
    """Return nDCG with linear gains and log₂(rank + 1) discounts (``ndcg_cut``)."""
    ideal = _gain(sorted((g for g in grades.values() if g > 0), reverse=True)[:depth])
    return _gain([grades.get(key, 0) for key in ranked[:depth]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def grades_of(case: Case, ranked: Sequence[str]) -> dict[str, int]:
    """Return the judgements of a case: each unit is represented by its best ranked paragraph."""
    rank = {key: position for position, key in enumerate(ranked)}
    grades = dict.fromkeys(case.acceptable, ACCEPTABLE)
    for unit in case.units:
        best = min(unit, key=lambda key: (rank.get(key, len(rank)), key))
        grades |= {key: ACCEPTABLE for key in unit if grades.get(key) != GOLD}
        grades[best] = GOLD
    return grades


def _judged(attempt: Attempt) -> tuple[list[str], dict[str, int]] | Score:
    if not attempt.case.answerable:
        return Score(None, because("unanswerable"))
    if attempt.answer.passages is None:
        return Score(0.0, because("missing")) if attempt.missing else _silent()
    ranked = ranking(attempt.answer.passages)
    return ranked, grades_of(attempt.case, ranked)


def _silent() -> Score:
    return Score(None, because("no_passages"))


def _ranks(attempt: Attempt, ranked: Sequence[str], grades: Grades) -> str:
    place = {key: str(position) for position, key in enumerate(ranked, 1)}
    gold = sorted(key for key, grade in grades.items() if grade == GOLD)
    return ", ".join(f"{attempt.sources.name(key)}: {place.get(key, '—')}" for key in gold)


@dataclass(frozen=True, slots=True)
class Recall5:
    """Share of the gold paragraphs among the five best passages (trec_eval ``recall_5``)."""

    name: ClassVar[str] = "recall_at_5"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"
    depth: ClassVar[int] = 5

    def __call__(self, attempt: Attempt) -> Score:
        """Return the recall, and the rank of each gold paragraph."""
        judged = _judged(attempt)
        if isinstance(judged, Score):
            return judged
        ranks = _ranks(attempt, *judged)
        return Score(recall_at(*judged, self.depth, GOLD), because("ranks", ranks=ranks))


@dataclass(frozen=True, slots=True)
class Recall10(Recall5):
    """Share of the gold paragraphs among the ten best passages (trec_eval ``recall_10``)."""

    name: ClassVar[str] = "recall_at_10"
    depth: ClassVar[int] = 10


@dataclass(frozen=True, slots=True)
class Precision1:
    """Whether the first passage is gold (trec_eval ``P_1``)."""

    name: ClassVar[str] = "precision_at_1"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and the first passage."""
        judged = _judged(attempt)
        if isinstance(judged, Score):
            return judged
        ranked, grades = judged
        first = attempt.sources.name(ranked[0]) if ranked else "—"
        return Score(precision_at(ranked, grades, 1, GOLD), because("first", which=first))


@dataclass(frozen=True, slots=True)
class ReciprocalRank:
    """One over the rank of the first gold passage; its mean is MRR (Voorhees 1999)."""

    name: ClassVar[str] = "reciprocal_rank"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the reciprocal rank, and the rank of each gold paragraph."""
        judged = _judged(attempt)
        if isinstance(judged, Score):
            return judged
        ranks = _ranks(attempt, *judged)
        return Score(reciprocal_rank(*judged, GOLD), because("ranks", ranks=ranks))


@dataclass(frozen=True, slots=True)
class Ndcg10:
    """Normalised discounted cumulated gain at 10 (Järvelin & Kekäläinen 2002; ``ndcg_cut_10``)."""

    name: ClassVar[str] = "ndcg_at_10"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"
    depth: ClassVar[int] = 10

    def __call__(self, attempt: Attempt) -> Score:
        """Return nDCG, and the rank of each gold paragraph."""
        judged = _judged(attempt)
        if isinstance(judged, Score):
            return judged
        ranks = _ranks(attempt, *judged)
        return Score(ndcg_at(*judged, self.depth), because("ranks", ranks=ranks))
