"""HTML that escapes by construction.

Comes in: an element's name, its children and attributes. Goes out: ``Markup``, the only string
that is ever put into the page unescaped. Questions, documents and model answers are foreign
text: a plain string is always escaped, so that forgetting to escape is not possible.
"""

from __future__ import annotations

from html import escape

VOID_ELEMENTS = frozenset({"br", "hr"})


class Markup(str):
    """HTML made by ``element`` or ``join``; any other string is text and gets escaped."""

    __slots__ = ()


def text(value: str) -> Markup:
    """Return ``value`` as HTML text (a ``Markup`` is returned as it is)."""
    return value if isinstance(value, Markup) else Markup(escape(value, quote=True))


def join(*children: str | None) -> Markup:
    """Return the children one after the other, escaped unless they are ``Markup``."""
    return Markup("".join(text(child) for child in children if child is not None))


def element(name: str, *children: str | None, **attributes: str | bool | None) -> Markup:
    """Return ``<name attributes>children</name>``.

    Attribute names lose a trailing underscore (``class_``) and take hyphens for the others
    (``aria_label``); ``True`` is a bare attribute, ``None`` and ``False`` are left out.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID_ELEMENTS:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    # A line break inside an attribute survives only as a character reference.
    written = escape(value, quote=True).replace("\n", "&#10;")
    return f' {name}="{written}"'
