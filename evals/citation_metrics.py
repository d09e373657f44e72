"""Which paragraphs were cited, against those that should have been.

Gold is a set of units: each required paragraph, and each group of alternatives of which one is
enough. Acceptable paragraphs are neutral: they neither earn nor cost, so that padding with them
gains nothing. Everything else that is cited costs precision, a made-up key above all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from evals.cases import Claim
from evals.scoring import Attempt, Kind, Reason, Score, because, harmonic, share


@dataclass(frozen=True, slots=True)
class CitationValidity:
    """Whether every cited key exists in the corpus and was retrieved. A hard gate.

    Source: issue 3 of this project; the «citation validity» of WebGPT-like systems (a citation
    must name a passage the system was shown). Retrieval is checked only where passages are given.
    """

    name: ClassVar[str] = "citation_validity"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and the keys that do not hold."""
        if not attempt.cited:
            return Score(None, because("nothing_cited"))
        unclear = {c.key for c in attempt.answer.citations if len(c.meant) > 1}
        unknown = {key for key in attempt.cited if attempt.sources.get(key) is None} - unclear
        if unknown:
            return Score(0.0, because("fabricated", keys=", ".join(sorted(unknown))))
        if unclear:
            return Score(0.0, because("ambiguous", keys=", ".join(sorted(unclear))))
        if attempt.answer.passages is not None:
            retrieved = {passage.key for passage in attempt.answer.passages}
            if unseen := attempt.cited - retrieved:
                return Score(0.0, because("not_retrieved", keys=attempt.names(unseen)))
        return Score(1.0, because("all_valid", count=len(attempt.cited)))


def unit_recall(units: Sequence[Collection[str]], cited: Collection[str]) -> float:
    """Return the share of units of which at least one paragraph is cited."""
    return share(sum(any(key in cited for key in unit) for unit in units), len(units))


def precision_of(gold: Collection[str], counted: Collection[str]) -> float:
    """Return the share of the cited paragraphs that are gold, 0 where nothing is cited."""
    return share(sum(key in gold for key in counted), len(counted))


def _unmeasured(attempt: Attempt) -> Score | None:
    if not attempt.case.answerable:
        return Score(None, because("unanswerable"))
    if attempt.missing:
        return Score(0.0, because("missing"))
    return None


@dataclass(frozen=True, slots=True)
class CitationPrecision:
    """Share of the cited paragraphs that are gold, to the exact paragraph.

    Source: set precision (Manning, Raghavan & Schütze 2008, §8.3). An answer that cites nothing
    has precision 0, not «undefined»: an empty answer counts.
    """

    name: ClassVar[str] = "citation_precision"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the precision, and the paragraphs cited wrongly."""
        if (unmeasured := _unmeasured(attempt)) is not None:
            return unmeasured
        wrong = attempt.counted - attempt.case.gold
        reason = because(
            "precision",
            right=len(attempt.counted) - len(wrong),
            count=len(attempt.counted),
            wrong=attempt.names(wrong),
        )
        return Score(precision_of(attempt.case.gold, attempt.counted), reason)


@dataclass(frozen=True, slots=True)
class CitationRecall:
    """Share of the units of gold that are cited, to the exact paragraph.

    Source: set recall (Manning, Raghavan & Schütze 2008, §8.3); a group of alternatives is one
    unit, as with the answer classes of TREC QA.
    """

    name: ClassVar[str] = "citation_recall"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the recall, and what was not cited."""
        if (unmeasured := _unmeasured(attempt)) is not None:
            return unmeasured
        units = attempt.case.units
        lost = [unit for unit in units if not unit & attempt.cited]
        names = " ; ".join(attempt.names(unit) for unit in lost) or "—"
        reason = because("recall", found=len(units) - len(lost), count=len(units), lost=names)
        return Score(unit_recall(units, attempt.cited), reason)


@dataclass(frozen=True, slots=True)
class CitationF1:
    """Harmonic mean of citation precision and recall (van Rijsbergen 1979)."""

    name: ClassVar[str] = "citation_f1"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return F1, and its two parts."""
        if (unmeasured := _unmeasured(attempt)) is not None:
            return unmeasured
        precision = precision_of(attempt.case.gold, attempt.counted)
        recall = unit_recall(attempt.case.units, attempt.cited)
        reason = because("f1", precision=f"{precision:.2f}", recall=f"{recall:.2f}")
        return Score(harmonic(precision, recall), reason)


@dataclass(frozen=True, slots=True)
class CitationExact:
    """Whether the citations are exactly right: every unit, and nothing that is not gold.

    Source: set exact match, the «EM» of SQuAD (Rajpurkar et al. 2016) taken to sets.
    """

    name: ClassVar[str] = "citation_exact"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and what is missing or too many."""
        if (unmeasured := _unmeasured(attempt)) is not None:
            return unmeasured
        wrong = attempt.counted - attempt.case.gold
        lost = [unit for unit in attempt.case.units if not unit & attempt.cited]
        if not wrong and not lost:
            return Score(1.0, because("exact"))
        names = " ; ".join(attempt.names(unit) for unit in lost) or "—"
        return Score(0.0, because("not_exact", wrong=attempt.names(wrong), lost=names))


@dataclass(frozen=True, slots=True)
class CitationF1Parent:
    """F1 with credit for the paragraph that holds the gold one, or that it holds, apart.

    «11» for «11 f)» earns here and not in ``citation_f1``: the distance between the two says how
    much of the error is of depth only. Source: hierarchical precision and recall (Kiritchenko,
    Matwin & Famili 2005), with ancestors on one path taken as hits.
    """

    name: ClassVar[str] = "citation_f1_parent"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return F1 with parent credit, and what only it admits."""
        if (unmeasured := _unmeasured(attempt)) is not None:
            return unmeasured
        sources, case = attempt.sources, attempt.case
        near = {
            key for key in attempt.counted if key in case.gold or any(sources.related(key, gold) for gold in case.gold)
        }
        met = sum(
            any(key in unit or any(sources.related(key, g) for g in unit) for key in attempt.cited)
            for unit in case.units
        )
        value = harmonic(share(len(near), len(attempt.counted)), share(met, len(case.units)))
        return Score(value, because("parent", keys=attempt.names(near - case.gold)))


@dataclass(frozen=True, slots=True)
class ForbiddenNeighbours:
    """Whether the answer keeps clear of the paragraphs that look right and are not.

    Source: issue 3 of this project; «hard negatives» written by the authors of the cases.
    """

    name: ClassVar[str] = "forbidden_avoided"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and the forbidden paragraphs that were cited."""
        if not attempt.case.forbidden:
            return Score(None, because("none_forbidden"))
        touched = attempt.cited & frozenset(attempt.case.forbidden)
        if touched:
            return Score(0.0, because("forbidden", keys=attempt.names(touched)))
        return Score(1.0, because("forbidden_avoided"))


def supports(claim: Claim, cited: Collection[str]) -> bool:
    """Whether one of the claim's support sets is wholly cited: ALCE's φ, from gold."""
    return any(all(key in cited for key in group) for group in claim.support)


def alce_recall(claims: Sequence[Claim], cited: Collection[str]) -> float:
    """Return the share of claims that the citations together carry (ALCE, citation recall)."""
    return share(sum(supports(claim, cited) for claim in claims), len(claims))


def alce_precision(claims: Sequence[Claim], cited: Collection[str]) -> float:
    """Return the share of citations that are not irrelevant (ALCE, citation precision).

    A citation is relevant when, for a carried claim, it carries it alone, or the others no longer
    do without it.
    """
    keys = frozenset(cited)
    return share(sum(_relevant(key, claims, keys) for key in keys), len(keys))


def _relevant(key: str, claims: Sequence[Claim], cited: frozenset[str]) -> bool:
    return any(
        supports(claim, cited) and (supports(claim, (key,)) or not supports(claim, cited - {key})) for claim in claims
    )


@dataclass(frozen=True, slots=True)
class AlceRecall:
    """Citation recall of ALCE (Gao, Yen, Yu & Chen 2023, §4.3), from support sets.

    ALCE asks a model whether the citations of a statement entail it; here the statements are the
    case's claims and entailment is gold: some support set is wholly cited.
    """

    name: ClassVar[str] = "alce_recall"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share of claims carried, and those that are not."""
        if not attempt.case.claims:
            return Score(None, because("no_claims"))
        if attempt.missing:
            return Score(0.0, because("missing"))
        claims = attempt.case.claims
        lost = [claim.text for claim in claims if not supports(claim, attempt.cited)]
        reason = because("claims", found=len(claims) - len(lost), count=len(claims))
        if lost:
            reason = because("claims_lost", count=len(claims), lost=" ; ".join(lost))
        return Score(alce_recall(claims, attempt.cited), reason)


@dataclass(frozen=True, slots=True)
class AlcePrecision:
    """Citation precision of ALCE (Gao, Yen, Yu & Chen 2023, §4.3), from support sets.

    Acceptable paragraphs that carry no claim are left out, as in ``citation_precision``.
    """

    name: ClassVar[str] = "alce_precision"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share of citations that are needed, and those that are not."""
        claims = attempt.case.claims
        if not claims:
            return Score(None, because("no_claims"))
        if attempt.missing:
            return Score(0.0, because("missing"))
        considered = _without_neutral(attempt)
        idle = {key for key in considered if not _relevant(key, claims, considered)}
        return Score(alce_precision(claims, considered), because("idle", keys=attempt.names(idle)))


def _without_neutral(attempt: Attempt) -> frozenset[str]:
    used = {key for claim in attempt.case.claims for group in claim.support for key in group}
    return attempt.cited - (frozenset(attempt.case.acceptable) - used)


FULL, PARTIAL, NONE = 1.0, 0.5, 0.0


def trec_support(levels: Sequence[float | None]) -> tuple[float, float]:
    """Return TREC's weighted precision and recall of support for the sentences of an answer.

    ``levels`` has 1 (full), 0.5 (partial) or 0 (none) for each sentence, None where it cites
    nothing. Precision divides by the sentences that cite, recall by all of them.
    """
    weighed = [level for level in levels if level is not None]
    total = sum(weighed)
    return (
        total / len(weighed) if weighed else 0.0,
        total / len(levels) if levels else 0.0,
    )


def _claim_level(claim: Claim, attempt: Attempt) -> float:
    if supports(claim, attempt.cited):
        return FULL
    wanted = {key for group in claim.support for key in group}
    close = any(attempt.sources.related(key, want) for key in attempt.cited for want in wanted)
    return PARTIAL if close else NONE


def _citation_level(key: str, attempt: Attempt) -> float:
    groups = [group for claim in attempt.case.claims for group in claim.support]
    if any(key in group and all(k in attempt.cited for k in group) for group in groups):
        return FULL
    wanted = {want for group in groups for want in group}
    return PARTIAL if any(attempt.sources.related(key, want) for want in wanted) else NONE


@dataclass(frozen=True, slots=True)
class TrecSupportRecall:
    """Weighted recall of support of TREC RAG 2024 (Thakur et al. 2025): full 1, partial ½, none 0.

    TREC's assessors judge each sentence of the answer; here the sentences are the case's claims:
    full where a support set is wholly cited, partial where part of one, or its parent, is.
    """

    name: ClassVar[str] = "trec_support_recall"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the weighted recall, and how many claims are full, partial or none."""
        if not attempt.case.claims:
            return Score(None, because("no_claims"))
        levels = [_claim_level(claim, attempt) for claim in attempt.case.claims]
        return Score(trec_support(levels)[1], _support_reason(levels))


@dataclass(frozen=True, slots=True)
class TrecSupportPrecision:
    """Weighted precision of support of TREC RAG 2024 (Thakur et al. 2025).

    TREC judges the citations that sentences carry; here each citation is one: full where it
    belongs to a support set wholly cited, partial where to part of one (or is its parent).
    """

    name: ClassVar[str] = "trec_support_precision"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the weighted precision, and how many citations are full, partial or none."""
        if not attempt.case.claims:
            return Score(None, because("no_claims"))
        levels = [_citation_level(key, attempt) for key in sorted(_without_neutral(attempt))]
        return Score(trec_support(levels)[0], _support_reason(levels))


def _support_reason(levels: Sequence[float]) -> Reason:
    return because(
        "support",
        full=sum(level == FULL for level in levels),
        partial=sum(level == PARTIAL for level in levels),
        none=sum(level == NONE for level in levels),
    )
