"""References as a UN text prints them; what the catalogue does not know is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reference import document_name, reference, written_date
from tests.factories import document, paragraph

ITEM = paragraph("Texte.", label="par. 11 f)")
FULL = replace(
    document(ITEM),
    body="Conférence des phares",
    meeting="Troisième réunion des gardiens",
    place="Port-Ambre",
    date="2031-02-05",
    fictional=False,
)


def test_everything_known_in_its_order() -> None:
    assert reference(FULL, ITEM) == (
        "Conférence des phares, Troisième réunion des gardiens, Rapport de la Conférence des phares, PHARE/CONF.2/L.1,"
        " Port-Ambre, 5 février 2031, par. 11 f)"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(FULL, body=None, meeting=None, symbol=None, place=None, date=None)
    assert reference(bare, ITEM) == "Rapport de la Conférence des phares, par. 11 f)"


def test_nothing_is_said_twice() -> None:
    assert reference(replace(FULL, meeting=FULL.body), ITEM).count("Conférence des phares,") == 2  # body and title


def test_a_document_without_a_name_is_called_by_its_file() -> None:
    nameless = replace(FULL, title=None, meeting=None, symbol=None)
    assert reference(nameless, ITEM) == "phares.txt, par. 11 f)"
    assert document_name(replace(nameless, place=None)) == "phares.txt"


def test_a_fictional_document_says_so() -> None:
    assert reference(replace(FULL, fictional=True), ITEM).startswith("[document fictif] ")


@pytest.mark.parametrize(
    ("iso", "language", "expected"),
    [
        pytest.param("2031-02-05", "fr", "5 février 2031", id="French"),
        pytest.param("2031-03-01", "fr", "1er mars 2031", id="the first of the month"),
        pytest.param("2031-02-05", "en", "5 February 2031", id="English"),
        pytest.param("2031-02-05", "es", "5 de febrero de 2031", id="Spanish"),
        pytest.param("2031-02", "fr", "2031-02", id="a month alone stays as it is"),
        pytest.param("2031-13-05", "fr", "2031-13-05", id="no such month"),
        pytest.param("février 2031", "fr", "février 2031", id="words stay as they are"),
        pytest.param("", "fr", "", id="nothing"),
    ],
)
def test_dates(iso: str, language: str, expected: str) -> None:
    assert written_date(iso, language) == expected
