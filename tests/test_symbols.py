"""Symbols: read from mastheads and names of files, written one way, and made into names of files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.symbols import canonical, file_stem, language_of_name, number_pattern, symbol_of_name

SYMBOLS = (
    "A/RES/70/174",
    "A/RES/2359(XXII)",
    "A/RES/70/93 A-B",
    "A/RES/50/221 B",
    "A/RES/S-19/2",
    "A/RES/ES-10/21",
    "A/80/604/Add.11",
    "A/HRC/RES/12/16",
    "A/HRC/59/60",
    "A/HRC/RES/S-22/1",
    "A/AC.292/2024/3",
    "A/C.3/79/L.2",
    "A/CONF.234/16",
    "S/RES/1325 (2000)",
    "S/25704",
    "E/RES/2014/26",
    "E/CN.15/2019/13",
    "E/CN.4/Sub.2/1993/12",
    "E/CN.14/RES/115(VI)",
    "E/ICEF/672 (Part II)",
    "E/ESCAP/RES/66/2",
    "ESCAP/RES/74/1",
    "CTOC/COP/WG.2/2018/3",
    "CAC/COSP/2019/2",
    "FCCC/PA/CMA/2021/10/Add.3",
    "HRI/CORE/SEN/2011",
    "UNEP/EA.4/RES.1",
    "UNEP/CMS/RES.7.4 (Rev.1)",
    "HSP/HA.1/RES.2",
)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_written_as_it_is_and_its_file_s_name_reads_back(symbol: str) -> None:
    assert canonical(symbol) == symbol
    stem = file_stem(symbol, "fr")
    assert (symbol_of_name(stem), language_of_name(stem)) == (symbol, "fr")
    assert re.fullmatch(r"[\w.()\-]+", stem)


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        pytest.param("S/RES/1325(2000)*", "S/RES/1325 (2000)", id="no space before the year, a star"),
        pytest.param("A/RES/2359 (XXII)", "A/RES/2359(XXII)", id="a space before the session"),
        pytest.param("UNEP /EA.2/Res.4", "UNEP/EA.2/RES.4", id="a space before a stroke, small letters"),
        pytest.param("E/ICEF/672 (Deuxième partie)", "E/ICEF/672 (Part II)", id="a part in French"),
        pytest.param("E/ICEF/672 (Segunda parte)", "E/ICEF/672 (Part II)", id="a part in Spanish"),
        pytest.param("A/RES/50/221B", "A/RES/50/221 B", id="a letter joined on"),
        pytest.param("CRC/C/3/RESP/ADD.1", "CRC/C/3/RESP/Add.1", id="ADD in capitals"),
        pytest.param("A/../../etc/passwd", None, id="a path"),
        pytest.param("../etc/passwd", None, id="a path upwards"),
        pytest.param("A/RES/70/174; rm", None, id="more than a symbol"),
        pytest.param("A/RES", None, id="no number"),
        pytest.param("XYZ/1/2", None, id="a series that does not exist"),
    ],
)
def test_printed_symbols(printed: str, symbol: str | None) -> None:
    assert canonical(printed) == symbol


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        pytest.param("A-RES-70-93-A-B", "A/RES/70/93 A-B", id="hyphens and the letters of parts"),
        pytest.param("A-RES-60-109A-B", "A/RES/60/109 A-B", id="letters joined on"),
        pytest.param("A_RES_48_161.pdftotext-layout", "A/RES/48/161", id="the name of the extraction after it"),
        pytest.param("S_RES_1325_2000", "S/RES/1325 (2000)", id="a year without brackets"),
        pytest.param("E_ICEF_672_PartII", "E/ICEF/672 (Part II)", id="a part"),
        pytest.param("A-RES-ES-10-21", "A/RES/ES-10/21", id="an emergency special session"),
        pytest.param("E-CN.14-RES-115-(VI)", "E/CN.14/RES/115(VI)", id="a session in brackets"),
        pytest.param("A-4", None, id="a sheet of paper"),
        pytest.param("A-4-format", None, id="an ordinary name"),
        pytest.param("E-2ND-SESS.-RESOLUTIONS", None, id="a collection"),
        pytest.param("rapport-2031", None, id="a report"),
    ],
)
def test_symbols_of_names(name: str, symbol: str | None) -> None:
    assert symbol_of_name(name) == symbol


@pytest.mark.parametrize(
    ("symbol", "printed"),
    [
        pytest.param("A/RES/48/161", "48/161", id="General Assembly"),
        pytest.param("A/RES/2359(XXII)", "2359 (XXIl)", id="an old one, misread"),
        pytest.param("S/RES/1325 (2000)", "1325 (2000)", id="Security Council"),
        pytest.param("UNEP/EA.2/RES.4", "2/4", id="Environment Assembly"),
        pytest.param("ESCAP/RES/74/1", "74.1", id="a point for the stroke"),
        pytest.param("A/RES/70/93 A-B", "70/93", id="without its letters"),
    ],
)
def test_the_number_in_a_resolution_s_title(symbol: str, printed: str) -> None:
    pattern = number_pattern(symbol)
    assert pattern is not None and re.fullmatch(pattern, printed)


def test_a_report_has_no_resolution_s_number() -> None:
    assert number_pattern("A/80/604/Add.11") is None


@given(st.text(max_size=40))
def test_no_text_makes_a_name_that_leaves_its_folder(text: str) -> None:
    try:
        stem = file_stem(text, "fr")
    except ValueError:
        return
    assert "/" not in stem and "\\" not in stem and not stem.startswith(".") and ".." not in stem
