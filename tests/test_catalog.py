"""The catalogue entry of a document: what the head matter says, and what corpus.toml overrides."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind
from ingest.catalog import read_entry
from ingest.configuration import override, read_configuration
from ingest.entry import Entry, document_id, slug
from ingest.mapped import MappedText
from store.errors import InputError


def entry(*lines: str, name: str = "rapport") -> Entry:
    """Read head matter given as lines; one that begins with ``#`` is a heading."""
    head = [
        Block(MappedText.whole(line.lstrip("# ")), Kind.HEADING if line.startswith("#") else Kind.TEXT)
        for line in lines
    ]
    return read_entry(head, name)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        pytest.param(["A/RES/70/174"], "symbol", "A/RES/70/174", id="symbol alone on its line"),
        pytest.param(["Document A/C.3/79/L.2*"], "symbol", "A/C.3/79/L.2", id="symbol with a star"),
        pytest.param(["Voir A/RES/70/174 et autres"], "symbol", None, id="a symbol within a sentence is another's"),
        pytest.param(["# Projet de rapport"], "title", "Projet de rapport", id="title"),
        pytest.param(["Assemblée générale"], "body", "Assemblée générale", id="organ"),
        pytest.param(["# Réunion des phares"], "meeting", "Réunion des phares", id="meeting"),
        pytest.param(["Port-Ambre, 4-6 février 2031"], "place", "Port-Ambre", id="place before a date"),
        pytest.param(
            ["Port-Ambre (Lusmanie), 4 mai 2031"], "place", "Port-Ambre (Lusmanie)", id="place with a country"
        ),
        pytest.param(["5 février 2031"], "date", "2031-02-05", id="date"),
        pytest.param(["1er mars 2031"], "date", "2031-03-01", id="first of the month"),
        pytest.param(["4-6 AOÛT 2031"], "date", "2031-08-06", id="a span ends on its last day, in capitals"),
        pytest.param(["31 février 2031"], "date", None, id="no day of the calendar"),
        pytest.param(["99 mai 2031 et 2 mai 2031"], "date", "2031-05-02", id="no day, then a day"),
        pytest.param(["Rien de tout cela"], "date", None, id="what is not said stays missing"),
    ],
)
def test_head_matter(lines: list[str], field: str, value: str | None) -> None:
    assert asdict(entry(*lines))[field] == value


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        pytest.param("A-RES-70-174", "A/RES/70/174", id="hyphens"),
        pytest.param("A_80_604_Add.1", "A/80/604/Add.1", id="underscores and an addendum"),
        pytest.param("rapport-2031", None, id="an ordinary name"),
        pytest.param("000_ef8251257cbc6635", None, id="a hash"),
    ],
)
def test_symbol_from_the_file_s_name(name: str, symbol: str | None) -> None:
    assert entry(name=name).symbol == symbol


@pytest.mark.parametrize(
    ("known", "name", "identifier"),
    [
        pytest.param(Entry(symbol="A/RES/70/174"), "x", "A-RES-70-174", id="the symbol where known"),
        pytest.param(Entry(), "Rapport final (été)", "Rapport-final-(ete)", id="else the file's name"),
        pytest.param(
            Entry(symbol="A/RES/1", language="en"), "x", "A-RES-1.en", id="another language is another document"
        ),
        pytest.param(Entry(), "«»", "document", id="a name without a letter"),
        pytest.param(Entry(symbol="../../etc/passwd"), "x", "..-..-etc-passwd", id="a symbol cannot leave the folder"),
    ],
)
def test_identifier(known: Entry, name: str, identifier: str) -> None:
    assert document_id(known, name) == identifier


@given(st.text(max_size=30))
def test_identifiers_name_a_file_and_a_key(name: str) -> None:
    identifier = document_id(Entry(), name)
    assert identifier and "/" not in identifier and "#" not in identifier and identifier.isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Annexe II", "annexe-ii", id="words"),
        pytest.param("États", "etats", id="accents"),
        pytest.param("main-d'œuvre", "main-d-oeuvre", id="ligature"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_corpus_toml_overrides_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(
        'fictional = true\n[documents."a.txt"]\ntitle = "Autre titre"\ndate = 2031-05-01\nplace = ""\n',
        encoding="utf-8",
    )
    read = Entry(title="Titre", place="Port-Ambre", meeting="Réunion")
    changed = override(read, read_configuration(tmp_path), "a.txt")
    assert changed == Entry(title="Autre titre", date="2031-05-01", place=None, meeting="Réunion", fictional=True)
    assert override(read, read_configuration(tmp_path), "b.txt") == Entry(
        title="Titre", place="Port-Ambre", meeting="Réunion", fictional=True
    )


@pytest.mark.parametrize("source", [pytest.param("a.txt", id="by name"), pytest.param("2031/a.txt", id="by path")])
def test_a_document_in_a_folder_is_named_by_its_path_or_its_name(source: str) -> None:
    assert override(Entry(), {"documents": {source: {"title": "T"}}}, "2031/a.txt").title == "T"


def test_without_corpus_toml_nothing_is_overridden(tmp_path: Path) -> None:
    assert read_configuration(tmp_path) == {}


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        pytest.param("fictional = [\n1 2]", "line 2", id="not TOML"),
        pytest.param('[documents."a.txt"]\ntitel = "T"', "a.txt: titel", id="a field that does not exist"),
        pytest.param("fictionnal = true", "fictionnal", id="a setting that does not exist"),
        pytest.param('fictional = "oui"', "fictional", id="a truth value in words"),
        pytest.param("documents = 3", "documents", id="documents that are no table"),
        pytest.param('documents = {"a.txt" = 3}', "a.txt", id="a document that is no table"),
        pytest.param('[documents."a.txt"]\ntitle = 3', "a.txt, title", id="a title that is no text"),
        pytest.param('[documents."a.txt"]\nlanguage = "de"', "language", id="a language that is not read"),
    ],
)
def test_a_mistake_in_corpus_toml_is_named(toml: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match="ne peut pas être lu") as caught:
        read_configuration(tmp_path)
    assert named in str(caught.value) and str(tmp_path / "corpus.toml") in str(caught.value)


def test_corpus_toml_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(InputError, match=r"corpus\.toml"):
        read_configuration(tmp_path)
