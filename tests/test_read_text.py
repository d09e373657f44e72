"""Plain text and Markdown: what a line end, a blank line and a page mean in each layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind
from ingest.mapped import MappedText
from ingest.parse import parse
from ingest.read_text import clean, decode, read_text

WRAPPED = """\
   Rapport de la Commission des phares

   La Commission a examiné l’entretien des lampes et la formation des gardiens
de phare, puis elle a entendu les représentants des ports de l’archipel, dont
plusieurs ont demandé un calendrier commun.

1. Les gardiens de phare, dont beaucoup vivent seuls sur des îles éloignées de
toute ligne régulière, devraient recevoir au moins une visite médicale par an et
pouvoir téléphoner gratuitement à leur famille.

2. Les lampes devraient être nettoyées chaque semaine, et leur portée mesurée
depuis la mer par un équipage qui ne soit pas celui du phare concerné.
"""
DOUBLED = WRAPPED.replace("\n\n", "\n").replace("\n", "\n\n")
ONE_LINE_EACH = """\
Rapport de la Commission des phares

1. Les gardiens de phare, dont beaucoup vivent seuls sur des îles éloignées de toute ligne régulière, devraient \
recevoir au moins une visite médicale par an et pouvoir téléphoner gratuitement à leur famille.

2. Les lampes devraient être nettoyées chaque semaine, et leur portée mesurée depuis la mer par un équipage qui \
ne soit pas celui du phare concerné.
"""
FIRST = (
    "Les gardiens de phare, dont beaucoup vivent seuls sur des îles éloignées de toute ligne régulière, devraient"
    " recevoir au moins une visite médicale par an et pouvoir téléphoner gratuitement à leur famille."
)
SECOND = (
    "Les lampes devraient être nettoyées chaque semaine, et leur portée mesurée depuis la mer par un équipage qui"
    " ne soit pas celui du phare concerné."
)


def paragraphs(tmp_path: Path, data: bytes, name: str = "phares.txt") -> dict[str, str]:
    path = tmp_path / name
    path.write_bytes(data)
    return {p.key.partition("#")[2]: p.text for p in parse(path).paragraphs}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WRAPPED.encode(), id="wrapped lines, blank line between paragraphs (pdftotext -layout)"),
        pytest.param(DOUBLED.encode(), id="a blank line after every line, wherever the paragraph ends"),
        pytest.param(ONE_LINE_EACH.encode(), id="one line a paragraph"),
        pytest.param(WRAPPED.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(WRAPPED.replace("\n", "\r").encode(), id="old Macintosh line ends"),
        pytest.param(WRAPPED.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(WRAPPED.encode("utf-16"), id="UTF-16 with a mark"),
        pytest.param(b"\xfe\xff" + WRAPPED.encode("utf-16-be"), id="UTF-16, the other byte order"),
        pytest.param(WRAPPED.replace("œ", "oe").encode("cp1252"), id="Windows-1252"),
        pytest.param(WRAPPED.replace("\n\n2.", "\n\f2.").encode(), id="a form feed between paragraphs"),
        pytest.param(WRAPPED.replace("mesurée\n", "mesurée\n\n\f").encode(), id="a form feed inside a paragraph"),
    ],
)
def test_every_layout_gives_the_same_paragraphs(data: bytes, tmp_path: Path) -> None:
    found = paragraphs(tmp_path, data)
    assert (found["1"], found["2"]) == (FIRST, SECOND)


def test_raw_layout_without_blank_lines_gives_the_same_paragraphs(tmp_path: Path) -> None:
    lines = [line.strip() for line in WRAPPED.splitlines() if line.strip()]
    found = paragraphs(tmp_path, "\n".join(lines).encode())
    assert (found["1"], found["2"]) == (FIRST, SECOND)


def test_form_feeds_number_the_pages(tmp_path: Path) -> None:
    path = tmp_path / "phares.txt"
    path.write_text(WRAPPED.replace("\n\n2.", "\n\f2."), encoding="utf-8")
    assert [(p.number, p.page) for p in parse(path).paragraphs if p.number] == [(("1",), 1), (("2",), 2)]


def test_without_form_feeds_no_page_is_claimed(tmp_path: Path) -> None:
    path = tmp_path / "phares.txt"
    path.write_text(WRAPPED, encoding="utf-8")
    assert {p.page for p in parse(path).paragraphs} == {None}


def test_one_line_of_a_megabyte_is_one_paragraph(tmp_path: Path) -> None:
    sentence = "La mer monte sur les récifs. "
    text = "1. " + sentence * (1_000_000 // len(sentence))
    assert paragraphs(tmp_path, text.encode())["1"] == text[3:].strip()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 300_000, id="a word without end"),
        pytest.param("mot suivant\n" * 20_000, id="lines that all go on in lower case"),
        pytest.param("les ressource s du port " * 8_000, id="thousands of split words"),
        pytest.param("Les États " * 30_000 + ":\n\n1. Faire.\n\n2. Dire.", id="a lead-in without end"),
        pytest.param("!)»" * 60_000, id="punctuation without end"),
        pytest.param("* _ *" * 40_000, id="emphasis without end"),
    ],
)
def test_long_hostile_text_is_read_to_its_end(text: str, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("1. Premier point.\n\n" + text, encoding="utf-8")
    document = parse(tmp_path / "long.txt")
    assert all(document.text[p.start : p.end] == p.text for p in document.paragraphs)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"1. Un texte\x00 avec un octet nul", id="a NUL byte in text"),
        pytest.param("1. Un texte".encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(b"\xff\xfe\x00\x00" + "1. Un".encode("utf-32-le"), id="UTF-32"),
        pytest.param(bytes(range(256)) * 20, id="every byte there is"),
        pytest.param(b"\x01\x02\x03\x04" * 50 + b"texte", id="control characters"),
        pytest.param(b"\xff\xfeabc", id="half a UTF-16 character"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"binary|truncated"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("œuvre « été »".encode(), "œuvre « été »", id="UTF-8"),
        pytest.param("l’été – déjà".encode("cp1252"), "l’été – déjà", id="Windows-1252 quotes and dashes"),
        pytest.param(b"pr\xe9vention", "prévention", id="Latin-1"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode(data) == text


@given(st.text(max_size=300))
def test_any_text_is_read_and_blocks_keep_their_characters(text: str) -> None:
    try:
        reading = read_text(text.encode("utf-8", errors="ignore"), "txt")
    except ValueError:
        return
    for block in reading.blocks:
        for character, origin in zip(block.text.text, block.text.origins, strict=True):
            assert character.isspace() or reading.source[origin] == character


@given(st.lists(st.text(alphabet="abcé .;1)-", min_size=1, max_size=60), max_size=30))
def test_no_letter_is_lost_between_the_file_and_the_blocks(lines: list[str]) -> None:
    source = "\n".join(lines)
    blocks = read_text(source.encode(), "txt").blocks
    read = [c for block in blocks for c in block.text.text if c.isalnum()]
    assert read == [c for c in source if c.isalnum()]


def kinds(text: str, file_format: str = "md") -> list[tuple[Kind, str]]:
    return [(block.kind, block.text.text) for block in read_text(text.encode(), file_format).blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# Rapport", [(Kind.HEADING, "Rapport")], id="heading"),
        pytest.param("- un point", [(Kind.BULLET, "un point")], id="bullet"),
        pytest.param("---", [(Kind.RULE, "---")], id="rule"),
        pytest.param("https://example.org/a", [(Kind.FURNITURE, "https://example.org/a")], id="link alone on its line"),
        pytest.param("**Additif**", [(Kind.TEXT, "Additif")], id="emphasis is not the author's"),
        pytest.param("*Adopte* le plan", [(Kind.TEXT, "Adopte le plan")], id="emphasis on a word"),
        pytest.param("- a) Agir", [(Kind.TEXT, "a) Agir")], id="a bullet before a letter is no bullet"),
        pytest.param("2 * 3 = 6", [(Kind.TEXT, "2 * 3 = 6")], id="a star that is no mark"),
        pytest.param("nom_de_fichier", [(Kind.TEXT, "nom_de_fichier")], id="underscores inside a word"),
    ],
)
def test_markdown(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert kinds(text) == expected


def test_two_spaces_at_a_line_s_end_keep_the_lines_in_one_block() -> None:
    assert kinds("Distr. limitée  \n14 mai 2031  \nFrançais") == [(Kind.TEXT, "Distr. limitée\n14 mai 2031\nFrançais")]


def test_markdown_heading_levels() -> None:
    blocks = read_text(b"## Deux\n\n#### Quatre", "md").blocks
    assert [(b.text.text, b.level) for b in blocks] == [("Deux", 2), ("Quatre", 4)]


@given(st.text(alphabet="a*_ é.", max_size=40))
def test_cleaning_takes_off_marks_and_white_space_only(text: str) -> None:
    cleaned = clean(MappedText.whole(text)).text
    assert [c for c in cleaned if c not in "*_ "] == [c for c in text if c not in "*_ "]


def test_blocks_are_of_the_one_kind_that_later_stages_take() -> None:
    assert all(isinstance(block, Block) for block in read_text(WRAPPED.encode(), "txt").blocks)


def test_a_page_of_one_line_is_no_running_head() -> None:
    blocks = read_text(b"1. Les lampes.\n\f2. Les verres.\n\f3. Les quais.\n", "txt").blocks
    assert [block.text.text for block in blocks if block.kind is Kind.TEXT] == [
        "1. Les lampes.",
        "2. Les verres.",
        "3. Les quais.",
    ]


def test_running_heads_are_furniture_whatever_page_number_they_carry():
    pages = WRAPPED.split("\n\n")
    text = pages[0] + "\n\n" + pages[1]
    for number, page in enumerate(pages[2:], start=2):
        # The head stands between two lines of one sentence.
        first, rest = page.split("\n", 1)
        text += f"\n\n{first}\n\fCommission des phares – page {number}\n{rest}"
    blocks = read_text(text.encode(), "txt").blocks
    heads = [block.text.text for block in blocks if block.kind is Kind.FURNITURE]
    assert heads == ["Commission des phares – page 2", "Commission des phares – page 3"]
    assert not any("– page" in block.text.text for block in blocks if block.kind is Kind.TEXT)
