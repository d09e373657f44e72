"""Find the passages for a question: lexical and vector search, fused, with filters and reasons.

Comes in: a question's text and filters. Goes out: passages, best first, each with why it was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.concepts import index_terms
from store.index import Index, nearest
from store.model import Paragraph, Passage, Status

CANDIDATES = 60
LEXICAL_WEIGHT = 0.7
BOOST = 1.15


@dataclass(frozen=True, slots=True)
class Filters:
    """Which paragraphs are searched; an empty filter lets everything through."""

    documents: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    addressees: tuple[str, ...] = ()

    def admits(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph passes every filter."""
        return (
            (not self.documents or paragraph.document_id in self.documents)
            and (not self.statuses or paragraph.status in self.statuses)
            and (not self.addressees or paragraph.addressee in self.addressees)
        )

    def to_chroma(self) -> dict[str, Any] | None:
        """Return the same as Chroma's ``where``; None when nothing is filtered."""
        parts: list[dict[str, Any]] = []
        for name, values in (
            ("document", self.documents),
            ("status", tuple(status.value for status in self.statuses)),
            ("addressee", self.addressees),
        ):
            if values:
                parts.append({name: {"$in": list(values)}})
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else {"$and": parts}


def search(
    index: Index, text: str, filters: Filters | None = None, count: int = 10, boosted: Sequence[str] = ()
) -> list[Passage]:
    """Return up to ``count`` passages, best first; scores lie between 0 and 1.

    Paragraphs addressed to one of ``boosted`` gain a little, as when a question says to whom.
    """
    chosen = filters or Filters()
    terms = index_terms(text)
    lexical = index.lexicon.scores(terms)
    if chosen != Filters():
        lexical = np.where(_mask(index, chosen), lexical, 0.0).astype(np.float32)
    vector = index.embedder.embed([text])[0]
    near = dict(nearest(index, vector, min(CANDIDATES, max(len(index.corpus), 1)), chosen.to_chroma()))
    positions = _candidates(index, lexical, near)
    scores = _boost(index, positions, _fuse(index, positions, lexical, near), boosted)
    best = sorted(zip(scores, positions, strict=True), key=lambda pair: (-pair[0], pair[1]))[:count]
    return [_passage(index, position, score, terms, near) for score, position in best]


def _mask(index: Index, filters: Filters) -> NDArray[np.bool_]:
    return np.fromiter((filters.admits(p) for p in index.corpus.paragraphs), dtype=bool, count=len(index.corpus))


def _candidates(index: Index, lexical: NDArray[np.float32], near: dict[str, float]) -> list[int]:
    count = min(CANDIDATES, lexical.size)
    top = np.argpartition(-lexical, count - 1)[:count] if count else np.array([], dtype=int)
    found = {int(position) for position in top if lexical[position] > 0}
    return sorted(found | {index.corpus.position(key) for key in near})


def _fuse(index: Index, positions: Sequence[int], lexical: NDArray[np.float32], near: dict[str, float]) -> list[float]:
    """Weigh both searches; each is scaled by its own best, so that neither's unit matters."""
    best_word = max((float(lexical[p]) for p in positions), default=0.0)
    best_near = max(near.values(), default=0.0)
    keys = index.corpus.paragraphs
    return [
        LEXICAL_WEIGHT * (float(lexical[p]) / best_word if best_word > 0 else 0.0)
        + (1 - LEXICAL_WEIGHT) * (max(near.get(keys[p].key, 0.0), 0.0) / best_near if best_near > 0 else 0.0)
        for p in positions
    ]


def _boost(index: Index, positions: Sequence[int], scores: list[float], boosted: Sequence[str]) -> list[float]:
    if not boosted:
        return scores
    addressed = [index.corpus.paragraphs[position].addressee in boosted for position in positions]
    return [min(score * BOOST, 1.0) if told else score / BOOST for score, told in zip(scores, addressed, strict=True)]


def _passage(index: Index, position: int, score: float, terms: Sequence[str], near: dict[str, float]) -> Passage:
    paragraph = index.corpus.paragraphs[position]
    held = set(index_terms(paragraph.text))
    reasons = [f"word:{term}" for term in dict.fromkeys(terms) if term in held]
    if near.get(paragraph.key, 0.0) > 0:
        reasons.append(f"vector:{near[paragraph.key]:.2f}")
    return Passage(index.corpus.documents[paragraph.document_id], paragraph, score, tuple(reasons))
