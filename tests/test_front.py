"""What stands before the first number: head matter, introduction, preamble, lead-in."""

from __future__ import annotations

import pytest

from ingest.blocks import Block, Kind
from ingest.front import Front, lead_in, read_front
from ingest.mapped import MappedText

PROSE = (
    "Les gardiens de phare se sont réunis pendant trois jours pour examiner l’entretien des lampes, la formation"
    " des équipages et les réponses des ports à un questionnaire."
)


def blocks(*lines: str) -> list[Block]:
    """Blocks of text; a line that begins with ``# `` is a heading, with ``^`` a note."""
    kinds = {"#": Kind.HEADING, "^": Kind.NOTE}
    return [Block(MappedText.whole(line.lstrip("#^ ")), kinds.get(line[0], Kind.TEXT)) for line in lines]


def front(*lines: str) -> Front:
    return read_front(blocks(*lines), len(lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["# Conférence des phares", "Port-Ambre, 3 mai 2031", "# Projet de rapport"],
            Front(range(3), range(3, 3), (), ()),
            id="a title page is head matter",
        ),
        pytest.param([PROSE], Front(range(0), range(1), (), ()), id="prose is an introduction"),
        pytest.param(
            ["# Avis", "Document fictif", PROSE],
            Front(range(2), range(2, 3), (), ()),
            id="a title page, then an introduction",
        ),
        pytest.param(
            [PROSE, "Les États devraient être invités à :"],
            Front(range(0), range(2), (), (1,)),
            id="the lead-in belongs to the introduction too",
        ),
        pytest.param(
            ["La Conférence,", "Rappelant sa résolution 3/7,", "Consciente du danger,"],
            Front(range(1), range(1, 1), (1, 2), ()),
            id="a preamble",
        ),
        pytest.param(
            ["La Conférence,", "Rappelant sa résolution 3/7,", "L’archipel étant vaste,", "Notant les progrès,"],
            Front(range(1), range(1, 1), (1, 2, 3), ()),
            id="a preamble paragraph that begins otherwise, among others",
        ),
        pytest.param([], Front(range(0), range(0), (), ()), id="nothing"),
    ],
)
def test_front(lines: list[str], expected: Front) -> None:
    assert front(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["Les États devraient :"], (0,), id="one line"),
        pytest.param(["Ils sont convenus que :", "Les États devraient :"], (0, 1), id="two lines"),
        pytest.param(["Les États devraient :", "^1 Une note."], (0,), id="a note between"),
        pytest.param(["Les États devraient :", "# Un titre"], (), id="a heading between ends it"),
        pytest.param(["Les États devraient :", "Une phrase finie."], (), id="a finished sentence between ends it"),
        pytest.param(["Une phrase finie."], (), id="none"),
    ],
)
def test_lead_in_stands_directly_before_the_list(lines: list[str], expected: tuple[int, ...]) -> None:
    assert lead_in(blocks(*lines), len(lines)) == expected
