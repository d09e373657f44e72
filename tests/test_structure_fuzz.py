"""Random documents in every layout of text files: sound offsets, nothing lost, nothing twice, always the same."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count, pairwise
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ingest.parse import parse
from ingest.read import read
from store.model import Document

WORDS = "les gardiens du phare nettoient chaque soir la lampe et le verre avant que la mer ne monte sur le quai".split()
OPENINGS = ["Les gardiens", "Prie le Bureau des Phares", "Rappelant", "La lampe", "« Le quai »", "Il faut", "le verre"]
ENDS = [".", ".", ".", " ;", ";", ",", " :", ":", "", " »."]
LINES = [
    "Annexe",
    "Annexe II",
    "La Conférence,",
    "L'Assemblée générale,",
    "II. DÉBATS",
    "B. Les quais",
    "Article 3",
    "Table des matières",
    "93e séance plénière",
    "97/12. Les quais",
    "* * *",
    "a)",
    "4.",
]
FURNITURE = ["12", "– 4 –", "PHARE/7", "Distr. générale", "______", "<!-- image -->", "https://phares.example/a"]
MISREAD = {1: "l", 2: "Z", 4: "U", 5: "S", 10: "IO", 11: "ll", 14: "lU", 24: "2k"}
LAYOUTS = {"paragraphs": ".md", "apart": ".txt", "lines": ".txt", "wrapped": ".txt", "doubled": ".txt"}
# To make an example smaller takes minutes: a whole document is parsed at each step.
BRIEFLY = settings(max_examples=120, phases=(Phase.explicit, Phase.reuse, Phase.generate))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


def name_of(number: int) -> str:
    """Return a word of its own for each number, so that a text can be found again: « zbcz »."""
    return "z" + "".join(chr(98 + digit) for digit in divmod(number, 20)) + "z"


@st.composite
def sentences(draw: DrawFn, names: count[int]) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=0, max_size=40))
    called = draw(st.sampled_from(["", "", "", "", " lampe1, puis", " verre 2, puis", " quai[^1]", " en 2042 1,"]))
    return (
        " ".join([draw(st.sampled_from(OPENINGS)), *words, name_of(next(names))]) + called + draw(st.sampled_from(ENDS))
    )


@st.composite
def pieces(draw: DrawFn) -> list[str]:
    """Draw a document's paragraphs; each has a word of its own but for the bare lines."""
    names, number, letter = count(), 0, 0
    found: list[str] = []
    for kind in draw(st.lists(st.sampled_from([*KINDS, "number", "number", "number"]), min_size=1, max_size=25)):
        sentence = draw(sentences(names)) if kind in SAYING else ""
        if kind == "number":
            number = draw(st.sampled_from([number + 1] * 8 + [1, number + 2, number + 7, 87]))
            letter = 0
            printed = MISREAD.get(number, str(number)) if draw(st.integers(0, 9)) == 0 else str(number)
            found.append(f"{printed}{draw(st.sampled_from(['. ', '. ', ' . ', ') ', ' ']))}{sentence}")
        elif kind == "letter":
            letter = letter % 26 + 1
            found.append(f"{chr(96 + letter)}) {sentence}")
        elif kind == "line":
            found.append(draw(st.sampled_from(LINES)))
        elif kind == "furniture":
            found.append(draw(st.sampled_from(FURNITURE)))
        elif kind == "notes":
            found += ["__________", f"{draw(st.integers(1, 3))} {sentence}"]
        else:
            found.append(KINDS[kind].format(sentence))
    return found


KINDS = {
    "number": "",
    "letter": "",
    "line": "",
    "furniture": "",
    "notes": "",
    "text": "{}",
    "numeral": "ii) {}",
    "bis": "3 bis. {}",
    "parts": "1.2 {}",
    "bullet": "- {}",
    "heading": "## {}",
    "mark": "[^1]: {}",
    "table": "| Lampes | {} |",
    "contents": "{} .......... 4",
    "quoted": "« 3. {}",
    "page": "\f{}",
}
SAYING = frozenset(KINDS) - {"line", "furniture"}


def laid_out(found: list[str], layout: str) -> str:
    if layout == "lines":
        return "\n".join(found) + "\n"
    if layout in ("wrapped", "doubled"):
        found = ["\n".join(wrap(piece, 76) or [piece]) if piece[0] != "\f" else piece for piece in found]
    text = "\n\n".join(found) + "\n"
    return text.replace("\n", "\n\n") if layout == "doubled" else text


@st.composite
def files(draw: DrawFn) -> tuple[str, bytes]:
    """Draw a file's ending and its bytes."""
    layout = draw(st.sampled_from(sorted(LAYOUTS)))
    text = laid_out(draw(pieces()), layout)
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    return LAYOUTS[layout], text.encode(draw(st.sampled_from(ENCODINGS)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("phares")


def parsed(folder: Path, file: tuple[str, bytes]) -> tuple[Document, str]:
    """Return the document that a file gives, and its decoded source."""
    path = folder / f"phares{file[0]}"
    path.write_bytes(file[1])
    return parse(path, configuration={}), read(path)[1].source


def origins(document: Document, start: int, end: int) -> list[int]:
    """Return where in the source each visible character of ``start:end`` comes from."""
    found: list[int] = []
    for begin, source, length in document.spans:
        for position in range(max(begin, start), min(begin + length, end)):
            if not document.text[position].isspace():
                found.append(source + position - begin)
    return found


@given(files())
@BRIEFLY
def test_any_document_is_read_soundly(folder: Path, file: tuple[str, bytes]) -> None:
    document, source = parsed(folder, file)
    keys = [paragraph.key for paragraph in document.paragraphs]
    assert len(set(keys)) == len(keys)
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.label and set(paragraph.footnotes) <= set(keys)
    ranges = [(paragraph.start, paragraph.end) for paragraph in document.paragraphs]
    assert all(0 <= start <= end <= len(document.text) for start, end in ranges)
    assert all(end <= start for (_, end), (start, _) in pairwise(ranges))
    assert document == parsed(folder, file)[0]
    assert Document.from_json(document.to_json()).to_json() == document.to_json()
    assert_leads_back(document, source)


def assert_leads_back(document: Document, source: str) -> None:
    ends = [0, *(start + length for start, _, length in document.spans)]
    assert ends[-1] == len(document.text)
    assert all(start == end for (start, _, _), end in zip(document.spans, ends, strict=False))
    for start, place, length in document.spans:
        for position in range(length):
            character = document.text[start + position]
            assert character.isspace() or source[place + position] == character


@given(files())
@BRIEFLY
def test_no_character_of_a_document_is_lost_or_in_two_paragraphs(folder: Path, file: tuple[str, bytes]) -> None:
    document, source = parsed(folder, file)
    counted = Counter(o for p in document.paragraphs for o in origins(document, p.start, p.end))
    assert all(times == 1 for times in counted.values())
    assert document.coverage is not None
    assert document.coverage.share >= 0.995, document.coverage.left
    parts = document.coverage
    assert parts.characters == sum(not character.isspace() for character in source)
    assert parts.text + parts.contents + parts.furniture + parts.mended <= parts.characters


@given(files())
@BRIEFLY
def test_every_sentence_is_in_the_text_once_or_in_the_contents(folder: Path, file: tuple[str, bytes]) -> None:
    document, source = parsed(folder, file)
    printed = Counter(re.findall(r"\bz[b-z]{2}z\b", source))
    kept = Counter(re.findall(r"\bz[b-z]{2}z\b", document.text))
    lost = printed - kept
    assert not kept - printed
    assert document.coverage is not None
    if not document.coverage.contents:
        assert not lost


@st.composite
def plain_lists(draw: DrawFn) -> tuple[int, tuple[str, bytes]]:
    """Draw how many paragraphs a plain list has, and the file that holds nothing else."""
    length = draw(st.integers(2, 60))
    layout = draw(st.sampled_from(sorted(LAYOUTS)))
    stop = draw(st.sampled_from([".", ")", " ."]))
    lines: list[str] = []
    for number in range(1, length + 1):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=40))
        lines.append(f"{number}{stop} Les gardiens {' '.join(words)}.")
    return length, (LAYOUTS[layout], laid_out(lines, layout).encode())


@given(plain_lists())
@BRIEFLY
def test_a_plain_list_is_found_whole(folder: Path, drawn: tuple[int, tuple[str, bytes]]) -> None:
    length, file = drawn
    document, source = parsed(folder, file)
    assert [p.key for p in document.paragraphs] == [f"phares#{number}" for number in range(1, length + 1)]
    assert document.warnings == ()
    expected = re.split(r"(?:^|\n+)\d+ ?[.)] ", source.strip())[1:]
    assert [p.text for p in document.paragraphs] == [" ".join(part.split()) for part in expected]
