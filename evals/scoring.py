"""What every metric has in common: it takes an attempt and returns a value and its reason.

``Attempt`` is a case, the answer given, and the paragraphs to check it against. A value of None
means that the metric does not apply to this attempt, and the reason says why. Values lie between
0 and 1; ``better`` says which end is good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, Protocol

from evals.answers import MISSING, GivenAnswer
from evals.cases import Case
from evals.sources import Sources
from store.texts import render

Kind = Literal["rate", "mean"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of ``store/texts/*/evals.toml`` (``reason_<code>``) and the values it names."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    def text(self, language: str) -> str:
        """Return the sentence in ``language``."""
        return render(f"evals.reason_{self.code}", language, **dict(self.values))


def because(code: str, **values: object) -> Reason:
    """Return the reason ``code`` with its values."""
    return Reason(code, tuple((name, str(value)) for name, value in values.items()))


@dataclass(frozen=True, slots=True)
class Score:
    """The value of a metric for one attempt, and why; None where it does not apply."""

    value: float | None
    reason: Reason


@dataclass(frozen=True)
class Attempt:
    """A case and the answer given to it, with what both are checked against."""

    case: Case
    answer: GivenAnswer
    sources: Sources

    @property
    def missing(self) -> bool:
        """Whether the system gave no answer at all to this case."""
        return self.answer.status == MISSING

    @cached_property
    def cited(self) -> frozenset[str]:
        """The keys cited, made-up ones among them."""
        return frozenset(self.answer.cited)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The keys cited that count for or against: those that are not neutral."""
        return self.cited - self.case.neutral

    @cached_property
    def evidence(self) -> str:
        """What a reader sees: the text and the quotations."""
        quotes = (c.quote for c in self.answer.citations if c.quote)
        return "\n".join((self.answer.text, *quotes))

    def names(self, keys: Iterable[str]) -> str:
        """Return the labels of ``keys`` for a reason, in a fixed order."""
        return ", ".join(self.sources.name(key) for key in sorted(keys)) or "—"


class Metric(Protocol):
    """One measure. ``kind`` says whether its values are yes/no (a rate) or graded (a mean)."""

    name: ClassVar[str]
    kind: ClassVar[Kind]
    better: ClassVar[Literal["high", "low"]]

    def __call__(self, attempt: Attempt) -> Score:
        """Return the value for one attempt and the reason for it."""
        ...


def share(part: int, whole: int) -> float:
    """Return ``part / whole``, 0 where there is nothing."""
    return part / whole if whole else 0.0


def harmonic(one: float, other: float) -> float:
    """Return the harmonic mean (F1 of a precision and a recall), 0 where both are 0."""
    return 2 * one * other / (one + other) if one + other else 0.0
