"""The letters of Word's picture fonts (Symbol, Wingdings) as the Unicode characters they draw."""

from __future__ import annotations

import re

PRIVATE = re.compile("[\uf020-\uf0ff]")
UNKNOWN = "\ufffd"
SYMBOL = dict(
    zip(
        range(0x20, 0x7F),
        " !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        strict=True,
    )
) | dict(
    zip(
        range(0xA0, 0xFF),
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x3F: "✍", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□",
    0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA0: "▪", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def drawn(code: int, font: str) -> str:
    """Return the character that ``code`` draws in ``font``; the mark of the unknown where none is known."""
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    name = font.lower()
    if name.startswith("wingdings"):
        return WINGDINGS.get(code, UNKNOWN)
    if name.startswith("symbol"):
        return SYMBOL.get(code, UNKNOWN)
    if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        return chr(code)
    return UNKNOWN


def without_private(text: str, font: str) -> str:
    """Return ``text`` with the private characters that picture fonts use replaced by what they draw."""
    font = font if font.lower().startswith("wingdings") else "symbol"
    return PRIVATE.sub(lambda match: drawn(ord(match[0]), font), text)
