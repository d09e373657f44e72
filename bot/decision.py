"""Answer, part of an answer, or silence: decided from the evidence, and said with its reasons.

Comes in: the subject and the evidence of each passage. Goes out: the passages that answer, in their
order, or a refusal with the words of the question that the documents do not know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import AnswerStatus
from bot.evidence import Evidence, Subject
from bot.understanding import Understanding
from store.lexicon import fold
from store.model import Passage

LEAST = 0.25
AMPLE = 0.8
RELATIVE = 0.75
SCORE_WEIGHT = 0.4
MOST = 4
COMPARES = re.compile(
    r"\b(?:l'un et l'autre|les deux|chaque (?:document|texte|rapport)|chacun|d'un cote|compar|both"
    r"|each (?:document|report)|ambos|cada (?:documento|informe))"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome; ``ranked`` are all passages best first, ``chosen`` those that answer, ``missing``
    the words of the question (as asked) that stand in none of them.
    """

    status: AnswerStatus
    ranked: tuple[Evidence, ...]
    chosen: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages in this order, their score that by which they are ordered."""
        return tuple(replace(e.passage, score=_strength(e)) for e in self.ranked)


def decide(understood: Understanding, subject: Subject, evidence: Sequence[Evidence]) -> Decision:
    """Decide what of the evidence answers the question."""
    ranked = tuple(sorted(evidence, key=_strength, reverse=True))
    coverage = max((e.coverage for e in ranked), default=0.0)
    if coverage < LEAST or (subject.absent and coverage < AMPLE):
        return Decision(AnswerStatus.REFUSED, ranked, (), subject.absent)
    chosen = _choose(understood, ranked)
    status = AnswerStatus.PARTIAL if subject.absent else AnswerStatus.ANSWERED
    return Decision(status, ranked, chosen, subject.absent)


def _strength(evidence: Evidence) -> float:
    return SCORE_WEIGHT * evidence.passage.score + (1 - SCORE_WEIGHT) * evidence.coverage


def _choose(understood: Understanding, ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    if COMPARES.search(fold(understood.standalone)) and len({e.passage.document.id for e in ranked}) > 1:
        documents = dict.fromkeys(e.passage.document.id for e in ranked if e.coverage >= LEAST)
        return tuple(e for d in documents for e in _best([x for x in ranked if x.passage.document.id == d], 2))
    return tuple(_best(ranked, MOST))


def _best(ranked: Sequence[Evidence], most: int) -> list[Evidence]:
    floor = RELATIVE * _strength(ranked[0])
    return [e for e in ranked if _strength(e) >= floor and e.coverage >= LEAST][:most] or [ranked[0]]
