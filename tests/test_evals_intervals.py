"""Intervals and tests: published values, hand-worked values, and properties."""

from __future__ import annotations

import importlib.util
import itertools
import math

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import (
    clustered_bootstrap,
    holm,
    mcnemar_exact,
    permutation_test,
    resampled_ratio,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I (method 3, the score interval)
        pytest.param(81, 263, 0.2553, 0.3662, id="81/263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="15/148"),
        pytest.param(0, 20, 0.0, 0.1611, id="0/20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="1/29"),
        pytest.param(0, 0, 0.0, 1.0, id="nothing counted"),
        pytest.param(20, 20, 0.8389, 1.0, id="20/20"),
    ],
)
def test_wilson(successes, count, low, high):
    assert wilson(successes, count) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 400), st.integers(1, 400))
def test_wilson_holds_its_rate(successes, count):
    successes = min(successes, count)
    low, high = wilson(successes, count)
    assert 0 <= low <= successes / count <= high <= 1


@pytest.mark.parametrize(
    ("lost", "won", "p"),
    [
        pytest.param(0, 0, 1.0, id="nothing moved"),
        pytest.param(0, 5, 2 / 32, id="five won"),
        pytest.param(1, 9, 2 * (1 + 10) / 1024, id="one lost, nine won"),
        pytest.param(6, 6, 1.0, id="as many"),
        pytest.param(0, 2000, 0.0, id="thousands do not overflow"),
    ],
)
def test_mcnemar(lost, won, p):
    assert mcnemar_exact(lost, won) == pytest.approx(p, abs=1e-12)
    assert mcnemar_exact(won, lost) == pytest.approx(p, abs=1e-12)


@pytest.mark.skipif(importlib.util.find_spec("scipy") is None, reason="scipy absent")
@pytest.mark.parametrize(("lost", "won"), [(1, 3), (4, 11), (20, 31), (0, 1)])
def test_mcnemar_is_the_binomial_test(lost, won):
    from scipy.stats import binomtest

    assert mcnemar_exact(lost, won) == pytest.approx(binomtest(lost, lost + won).pvalue)


def test_permutation_is_exact_for_few_clusters():
    differences = [0.3, 0.1, -0.2, 0.4]
    totals = [
        abs(sum(sign * d for sign, d in zip(signs, differences, strict=True)))
        for signs in itertools.product((1, -1), repeat=4)
    ]
    expected = sum(total >= abs(sum(differences)) - 1e-9 for total in totals) / 16
    assert permutation_test(differences, list("abcd")) == pytest.approx(expected)


def test_cases_of_a_cluster_flip_together():
    differences = [0.1] * 12
    assert permutation_test(differences, ["one"] * 12) == 1.0
    assert permutation_test(differences, [str(n) for n in range(12)]) == pytest.approx(2 / 4096)


def test_permutation_by_draws_is_close_to_the_exact_and_never_zero():
    differences = [0.5] * 40
    p = permutation_test(differences, [str(n) for n in range(40)])
    assert 0 < p <= 2 / 10_001


def test_no_difference_is_no_evidence():
    assert permutation_test([0.0, 0.0], ["a", "b"]) == 1.0


def test_holm_by_hand():
    # sorted .01 .03 .04: ×3 = .03, ×2 = .06, ×1 = .04 → kept at .06 (never below a smaller one)
    assert holm({"b": 0.04, "a": 0.01, "c": 0.03}) == pytest.approx({"b": 0.06, "a": 0.03, "c": 0.06})


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1), max_size=8))
def test_holm_only_raises_and_keeps_the_order(p_values):
    corrected = holm(p_values)
    assert corrected.keys() == p_values.keys()
    assert all(p_values[name] <= corrected[name] <= 1 for name in p_values)
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    assert [corrected[n] for n in ordered] == sorted(corrected[n] for n in ordered)


def test_the_bootstrap_is_the_same_each_time():
    values, groups = [0.0, 1.0, 0.5, 0.25], ["a", "b", "c", "c"]
    assert clustered_bootstrap(values, groups) == clustered_bootstrap(values, groups)


def test_the_bootstrap_does_not_mind_the_order_of_cases():
    values, groups = [0.0, 1.0, 0.5, 0.25], ["a", "b", "c", "c"]
    turned = clustered_bootstrap(values[::-1], groups[::-1])
    assert turned == clustered_bootstrap(values, groups)


def test_repeating_cases_within_clusters_does_not_narrow_the_interval():
    values, groups = [0.0, 1.0, 1.0, 0.0, 1.0], list("abcde")
    once = clustered_bootstrap(values, groups)
    tenfold = clustered_bootstrap(values * 10, groups * 10)
    assert (tenfold.low, tenfold.high) == pytest.approx((once.low, once.high))
    assert tenfold.count == 50
    assert tenfold.clusters == 5


def test_the_bootstrap_covers_the_mean_about_as_often_as_it_says():
    generator = numpy.random.default_rng(7)
    held = 0
    for _ in range(200):
        centres = generator.random(40)
        values = [c for centre in centres for c in (centre, centre)]
        groups = [str(n // 2) for n in range(80)]
        interval = clustered_bootstrap(values, groups, resamples=400)
        held += interval.low <= 0.5 <= interval.high
    assert 0.88 <= held / 200 <= 0.99


def test_nothing_to_resample_is_the_whole_range():
    interval = clustered_bootstrap([], [])
    assert (interval.low, interval.high, interval.count) == (0.0, 1.0, 0)


def test_a_ratio_without_a_bottom_is_zero():
    assert resampled_ratio([0.0, 0.0], [0.0, 0.0]) == (0.0, 0.0)
    low, high = resampled_ratio([1.0, 2.0], [2.0, 4.0])
    assert math.isclose(low, 0.5)
    assert math.isclose(high, 0.5)
