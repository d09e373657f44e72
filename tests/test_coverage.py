"""The coverage account: each visible character once, and what belongs nowhere named with its place."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Kind, Reading
from ingest.coverage import account
from ingest.mapped import EMPTY, MappedText, join
from store.model import Coverage


def block(source: str, part: str, kind: Kind = Kind.TEXT) -> Block:
    return Block(MappedText.whole(part, source.index(part)), kind)


def accounted(source: str, *parts: tuple[str, Kind], text: MappedText = EMPTY) -> Coverage:
    blocks = tuple(block(source, part, kind) for part, kind in parts)
    return account(Reading(source, "txt", blocks), blocks, text)


def test_text_contents_and_furniture_are_counted_apart() -> None:
    source = "Phares 7\nQuais .... 4\nLes lampes."
    found = accounted(
        source,
        ("Phares 7", Kind.FURNITURE),
        ("Quais .... 4", Kind.CONTENTS),
        ("Les lampes.", Kind.TEXT),
        text=MappedText.whole("Les lampes.", source.index("Les")),
    )
    assert (found.furniture, found.contents, found.text, found.mended) == (7, 10, 10, 0)
    assert (found.characters, found.share, found.left) == (27, 1.0, ())


def test_the_parts_come_to_the_whole_however_often_a_character_is_written() -> None:
    source = "Les lampes."
    whole = MappedText.whole(source)
    found = accounted(source, (source, Kind.TEXT), text=join([whole, whole], "\n\n"))
    assert (found.characters, found.text) == (10, 10)


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("## Les lampes", (), id="the format's marks are nobody's"),
        pytest.param("> - **Les lampes**", (), id="several marks"),
        pytest.param("Oublié. Les lampes", ((0, "Oublié."),), id="words outside every block"),
        pytest.param("Les lampes x", ((11, "x"),), id="a single letter"),
        pytest.param("\n \t\nLes lampes\n\n", (), id="white space counts for nothing"),
    ],
)
def test_what_belongs_nowhere_is_listed(source: str, left: tuple[tuple[int, str], ...]) -> None:
    found = accounted(source, ("Les lampes", Kind.TEXT), text=MappedText.whole("Les lampes", source.index("Les")))
    assert found.left == left
    assert (found.share == 1.0) is (not left)
    missing = sum(len(piece.replace(" ", "")) for _, piece in left)
    assert found.text + found.mended + missing == found.characters


@pytest.mark.parametrize(
    ("lost", "listed"),
    [pytest.param("-", False, id="a mend"), pytest.param("unparagrapheentierperdu", True, id="more than a mend")],
)
def test_a_mend_takes_few_characters_out_of_a_block(lost: str, listed: bool) -> None:
    source = f"lam{lost}pes"
    first, second = MappedText.whole("lam"), MappedText.whole("pes", 3 + len(lost))
    found = accounted(source, (source, Kind.TEXT), text=join([first, second], ""))
    assert bool(found.left) is listed
    assert found.mended == (0 if listed else len(lost))


def test_what_is_left_is_shown_by_its_first_words_and_counted_whole() -> None:
    source = "\n" + "oublié " * 30 + "Les lampes"
    found = accounted(source, ("Les lampes", Kind.TEXT), text=MappedText.whole("Les lampes", source.index("Les")))
    assert found.left == ((1, ("oublié " * 30)[:60]),)
    assert found.characters - found.text - found.mended == 30 * 6


def test_nothing_is_wholly_covered() -> None:
    assert accounted("").share == 1.0
