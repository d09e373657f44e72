"""Which blocks are numbered paragraphs, and which path of numbers each has.

Comes in: the flowing blocks. Goes out: an outline: each numbered paragraph with its path and its
list, in reading order. «Is this a paragraph number?» is decided here and nowhere else, over the
whole document: ``candidates`` says what could be a number, ``boundaries`` where numbering may start
again, ``sequence`` chooses; ``levels`` reads what stands below each number, ``articles`` above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.articles import Article, find_articles
from ingest.blocks import Block, Kind
from ingest.boundaries import HARD, PART, strengths
from ingest.candidates import Candidate, find_candidates
from ingest.dotted import Dotted, find_dotted
from ingest.front import PARTICIPLE
from ingest.levels import Marker, find_marker, read_levels
from ingest.lost import lost_numbers, spoilt_length, stands_free
from ingest.sequence import Run, Surroundings, find_runs


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered paragraph: the block, its path of numbers, its list, where its text begins.

    ``misread`` is what is printed where that is not the number (« U. » for 4), empty otherwise;
    ``restored`` says that the extraction lost the number, and that the sequence gave it back.
    """

    index: int
    path: tuple[str, ...]
    run: int
    text_start: int
    misread: str = ""
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The numbered paragraphs; gaps per list as (list, last before, first after); the blocks whose
    number fitted nowhere; and for the lists that are articles, what they are called.
    """

    items: tuple[Item, ...]
    gaps: tuple[tuple[int, int, int], ...]
    ignored: tuple[int, ...]
    articles: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Top:
    """A number of a list, before the levels below it are read."""

    index: int
    printed: str
    run: int
    text_start: int
    misread: str
    above: tuple[str, ...] = ()
    restored: bool = False


def read_numbering(blocks: Sequence[Block]) -> Outline:
    """Decide the numbering of the whole document."""
    bounds = strengths(blocks)
    articles = find_articles(blocks, bounds)
    for article in articles:
        bounds[article.index] = max(bounds[article.index], PART)
    headings = {article.index for article in articles}
    parts = find_dotted(blocks)
    places = [dotted.index for dotted in parts]
    others = headings.union(places)
    candidates = [c for c in find_candidates(blocks) if c.index not in others and not _heads_parts(c, parts, places)]
    runs, rejected = find_runs(candidates, _surroundings(blocks, bounds))
    _nest_announced(blocks, runs, headings)
    kept = [run for run in runs if not run.nested and not all(item.quoted for item, _ in run.items)]
    _restore(blocks, kept, bounds, {candidate.index for run in runs for candidate, _ in run.items} | headings)
    tops, names = _tops(kept, articles, bounds)
    lists = len(kept) + len(names)
    for dotted in parts:
        tops[dotted.index] = _Top(dotted.index, dotted.printed, lists, dotted.text_start, "")
    items = _with_levels(blocks, tops, bounds, lists + 1)
    gaps = tuple((number, a, b) for number, run in enumerate(kept) for a, b in run.gaps)
    numbered = {item.index for item in items}
    ignored = tuple(c.index for c in rejected if c.index not in numbered and _is_surprising(blocks, c))
    return Outline(tuple(items), gaps, ignored, names)


def _heads_parts(candidate: Candidate, parts: Sequence[Dotted], places: Sequence[int]) -> bool:
    """Whether a number is the heading of numbers in parts: « 22. Compétences » above « 22.1 »."""
    position = bisect_right(places, candidate.index)
    below = parts[position] if position < len(parts) else None
    return below is not None and candidate.title and below.printed.split(".")[0] == str(candidate.value)


def _surroundings(blocks: Sequence[Block], bounds: Sequence[int]) -> Surroundings:
    announced = [False]
    ends = False
    for block in blocks[:-1]:
        if block.kind in (Kind.TEXT, Kind.BULLET):
            ends = block.text.text.rstrip().endswith(":")
        announced.append(ends)
    bare = [block.kind is Kind.BULLET and stands_free(block) for block in blocks]
    return Surroundings(
        list(accumulate(map(int, bare))),
        list(accumulate(int(bound == HARD) for bound in bounds)),
        list(accumulate(int(bound == PART) for bound in bounds)),
        list(accumulate(int(bound > 0) for bound in bounds)),
        _led(blocks, bare, bounds),
        announced,
    )


def _led(blocks: Sequence[Block], bare: Sequence[bool], bounds: Sequence[int]) -> list[int]:
    """Return for each block how many bare bullets stand directly before it."""
    counts: list[int] = []
    count = 0
    for block, is_bare, bound in zip(blocks, bare, bounds, strict=True):
        counts.append(count)
        if is_bare:
            count += 1
        elif block.kind not in (Kind.NOTE, Kind.FURNITURE) and not 0 < bound < HARD:
            count = 0
    return counts


def _nest_announced(blocks: Sequence[Block], runs: Sequence[Run], headings: set[int]) -> None:
    """A list that a numbered paragraph announces, and that follows it at once, lies inside it."""
    numbered = {candidate.index for run in runs for candidate, _ in run.items}
    for run in runs:
        before = run.items[0][0].index - 1
        while before >= 0 and blocks[before].kind in (Kind.NOTE, Kind.FURNITURE, Kind.PAGE):
            before -= 1
        if before in numbered and before not in headings and blocks[before].text.text.rstrip().endswith(":"):
            run.nested = True


def _restore(blocks: Sequence[Block], runs: Sequence[Run], bounds: Sequence[int], taken: set[int]) -> None:
    for run in runs:
        found = lost_numbers(blocks, run, bounds, taken)
        restored = [
            (Candidate(index, None, "", spoilt_length(blocks[index].text.text), "", "", 0.0, 0.0), value)
            for index, value in found
        ]
        run.items = sorted([*run.items, *restored], key=lambda item: item[0].index)


def _is_surprising(blocks: Sequence[Block], candidate: Candidate) -> bool:
    """Whether a reader would take the rejected number for a paragraph's."""
    block = blocks[candidate.index]
    return candidate.rejection > 1.1 and block.kind is Kind.TEXT and not block.tentative and not candidate.quoted


def _tops(
    runs: Sequence[Run], articles: Sequence[Article], bounds: Sequence[int]
) -> tuple[dict[int, _Top], dict[int, str]]:
    """Return the numbers by block, those within an article under the article's number."""
    starts = [article.index for article in articles]
    lists = sorted({article.list for article in articles})
    number_of = {held: len(runs) + position for position, held in enumerate(lists)}
    names = {number_of[article.list]: article.word for article in articles}
    tops = {a.index: _Top(a.index, a.number, number_of[a.list], a.text_start, "") for a in articles}
    used: set[tuple[int, int]] = set()
    for number, run in enumerate(runs):
        for candidate, value in run.items:
            position = bisect_right(starts, candidate.index) - 1
            article = articles[position] if position >= 0 and _governs(position, articles, run, bounds) else None
            if article and (article.index, value) in used:
                article = _lost_article(articles, position)
            if article:
                used.add((article.index, value))
            tops[candidate.index] = _Top(
                candidate.index,
                f"{value} {candidate.suffix}".strip(),
                number_of[article.list] if article else number,
                candidate.text_start,
                "" if candidate.value == value else candidate.printed,
                (article.number,) if article else (),
                restored=not candidate.printed,
            )
    return tops, names


def _lost_article(articles: Sequence[Article], position: int) -> Article:
    """Return the article that a second list under one heading is of, when just one heading is lost."""
    here = articles[position]
    following = articles[position + 1] if position + 1 < len(articles) else None
    if following is None or following.list != here.list or not here.number.isdigit():
        return here
    if not following.number.isdigit() or int(following.number) != int(here.number) + 2:
        return here
    return replace(here, index=-here.index, number=str(int(here.number) + 1))


def _governs(position: int, articles: Sequence[Article], run: Run, bounds: Sequence[int]) -> bool:
    """Whether the list lies within the article: no annex, part or other text comes between them."""
    start, first = articles[position].index, run.items[0][0].index
    # The article is the last before one of the list's numbers: no other article's heading comes between.
    return start < first and not any(bound >= PART for bound in bounds[start + 1 : first])


def _with_levels(blocks: Sequence[Block], tops: dict[int, _Top], bounds: Sequence[int], runs: int) -> list[Item]:
    """Read the levels below each number, and the lettered lists that no number governs."""
    items: list[Item] = []
    starts = sorted(tops)
    edges = sorted({0, *starts, *(i for i, bound in enumerate(bounds) if bound == HARD)})
    for edge, following in zip(edges, [*edges[1:], len(blocks)], strict=True):
        top = tops.get(edge)
        if top is not None:
            items += _region(blocks, top, edge, following)
        else:
            loose = _loose_letters(blocks, edge, following, runs)
            runs += bool(loose)
            items += loose
    return items


def _region(blocks: Sequence[Block], top: _Top, start: int, end: int) -> list[Item]:
    path = (*top.above, top.printed)
    markers = _stacked(blocks[start], start, top.text_start)
    again = re.compile(rf"{re.escape(top.printed)}\s+(?=\(?[a-z]{{1,2}}\s?\))")
    for index in range(start + 1, end):
        if blocks[index].kind in (Kind.TEXT, Kind.BULLET, Kind.HEADING):
            repeated = again.match(blocks[index].text.text)
            # «64 b)» prints the paragraph's number again.
            markers += _stacked(blocks[index], index, repeated.end() if repeated else 0)
    found = _paths(markers)
    below, begins = found.pop(start, ((), top.text_start))
    items = [Item(start, (*path, *below), top.run, begins, top.misread, top.restored)]
    return [
        *items,
        *(Item(index, (*path, *below), top.run, begins) for index, (below, begins) in sorted(found.items())),
    ]


def _stacked(block: Block, index: int, start: int) -> list[tuple[int, int, Marker]]:
    """Return the markers that a block begins with: «5. a) i) Décide» has two."""
    found: list[tuple[int, int, Marker]] = []
    while (marker := find_marker(block.text.text[start:], declared=block.marker > start)) is not None:
        found.append((index, start, marker))
        start += marker.end
        if len(found) == 3:
            break
    return found


def _paths(markers: Sequence[tuple[int, int, Marker]]) -> dict[int, tuple[tuple[str, ...], int]]:
    """Return, by block, the path that its markers give below the number, and where its text begins."""
    paths = read_levels([marker for _, _, marker in markers])
    return {index: (below, at + marker.end) for (index, at, marker), below in zip(markers, paths, strict=True) if below}


def _loose_letters(blocks: Sequence[Block], start: int, end: int, run: int) -> list[Item]:
    """A lettered list that no number governs («Décide : a) … b) …»), when it has two items or more."""
    indices = [i for i in range(start, end) if blocks[i].kind in (Kind.TEXT, Kind.BULLET)]
    markers = [entry for i in indices for entry in _stacked(blocks[i], i, 0) if not entry[2].sign.isdigit()]
    found = _paths(markers)
    if len(found) < 2 or not any(below[0] == "a" for below, _ in found.values()):
        return []
    before = range(min(found) - 1, start - 1, -1)
    lead = next((i for i in before if blocks[i].kind is Kind.TEXT and i not in found), None)
    # Letters in a preamble («Rappelant : a) … b) …») number nothing that is cited.
    if lead is not None and PARTICIPLE.match(blocks[lead].text.text):
        return []
    return [Item(index, below, run, begins) for index, (below, begins) in sorted(found.items())]
