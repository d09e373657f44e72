"""Articles, rules and principles: headings that number what stands under them, where a sequence bears it out."""

from __future__ import annotations

import pytest

from ingest.articles import find_articles
from ingest.blocks import Block
from ingest.boundaries import strengths
from tests.building import blocks, heading, note


def found(*lines: str | Block) -> list[tuple[str, str, int]]:
    given = blocks(*lines)
    return [(one.word, one.number, one.list) for one in find_articles(given, strengths(given))]


UNDER = "Les gardiens veillent."


@pytest.mark.parametrize(
    ("lines", "articles"),
    [
        pytest.param(
            ["Article premier", UNDER, "Article 2", UNDER, "Article 3", UNDER],
            [("article", "1", 0), ("article", "2", 0), ("article", "3", 0)],
            id="a treaty's articles",
        ),
        pytest.param(
            [heading("Rule 1: Lamps"), heading("Rule 2: Glass"), heading("Rule 3: Ladders")],
            [("règle", "1", 0), ("règle", "2", 0), ("règle", "3", 0)],
            id="rules with titles, in English",
        ),
        pytest.param(
            ["Artículo 1", "Artículo 2", "Artículo 2 bis", "Artículo 3"],
            [("article", "1", 0), ("article", "2", 0), ("article", "2 bis", 0), ("article", "3", 0)],
            id="bis, in Spanish",
        ),
        pytest.param(
            ["Article 1", "Article 2", "Article 3", heading("Annexe"), "Article 1", "Article 2", "Article 3"],
            [("article", str(n), 0) for n in (1, 2, 3)] + [("article", str(n), 1) for n in (1, 2, 3)],
            id="an annex counts anew",
        ),
        pytest.param(
            ["Article 1", "Article 4", "Article 5"],
            [("article", "1", 0), ("article", "4", 0), ("article", "5", 0)],
            id="two that the extraction lost",
        ),
        pytest.param(["Article 1", UNDER, "Article 2", UNDER], [], id="two are no sequence"),
        pytest.param(["Article 1", "Article 40", "Article 90"], [], id="numbers that do not follow one another"),
        pytest.param(
            [f"Article {n} du règlement des phares, que le gardien invoque." for n in (1, 2, 3)],
            [],
            id="sentences that begin with an article",
        ),
        pytest.param([note(f"Article {n}") for n in (1, 2, 3)], [], id="notes"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_articles(lines: list[str | Block], articles: list[tuple[str, str, int]]) -> None:
    assert found(*lines) == articles


def test_an_article_s_text_begins_after_its_number() -> None:
    given = blocks(*(heading(f"Article {n}. Les lampes") for n in (1, 2, 3)))
    ends = [one.text_start for one in find_articles(given, strengths(given))]
    assert [block.text.text[end:] for block, end in zip(given, ends, strict=True)] == ["Les lampes"] * 3


def test_articles_and_rules_of_one_text_are_two_lists() -> None:
    lines = [line for n in (1, 2, 3) for line in (f"Article {n}", f"Règle {n}")]
    assert {(word, held) for word, _, held in found(*lines)} == {("article", 0), ("règle", 1)}
