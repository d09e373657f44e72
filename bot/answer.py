"""What an answer is before anyone renders it: statements with their citations.

Comes in: what a composer found. Goes out: the contract's JSON object. Rendering to Markdown is
``bot.render``'s work and reads only what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from store.model import Citation, Passage


class AnswerStatus(StrEnum):
    """The outcome, decided from evidence and never read back from the wording."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said: a lead (who speaks, with what standing) and the citations that carry it.

    With a model, ``text`` is the model's phrasing, already checked; without one it is empty and
    the quotations speak.
    """

    lead: str
    citations: tuple[Citation, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer, in the order in which it is read.

    ``missing`` names what was asked and not found; ``searched`` says over what was searched;
    ``note`` is a remark that stands before the statements (an ambiguity, a model that failed).
    """

    question: str
    status: AnswerStatus
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    searched: str
    language: str = "fr"
    note: str = ""
    missing: tuple[str, ...] = ()
    mode: str = "extractive"
    seconds: float = 0.0
    understood: str = ""
    dropped: tuple[str, ...] = field(default=())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations in order of appearance, each quotation once."""
        return tuple(_unique(c for statement in self.statements for c in statement.citations))

    def to_json(self, *, identifier: str, text: str) -> dict[str, Any]:
        """Return a line of ANSWERS.jsonl; ``text`` is the rendered Markdown."""
        return {
            "id": identifier,
            "question": self.question,
            "status": self.status.value,
            "text": text,
            "citations": [citation.to_json() for citation in self.citations],
            "passages": [passage.to_json() for passage in self.passages],
            "mode": self.mode,
            "seconds": round(self.seconds, 4),
            "understood": self.understood,
            "missing": list(self.missing),
            "dropped": list(self.dropped),
        }


def _unique(citations: Iterable[Citation]) -> list[Citation]:
    seen: set[tuple[str, int, int]] = set()
    kept: list[Citation] = []
    for citation in citations:
        mark = (citation.paragraph.key, citation.start, citation.end)
        if mark not in seen:
            seen.add(mark)
            kept.append(citation)
    return kept
