"""Intervals and tests: what may be said of a number, and of a difference.

Values come in, plain numbers go out. Everything random has a fixed seed, so that the same run
gives the same interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy
from numpy.typing import NDArray

SEED = 20250205
RESAMPLES = 2000
PERMUTATIONS = 10_000
_Z95 = 1.959963984540054
_EXACT_PAIRS = 14


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval, over ``count`` cases in ``clusters`` independent groups."""

    value: float
    low: float
    high: float
    count: int
    clusters: int


def wilson(successes: int, count: int, z: float = _Z95) -> tuple[float, float]:
    """Return the score interval of a proportion (Wilson 1927); (0, 1) where nothing was counted."""
    if count == 0:
        return 0.0, 1.0
    rate, square = successes / count, z * z
    centre = rate + square / (2 * count)
    spread = z * math.sqrt(rate * (1 - rate) / count + square / (4 * count * count))
    whole = 1 + square / count
    low, high = (centre - spread) / whole, (centre + spread) / whole
    return (0.0 if successes == 0 else low), (1.0 if successes == count else high)


@lru_cache(maxsize=64)
def _weights(clusters: int, resamples: int) -> NDArray[numpy.float64]:
    """Return how often each cluster is drawn in each resample: (resamples, clusters)."""
    generator = numpy.random.default_rng(SEED)
    drawn = generator.multinomial(clusters, [1 / clusters] * clusters, size=resamples)
    return drawn.astype(numpy.float64)


def clustered_bootstrap(values: Sequence[float], clusters: Sequence[str], resamples: int = RESAMPLES) -> Interval:
    """Return the mean with its percentile interval, resampling whole clusters.

    Source: the cluster bootstrap (Davison & Hinkley 1997, §3.8): questions about one paragraph
    succeed or fail together, and counting them apart would make the interval too narrow.
    """
    if not values:
        return Interval(0.0, 0.0, 1.0, 0, 0)
    names = sorted(set(clusters))
    place = {name: position for position, name in enumerate(names)}
    sums, counts = numpy.zeros(len(names)), numpy.zeros(len(names))
    for value, cluster in zip(values, clusters, strict=True):
        sums[place[cluster]] += value
        counts[place[cluster]] += 1
    low, high = resampled_ratio(sums, counts, resamples)
    value = math.fsum(values) / len(values)
    return Interval(value, low, high, len(values), len(names))


def resampled_ratio(
    above: Sequence[float] | NDArray[numpy.float64],
    below: Sequence[float] | NDArray[numpy.float64],
    resamples: int = RESAMPLES,
) -> tuple[float, float]:
    """Return the percentile interval of Σabove / Σbelow, one entry of each a cluster.

    A resample whose Σbelow is 0 counts as 0.
    """
    weights = _weights(len(above), resamples)
    bottom = weights @ numpy.asarray(below)
    ratios = (weights @ numpy.asarray(above)) / numpy.where(bottom > 0, bottom, 1.0)
    low, high = numpy.quantile(ratios, [0.025, 0.975])
    return float(low), float(high)


def mcnemar_exact(lost: int, won: int) -> float:
    """Return the two-sided exact p of McNemar's test for ``lost`` and ``won`` discordant pairs.

    Source: McNemar 1947; the exact binomial form, right for small counts.
    """
    pairs = lost + won
    tail = sum(math.comb(pairs, i) for i in range(min(lost, won) + 1))
    return min(1.0, 2 * tail / (1 << pairs))


def permutation_test(differences: Sequence[float], clusters: Sequence[str], permutations: int = PERMUTATIONS) -> float:
    """Return the two-sided p of a paired sign-flip test, whole clusters flipping together.

    Source: Fisher 1935; Smucker, Allan & Carterette 2007 for retrieval. Exact up to 14 clusters,
    else by ``permutations`` draws with the observed one counted in (Phipson & Smyth 2010).
    """
    sums: dict[str, float] = {}
    for difference, cluster in zip(differences, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + difference
    moved = numpy.array([sums[name] for name in sorted(sums) if abs(sums[name]) > 1e-12])
    if moved.size == 0:
        return 1.0
    observed = abs(float(moved.sum())) - 1e-9
    if moved.size <= _EXACT_PAIRS:
        codes = numpy.arange(2**moved.size)[:, None] >> numpy.arange(moved.size)
        totals = numpy.abs((1 - 2 * (codes & 1)) @ moved)
        return float((totals >= observed).mean())
    generator = numpy.random.default_rng(SEED)
    signs = generator.choice((-1.0, 1.0), size=(permutations, moved.size))
    extreme = int((numpy.abs(signs @ moved) >= observed).sum())
    return (extreme + 1) / (permutations + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return the p values corrected for having asked several times (Holm 1979), by name."""
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    corrected: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - rank) * p_values[name]))
        corrected[name] = highest
    return {name: corrected[name] for name in p_values}
