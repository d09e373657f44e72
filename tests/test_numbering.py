"""Which blocks are numbered paragraphs, decided from the sequence over the whole document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText
from ingest.numbering import Outline, read_numbering


def text(words: str) -> Block:
    return Block(MappedText.whole(words))


def heading(words: str) -> Block:
    return Block(MappedText.whole(words), Kind.HEADING, 2)


def loose(words: str) -> Block:
    """A line that the layout did not set apart: it is a paragraph only if the sequence says so."""
    return Block(MappedText.whole(words), tentative=True)


def blocks(*lines: str | Block) -> list[Block]:
    return [line if isinstance(line, Block) else text(line) for line in lines]


def outline(*lines: str | Block) -> Outline:
    return read_numbering(blocks(*lines))


def paths(*lines: str | Block) -> list[str]:
    return [".".join(item.path) for item in outline(*lines).items]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["1. Un", "2. Deux", "3. Trois"], ["1", "2", "3"], id="a plain list"),
        pytest.param(["12. Un", "13. Deux"], ["12", "13"], id="a list that begins at 12, as in an addendum"),
        pytest.param(["8 . Un", "9 . Deux"], ["8", "9"], id="a space before the full stop"),
        pytest.param(["1) Un", "2) Deux"], ["1", "2"], id="brackets"),
        pytest.param(["1. Un", "a) Ceci", "b) Cela", "2. Deux"], ["1", "1.a", "1.b", "2"], id="letters"),
        pytest.param(["1. Un", "(a) Ceci", "(b) Cela"], ["1", "1.a", "1.b"], id="letters between brackets"),
        pytest.param(
            ["5. a) Décide", "b) Prie", "6. Fin"], ["5.a", "5.b", "6"], id="number and first letter on one line"
        ),
        pytest.param(["1. Un", "1 bis. Encore", "2. Deux"], ["1", "1 bis", "2"], id="bis"),
        pytest.param(["1. Un", "a) Ceci", "a bis) Encore", "b) Cela"], ["1", "1.a", "1.a bis", "1.b"], id="a bis)"),
        pytest.param(
            ["1. Un", "h) Huit", "i) Neuf"], ["1", "1.i"], id="an h) that follows no g) is text, and i) the numeral"
        ),
        pytest.param(
            ["1. Un", *(f"{letter}) Point" for letter in "abcdefghij")],
            ["1", *(f"1.{letter}" for letter in "abcdefghij")],
            id="i) after h) is the letter",
        ),
        pytest.param(
            ["1. Un", "a) Ceci", "b) Cela", "c) Enfin :", "i) Un", "ii) Deux", "iii) Trois", "d) Puis"],
            ["1", "1.a", "1.b", "1.c", "1.c.i", "1.c.ii", "1.c.iii", "1.d"],
            id="i) after c) is the numeral",
        ),
        pytest.param(["1. Un", "i) Ceci", "ii) Cela"], ["1", "1.i", "1.ii"], id="numerals without letters"),
        pytest.param(
            ["4. Avant", "5. Le Congrès examinera :", *(f"{n}. Point" for n in range(1, 12)), "6. Après"],
            ["4", "5", "6"],
            id="an agenda 1 to 11 inside paragraph 5",
        ),
        pytest.param(
            ["1. Un", "2. Deux", heading("Annexe"), "1. Premier", "2. Second"],
            ["1", "2", "1", "2"],
            id="a restart in an annex",
        ),
        pytest.param(["1. Un.", "2. Deux.", "1. Premier.", "2. Second."], ["1", "2", "1", "2"], id="a restart"),
        pytest.param(["1. Un", "2. Deux", "4. Quatre", "5. Cinq"], ["1", "2", "4", "5"], id="a gap that goes on"),
        pytest.param(["1. Un", "2. Deux", "2029. Une année"], ["1", "2"], id="a year at a line's head"),
        pytest.param(["1. Un", "2. Deux", loose("12. juin")], ["1", "2"], id="a number that fits nowhere"),
        pytest.param(["1. Un", "2.", "3. Trois", "4. Quatre"], ["1", "3", "4"], id="a number with nothing after it"),
        pytest.param([heading("1. Un titre"), "Du texte"], [], id="a number in a heading"),
        pytest.param(["Du texte", "Encore du texte"], [], id="no number"),
        pytest.param([], [], id="no block"),
        pytest.param(
            ["9. Fin", "10. Terme", heading("Résolution B"), "I. Premier", "2. Second", "3. Dernier"],
            ["9", "10", "1", "2", "3"],
            id="a further list whose first number is misread",
        ),
        pytest.param(
            ["1. Un", "2. Deux :", "1. Dedans", "2. Dedans", "4. Quatre", "5. Cinq"],
            ["1", "2", "4", "5"],
            id="a gap in the outer list after an inner one",
        ),
    ],
)
def test_numbering(lines: list[str | Block], expected: list[str]) -> None:
    assert paths(*lines) == expected


def test_letters_after_z_are_doubled() -> None:
    letters = [chr(97 + n) for n in range(26)] + ["aa", "bb", "cc"]
    assert paths("1. Un", *(f"{letter}) Point" for letter in letters)) == ["1", *(f"1.{letter}" for letter in letters)]


def test_a_gap_is_reported_with_the_numbers_on_either_side() -> None:
    assert outline("1. Un", "2. Deux", "5. Cinq", "6. Six").gaps == ((0, 2, 5),)


def test_a_gap_does_not_end_the_list_however_many_follow() -> None:
    lines = ["1. Un", "2. Deux", *(f"{n}. Suite" for n in range(8, 40))]
    assert paths(*lines) == ["1", "2", *(str(n) for n in range(8, 40))]


def test_a_number_that_fits_nowhere_is_reported() -> None:
    assert outline("1. Un", "2. Deux", "55. Un nombre hors de toute liste.").ignored == (2,)


def test_lists_are_told_apart() -> None:
    items = outline("1. Un.", "2. Deux.", "1. Premier.", "2. Second.").items
    assert [item.run for item in items] == [0, 0, 1, 1]


def test_an_item_says_where_its_text_begins() -> None:
    (item, _) = outline("7. Sept", "8. Huit").items
    assert "7. Sept"[item.text_start :] == "Sept"


NUMBERS = st.sampled_from(["1. x", "2. x", "3 . x", "12. x", "a) x", "b) x", "i) x", "ii) x", "texte", "4.", "5. a) x"])
BLOCKS = st.builds(
    Block,
    st.one_of(NUMBERS, st.text(max_size=12)).map(MappedText.whole),
    st.sampled_from(list(Kind)),
    tentative=st.booleans(),
)


@given(st.lists(BLOCKS, max_size=25))
def test_any_blocks_give_items_in_order_with_text_after_the_number(given_blocks: list[Block]) -> None:
    found = read_numbering(given_blocks)
    indices = [item.index for item in found.items]
    assert indices == sorted(set(indices))
    for item in found.items:
        assert 0 < item.text_start <= len(given_blocks[item.index].text)
        assert item.path and all(item.path)


@given(st.integers(1, 60), st.integers(1, 40))
def test_any_plain_list_is_found_whole(first: int, count: int) -> None:
    numbers = [str(n) for n in range(first, first + count + 1)]
    assert paths(*(f"{n}. Texte" for n in numbers)) == numbers
