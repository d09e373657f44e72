"""Answer, part of an answer, or silence: decided from the evidence, and said with its reasons.

Comes in: the subject and the evidence of each passage. Goes out: the passages that answer, in their
order, or a refusal with the words of the question that the documents do not know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import AnswerStatus
from bot.evidence import Evidence, Subject
from bot.understanding import Understanding
from store.lexicon import fold, stem, words

ENOUGH = 0.45
RELATIVE = 0.75
UNKNOWN_SHARE = 0.34
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


def decide(understood: Understanding, subject: Subject, evidence: Sequence[Evidence]) -> Decision:
    """Decide what of the evidence answers the question."""
    ranked = tuple(sorted(evidence, key=_strength, reverse=True))
    unknown = sum(subject.weights[t] for t in subject.unknown)
    share = unknown / (sum(subject.weights.values()) or 1.0)
    if not ranked or not subject.terms or ranked[0].coverage < ENOUGH or share > UNKNOWN_SHARE:
        missing = subject.unknown or (set(ranked[0].missing) if ranked else set())
        return Decision(AnswerStatus.REFUSED, ranked, (), _as_asked(understood.standalone, missing))
    chosen = _choose(understood, ranked)
    return Decision(AnswerStatus.ANSWERED, ranked, chosen)


def _strength(evidence: Evidence) -> float:
    return 0.5 * evidence.passage.score + 0.5 * evidence.coverage


def _choose(understood: Understanding, ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    if COMPARES.search(fold(understood.standalone)) and len({e.passage.document.id for e in ranked}) > 1:
        documents = dict.fromkeys(e.passage.document.id for e in ranked)
        return tuple(e for d in documents for e in _best([x for x in ranked if x.passage.document.id == d], 2))
    return tuple(_best(ranked, MOST))


def _best(ranked: Sequence[Evidence], most: int) -> list[Evidence]:
    floor = RELATIVE * _strength(ranked[0])
    return [e for e in ranked if _strength(e) >= floor and e.coverage >= ENOUGH * RELATIVE][:most] or [ranked[0]]


def _as_asked(question: str, missing: set[str] | frozenset[str]) -> tuple[str, ...]:
    """Return the words of the question whose stems are missing, as they were written."""
    written = re.findall(r"[^\W_]+", question)
    return tuple(dict.fromkeys(word for word in written if any(stem(part) in missing for part in words(word))))
