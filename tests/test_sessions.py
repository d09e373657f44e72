"""Sessions and dates as mastheads print them, in three languages."""

from __future__ import annotations

import pytest

from ingest.dates import find_dates, first_date
from ingest.sessions import find_session, folded, ordinals, session_of_symbol


@pytest.mark.parametrize(
    ("line", "printed", "number"),
    [
        pytest.param("Quarante-huitième session", "Quarante-huitième session", 48, id="French"),
        pytest.param("Soixante et onzième session", "Soixante et onzième session", 71, id="French, seventy-one"),
        pytest.param("Soixante-dix-septième session", "Soixante-dix-septième session", 77, id="French, seventy-seven"),
        pytest.param("Quatre-vingt-unième session", "Quatre-vingt-unième session", 81, id="French, eighty-one"),
        pytest.param("TRENTE ET UNIEME SESSION", "TRENTE ET UNIEME SESSION", 31, id="capitals without accents"),
        pytest.param(
            "Onzième session extraordinaire d’urgence Point 5",
            "Onzième session extraordinaire d’urgence",
            11,
            id="emergency",
        ),
        pytest.param("Session de fond de 2013", "Session de fond de 2013", None, id="a year's session"),
        pytest.param("48e session", "48e session", 48, id="in figures"),
        pytest.param("Fifty-ninth session", "Fifty-ninth session", 59, id="English"),
        pytest.param("Thirtieth special session", "Thirtieth special session", 30, id="English, special"),
        pytest.param("Octavo período de sesiones sustantivo", "Octavo período de sesiones sustantivo", 8, id="Spanish"),
        pytest.param(
            "Septuagésimo octavo período de sesiones",
            "Septuagésimo octavo período de sesiones",
            78,
            id="Spanish, two words",
        ),
    ],
)
def test_session(line: str, printed: str, number: int | None) -> None:
    found = find_session(line)
    assert found is not None
    assert (line[found[0] : found[1]], found[2]) == (printed, number)


@pytest.mark.parametrize("line", ["La session est ouverte", "Troisième Commission", "séance plénière"])
def test_no_session(line: str) -> None:
    assert find_session(line) is None


def test_each_number_up_to_99_has_an_ordinal_in_each_language() -> None:
    named = list(ordinals().values())
    assert all(named.count(number) >= 3 for number in range(1, 100))


@pytest.mark.parametrize(
    ("symbol", "number"),
    [
        pytest.param("A/RES/48/161", 48, id="resolution"),
        pytest.param("A/RES/2359(XXII)", 22, id="Roman figures"),
        pytest.param("A/RES/ES-10/21", 10, id="emergency special session"),
        pytest.param("A/HRC/59/60", 59, id="report to the Council"),
        pytest.param("UNEP/EA.4/RES.1", 4, id="Environment Assembly"),
        pytest.param("S/RES/1325 (2000)", None, id="the Security Council has none"),
        pytest.param("A/AC.292/2024/3", None, id="a year is no session"),
    ],
)
def test_session_of_a_symbol(symbol: str, number: int | None) -> None:
    assert session_of_symbol(symbol) == number


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("21 janvier 1994", "1994-01-21", id="French"),
        pytest.param("[15 février 2011]", "2011-02-15", id="in brackets"),
        pytest.param("1 er juillet 2016", "2016-07-01", id="first, parted"),
        pytest.param("13 DECEMBRE 1976", "1976-12-13", id="capitals without accents"),
        pytest.param("22 April 2025", "2025-04-22", id="English"),
        pytest.param("29 de abril de 2024", "2024-04-29", id="Spanish"),
        pytest.param("3 novemhre 1978", "1978-11-03", id="a letter misread"),
        pytest.param("23 janv-ier 1957", "1957-01-23", id="a hyphen within"),
        pytest.param("12 membres 1990", None, id="another word"),
        pytest.param("31 février 2031", None, id="no day of the calendar"),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert first_date(text) == date


def test_all_dates_of_a_text_with_their_places() -> None:
    text = "le 4 mai 2031 et le 6 May 2032"
    assert [(text[start:end], found) for start, end, found in find_dates(text)] == [
        ("4 mai 2031", "2031-05-04"),
        ("6 May 2032", "2032-05-06"),
    ]


def test_folding_keeps_the_length() -> None:
    text = "ÉTÉ œuvre ﬁn ½ İ ß"
    assert len(folded(text)) == len(text)
    assert folded("ÉTÉ") == "ete"
