"""Notes of a page: which links call one, and which element holds each body.

Comes in: the parsed page. Goes out: the links that are calls with their marks, the elements that are
bodies, and the links back, which nobody reads. Known are the roles of the digital publishing
vocabulary, links from a superscript, and the names that Word, pandoc and wikis give.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import Tag

NAMES = re.compile(r"^_?(?:fn|ftn|edn|footnote|endnote|note|cite_note|nt)[-_:]?(?:[\w.]+-)*\d+$", re.IGNORECASE)
BACK = re.compile(r"ref|back|retour", re.IGNORECASE)
HOLDERS = frozenset({"p", "li", "div", "aside", "dd"})
CONTAINER = re.compile(r"^_?(?:fn|ftn|edn|footnote|endnote|note)[-_:]?\d", re.IGNORECASE)
LONGEST_MARK = 5


@dataclass(slots=True)
class PageNotes:
    """By the identity of their tags: the mark of each call and of each body, and the links back."""

    calls: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)


def find_notes(root: Tag) -> PageNotes:
    """Find the notes of a page."""
    named = {str(name): tag for tag in root.find_all(True) for name in (tag.get("id"), tag.get("name")) if name}
    order = {id(tag): place for place, tag in enumerate(root.find_all(True))}
    found = PageNotes()
    for link in root.find_all("a", href=True):
        href = str(link["href"])
        target = named.get(href.removeprefix("#")) if href.startswith("#") else None
        if target is None:
            continue
        mark = re.sub(r"[\s\[\]()]", "", link.get_text())
        if _calls(link, href[1:]) and 0 < len(mark) <= LONGEST_MARK and order[id(target)] > order[id(link)]:
            found.calls[id(link)] = mark
            body = _body(target)
            if body is not None and id(body) not in found.bodies:
                found.bodies[id(body)] = mark
                found.silent.update(id(back) for back in body.find_all("a", href=_leads_back))
    return found


def _roles(tag: Tag) -> str:
    return f"{tag.get('role', '')} {tag.get('epub:type', '')}".lower()


def _calls(link: Tag, target: str) -> bool:
    if "noteref" in _roles(link):
        return True
    if "backlink" in _roles(link) or BACK.search(target):
        return False
    raised = link.find_parent("sup") is not None or link.find("sup") is not None
    return raised or NAMES.match(target) is not None


def _body(target: Tag) -> Tag | None:
    """Return the element that holds the note which ``target`` names."""
    if target.name in HOLDERS:
        return target
    holder = next((tag for tag in target.parents if tag.name in HOLDERS), None)
    outer = holder.parent if holder is not None else None
    # Word puts the paragraphs of one note into a division of its own.
    if isinstance(outer, Tag) and outer.name == "div" and CONTAINER.match(str(outer.get("id", ""))):
        return outer
    return holder


def _leads_back(href: object) -> bool:
    return isinstance(href, str) and href.startswith("#") and BACK.search(href) is not None
