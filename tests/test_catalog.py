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


# ── whole mastheads, all fictional ────────────────────────────────────────────────────────────

TYPEWRITTEN = (
    "NATIONS UNIES",
    "Assemblée générale",
    "Distr.",
    "GENERALE",
    "A/RES/97/161",
    "21 janvier 2043",
    "Quatre-vingt-dix-septième session",
    "Point 40 de l’ordre du jour",
    "# RESOLUTION ADOPTEE PAR L’ASSEMBLEE GENERALE",
    "[sans renvoi à une grande commission (A/97/L.21)]",
    "97/161. Les phares de Lusmanie : gardiens et lampes",
    "L’Assemblée générale,",
    "Rappelant sa résolution 96/118 du 18 décembre 2041, relative aux phares, qui reste entière,",
    "1. Prie les gardiens de veiller ;",
    "85e séance plénière",
    "20 décembre 2042",
)
COUNCIL = (
    "Nations Unies S/RES/9325 (2040)",
    "Conseil de sécurité",
    "Distr. générale",
    "31 octobre 2040",
    "# Résolution 9325 (2040)",
    "Adoptée par le Conseil de sécurité à sa 42130e séance,",
    "le 30 octobre 2040",
    "Le Conseil de sécurité,",
    "1. Décide de rester saisi des phares.",
)
CUT = (
    "et demande aux gardiens de continuer à veiller sur toutes les lampes de la côte nord, y compris la nuit.",
    "1083e séance plénière, 18 décembre 1971.",
    "# 9704 (XXVI). Comité des phares",
    "L'Assemblée générale,",
    "1. Décide autre chose.",
    "1083e séance plénière,",
    "19 décembre 1971.",
    "# 9705 (XXVI). Question des échelles de Lusmanie",
    "L'Assemblée générale,",
    "1. Prie les peintres.",
    "1084e séance plénière,",
    "20 décembre 1971.",
)
ENGLISH = (
    "United Nations",
    "A/HRC/97/60",
    "General Assembly",
    "Distr.: General",
    "22 April 2043",
    "Original: English",
    "Human Rights Council",
    "Ninety-seventh session",
    "16 June–11 July 2043",
    "Agenda item 5",
    "Lighthouses and their keepers",
    "# Thirteenth gathering of the keepers",
    "# Report of the Working Group on lighthouses",
    "Summary",
    "The Working Group on lighthouses gives an overview.",
)
SPANISH = (
    "Naciones Unidas",
    "A/AC.999/2044/3",
    "Asamblea General",
    "Distr. general",
    "29 de abril de 2044",
    "Español",
    "Original: inglés",
    "Grupo de trabajo de composición abierta sobre los faros",
    "Octavo período de sesiones",
    "Puerto Ámbar, 8 a 12 de julio de 2044",
    "# Documento de antecedentes sobre los faros de la costa",
    "# Documento de la Secretaría",
    "# I. Introducción",
    "1. En el anexo del informe se trata de los faros.",
)
PARTED = (
    "## 2043/14.",
    "Distr. générale 1 juillet 2043",
    "Session de 2043 Point 9 de l'ordre du jour Phares et lampes",
    "# Résolution adoptée par le Conseil économique et social le 23 juin 2043",
    "[sur la base d'une proposition examinée en séance plénière (E/2043/L.11)]",
    "# Coordination de l'entretien des phares",
    "Le Conseil économique et social,",
    "Réaffirmant ses résolutions,",
)


@pytest.mark.parametrize(
    ("lines", "name", "expected"),
    [
        pytest.param(
            TYPEWRITTEN,
            "sans-cote",
            {
                "symbol": "A/RES/97/161",
                "title": "Les phares de Lusmanie : gardiens et lampes",
                "body": "Assemblée générale",
                "date": "2042-12-20",
                "session": "Quatre-vingt-dix-septième session",
                "session_number": 97,
                "meeting": "85e séance plénière",
                "place": None,
                "language": "fr",
            },
            id="a typewritten resolution is dated by its adoption, under its text",
        ),
        pytest.param(
            COUNCIL,
            "sans-cote",
            {
                "symbol": "S/RES/9325 (2040)",
                "title": "Résolution 9325 (2040)",
                "body": "Conseil de sécurité",
                "date": "2040-10-30",
                "session": None,
                "meeting": "42130e séance",
            },
            id="a Security Council resolution, by the line under its number",
        ),
        pytest.param(
            CUT,
            "A-RES-9705(XXVI)",
            {
                "symbol": "A/RES/9705(XXVI)",
                "title": "Question des échelles de Lusmanie",
                "date": "1971-12-20",
                "session": None,
                "session_number": 26,
                "meeting": "1084e séance plénière",
            },
            id="the second resolution of a page, found by the name of the file",
        ),
        pytest.param(
            ENGLISH,
            "sans-cote",
            {
                "symbol": "A/HRC/97/60",
                "title": "Thirteenth gathering of the keepers",
                "body": "Human Rights Council",
                "date": "2043-04-22",
                "session": "Ninety-seventh session",
                "session_number": 97,
                "language": "en",
            },
            id="an English report is dated by its distribution",
        ),
        pytest.param(
            SPANISH,
            "sans-cote",
            {
                "symbol": "A/AC.999/2044/3",
                "title": "Documento de antecedentes sobre los faros de la costa",
                "body": "Grupo de trabajo de composición abierta sobre los faros",
                "date": "2044-04-29",
                "session": "Octavo período de sesiones",
                "place": "Puerto Ámbar",
                "language": "es",
            },
            id="a Spanish document with its place",
        ),
        pytest.param(
            PARTED,
            "E-RES-2043-14",
            {
                "symbol": "E/RES/2043/14",
                "title": "Coordination de l'entretien des phares",
                "date": "2043-06-23",
                "body": "Conseil économique et social",
                "session": "Session de 2043",
            },
            id="a number that the extraction has parted from its title",
        ),
    ],
)
def test_mastheads(lines: tuple[str, ...], name: str, expected: dict[str, object]) -> None:
    read = asdict(entry(*lines, name=name))
    assert {field: read[field] for field in expected} == expected


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(
            ("97/190.", "43-24137 (F)", *PARTED[3:]), "Coordination de l'entretien des phares", id="job number"
        ),
        pytest.param(
            ("97/190.", "Neuvième session", *PARTED[3:]), "Coordination de l'entretien des phares", id="session between"
        ),
        pytest.param(
            ("# 97/190. Phares L'Assemblée générale", "Notant,"), "Phares", id="the organ on the title's line"
        ),
        pytest.param(
            (
                "# Résolution adoptée par l'Assemblée générale",
                "# Entretien des phares",
                "# 97/190. de la côte nord",
                "L'Assemblée générale,",
            ),
            "Entretien des phares de la côte nord",
            id="the first line before the number",
        ),
    ],
)
def test_titles_parted_by_the_extraction(lines: tuple[str, ...], title: str) -> None:
    assert entry(*lines, name="A-RES-97-190").title == title


def test_a_date_under_a_number_is_no_title() -> None:
    lines = ("# Resolution 9554 (2044)", "# du 17 aout 2044", "Le Conseil de securite,")
    read = entry(*lines, name="S-RES-9554(2044)")
    assert (read.title, read.date) == ("Resolution 9554 (2044)", "2044-08-17")


def test_a_resolution_without_a_symbol_is_named_by_its_number_and_its_organ() -> None:
    lines = [line for line in TYPEWRITTEN if not line.startswith("A/RES")]
    assert entry(*lines).symbol == "A/RES/97/161"


def test_a_running_head_gives_the_symbol() -> None:
    head = [Block(MappedText.whole("Rapport sur les phares"), Kind.HEADING)]
    running = Block(MappedText.whole("A/HRC/97/60"), Kind.FURNITURE)
    assert read_entry([*head, running, running], "rapport").symbol == "A/HRC/97/60"


def test_the_printed_symbol_completes_the_file_s() -> None:
    assert entry("A/97/604/Add.11", name="A_97_604").symbol == "A/97/604/Add.11"
    assert entry("A/RES/70/174", name="A-RES-70-17").symbol == "A/RES/70/17"


def test_a_mention_of_a_resolution_is_no_title() -> None:
    lines = ("# Résolution adoptée par l'Assemblée générale", "97/3 du 5 mai 2042, par laquelle elle", "97/3. Phares")
    assert entry(*lines, name="A-RES-97-3").title == "Phares"


@pytest.mark.parametrize(("name", "language"), [("A_HRC_97_60.ru", "ru"), ("A_HRC_97_60.en", "en")])
def test_the_file_s_name_tells_the_language(name: str, language: str) -> None:
    read = entry("A/HRC/97/60", name=name)
    assert read.language == language
    assert document_id(read, name) == f"A-HRC-97-60.{language}"


def test_corpus_toml_gives_a_session(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(
        '[documents."a.txt"]\nsession = "Neuvième session"\nsession_number = 9\nbody = "Organe"\n', encoding="utf-8"
    )
    changed = override(Entry(), read_configuration(tmp_path), "a.txt")
    assert (changed.session, changed.session_number, changed.body) == ("Neuvième session", 9, "Organe")


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=20))
def test_no_masthead_is_an_error(lines: list[str], name: str) -> None:
    blocks = [Block(MappedText.whole(line)) for line in lines]
    assert read_entry(blocks, name).language in {"fr", "en", "es", "ar", "zh", "ru"}
