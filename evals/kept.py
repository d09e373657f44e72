"""What is kept of a case once it is scored: its slices and its values, no text.

Summaries, comparisons and baselines work on this, whether it comes from a run just made, from a
run's ``results.jsonl`` or from a committed baseline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """A scored case; a metric that does not apply is absent from ``values`` or None."""

    id: str
    category: str
    language: str
    split: str
    cluster: str
    answerable: bool
    status: str
    values: Mapping[str, float | None]

    def within(self, name: str, whole: str = "all") -> bool:
        """Whether the case belongs to a slice: the whole, its category, language or split."""
        return name in (whole, self.category, self.language, self.split)

    def to_json(self) -> dict[str, Any]:
        """Return the object of a baseline; metrics that do not apply are left out."""
        return {
            "id": self.id,
            "category": self.category,
            "language": self.language,
            "split": self.split,
            "cluster": self.cluster,
            "answerable": self.answerable,
            "status": self.status,
            "values": {name: value for name, value in self.values.items() if value is not None},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Kept:
        """Read what ``to_json`` wrote, or a line of ``results.jsonl``.

        Raises ``KeyError`` or ``TypeError`` for anything else.
        """
        scores = data.get("scores")
        values = {name: score["value"] for name, score in scores.items()} if scores else data["values"]
        return cls(
            id=data["id"],
            category=data["category"],
            language=data["language"],
            split=data["split"],
            cluster=data["cluster"],
            answerable=data["answerable"],
            status=data["status"],
            values=dict(values),
        )
