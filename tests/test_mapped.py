"""Text that remembers where it came from, after any number of cuts, joins and replacements."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapped import MappedText, join, spans

TEXTS = st.text(alphabet="aé œ’-\n\u00a0𝔸", max_size=40)


@given(TEXTS, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_cut_keeps_each_character_with_its_origin(text: str, offset: int, start: int, length: int) -> None:
    cut = MappedText.whole(text, offset).cut(start, start + length)
    assert cut.text == text[start : start + length]
    assert cut.origins == tuple(range(offset, offset + len(text)))[start : start + length]


@given(TEXTS)
def test_strip_takes_white_space_off_both_ends_and_nothing_else(text: str) -> None:
    stripped = MappedText.whole(text).strip()
    assert stripped.text == text.strip()
    assert "".join(text[origin] for origin in stripped.origins) == stripped.text


@given(st.lists(TEXTS, max_size=5), st.sampled_from(["", " ", "\n\n"]))
def test_joined_parts_are_the_joined_texts_with_one_origin_a_character(texts: list[str], separator: str) -> None:
    joined = join([MappedText.whole(text, 100 * n) for n, text in enumerate(texts)], separator)
    assert joined.text == separator.join(texts)
    assert len(joined.origins) == len(joined.text)


@given(TEXTS, st.sampled_from(["", "x", "xyz"]))
def test_substitution_is_that_of_re_and_untouched_characters_keep_their_origin(text: str, new: str) -> None:
    pattern = re.compile("[ \n]+")
    replaced = MappedText.whole(text).substitute(pattern, new)
    assert replaced.text == pattern.sub(new, text)
    kept = [(c, o) for c, o in zip(replaced.text, replaced.origins, strict=True) if c not in "xyz"]
    assert all(text[origin] == character for character, origin in kept)


@given(TEXTS, st.sampled_from(["", "x", "xyz"]))
def test_spans_give_back_every_origin(text: str, new: str) -> None:
    mapped = MappedText.whole(text, 7).substitute(re.compile("é"), new)
    runs = spans(mapped)
    assert [origin + n for _, origin, length in runs for n in range(length)] == list(mapped.origins)
    assert [start + n for start, _, length in runs for n in range(length)] == list(range(len(mapped)))


@pytest.mark.parametrize(
    ("edits", "text", "origins"),
    [
        pytest.param([(1, 2, "fi")], "afic", (10, 11, 11, 12), id="a ligature becomes two letters of one origin"),
        pytest.param([(1, 2, "")], "ac", (10, 12), id="a character cut out leaves a jump"),
        pytest.param([(3, 3, "!")], "abc!", (10, 11, 12, 12), id="an insertion at the end has the last origin"),
        pytest.param([(0, 3, "")], "", (), id="everything cut out"),
        pytest.param([(0, 1, "A"), (2, 3, "C")], "AbC", (10, 11, 12), id="two edits in order"),
    ],
)
def test_replacing(edits: list[tuple[int, int, str]], text: str, origins: tuple[int, ...]) -> None:
    assert MappedText.whole("abc", 10).replace(edits) == MappedText.from_origins(text, origins)


ORIGINS = st.lists(st.integers(0, 12), max_size=25)


@st.composite
def mapped_texts(draw: st.DrawFn) -> tuple[MappedText, list[int]]:
    """A text with any origins at all, and those origins as a plain list: what the runs must equal."""
    origins = draw(ORIGINS)
    text = draw(st.text(alphabet="aé \n𝔸", min_size=len(origins), max_size=len(origins)))
    return MappedText.from_origins(text, origins), origins


def covered_by_longest_runs(mapped: MappedText) -> bool:
    position = 0
    for number, (start, source, length) in enumerate(mapped.runs):
        before = mapped.runs[number - 1] if number else None
        if start != position or length < 1 or (before and before[1] + before[2] == source):
            return False
        position += length
    return position == len(mapped.text)


@given(mapped_texts(), st.integers(-30, 30), st.one_of(st.none(), st.integers(-30, 30)))
def test_a_cut_is_the_slice_of_a_plain_list(drawn: tuple[MappedText, list[int]], start: int, end: int | None) -> None:
    mapped, plain = drawn
    cut = mapped.cut(start, end)
    assert (cut.text, list(cut.origins)) == (mapped.text[start:end], plain[start:end])
    assert covered_by_longest_runs(cut)


@given(mapped_texts(), st.lists(st.tuples(st.integers(0, 25), st.integers(0, 4), st.sampled_from(["", "x", "yz"]))))
def test_edits_are_those_of_a_plain_list(
    drawn: tuple[MappedText, list[int]], wanted: list[tuple[int, int, str]]
) -> None:
    mapped, plain = drawn
    edits: list[tuple[int, int, str]] = []
    for start, length, new in sorted(wanted):
        if start >= (edits[-1][1] if edits else 0) and start + length <= len(plain):
            edits.append((start, start + length, new))
    text, origins = mapped.text, list(plain)
    for start, end, new in reversed(edits):
        first = plain[min(start, len(plain) - 1)] if plain else 0
        text = text[:start] + new + text[end:]
        origins[start:end] = [first] * len(new)
    replaced = mapped.replace(edits)
    assert (replaced.text, list(replaced.origins)) == (text, origins)
    assert covered_by_longest_runs(replaced)


@given(st.lists(mapped_texts(), max_size=5), st.sampled_from(["", " ", "\n\n"]))
def test_a_join_is_that_of_plain_lists(drawn: list[tuple[MappedText, list[int]]], separator: str) -> None:
    origins: list[int] = []
    for number, (_, plain) in enumerate(drawn):
        if number:
            origins += [origins[-1] if origins else 0] * len(separator)
        origins += plain
    joined = join([mapped for mapped, _ in drawn], separator)
    assert (joined.text, list(joined.origins)) == (separator.join(m.text for m, _ in drawn), origins)
    assert covered_by_longest_runs(joined)
