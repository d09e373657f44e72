"""Word files: what is printed, block by block. Every text is fictional."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_files import abstract, docx, lvl, num, p, r, style, table

from ingest.blocks import Block, Kind, Reading
from ingest.parse import parse
from ingest.read import read
from ingest.read_docx import read_docx
from store.errors import InputError

FILE = Path("phares.docx")
LIST = abstract(0, lvl(0, "%1."), lvl(1, "%2)", "lowerLetter")) + num(1, 0)
LONG = "Les gardiens de phare entretiennent les lampes de l’archipel pendant la saison des brumes et des tempêtes"


def reading(body: str, **parts: str) -> Reading:
    return read_docx(docx(body, **parts), FILE)


def found(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text.text) for block in reading(body, **parts).blocks]


def only(body: str, **parts: str) -> Block:
    (block,) = reading(body, **parts).blocks
    return block


def field(instruction: str, result: str) -> str:
    parts = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    asked = f"<w:r>{parts[0]}</w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r>{parts[1]}</w:r>"
    return f"{asked}{result}<w:r>{parts[2]}</w:r>"


RUNS = [
    pytest.param(r("La ") + r("lampe"), "La lampe", id="runs"),
    pytest.param(
        "<w:r><w:t> La </w:t></w:r>" + r("lampe"), "Lalampe", id="outer spaces are dropped as Word drops them"
    ),
    pytest.param(r("1.") + "<w:r><w:tab/></w:r>" + r("Un"), "1. Un", id="tab"),
    pytest.param(r("10\u00a0000\u202fF"), "10\u00a0000\u202fF", id="no-break spaces are the author's"),
    pytest.param(r("sous") + "<w:r><w:noBreakHyphen/></w:r>" + r("sol"), "sous\u2011sol", id="no-break hyphen"),
    pytest.param(r("phare") + "<w:r><w:softHyphen/></w:r>" + r("s"), "phares", id="optional hyphen"),
    pytest.param(r("La mer") + "<w:r><w:br/></w:r>" + r("monte"), "La mer monte", id="line break in a sentence"),
    pytest.param(r("Distr. : générale") + "<w:r><w:br/></w:r>" + r("3 mai"), "Distr. : générale\n3 mai", id="lines"),
    pytest.param('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 5"), "≥ 5", id="symbol"),
    pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r(" oui"), "✓ oui", id="picture"),
    pytest.param('<w:r><w:sym w:font="Inconnue" w:char="2192"/></w:r>', "→", id="symbol of another font"),
    pytest.param(r("\uf061 et \uf062", '<w:rFonts w:ascii="Symbol"/>'), "α et β", id="private characters"),
    pytest.param(r("Assemblée", "<w:caps/>"), "Assemblée", id="capitals stay as typed"),
    pytest.param(r("vu") + r(" caché", "<w:vanish/>"), "vu", id="hidden"),
    pytest.param(r("vu", '<w:vanish w:val="0"/>'), "vu", id="not hidden"),
    pytest.param(f"<w:ins>{r('ajout')}</w:ins>", "ajout", id="insertion"),
    pytest.param(r("reste") + "<w:del><w:r><w:delText>ôté</w:delText></w:r></w:del>", "reste", id="deletion"),
    pytest.param(f"<w:moveFrom>{r('loin')}</w:moveFrom><w:moveTo>{r('ici')}</w:moveTo>", "ici", id="move"),
    pytest.param(f"<w:del><w:ins>{r('ni')}</w:ins></w:del>" + r("oui"), "oui", id="inserted, then deleted"),
    pytest.param(f'<w:hyperlink w:anchor="x">{r("lien")}</w:hyperlink>', "lien", id="link"),
    pytest.param(f"<w:smartTag>{r('lieu')}</w:smartTag>", "lieu", id="smart tag"),
    pytest.param(f"<w:sdt><w:sdtContent>{r('choix')}</w:sdtContent></w:sdt>", "choix", id="control"),
    pytest.param(
        r("a") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Cliquez')}</w:sdtContent></w:sdt>",
        "a",
        id="placeholder",
    ),
    pytest.param(field("REF x", r("par. 4")), "par. 4", id="field"),
    pytest.param(field(f"IF {field('PAGE', r('2'))} = 2", r("deux")), "deux", id="field in an instruction"),
    pytest.param('<w:fldSimple w:instr="DATE">' + r("3 mai") + "</w:fldSimple>", "3 mai", id="simple field"),
    pytest.param('<w:commentRangeStart w:id="1"/>' + r("dit"), "dit", id="comment"),
    pytest.param(
        "<w:r><w:ruby><w:rt>" + r("dessus") + "</w:rt><w:rubyBase>" + r("base") + "</w:rubyBase></w:ruby></w:r>",
        "base",
        id="ruby",
    ),
    pytest.param("<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>", "x+y", id="formula"),
]


@pytest.mark.parametrize(("content", "text"), RUNS)
def test_the_text_of_a_paragraph(content: str, text: str) -> None:
    assert only(p(content)).text.text == text


@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
def test_both_dialects_are_read(strict: bool) -> None:
    data = docx(p("Un", num="1") + p("Deux", num="1"), strict=strict, numbering=LIST)
    assert [block.text.text for block in read_docx(data, FILE).blocks] == ["1. Un", "2. Deux"]


def test_offsets_lead_to_the_visible_text() -> None:
    seen = reading(p("Un", num="1") + table(["a", "b"], ["c", "d"]) + p("Deux", num="1"), numbering=LIST)
    for block in seen.blocks:
        assert "".join(seen.source[origin] for origin in block.text.origins) == block.text.text
    assert seen.source == "1. Un\na | b\nc | d\n2. Deux"


DELETED_MARK = '<w:del w:id="1"/>'


def test_a_deleted_paragraph_mark_joins_two_paragraphs_under_the_second_s_number() -> None:
    body = p("Un", num="1") + p(r("Deux "), mark=DELETED_MARK) + p("et trois", num="1")
    assert found(body, numbering=LIST) == [("text", "1. Un"), ("text", "2. Deux et trois")]


def test_a_deleted_mark_before_a_table_or_the_end_loses_nothing() -> None:
    body = p("Avant", mark=DELETED_MARK) + table(["a", "b"], ["c", "d"]) + p("Fin", mark=DELETED_MARK)
    assert found(body) == [("text", "Avant"), ("table", "a | b\nc | d"), ("text", "Fin")]


def test_tracked_changes_are_reported() -> None:
    (warning,) = reading(p(f"<w:ins>{r('ajout')}</w:ins>")).warnings
    assert (warning.code, "(1)" in warning.message) == ("docx_changes", True)


def test_a_style_separator_runs_on_under_the_first_number() -> None:
    body = p("Titre. ", num="1", mark="<w:vanish/><w:specVanish/>") + p("Suite.")
    assert found(body, numbering=LIST) == [("text", "1. Titre. Suite.")]


def test_a_page_break_parts_pages() -> None:
    body = p(r("Avant") + '<w:r><w:br w:type="page"/></w:r>' + r("Après"), num="1")
    assert found(body, numbering=LIST) == [("text", "1. Avant"), ("page", ""), ("text", "Après")]


def test_lettered_lines_of_one_paragraph_are_items_for_the_numbering_to_weigh() -> None:
    body = p(r("1. Prie :") + "<w:r><w:br/></w:r>" + r("a) De lire ;") + "<w:r><w:br/></w:r>" + r("b) D’écrire."))
    assert [(b.text.text, b.tentative) for b in reading(body).blocks] == [
        ("1. Prie :", False),
        ("a) De lire ;", True),
        ("b) D’écrire.", True),
    ]


@pytest.mark.parametrize("sign", [pytest.param("•", id="bullet"), pytest.param("–", id="dash")])
def test_a_bullet_that_the_author_typed(sign: str) -> None:
    assert found(p(f"{sign}  Lampe")) == [("bullet", "Lampe")]


# ── notes ─────────────────────────────────────────────────────────────────────────────────


def note(identifier: int, text: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{identifier}">{p(f"<w:r><w:{kind}Ref/></w:r>" + r(" " + text))}</w:{kind}>'


def call(identifier: int, kind: str = "footnote", mark: str = "") -> str:
    custom = ' w:customMarkFollows="1"' if mark else ""
    return f'<w:r><w:{kind}Reference{custom} w:id="{identifier}"/><w:t>{mark}</w:t></w:r>'


def test_notes_are_numbered_by_their_calls_and_follow_the_block_that_calls_them() -> None:
    body = p(r("Lampe") + call(7) + r(", mer") + call(3) + r(".")) + p("Suite.")
    assert found(body, footnotes=note(3, "Salée.") + note(7, "À huile.")) == [
        ("text", "Lampe[^1], mer[^2]."),
        ("note", "[^1]: À huile."),
        ("note", "[^2]: Salée."),
        ("text", "Suite."),
    ]


def test_a_mark_of_the_author_s_does_not_count() -> None:
    body = p(r("Cote") + call(1, mark="*")) + p(r("Lampe") + call(2))
    notes = '<w:footnote w:id="1">' + p("* Nouveau tirage.") + "</w:footnote>" + note(2, "À huile.")
    assert found(body, footnotes=notes) == [
        ("text", "Cote[^*]"),
        ("note", "[^*]: Nouveau tirage."),
        ("text", "Lampe[^1]"),
        ("note", "[^1]: À huile."),
    ]


@pytest.mark.parametrize(
    ("setting", "marks"),
    [
        pytest.param("", ["1", "2", "3"], id="one count for all"),
        pytest.param('<w:numRestart w:val="eachSect"/>', ["1", "2", "1"], id="anew in each section"),
        pytest.param('<w:numStart w:val="4"/>', ["4", "5", "6"], id="from 4"),
        pytest.param('<w:numFmt w:val="lowerLetter"/>', ["a", "b", "c"], id="letters"),
    ],
)
def test_how_notes_are_counted(setting: str, marks: list[str]) -> None:
    section = f"<w:sectPr><w:footnotePr>{setting}</w:footnotePr></w:sectPr>"
    body = p(r("Un") + call(1) + call(2), more=section) + p(r("Deux") + call(3)) + section
    texts = [
        text for kind, text in found(body, footnotes="".join(note(n, "Dit.") for n in (1, 2, 3))) if kind == "note"
    ]
    assert texts == [f"[^{mark}]: Dit." for mark in marks]


def test_endnotes_are_roman_and_apart() -> None:
    body = p(r("Un") + call(1) + call(1, "endnote"))
    notes = found(body, footnotes=note(1, "Bas."), endnotes=note(1, "Fin.", "endnote"))
    assert notes == [("text", "Un[^1][^i]"), ("note", "[^1]: Bas."), ("note", "[^i]: Fin.")]


def test_a_call_without_a_note_counts_is_left_out_and_is_reported() -> None:
    seen = reading(p(r("Un") + call(9) + call(1)), footnotes=note(1, "Dit."))
    assert [block.text.text for block in seen.blocks] == ["Un[^2]", "[^2]: Dit."]
    assert [warning.code for warning in seen.warnings] == ["docx_note_missing"]


def test_a_note_that_calls_itself_is_read_once() -> None:
    inner = '<w:footnote w:id="1">' + p(r("Soi") + call(1)) + "</w:footnote>"
    assert found(p(r("Un") + call(1)), footnotes=inner) == [("text", "Un[^1]"), ("note", "[^1]: Soi")]


def test_calls_in_a_table_are_followed_by_the_notes_after_it() -> None:
    body = table([p(r("a") + call(1)), "b"], ["c", "d"])
    assert found(body, footnotes=note(1, "Dit.")) == [("table", "a[^1] | b\nc | d"), ("note", "[^1]: Dit.")]


# ── tables, boxes, headers ────────────────────────────────────────────────────────────────

TABLES = [
    pytest.param(table(["a", "b"], ["c", ""]), [("table", "a | b\nc | ")], id="a table"),
    pytest.param(table(["", ""], ["", ""]), [], id="an empty one"),
    pytest.param(
        p("Avant") + table([p("Un", num="1") + p("Deux", num="1")], [p("Trois", num="1")]),
        [("text", "Avant"), ("text", "1. Un"), ("text", "2. Deux"), ("text", "3. Trois")],
        id="one column hides no number",
    ),
    pytest.param(
        p("Avant") + table(["", p("Un", num="1")], ["", p("Deux", num="1")]),
        [("text", "Avant"), ("text", "1. Un"), ("text", "2. Deux")],
        id="nor does one filled column",
    ),
    pytest.param(
        p("Avant") + table(["1.", "Un"], ["2.", "Deux"]),
        [("text", "Avant"), ("text", "1. Un"), ("text", "2. Deux")],
        id="numbers in a column of their own",
    ),
    pytest.param(
        p("Avant") + table([p(num="1"), "Un"], [p(num="1"), "Deux"]),
        [("text", "Avant"), ("text", "1. Un"), ("text", "2. Deux")],
        id="automatic numbers in a column of their own",
    ),
    pytest.param(
        table(["Conférence des phares", "PHARE/CONF.2/7"], ["", "Distr. générale"]) + p("Suite"),
        [("text", "Conférence des phares"), ("text", "PHARE/CONF.2/7"), ("text", "Distr. générale"), ("text", "Suite")],
        id="a masthead",
    ),
    pytest.param(
        p("Avant") + table([table(["x", "y"], ["z", "t"]), "b"], ["c", "d"]),
        [("text", "Avant"), ("table", "x y z t | b\nc | d")],
        id="a table in a cell",
    ),
    pytest.param(
        p("Avant") + table(["a", "b"], ["c", "d"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1),
        [("text", "Avant"), ("text", "c"), ("text", "d")],
        id="a deleted row",
    ),
]


@pytest.mark.parametrize(("body", "expected"), TABLES)
def test_tables(body: str, expected: list[tuple[str, str]]) -> None:
    assert found(body, numbering=LIST) == expected


def test_a_number_in_a_column_of_its_own_stays_declared() -> None:
    (block, _) = reading(table([p(num="1"), "Un"], [p(num="1"), "Deux"]), numbering=LIST).blocks
    assert (block.text.text, block.marker) == ("1. Un", 2)


def test_a_text_box_that_is_given_twice_is_read_once() -> None:
    inner = f"<w:txbxContent>{p('Encadré', num='1')}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp>{inner}</wps:wsp></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    body = p(r("Autour") + box, num="1") + p("Après", num="1")
    assert found(body, numbering=LIST) == [("text", "1. Autour"), ("text", "2. Encadré"), ("text", "3. Après")]


def test_headers_and_footers_come_first_as_furniture_each_line_once() -> None:
    ends = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference r:id="footer1"/></w:sectPr>'
    )
    head = table(["Nations des phares", "PHARE/CONF.2/7"], ["", "3 mai 2031"])
    foot = p("31-00042") + p(field("PAGE", r("2"))) + p("PHARE/CONF.2/7")
    assert found(p("Texte") + ends, header1=head, footer1=foot) == [
        ("furniture", "Nations des phares"),
        ("furniture", "PHARE/CONF.2/7"),
        ("furniture", "3 mai 2031"),
        ("furniture", "31-00042"),
        ("text", "Texte"),
    ]


# ── headings, contents, places ────────────────────────────────────────────────────────────

STYLES = (
    style("T1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', name="heading 1")
    + style("Sous", "", "T1")
    + style("Titre2", name="heading 2")
    + style("HChG", name="_ H _Ch_G")
    + style("H23", name="_ H_2/3", base="T1")
    + style("Corps", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', name="Corps")
    + style("TM1", name="toc 1")
)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        pytest.param(p("Lampes", style="T1"), ("heading", 1), id="outline level"),
        pytest.param(p("Lampes", style="Sous"), ("heading", 1), id="inherited"),
        pytest.param(p("Lampes", style="Titre2"), ("heading", 2), id="by the style's name"),
        pytest.param(p("I. Lampes", style="HChG"), ("heading", 1), id="a template of the United Nations"),
        pytest.param(p("Lampes", style="H23"), ("heading", 3), id="whose name says more than its base"),
        pytest.param(p("Lampes", style="Corps"), ("text", 0), id="body text by its outline level"),
        pytest.param(p("Lampes", more='<w:outlineLvl w:val="3"/>'), ("heading", 4), id="directly"),
        pytest.param(p(r("Lampes et feux", "<w:b/>")), ("heading", 3), id="bold and short"),
        pytest.param(p(r("Lampes et feux.", "<w:b/>")), ("text", 0), id="a bold sentence"),
        pytest.param(p(r("1. Lampes", "<w:b/>")), ("text", 0), id="bold, but numbered like a paragraph"),
        pytest.param(p(r("Lampes ", "<w:b/>") + r("et feux")), ("text", 0), id="bold in part"),
        pytest.param(p(LONG * 3, style="T1"), ("text", 0), id="a paragraph in a heading's style"),
        pytest.param(p("Lampes 3", style="TM1"), ("contents", 0), id="a line of contents"),
        pytest.param(p("", style="T1") + p("Un"), ("text", 0), id="an empty heading is none"),
    ],
)
def test_headings(paragraph: str, expected: tuple[str, int]) -> None:
    block = only(paragraph, styles=STYLES)
    assert (block.kind.value, block.level) == expected


def test_a_numbered_heading_declares_its_number() -> None:
    block = only(p("Lampes", num="1", style="T1"), styles=STYLES, numbering=LIST)
    assert (block.kind, block.text.text, block.marker) == (Kind.HEADING, "1. Lampes", 2)


def test_a_table_of_contents_made_by_a_field() -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
    asked = "<w:r><w:instrText> TOC \\o</w:instrText></w:r>"
    body = p(begin + asked + separate + r("I. Un 2")) + p("II. Deux 3") + p(end) + p("Suite")
    assert found(body) == [("contents", "I. Un 2"), ("contents", "II. Deux 3"), ("text", "Suite")]


def test_a_field_left_open_hides_nothing_further() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    assert found(p(begin + r("perdu")) + p("Suite")) == [("text", "Suite")]


def test_indents_are_measured_from_the_running_text_in_ems() -> None:
    far = '<w:ind w:left="1267"/>'
    body = p(LONG, more=far) * 3 + p("a) Un", more='<w:ind w:left="1667" w:hanging="200"/>') + p("Marge")
    indents = [block.indent for block in reading(body).blocks]
    assert indents == [0.0, 0.0, 0.0, 1.0, -6.33]


def test_bold_is_told() -> None:
    styles = style("Gras", "<w:rPr><w:b/></w:rPr>", kind="character")
    bold = p(r("Engage", "<w:i/>") + r(" 12 ") + r("les ports.", '<w:rStyle w:val="Gras"/>'))
    assert [b.bold for b in reading(bold + p(r("Engage ", "<w:b/>") + r("les ports.")), styles=styles).blocks] == [
        False,
        False,
    ]
    assert only(p(r("Engage ", "<w:i/>") + r("les ports.", '<w:rStyle w:val="Gras"/>')), styles=styles).bold


# ── the file ──────────────────────────────────────────────────────────────────────────────


def rewritten(data: bytes, change) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
    return stream.getvalue()


def part(name: str, data: bytes | None) -> bytes:
    return rewritten(docx(p("Un")), lambda n, old: data if n == name else old)


GOOD = docx(p("Un"))
BOMB = b"<a>" + b" " * 70_000_000
ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
BROKEN = [
    pytest.param(GOOD[: len(GOOD) // 2], "docx_broken", id="cut short"),
    pytest.param(b"PK\x03\x04", "docx_broken", id="a few bytes"),
    pytest.param(b"du texte", "docx_other", id="not an archive"),
    pytest.param(part("word/document.xml", b"<w:document"), "docx_broken", id="broken XML"),
    pytest.param(part("word/document.xml", b""), "docx_broken", id="an empty part"),
    pytest.param(part("word/document.xml", None), "docx_broken", id="no document"),
    pytest.param(part("word/document.xml", ENTITIES), "docx_broken", id="entities"),
    pytest.param(part("word/document.xml", ENTITIES.decode().encode("utf-16")), "docx_broken", id="entities in UTF-16"),
    pytest.param(part("word/document.xml", BOMB), "docx_large", id="a bomb"),
    pytest.param(part("word/document.xml", b"<a>" + b"<b/>" * 4_100_000 + b"</a>"), "docx_large", id="many elements"),
    pytest.param(part("word/document.xml", b"<a>" * 5000 + b"</a>" * 5000), "docx_broken", id="depth"),
    pytest.param(part("word/document.xml", b"<workbook/>"), "docx_other", id="another kind of document"),
    pytest.param(part("_rels/.rels", b"\x00"), "docx_broken", id="broken relations"),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "docx_password", id="pass"
    ),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 WordDocument", "file_convert", id="an old Word file"),
    pytest.param(rewritten(GOOD, lambda n, old: None if "/" in n else old), "docx_broken", id="no relations"),
]


@pytest.mark.parametrize(("data", "code"), BROKEN)
def test_what_cannot_be_read_says_so(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_docx(data, FILE)
    assert caught.value.code == code
    assert "phares.docx" in caught.value.message("en")


def archive(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name, text in files.items():
            new.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.zip", archive(notes="x"), "docx_other", id="an archive"),
        pytest.param("a.docx", archive(mimetype="application/vnd.oasis.opendocument.text"), "file_convert", id="ODT"),
        pytest.param("a.rtf", b"{\\rtf1 x}", "file_convert", id="RTF"),
        pytest.param("a.docx", b"texte", "docx_other", id="text that is named Word"),
        pytest.param("a.docx", docx(""), "file_empty", id="a Word file without text"),
    ],
)
def test_the_reader_is_chosen_by_content(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(tmp_path / name)
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["a.docx", "a.DOCM", "a.dotx", "a.bin"])
def test_a_word_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(GOOD)
    assert read(tmp_path / name)[1].format == "docx"


def test_nested_tables_of_any_depth_that_xml_allows() -> None:
    body = p("Avant")
    inner = p("Fond")
    for _ in range(70):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert found(body + inner) == [("text", "Avant"), ("text", "Fond")]


def test_parts_that_are_missing_are_done_without() -> None:
    data = docx(p("Un", num="1", style="T1") + p(r("Deux") + call(1)))
    assert [block.text.text for block in read_docx(data, FILE).blocks] == ["Un", "Deux"]


def test_a_word_file_gives_its_paragraphs(tmp_path: Path) -> None:
    body = p("Engage les ports :", num="1") + p("À lire ;", num="1", level=1) + p("À écrire.", num="1", level=1)
    (tmp_path / "phares.docx").write_bytes(docx(body + p("Décide de veiller.", num="1"), numbering=LIST))
    keys = [paragraph.key for paragraph in parse(tmp_path / "phares.docx").paragraphs]
    assert keys == ["phares#1", "phares#1.a", "phares#1.b", "phares#2"]


def test_notes_counted_anew_in_each_section_are_told_apart(tmp_path: Path) -> None:
    section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    first = p(r("Engage les ports") + call(1) + r(" à lire."), num="1", more=section)
    body = first + p(r("Prie les gardiens") + call(2) + r(" d’écrire") + call(3, mark="*") + r("."), num="1") + section
    notes = note(1, "Du nord.") + note(2, "Du sud.") + note(3, "À la lampe.")
    (tmp_path / "phares.docx").write_bytes(docx(body, numbering=LIST, footnotes=notes))
    found = {item.key: item for item in parse(tmp_path / "phares.docx").paragraphs}
    second = found["phares#2"]
    assert second.text == "Prie les gardiens d’écrire."
    assert [found[key].text for key in second.footnotes] == ["Du sud.", "À la lampe."]
    assert second.footnotes == ("phares#note/1~2", "phares#note/asterisque")


TEXTS = st.text(alphabet="aé1.(\u00a0 ;", max_size=6)
LEAVES = st.one_of(
    TEXTS.map(r),
    st.sampled_from(
        [
            '<w:r><w:br w:type="page"/></w:r>',
            "<w:r><w:br/></w:r>",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "<w:r><w:instrText>TOC</w:instrText></w:r>",
            call(1),
            call(2, "endnote"),
            '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/></w:r>',
            '<w:r><w:sym w:font="Symbol" w:char="zz"/></w:r>',
            '<w:numPr><w:numId w:val="x"/></w:numPr>',
            "<mc:AlternateContent/>",
            "<w:sectPr/>",
            "<v:textbox/>",
        ]
    ),
)
PARAGRAPHS = st.builds(
    p,
    st.lists(LEAVES, max_size=4).map("".join),
    st.sampled_from([None, "0", "1", "2", "-1", "x"]),
    st.sampled_from([None, -1, 0, 1, 9, 99999999999]),
    st.sampled_from(["", "Un", "Deux", "Absent"]),
    st.sampled_from(["", '<w:ind w:left="1e9"/>', '<w:ind w:left="nan"/>', "<w:sectPr/>", '<w:outlineLvl w:val="x"/>']),
    st.sampled_from(["", DELETED_MARK, "<w:vanish/>", "<w:moveFrom/>"]),
)
WRAPPERS = ["w:ins", "w:del", "w:sdt", "w:sdtContent", "w:tbl", "w:tr", "w:tc", "w:txbxContent", "w:hyperlink", "w:p"]
BODIES = st.recursive(
    st.one_of(PARAGRAPHS, LEAVES),
    lambda inner: st.builds(
        lambda tag, items: f"<{tag}>{''.join(items)}</{tag}>", st.sampled_from(WRAPPERS), st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)
LEVELS = st.lists(
    st.builds(
        lvl,
        st.integers(-1, 10),
        st.sampled_from(["%1.", "%1.%2", "", "%9%", "%0"]),
        st.sampled_from(["decimal", "lowerLetter", "bullet", "custom", "none", "", "ordinal"]),
        st.sampled_from([None, 0, 1, -5, 10**9]),
    ),
    max_size=3,
).map("".join)
CYCLES = style("Un", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', "Deux") + style("Deux", "", "Un")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.lists(BODIES, max_size=6).map("".join), LEVELS)
def test_any_small_document_is_read_or_refused(body: str, levels: str) -> None:
    notes = note(1, "Dit.") + note(2, "Dit.")
    data = docx(body, numbering=abstract(0, levels) + num(1, 0) + num(2, 0), styles=CYCLES, footnotes=notes)
    seen = read_docx(data, FILE)
    for block in seen.blocks:
        assert "".join(seen.source[origin] for origin in block.text.origins) == block.text.text
        assert 0 <= block.marker <= len(block.text)
        assert (block.text.text != "") == (block.kind is not Kind.PAGE)
        assert block.kind is Kind.TABLE or "\n\n" not in block.text.text


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=4))
def test_a_spoilt_file_is_read_or_refused(place: int, spoilt: bytes) -> None:
    try:
        read_docx(GOOD[:place] + spoilt + GOOD[place + len(spoilt) :], FILE)
    except InputError as error:
        assert re.match(r"docx_|file_convert", error.code)
