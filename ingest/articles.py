"""Articles, rules and principles: headings that number what stands under them.

Comes in: blocks. Goes out: the articles of the document in order, each with its number and its list
(a treaty's articles, the rules of an annexed set). A line counts as an article only where the
sequence bears it out: «Article 5» quoted in a sentence, or a lone one, is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Kind
from ingest.boundaries import HARD

ARTICLE = re.compile(
    r"^(?P<word>articles?|art\.|art[íi]culos?|r[èe]gles?|rules?|reglas?|principes?|principles?|principios?)\s+"
    r"(?P<number>premier|1\s?er|primero|\d{1,3})(?:\s(?P<suffix>bis|ter))?\s*(?P<stop>[.:–—-]{1,2}|$|(?=[\s*\]]))\s*",
    re.IGNORECASE,
)
FIRST = frozenset({"premier", "primero"})
NAMES = {"a": "article", "r": "règle", "p": "principe"}
TITLE = re.compile(r"^[A-ZÀ-Ý][^.;:!?]*$")
FEWEST = 3
LONGEST_LINE = 80
LARGEST_STEP = 6
LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class Article:
    """An article's heading: its block, its number as printed, its list, where its text begins."""

    index: int
    number: str
    word: str
    list: int
    text_start: int


def find_articles(blocks: Sequence[Block], strengths: Sequence[int]) -> list[Article]:
    """Return the articles, those of one sequence under one ``list`` number from 0."""
    chains: list[list[Article]] = []
    open_: dict[str, list[Article]] = {}
    values: dict[str, int] = {}
    hard = -1
    for index, block in enumerate(blocks):
        if strengths[index] == HARD:
            hard = index
        match = _heading(block)
        if match is None:
            continue
        word = NAMES[match["word"][0].lower()]
        value = 1 if match["number"].lower().replace(" ", "") in FIRST | {"1er"} else int(match["number"])
        chain, last = open_.get(word), values.get(word, 0)
        fits = (
            chain is not None
            and chain[-1].index > hard
            and (last < value <= last + LARGEST_STEP or bool(match["suffix"]))
        )
        if not fits:
            chain = []
            open_[word] = chain
            chains.append(chain)
        assert chain is not None  # noqa: S101
        number = f"{value} {match['suffix'] or ''}".strip()
        chain.append(Article(index, number, word, len(chains) - 1, match.end()))
        values[word] = value
    kept = [chain for chain in chains if len(chain) >= FEWEST]
    renumbered = {chain[0].list: number for number, chain in enumerate(kept)}
    articles = [
        Article(a.index, a.number, a.word, renumbered[chain[0].list], a.text_start) for chain in kept for a in chain
    ]
    return sorted(articles, key=lambda article: article.index)


def _heading(block: Block) -> re.Match[str] | None:
    if block.kind not in (Kind.HEADING, Kind.TEXT):
        return None
    match = ARTICLE.match(block.text.text)
    if match is None:
        return None
    # In running text an article's number is followed by more than a full stop.
    alone = match.end() == len(block.text) or match["stop"].strip() != ""
    rest = block.text.text[match.end() :]
    titled = len(block.text) <= LONGEST_TITLE and (
        block.kind is Kind.HEADING or (TITLE.match(rest) is not None and len(rest) <= LONGEST_LINE)
    )
    return match if alone or titled else None
