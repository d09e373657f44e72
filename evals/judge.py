"""The optional seam for free text: a judge that says whether evidence carries a claim.

Off by default, and always labelled as a judge: its figures stand apart from the metrics, beside
how well it agrees with the gold. A claim and its evidence come in; a verdict between 0 and 1 goes
out. An NLI model or a language model through llama-index fits (``LanguageModelJudge``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from evals.answers import GivenAnswer
from evals.cases import Case
from evals.errors import EvaluationError
from evals.intervals import Interval, clustered_bootstrap, wilson
from evals.sources import Sources

HALF = 0.5
AGREEMENT_PAIRS = 200
_VERDICT = re.compile(r"\b(oui|non|yes|no|sí)\b", re.IGNORECASE)


class Judge(Protocol):
    """Says how far evidence carries a claim."""

    @property
    def name(self) -> str:
        """What the report calls it."""
        ...

    def verdict(self, claim: str, evidence: str) -> float:
        """Return 1 (carried), 0 (not), or between."""
        ...


@dataclass(frozen=True, slots=True)
class LanguageModelJudge:
    """A judge that asks a language model one question a claim; ``complete`` is the model's call."""

    name: str
    complete: Callable[[str], str]

    def verdict(self, claim: str, evidence: str) -> float:
        """Return 1 for «oui», 0 for «non»; raises ``EvaluationError`` for anything else."""
        reply = self.complete(prompt(claim, evidence))
        found = _VERDICT.search(reply)
        if found is None:
            raise EvaluationError("judge_reply", judge=self.name, got=reply[:80])
        return 0.0 if found.group().lower() in ("non", "no") else 1.0


def prompt(claim: str, evidence: str) -> str:
    """Return what the model is asked; the evidence is marked as data."""
    template = files("evals").joinpath("judge.txt").read_text(encoding="utf-8")
    return template.replace("{claim}", claim).replace("{evidence}", evidence)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a judge agrees with the gold, and how far beyond chance (Cohen 1960)."""

    accuracy: Interval
    kappa: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judge's figures: the claims that it finds carried by what was quoted, and its agreement."""

    name: str
    support: Interval
    agreement: Agreement
    verdicts: Mapping[str, tuple[float, ...]]


def judge_answers(
    judge: Judge,
    cases: Sequence[Case],
    answers: Mapping[str, GivenAnswer],
    sources: Sources,
) -> Judgement:
    """Let the judge read every claim against the answer, and the gold beside it."""
    verdicts: dict[str, tuple[float, ...]] = {}
    for case in cases:
        if case.claims:
            evidence = _said(answers.get(case.id))
            found = (judge.verdict(c.text, evidence) if evidence else 0.0 for c in case.claims)
            verdicts[case.id] = tuple(found)
    groups = {case.id: case.group for case in cases}
    flat = [(value, groups[name]) for name, values in verdicts.items() for value in values]
    support = clustered_bootstrap([value for value, _ in flat], [group for _, group in flat])
    return Judgement(judge.name, support, agreement(judge, cases, sources), verdicts)


def _said(answer: GivenAnswer | None) -> str:
    if answer is None or answer.refused:
        return ""
    return "\n".join(dict.fromkeys(c.quote for c in answer.citations if c.quote)) or answer.text


def agreement(judge: Judge, cases: Sequence[Case], sources: Sources) -> Agreement:
    """Return the judge's agreement with the gold on known pairs.

    A claim with its support set is a yes; the same claim with the case's forbidden neighbours, or
    with the gold of the next case about other paragraphs, is a no.
    """
    pairs = list(_known_pairs(cases, sources))[:AGREEMENT_PAIRS]
    said = [judge.verdict(claim, evidence) >= HALF for claim, evidence, _ in pairs]
    truth = [wanted for _, _, wanted in pairs]
    right = sum(a == b for a, b in zip(said, truth, strict=True))
    count = len(pairs)
    low, high = wilson(right, count)
    value = right / count if count else 0.0
    return Agreement(Interval(value, low, high, count, count), cohen_kappa(said, truth))


def cohen_kappa(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Return Cohen's κ of two yes/no judges (Cohen 1960); 0 where chance alone explains all."""
    if not one:
        return 0.0
    count = len(one)
    observed = sum(a == b for a, b in zip(one, other, strict=True)) / count
    first, second = sum(one) / count, sum(other) / count
    chance = first * second + (1 - first) * (1 - second)
    return (observed - chance) / (1 - chance) if chance < 1 else 0.0


def _known_pairs(cases: Sequence[Case], sources: Sources) -> Iterable[tuple[str, str, bool]]:
    claimed = [case for case in cases if case.claims and case.parent in (None, "")]
    for position, case in enumerate(claimed):
        claim = case.claims[0]
        yield claim.text, _texts(claim.support[0] if claim.support else (), sources), True
        later = claimed[position + 1 :] + claimed[:position]
        other = next((c for c in later if not c.keys & case.keys), None)
        wrong = case.forbidden or (tuple(sorted(other.gold)) if other else ())
        if wrong:
            yield claim.text, _texts(wrong, sources), False


def _texts(keys: Iterable[str], sources: Sources) -> str:
    found = (sources.get(key) for key in keys)
    return "\n".join(paragraph.text for paragraph in found if paragraph is not None)
