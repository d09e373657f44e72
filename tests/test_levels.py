"""What stands below a number: letters, numerals, bis; «i)» is what the markers around it make it."""

from __future__ import annotations

import pytest

from ingest.levels import find_marker, read_levels


def levels(*signs: str) -> list[str | None]:
    markers = [marker for sign in signs if (marker := find_marker(f"{sign} Une lampe")) is not None]
    assert len(markers) == len(signs)
    return [".".join(path) if path else None for path in read_levels(markers)]


@pytest.mark.parametrize(
    ("line", "sign", "suffix", "style"),
    [
        pytest.param("a) Une lampe", "a", "", ")", id="a letter"),
        pytest.param("(a) Une lampe", "a", "", ")", id="between brackets"),
        pytest.param("( a ) Une lampe", "a", "", ")", id="spaces within the brackets"),
        pytest.param("« a) Une lampe", "a", "", ")", id="in a quotation"),
        pytest.param("a bis) Une lampe", "a", "bis", ")", id="bis"),
        pytest.param("xiv) Une lampe", "xiv", "", ")", id="a numeral"),
        pytest.param("bb) Une lampe", "bb", "", ")", id="a doubled letter"),
        pytest.param("A) Une lampe", "A", "", ")", id="a capital"),
        pytest.param("3) Une lampe", "3", "", ")", id="a figure"),
        pytest.param("b. Une lampe", "b", "", ".", id="a full stop"),
    ],
)
def test_a_marker_as_printed(line: str, sign: str, suffix: str, style: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert (marker.sign, marker.suffix, marker.style, line[marker.end :]) == (sign, suffix, style, "Une lampe")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("a) ", id="nothing after it"),
        pytest.param("ab) Une lampe", id="two letters that are no numeral"),
        pytest.param("b. une lampe", id="a full stop, then a small letter"),
        pytest.param("(voir a) Une lampe", id="words in the brackets"),
        pytest.param("Une lampe a)", id="at the end"),
    ],
)
def test_no_marker(line: str) -> None:
    assert find_marker(line) is None


@pytest.mark.parametrize(
    ("signs", "paths"),
    [
        pytest.param(["a)", "b)", "c)"], ["a", "b", "c"], id="letters"),
        pytest.param(["i)", "ii)", "iii)", "iv)"], ["i", "ii", "iii", "iv"], id="numerals"),
        pytest.param(["a)", "i)", "ii)", "b)"], ["a", "a.i", "a.ii", "b"], id="numerals below a letter"),
        pytest.param(["g)", "h)", "i)", "j)"], [None, None, "i", None], id="no list begins with g)"),
        pytest.param([f"{c})" for c in "abcdefghijk"], list("abcdefghijk"), id="i) between h) and j) is the letter"),
        pytest.param(
            ["a)", "b)", "c)", "i)", "ii)", "d)"], ["a", "b", "c", "c.i", "c.ii", "d"], id="i) after c) is the numeral"
        ),
        pytest.param(["a)", "b)", "b bis)", "c)"], ["a", "b", "b bis", "c"], id="bis"),
        pytest.param(["a)", "b)", "e)", "d)"], ["a", "b", "c", "d"], id="c read as e by a scan"),
        pytest.param(["a)", "b)", "d)", "e)"], ["a", "b", "d", "e"], id="a letter that the text lacks"),
        pytest.param(["a)", "b)", "x)"], ["a", "b", None], id="a letter that fits nowhere"),
        pytest.param(["a)", "1)", "2)", "b)"], ["a", "a.1", "a.2", "b"], id="figures below a letter"),
        pytest.param(["1)", "a)", "i)", "ii)", "b)", "2)"], ["1", "1.a", "1.a.i", "1.a.ii", "1.b", "2"], id="three"),
        pytest.param(["A)", "B)"], ["A", "B"], id="capitals"),
        pytest.param([], [], id="none"),
    ],
)
def test_paths(signs: list[str], paths: list[str | None]) -> None:
    assert levels(*signs) == paths


def test_letters_go_on_after_z() -> None:
    signs = [chr(97 + n) for n in range(26)] + ["aa", "bb"]
    assert levels(*(f"{sign})" for sign in signs)) == signs
