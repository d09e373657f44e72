"""The numbers that a browser prints before the items of a list.

Comes in: an ``<ol>``. Goes out: the label of each of its items (``start``, ``reversed``, ``value``,
``type`` and the style's ``list-style-type`` are heeded); nothing where the list prints no number.
"""

from __future__ import annotations

import re

from bs4 import Tag

from ingest.docx_numbering import printed_number

STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
FORMS = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
PRINTED = {"lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal-leading-zero": "decimalZero"}
UNNUMBERED = frozenset({"none", "disc", "circle", "square"})
LARGEST = 32767


def labels(items: Tag) -> dict[int, str]:
    """Return the label of each item of an ordered list, by the identity of its tag."""
    found = [item for item in items.find_all("li", recursive=False) if isinstance(item, Tag)]
    step = -1 if items.has_attr("reversed") else 1
    count = whole(items.get("start"), len(found) if step < 0 else 1)
    printed: dict[int, str] = {}
    for item in found:
        count = whole(item.get("value"), count)
        form = _form(item) or _form(items) or "decimal"
        printed[id(item)] = "" if form in UNNUMBERED else f"{_printed(count, form)}."
        count += step
    return printed


def whole(text: object, default: int) -> int:
    """Return an attribute's integer within bounds; ``default`` for anything else."""
    try:
        return max(-LARGEST, min(LARGEST, int(str(text))))
    except ValueError:
        return default


def _form(tag: Tag) -> str | None:
    styled = STYLE.search(str(tag.get("style", "")))
    return styled[1].lower() if styled else FORMS.get(str(tag.get("type", "")))


def _printed(count: int, form: str) -> str:
    if form in ("lower-alpha", "lower-latin", "upper-alpha", "upper-latin") and count > 0:
        letters = _letters(count)
        return letters.upper() if form.startswith("upper") else letters
    return (printed_number(count, PRINTED.get(form, "decimal")) if count > 0 else "") or str(count)


def _letters(count: int) -> str:
    # After z comes aa, then ab: not as in Word.
    pieces = ""
    while count > 0:
        count, place = divmod(count - 1, 26)
        pieces = chr(97 + place) + pieces
    return pieces
