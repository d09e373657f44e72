"""Word's automatic numbers, as Word counts and prints them. Each row: a list's definition, the
paragraphs, and the labels that Word prints before them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import abstract, docx, lvl, num, p, restart, style

from ingest.blocks import Block, Kind
from ingest.docx_numbering import printed_number
from ingest.read_docx import read_docx


def blocks(data: bytes) -> list[Block]:
    return [block for block in read_docx(data, Path("essai.docx")).blocks if block.kind is not Kind.PAGE]


def labels(body: str, numbering: str, styles: str = "") -> list[str]:
    return [b.text.text[: b.marker] for b in blocks(docx(body, numbering=numbering, styles=styles))]


def levels(text: str) -> str:
    """Return paragraphs of list 1 at these levels: « 0 1 1 0 »; « 2:0 » is level 0 of list 2."""
    made = []
    for item in text.split():
        identifier, _, depth = item.rpartition(":")
        made.append(p("Phare", num=identifier or "1", level=int(depth)))
    return "".join(made)


OUTLINE = (lvl(0, "%1."), lvl(1, "%1.%2"), lvl(2, "(%3)", "lowerLetter"), lvl(3, "(%4)", "lowerRoman"))
ONE = abstract(0, *OUTLINE) + num(1, 0)

COUNTED = [
    pytest.param(ONE, "0 0 0", "1. 2. 3.", id="one level"),
    pytest.param(ONE, "0 1 1 0 1", "1. 1.1 1.2 2. 2.1", id="a deeper level begins again after a higher one"),
    pytest.param(ONE, "0 2 2 3 3 2 0 2", "1. (a) (b) (i) (ii) (c) 2. (a)", id="letters and roman numerals"),
    pytest.param(ONE, "1 1 0", "1.1 1.2 2.", id="a level skipped at the start stands at its first number"),
    pytest.param(ONE, "0 1 3 1 3", "1. 1.1 (i) 1.2 (i)", id="a level skipped in the middle"),
    pytest.param(
        abstract(0, lvl(0, "%1.", start=5), lvl(1, "%1.%2", start=0)) + num(1, 0),
        "0 1 1 0 1",
        "5. 5.0 5.1 6. 6.0",
        id="starts",
    ),
    pytest.param(abstract(0, lvl(0, "%1.", start=None)) + num(1, 0), "0 0", "0. 1.", id="no start is zero"),
    pytest.param(ONE + num(2, 0), "0 0 2:0 0", "1. 2. 3. 4.", id="lists of one definition go on from each other"),
    pytest.param(ONE + num(2, 0, restart(0, 1)), "0 0 2:0 2:0 0", "1. 2. 1. 2. 3.", id="a list that starts anew, once"),
    pytest.param(ONE + num(2, 0, restart(0, 7)), "0 2:0 2:0", "1. 7. 8.", id="a list that starts at 7"),
    pytest.param(ONE + num(2, 0, restart(1, 4)), "0 1 2:1 2:1", "1. 1.1 1.4 1.5", id="a start at a deeper level"),
    pytest.param(
        ONE + abstract(1, lvl(0, "%1)", "lowerLetter")) + num(2, 1), "0 2:0 2:0 0", "1. a) b) 2.", id="two definitions"
    ),
    pytest.param(
        ONE + num(2, 0, f'<w:lvlOverride w:ilvl="0">{lvl(0, "§ %1", start=1)}</w:lvlOverride>'),
        "0 2:0 0",
        "1. §|2 3.",
        id="a list that prints a level in its own way",
    ),
    pytest.param(
        abstract(0, *OUTLINE[:2], lvl(2, "(%3)", "lowerLetter", more='<w:lvlRestart w:val="0"/>')) + num(1, 0),
        "0 2 0 2 1 2",
        "1. (a) 2. (b) 2.2 (c)",
        id="a level that never begins again",
    ),
    pytest.param(
        abstract(0, *OUTLINE[:2], lvl(2, "(%3)", "lowerLetter", more='<w:lvlRestart w:val="1"/>')) + num(1, 0),
        "0 1 2 1 2 0 1 2",
        "1. 1.1 (a) 1.2 (b) 2. 2.1 (a)",
        id="a level that begins again after level 1 alone",
    ),
    pytest.param(
        abstract(0, lvl(0, "%1.", "upperRoman"), lvl(1, "%1.%2", more="<w:isLgl/>"), lvl(2, "%1.%2.%3")) + num(1, 0),
        "0 0 1 2",
        "I. II. 2.1 II.1.1",
        id="legal numbers",
    ),
    pytest.param(
        abstract(0, lvl(0, "Article %1 :"), lvl(1, "par. %2)", "lowerLetter")) + num(1, 0),
        "0 1",
        "Article|1|: par.|a)",
        id="words around the number",
    ),
    pytest.param(abstract(0, lvl(0, "%1.%2.%3")) + num(1, 0), "0", "1..", id="places of deeper levels are empty"),
    pytest.param(ONE + num(2, 9) + num(3, 0), "2:0 9:0 3:0", "- - 1.", id="lists without a definition"),
    pytest.param(abstract(0, lvl(0, "%1.")) + num(1, 0), "4 0", "- 1.", id="levels without a definition"),
    pytest.param(abstract(0, lvl(0, "%1", "none")) + num(1, 0), "0", "-", id="no number at all"),
    pytest.param(
        abstract(0, lvl(0, "%1.", "bullet"), lvl(1, "%1.%2")) + num(1, 0), "0 1", "- .1", id="no number of a bullet"
    ),
    pytest.param(ONE, "0 0:0 0", "1. - 2.", id="list 0 is none"),
]


@pytest.mark.parametrize(("numbering", "paragraphs", "expected"), COUNTED)
def test_labels(numbering: str, paragraphs: str, expected: str) -> None:
    wanted = [label.replace("|", " ").replace("-", "") if label != "-" else "" for label in expected.split(" ")]
    assert labels(levels(paragraphs), numbering) == wanted


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        pytest.param(26, "lowerLetter", "z", id="the last letter"),
        pytest.param(27, "lowerLetter", "aa", id="then aa"),
        pytest.param(28, "upperLetter", "BB", id="then BB"),
        pytest.param(53, "lowerLetter", "aaa", id="then aaa"),
        pytest.param(0, "lowerLetter", "", id="no letter for nought"),
        pytest.param(32767, "lowerLetter", "g", id="bounded"),
        pytest.param(1994, "lowerRoman", "mcmxciv", id="roman"),
        pytest.param(49, "upperRoman", "XLIX", id="upper roman"),
        pytest.param(3, "decimalZero", "03", id="with a nought"),
        pytest.param(12, "decimalZero", "12", id="without one"),
        pytest.param(2, "numberInDash", "- 2 -", id="in dashes"),
        pytest.param(4, "decimalEnclosedParen", "(4)", id="in parentheses"),
        pytest.param(2, "decimalEnclosedCircle", "②", id="in a circle"),
        pytest.param(6, "chicago", "††", id="signs"),
        pytest.param(3, "russianLower", "в", id="Cyrillic"),
        pytest.param(7, "padded3", "007", id="padded"),
        pytest.param(5, "japaneseCounting", "5", id="unknown is decimal"),
    ],
)
def test_formats(count: int, form: str, printed: str) -> None:
    assert printed_number(count, form) == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        pytest.param("en", ["1st", "2nd", "3rd", "4th", "11th", "22nd"], id="English"),
        pytest.param("fr", ["1er", "2e", "3e", "4e", "11e", "22e"], id="French"),
        pytest.param("es", ["1º", "2º", "3º", "4º", "11º", "22º"], id="Spanish"),
    ],
)
def test_ordinals(language: str, printed: list[str]) -> None:
    assert [printed_number(count, "ordinal", language) for count in (1, 2, 3, 4, 11, 22)] == printed


NUMBERED = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
DEEPER = '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>'
STYLED = [
    pytest.param(style("Un", NUMBERED), ["Un", "Un"], ["1.", "2."], id="a style that numbers"),
    pytest.param(style("Un", NUMBERED) + style("De", "", "Un"), ["Un", "De"], ["1.", "2."], id="inherited"),
    pytest.param(
        style("Un", NUMBERED) + style("De", DEEPER, "Un"),
        ["Un", "De", "De"],
        ["1.", "1.1", "1.2"],
        id="the list inherited, the level its own",
    ),
    pytest.param(
        style("Un", NUMBERED) + style("De", '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', "Un"),
        ["Un", "De", "Un"],
        ["1.", "", "2."],
        id="numbering taken off again",
    ),
    pytest.param(
        style("A", NUMBERED, "B") + style("B", "", "A"), ["A", "B"], ["1.", "2."], id="styles based on each other"
    ),
    pytest.param(style("Un", "", "Absent"), ["Un", "Nul"], ["", ""], id="styles that are missing"),
    pytest.param(style("Lie", NUMBERED), ["Lie"], ["(a)"], id="the level that names the style"),
]


@pytest.mark.parametrize(("styles", "named", "expected"), STYLED)
def test_numbers_of_styles(styles: str, named: list[str], expected: list[str]) -> None:
    definition = abstract(0, *OUTLINE[:2], lvl(2, "(%3)", "lowerLetter", style="Lie")) + num(1, 0)
    assert labels("".join(p("Phare", style=name) for name in named), definition, styles) == expected


def test_a_direct_level_keeps_the_list_of_the_style() -> None:
    body = p("Un", style="Un") + p("Deux", style="Un", more='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    assert labels(body, ONE, style("Un", NUMBERED)) == ["1.", "1.1"]


def test_a_definition_may_point_to_a_numbering_style() -> None:
    numbering = (
        abstract(0, more='<w:numStyleLink w:val="Liste"/>')
        + abstract(1, *OUTLINE, more='<w:styleLink w:val="Liste"/>')
        + num(1, 0)
        + num(2, 1)
    )
    listed = '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
    assert labels(levels("0 1 2:0"), numbering, style("Liste", listed, kind="numbering")) == ["1.", "1.1", "2."]


def test_definitions_that_point_to_each_other_number_nothing() -> None:
    link = '<w:numStyleLink w:val="Liste"/>'
    numbering = abstract(0, more=link) + abstract(1, more=link + '<w:styleLink w:val="Liste"/>') + num(1, 0)
    assert labels(levels("0"), numbering) == [""]


def test_a_format_of_a_later_word_comes_in_a_choice() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert labels(levels("0 0"), abstract(0, level) + num(1, 0)) == ["001.", "002."]


@pytest.mark.parametrize(
    ("suff", "text"),
    [
        pytest.param("tab", "1. Phare", id="a tab"),
        pytest.param("space", "1. Phare", id="a space"),
        pytest.param("nothing", "1. Phare", id="nothing: a space all the same, to tell them apart"),
    ],
)
def test_what_parts_a_number_from_its_text(suff: str, text: str) -> None:
    (block,) = blocks(docx(levels("0"), numbering=abstract(0, lvl(0, "%1.", suff=suff)) + num(1, 0)))
    assert (block.text.text, block.marker, block.depth) == (text, 2, 0)


def test_a_bullet_is_a_bullet() -> None:
    numbering = abstract(0, lvl(0, "%1."), lvl(1, "\uf0b7", "bullet")) + num(1, 0)
    found = [(b.kind, b.text.text, b.marker, b.depth) for b in blocks(docx(levels("0 1"), numbering=numbering))]
    assert found == [(Kind.TEXT, "1. Phare", 2, 0), (Kind.BULLET, "Phare", 0, 1)]


@pytest.mark.parametrize(
    ("middle", "expected"),
    [
        pytest.param(
            f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
            f"<w:del>{'<w:r><w:delText>x</w:delText></w:r>'}</w:del></w:p>",
            ["1.", "2."],
            id="a deleted paragraph does not count",
        ),
        pytest.param(
            p("Caché", num="1")
            .replace("<w:rPr>", "<w:rPr><w:vanish/>")
            .replace("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>"),
            ["1.", "2."],
            id="nor does a hidden one",
        ),
        pytest.param(p(num="1"), ["1.", "2.", "3."], id="an empty one does"),
        pytest.param(p(num="1", more="<w:sectPr/>"), ["1.", "2."], id="but not one that ends a section"),
        pytest.param(
            f"<w:sdt><w:sdtContent>{p('Au', num='1')}</w:sdtContent></w:sdt>", ["1.", "2.", "3."], id="a control"
        ),
        pytest.param(
            "<w:tbl><w:tr><w:tc>" + p("Au", num="1") + "</w:tc></w:tr></w:tbl>", ["1.", "2.", "3."], id="a cell"
        ),
    ],
)
def test_which_paragraphs_count(middle: str, expected: list[str]) -> None:
    assert labels(levels("0") + middle + levels("0"), ONE) == expected
