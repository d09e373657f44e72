"""From blocks to paragraphs: every character kept once, keys unique, offsets true, whatever comes."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, Kind, Reading
from ingest.mapped import MappedText
from ingest.parse import parse
from ingest.structure import prepare, structure
from store.model import Document, Status

WORDS = st.sampled_from(
    [
        "1. Un",
        "2. Deux",
        "3. Trois :",
        "a) Ceci ;",
        "b) Cela.",
        "i) Encore",
        "ii) Fin",
        "5 bis. Suite",
        "Les États devraient :",
        "Annexe",
        "Annexe II",
        "La Conférence,",
        "Rappelant sa résolution,",
        "1 Une note",
        "[^a]: autre",
        "fin de phrase",
        "Un port1 et la[^a] mer",
        "II. DÉBATS",
        "4.",
        "a)",
        "____",
        "* * *",
        "L'équipage a dormi. " * 8,
        "é",
    ]
)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.one_of(WORDS, st.text(alphabet="aé1.) :;\u00a0", max_size=15)).map(MappedText.whole),
        st.sampled_from(list(Kind)),
        st.integers(0, 4),
        st.booleans(),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=20,
)


@given(BLOCKS)
def test_any_blocks_give_sound_paragraphs(blocks: list[Block]) -> None:
    found = structure([block for block in blocks if block.text.text.strip()], "phares")
    keys = [paragraph.key for paragraph in found.paragraphs]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("phares#") and key != "phares#" for key in keys)
    for paragraph in found.paragraphs:
        assert found.text.text[paragraph.start : paragraph.end] == paragraph.text
        assert all(note in keys for note in paragraph.footnotes)
        assert paragraph.label
    ends = [(paragraph.start, paragraph.end) for paragraph in found.paragraphs]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


@given(BLOCKS)
def test_no_character_of_any_block_is_lost(blocks: list[Block]) -> None:
    given_blocks = [block for block in blocks if block.text.text.strip()]
    found = structure(given_blocks, "phares")
    # A note's call is cut from the text that calls; everything else stays.
    before = Counter(c for block in given_blocks for c in block.text.text if not c.isspace() and c not in "1[^a]")
    after = Counter(c for c in found.text.text if not c.isspace() and c not in "1[^a]")
    assert before == after


@given(BLOCKS)
def test_the_stages_before_take_any_blocks_and_lose_no_text(blocks: list[Block]) -> None:
    source = "\n".join(block.text.text for block in blocks)
    prepared = prepare(Reading(source, "txt", tuple(blocks))).blocks
    assert all(block.text.text for block in prepared)
    assert all(block.kind not in (Kind.FURNITURE, Kind.PAGE, Kind.RULE) for block in prepared)
    structure(prepared, "phares")


def read(tmp_path: Path, text: str, name: str = "phares.md") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return parse(path)


def table(document: Document) -> list[tuple[str, str, str]]:
    return [(p.key.partition("#")[2], p.label, p.text) for p in document.paragraphs]


LISTS = """\
Les gardiens sont convenus que :

Les États devraient être invités à :

1. Financer les lampes ;

2. former les gardiens.

Les gardiens ont aussi invité le Bureau des Phares à :

1. Publier un calendrier ;

2. tenir un registre.

# Annexe I

1. Les lampes sont propres.

2. Les verres sont entiers :

a) Dedans ;

b) Dehors.

# Annexe II

1. Les bateaux passent.

2. La nuit tombe.
"""


def test_each_list_has_its_scope_in_keys_and_labels(tmp_path: Path) -> None:
    assert [(key, label) for key, label, _ in table(read(tmp_path, LISTS))] == [
        ("en-tete", "en-tête"),
        ("etats/1", "recommandation 1 aux États"),
        ("etats/2", "recommandation 2 aux États"),
        ("bureau-des-phares/1", "recommandation 1 au Bureau des Phares"),
        ("bureau-des-phares/2", "recommandation 2 au Bureau des Phares"),
        ("annexe-i/1", "annexe I, par. 1"),
        ("annexe-i/2", "annexe I, par. 2"),
        ("annexe-i/2.a", "annexe I, par. 2 a)"),
        ("annexe-i/2.b", "annexe I, par. 2 b)"),
        ("annexe-ii/1", "annexe II, par. 1"),
        ("annexe-ii/2", "annexe II, par. 2"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "1. Un point.\n\nUne remarque du greffe.\n\n2. Un autre.",
            [
                ("1", "par. 1", "Un point."),
                ("1+1", "texte non numéroté après le par. 1", "Une remarque du greffe."),
                ("2", "par. 2", "Un autre."),
            ],
            id="unnumbered text is named by the number before it",
        ),
        pytest.param(
            "1. Un :\n\n- ceci\n\n- cela\n\n2. Deux.",
            [("1", "par. 1", "Un :\nceci\ncela"), ("2", "par. 2", "Deux.")],
            id="bullets belong to the paragraph above",
        ),
        pytest.param(
            "5.\n\na) Décide de partir ;\n\nb) Prie de rester ;\n\n6. Finit.",
            [
                ("5.a", "par. 5 a)", "Décide de partir ;"),
                ("5.b", "par. 5 b)", "Prie de rester ;"),
                ("6", "par. 6", "Finit."),
            ],
            id="a number alone on its line, then its letters",
        ),
        pytest.param(
            "1.\n\nLe phare brille.\n\n2.\n\nLa mer monte.",
            [("1", "par. 1", "Le phare brille."), ("2", "par. 2", "La mer monte.")],
            id="numbers alone on their lines",
        ),
        pytest.param(
            "1. Un :\n\na)\n\nCeci ;\n\nb)\n\nCela.\n\n2. Deux.",
            [
                ("1", "par. 1", "Un :"),
                ("1.a", "par. 1 a)", "Ceci ;"),
                ("1.b", "par. 1 b)", "Cela."),
                ("2", "par. 2", "Deux."),
            ],
            id="letters alone on their lines",
        ),
        pytest.param(
            "1. Un, comme il est dit au\n\npoint 3 de l'ordre du jour.\n\n2. Deux.",
            [("1", "par. 1", "Un, comme il est dit au point 3 de l'ordre du jour."), ("2", "par. 2", "Deux.")],
            id="a sentence cut by a blank line",
        ),
        pytest.param(
            "1. Un.\n\n1 bis. Un encore.\n\n2. Deux.",
            [("1", "par. 1", "Un."), ("1-bis", "par. 1 bis", "Un encore."), ("2", "par. 2", "Deux.")],
            id="bis in keys and labels",
        ),
    ],
)
def test_paragraphs(text: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert table(read(tmp_path, text)) == expected


def test_a_preamble_and_its_operative_part(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "La Conférence,\n\nRappelant sa résolution 3/7,\n\nConsciente du danger,\n\n1. Décide de rester ;\n\n2. Prie "
        "le Secrétaire général de veiller.\n",
    )
    assert [(p.key.partition("#")[2], p.status) for p in document.paragraphs] == [
        ("en-tete", Status.HEAD),
        ("preambule/1", Status.PREAMBLE),
        ("preambule/2", Status.PREAMBLE),
        ("1", Status.OPERATIVE),
        ("2", Status.OPERATIVE),
    ]
    assert [p.addressee for p in document.paragraphs][-1] == "Secrétaire général"


def test_the_same_file_always_gives_the_same_keys(tmp_path: Path) -> None:
    assert read(tmp_path, LISTS) == read(tmp_path, LISTS)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("1. Un.\n\n2. Deux.\n\n5. Cinq.\n\n6. Six.", ["numbering_gap"], id="a gap"),
        pytest.param("Du texte sans numéro.", ["no_number"], id="no number"),
        pytest.param("1. Un.\n\n2. Deux.\n\n77. Hors liste.", ["number_ignored"], id="a number that fits nowhere"),
        pytest.param("1. Un.\n\n2. Deux.", [], id="nothing to say"),
    ],
)
def test_what_the_operator_is_told(text: str, codes: list[str], tmp_path: Path) -> None:
    assert [warning.code for warning in read(tmp_path, text).warnings] == codes
