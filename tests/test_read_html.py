"""HTML: what a reader sees, block by block, however broken the markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Kind
from ingest.parse import parse
from ingest.read_html import read_html


def read(markup: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text.text) for block in read_html(markup.encode()).blocks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>1. Un</p><p>2. Deux</p>", [("text", "1. Un"), ("text", "2. Deux")], id="paragraphs"),
        pytest.param("<h2>Annexe</h2>", [("heading", "Annexe")], id="heading"),
        pytest.param("<ul><li>un<li>deux</ul>", [("bullet", "un"), ("bullet", "deux")], id="list left open"),
        pytest.param(
            "<div>avant<p>dedans</p>après</div>",
            [("text", "avant"), ("text", "dedans"), ("text", "après")],
            id="text around a block",
        ),
        pytest.param("<p><em>Adopte</em> le plan</p>", [("text", "Adopte le plan")], id="inline elements"),
        pytest.param(
            "<p>Distr. limitée<br>14 mai 2031</p>",
            [("text", "Distr. limitée"), ("text", "14 mai 2031")],
            id="a line break parts lines, it does not glue them",
        ),
        pytest.param(
            "<h1>Conférence<br>des phares</h1>", [("heading", "Conférence des phares")], id="break in a title"
        ),
        pytest.param(
            "<table><tr><td>un</td><td>deux</td></tr></table>", [("text", "un"), ("text", "deux")], id="table cells"
        ),
        pytest.param('<p class="footnote">1 Une note.</p>', [("note", "1 Une note.")], id="footnote"),
        pytest.param("<p>a\n   b\tc</p>", [("text", "a b c")], id="white space means nothing"),
        pytest.param("<p>10&nbsp;000</p>", [("text", "10\u00a0000")], id="but a no-break space does"),
        pytest.param("<p>l&rsquo;&eacute;t&eacute; &lt;b&gt;</p>", [("text", "l’été <b>")], id="entities"),
        pytest.param(
            "<script>x()</script><style>p{}</style><nav>menu</nav><p>texte</p>", [("text", "texte")], id="not text"
        ),
        pytest.param("<p hidden>caché</p><p>vu</p>", [("text", "vu")], id="hidden by attribute"),
        pytest.param(
            '<div style="display: none">caché <p style="visibility:hidden">aussi</p></div>vu',
            [("text", "vu")],
            id="hidden by style",
        ),
        pytest.param("<!-- un commentaire --><p>texte</p>", [("text", "texte")], id="comment"),
        pytest.param("texte nu", [("text", "texte nu")], id="no markup at all"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_what_is_read(markup: str, expected: list[tuple[str, str]]) -> None:
    assert read(markup) == expected


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("<meta charset=latin-1><p>été</p>".encode("latin-1"), "été", id="declared Latin-1"),
        pytest.param("<p>été œuvre</p>".encode(), "été œuvre", id="undeclared UTF-8"),
        pytest.param("<p>l’été – œuvre</p>".encode("cp1252"), "l’été – œuvre", id="undeclared Windows-1252"),
        pytest.param("<meta charset=utf-8><p>été</p>".encode("cp1252"), "été", id="wrongly declared"),
        pytest.param(
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', "x", id="XHTML"
        ),
        pytest.param(
            '<?xml version="1.0" encoding="iso-8859-1"?><p>été</p>'.encode("latin-1"), "été", id="declared by XML"
        ),
        pytest.param("<p>été</p>".encode("utf-16"), "été", id="UTF-16"),
        pytest.param(b"rapport.html", "rapport.html", id="what looks like a file's name"),
    ],
)
def test_encodings_and_dialects_are_read_without_a_warning(data: bytes, text: str) -> None:
    assert [block.text.text for block in read_html(data).blocks] == [text]


def test_a_binary_is_refused() -> None:
    with pytest.raises(ValueError, match="binary"):
        read_html(b"<p>\x00\x01</p>")


@pytest.mark.parametrize("tag", [pytest.param("div", id="blocks"), pytest.param("b", id="inline elements")])
def test_markup_nested_beyond_reason_is_read(tag: str) -> None:
    assert read(f"<{tag}>" * 5000 + "fond" + f"</{tag}>" * 5000) == [("text", "fond")]


@given(st.lists(st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<br>", "<li>", "<h2>", "<b>", "mot", " ", "é"])))
def test_any_tag_soup_keeps_every_letter_and_its_place(pieces: list[str]) -> None:
    reading = read_html("".join(pieces).encode())
    seen = "".join(block.text.text for block in reading.blocks).replace(" ", "")
    assert seen == "".join(piece for piece in pieces if piece in ("mot", "é"))
    for block in reading.blocks:
        assert "".join(reading.source[origin] for origin in block.text.origins) == block.text.text


def test_a_paragraph_of_lettered_lines_gives_its_items(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>1. Prie :<br>a) De lire ;<br>b) D’écrire.</p><p>2. Décide.</p>")
    keys = [p.key for p in parse(tmp_path / "a.html").paragraphs]
    assert keys == ["a#1", "a#1.a", "a#1.b", "a#2"]


def test_a_heading_s_depth_is_its_level() -> None:
    (block,) = read_html(b"<h3>Titre</h3>").blocks
    assert (block.kind, block.level) == (Kind.HEADING, 3)
