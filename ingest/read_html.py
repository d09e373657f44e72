"""HTML: bytes in, blocks out. Only what a reader sees; scripts, styles and navigation are dropped.

The source to which offsets lead is the visible text, one line a block, since the markup itself is
nothing that a person could quote.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.blocks import Block, Kind, Reading
from ingest.mapped import MappedText

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {"p", "li", "td", "th", "dt", "dd", "div", "section", "article", "blockquote", "pre", "aside"}
DROPPED = ("script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "form")


def read_html(data: bytes) -> Reading:
    """Read an HTML file into blocks; broken markup is read as browsers read it."""
    soup = BeautifulSoup(data, "lxml")
    for tag in soup.find_all(DROPPED):
        tag.decompose()
    source: list[str] = []
    blocks: list[Block] = []
    position = 0
    for tag, text in _visible(soup.body or soup):
        kind, level = _kind(tag)
        blocks.append(Block(MappedText.whole(text, position), kind, level))
        source.append(text)
        position += len(text) + 1
    return Reading("\n".join(source), "html", tuple(blocks))


def _kind(tag: Tag) -> tuple[Kind, int]:
    if tag.name in HEADINGS:
        return Kind.HEADING, HEADINGS[tag.name]
    if tag.name == "hr":
        return Kind.RULE, 0
    classes = " ".join(str(name) for name in tag.get_attribute_list("class")).lower()
    if any(word in classes for word in ("footnote", "note-de-bas")):
        return Kind.NOTE, 0
    return (Kind.BULLET if tag.name == "li" else Kind.TEXT), 0


def _visible(root: Tag) -> Iterator[tuple[Tag, str]]:
    """Yield each innermost block element with its text, and loose text under its parent."""
    loose: list[str] = []
    for child in root.children:
        if isinstance(child, Tag) and (child.name in BLOCKS or child.name in HEADINGS or _holds_blocks(child)):
            yield from _flush(root, loose)
            if _holds_blocks(child):
                yield from _visible(child)
            else:
                yield from _flush(child, [child.get_text()])
        elif isinstance(child, Tag) and child.name in ("br", "hr"):
            yield from _flush(root, loose)
        elif isinstance(child, Tag):
            loose.append(child.get_text())
        elif type(child) is NavigableString:
            loose.append(str(child))
    yield from _flush(root, loose)


def _holds_blocks(tag: Tag) -> bool:
    return tag.find([*BLOCKS, *HEADINGS]) is not None


def _flush(tag: Tag, pieces: list[str]) -> Iterator[tuple[Tag, str]]:
    text = _squeeze("".join(pieces))
    pieces.clear()
    if text:
        yield tag, text


def _squeeze(text: str) -> str:
    # Ordinary white space means nothing in HTML; no-break spaces are the author's.
    return " ".join(part for part in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part)
