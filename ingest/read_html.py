"""HTML: bytes in, blocks out. Only what a reader sees; scripts, styles and navigation are dropped.

The source to which offsets lead is the visible text, one line a block, since the markup itself is
nothing that a person could quote.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString

from ingest.blocks import Block, Kind, Reading
from ingest.mapped import MappedText
from ingest.read_text import decode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd", "div", "section", "article", "blockquote", "pre", "aside"})
BREAKS = frozenset({"br", "hr"})
DROPPED = ("script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "form")
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_.:-]+)")
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes) -> Reading:
    """Read an HTML file into blocks; broken markup is read as browsers read it.

    Raises ``ValueError`` when it is not text.
    """
    source: list[str] = []
    blocks: list[Block] = []
    position = 0
    declared = DECLARED.search(data[:4096])
    markup = decode(data, declared.group(1).decode("ascii") if declared else None)
    for tag, text in _visible(_parsed(markup)):
        kind, level = _kind(tag)
        blocks.append(Block(MappedText.whole(text, position), kind, level))
        source.append(text)
        position += len(text) + 1
    return Reading("\n".join(source), "html", tuple(blocks))


def _parsed(markup: str) -> Tag:
    with warnings.catch_warnings():
        # An XHTML file, or a short one: both are read like any other.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, "lxml")
    for tag in soup.find_all(DROPPED) + soup.find_all(hidden=True) + soup.find_all(style=UNSEEN):
        tag.decompose()
    return soup.body or soup


def _kind(tag: Tag) -> tuple[Kind, int]:
    if tag.name in HEADINGS:
        return Kind.HEADING, HEADINGS[tag.name]
    classes = " ".join(str(name) for name in tag.get_attribute_list("class")).lower()
    if any(word in classes for word in ("footnote", "note-de-bas")):
        return Kind.NOTE, 0
    return (Kind.BULLET if tag.name == "li" else Kind.TEXT), 0


def _visible(root: Tag) -> Iterator[tuple[Tag, str]]:
    """Yield each run of text that stands together, with the innermost block element that holds it.

    A block element's start, its end and a line break end a run. The walk is not recursive: markup
    may be nested as deeply as a hostile file likes.
    """
    owner, pieces = root, [""]
    for node in root.descendants:
        if isinstance(node, Tag):
            if node.name in BLOCKS or node.name in HEADINGS or (node.name in BREAKS and owner.name not in HEADINGS):
                yield from _flush(owner, pieces)
            elif node.name in BREAKS:
                pieces.append(" ")
        elif type(node) is NavigableString:
            holder = _holder(node, root)
            if holder is not owner:
                yield from _flush(owner, pieces)
                owner = holder
            pieces.append(str(node))
    yield from _flush(owner, pieces)


def _holder(text: NavigableString, root: Tag) -> Tag:
    for parent in text.parents:
        if parent is root or parent.name in BLOCKS or parent.name in HEADINGS:
            return parent
    return root


def _flush(tag: Tag, pieces: list[str]) -> Iterator[tuple[Tag, str]]:
    text = _squeeze("".join(pieces))
    pieces.clear()
    if text:
        yield tag, text


def _squeeze(text: str) -> str:
    # Ordinary white space means nothing in HTML; no-break spaces are the author's.
    return " ".join(part for part in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part)
