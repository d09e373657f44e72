"""HTML: what a reader sees, block by block, however broken the markup."""

from __future__ import annotations

import re
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
    assert [text for _, text in read(f"<{tag}>" * 5000 + "fond" + f"</{tag}>" * 5000)] == ["fond"]


def marked(markup: str) -> list[tuple[str, int, int]]:
    return [(b.text.text, b.marker, b.depth) for b in read_html(markup.encode()).blocks]


LISTS = [
    pytest.param("<ol><li>un<li>deux</ol>", ["1. un", "2. deux"], id="numbers"),
    pytest.param("<ol start=4><li>un<li>deux</ol>", ["4. un", "5. deux"], id="start"),
    pytest.param("<ol><li>un<li value=7>sept<li>huit</ol>", ["1. un", "7. sept", "8. huit"], id="value"),
    pytest.param("<ol reversed><li>un<li>deux</ol>", ["2. un", "1. deux"], id="reversed"),
    pytest.param("<ol type=a start=26><li>z<li>aa<li>ab</ol>", ["z. z", "aa. aa", "ab. ab"], id="letters"),
    pytest.param("<ol type=A><li>un</ol>", ["A. un"], id="capitals"),
    pytest.param("<ol type=i start=3><li>un<li>deux</ol>", ["iii. un", "iv. deux"], id="roman"),
    pytest.param("<ol type=I><li>un</ol>", ["I. un"], id="roman capitals"),
    pytest.param('<ol style="list-style-type: lower-alpha"><li>un</ol>', ["a. un"], id="by style"),
    pytest.param('<ol style="list-style: none"><li>1. un</ol>', ["1. un"], id="typed numbers"),
    pytest.param("<ol><li>1. un</ol>", ["1. un"], id="printed and typed alike"),
    pytest.param("<ol start=x><li>un</ol>", ["1. un"], id="a start that is none"),
    pytest.param("<ol start=0 type=a><li>un</ol>", ["0. un"], id="no letter for nought"),
    pytest.param("<ol><li><p>un</p><p>suite</p></li><li>deux</ol>", ["1. un", "suite", "2. deux"], id="paragraphs"),
]


@pytest.mark.parametrize(("markup", "texts"), LISTS)
def test_the_numbers_of_lists(markup: str, texts: list[str]) -> None:
    assert [text for text, _, _ in marked(markup)] == texts


def test_the_numbers_of_lists_are_declared_with_their_depth() -> None:
    assert marked("<ol><li>un<ol type=a><li>de</ol>suite</li><li>deux<ul><li>trait</ul></ol>") == [
        ("1. un", 2, 0),
        ("a. de", 2, 1),
        ("suite", 0, 0),
        ("2. deux", 2, 0),
        ("trait", 0, 1),
    ]


NOTES = [
    pytest.param('<p>Lampe<sup><a href="#fn1">1</a></sup>.</p><p id=fn1>1. À huile.</p>', id="superscript"),
    pytest.param(
        '<p>Lampe<a role=doc-noteref href="#x">1</a>.</p><ol><li id=x role=doc-footnote>À huile.'
        ' <a href="#fnref1">↩</a></ol>',
        id="roles",
    ),
    pytest.param(
        '<p>Lampe<a href="#_ftn1" name="_ftnref1">[1]</a>.</p><div id=ftn1><p class=MsoFootnoteText>'
        '<a href="#_ftnref1" name="_ftn1">[1]</a> À huile.</p></div>',
        id="Word",
    ),
    pytest.param(
        '<p>Lampe<sup>[<a href="#cite_note-1">1</a>]</sup>.</p><ol><li id=cite_note-1>'
        '<a href="#cite_ref-1">^</a> À huile.</ol>',
        id="a wiki",
    ),
    pytest.param(
        '<p>Lampe<sup><a href="#fn1">1</a></sup>.</p><div id=fn1><p>1 À</p><p>huile.</p></div>', id="two paragraphs"
    ),
]


@pytest.mark.parametrize("markup", NOTES)
def test_notes(markup: str) -> None:
    assert read(markup) == [("text", "Lampe[^1]."), ("note", "[^1]: À huile.")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param('<p><a href="#a1">1</a> Un</p><h2 id=a1>Un</h2>', "1 Un", id="a contents link"),
        pytest.param('<p>Lampe<sup><a href="#absent">1</a></sup></p>', "Lampe1", id="a target that is missing"),
        pytest.param("<p>10 m<sup>2</sup></p>", "10 m2", id="a square"),
    ],
)
def test_what_is_no_call(markup: str, expected: str) -> None:
    assert read(markup)[0] == ("text", expected)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(
            "<p>x<table><caption>Titre</caption><tr><th>a<th>b<tr><td>c<td></table>",
            [("text", "x"), ("text", "Titre"), ("table", "a | b\nc | ")],
            id="a table",
        ),
        pytest.param(
            "<p>x<table><tr><td><p>1. un<p>2. deux<tr><td>3. trois</table>",
            [("text", "x"), ("text", "1. un"), ("text", "2. deux"), ("text", "3. trois")],
            id="one column",
        ),
        pytest.param(
            "<p>x<table><tr><td>1.<td>un<tr><td>2.<td>deux</table>",
            [("text", "x"), ("text", "1. un"), ("text", "2. deux")],
            id="numbers in a column of their own",
        ),
        pytest.param(
            "<p>x<table><tr><td>a<table><tr><td>i<td>j<tr><td>k<td>l</table><td>b<tr><td>c<td>d</table>",
            [("text", "x"), ("table", "a i j k l | b\nc | d")],
            id="a table in a cell",
        ),
        pytest.param("<dl><dt>1.<dd>un<dt>phare<dd>lampe</dl>", None, id="definitions"),
    ],
)
def test_tables_and_definitions(markup: str, expected: list[tuple[str, str]] | None) -> None:
    assert read(markup) == (expected or [("text", "1. un"), ("text", "phare"), ("text", "lampe")])


def test_bold_lines_are_headings_and_depth_is_indent() -> None:
    blocks = read_html("<p><b>Les lampes</b></p><p>Un phare.</p><blockquote>Cité.</blockquote>".encode()).blocks
    assert [(b.kind, b.level, b.bold, b.indent) for b in blocks] == [
        (Kind.HEADING, 3, True, 0.0),
        (Kind.TEXT, 0, False, 0.0),
        (Kind.TEXT, 0, False, 2.0),
    ]


SOUP = (
    "<p> </p> <div> </div> <br> <li> <ol> </ol> <h2> <b> <table> <tr> <td> </td> </table> <dt> <dd> <sup> mot é".split()
)


@given(st.lists(st.sampled_from([*SOUP, " ", "<table><tr><td>"]), max_size=16))
def test_any_tag_soup_keeps_every_letter_and_its_place(pieces: list[str]) -> None:
    reading = read_html("".join(pieces).encode())
    # What a list or a table prints of its own is not in the markup.
    seen = re.sub(r"[ |\n]|\d+\.", "", "".join(block.text.text for block in reading.blocks))
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
