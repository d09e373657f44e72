"""Dates as mastheads print them, in French, English and Spanish.

«21 janvier 1994», «1 er juillet 2016», «4-6 février 2025» (its last day), «22 April 2025», «29 de abril de
2024», «DECEMBRE» without its accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache

from ingest.sessions import folded

LIKENESS = 0.8
MONTHS = {
    **dict.fromkeys(("janvier", "january", "enero"), 1),
    **dict.fromkeys(("fevrier", "february", "febrero"), 2),
    **dict.fromkeys(("mars", "march", "marzo"), 3),
    **dict.fromkeys(("avril", "april", "abril"), 4),
    **dict.fromkeys(("mai", "may", "mayo"), 5),
    **dict.fromkeys(("juin", "june", "junio"), 6),
    **dict.fromkeys(("juillet", "july", "julio"), 7),
    **dict.fromkeys(("aout", "august", "agosto"), 8),
    **dict.fromkeys(("septembre", "september", "septiembre", "setiembre"), 9),
    **dict.fromkeys(("octobre", "october", "octubre"), 10),
    **dict.fromkeys(("novembre", "november", "noviembre"), 11),
    **dict.fromkeys(("decembre", "december", "diciembre"), 12),
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# What scanning made of a month is told by its nearest name: «novemhre», «janv-ier».
DAY = re.compile(
    r"(?<!\d)(?P<day>[l\d]\d?)\s?(?:er|°|º)?\s+(?:de\s+)?(?P<month>[a-z][a-z·.'-]{1,11})\.?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
)
EXACT = rf"\d{{1,2}}\s?(?:er|°|º)?\s+(?:de\s+)?(?:{MONTH})\s+(?:de\s+)?(?:19|20)\d\d"
# «4-6 février 2025», «28 février-1 er avril 2022», «8 a 12 de julio de 2024», «16 June–11 July 2025».
SPAN = re.compile(
    rf"(?:du |del )?\d{{1,2}}\s?(?:er)?(?:\s+(?:de\s+)?(?:{MONTH}))?(?:\s+\d{{4}})?\s*(?:[-–—]|au|to|al?|et|and|y)\s*"
    rf"\d{{1,2}}\s?(?:er)?\s+(?:de\s+)?(?:{MONTH})\s+(?:de\s+)?\d{{4}}|{EXACT}"
)


@cache
def month_number(printed: str) -> int:
    """Return the number of a month, misread by a letter or two perhaps; raises ``ValueError`` for another word."""
    letters = re.sub(r"[^a-z]", "", printed)
    nearest = [letters] if letters in MONTHS else get_close_matches(letters, MONTHS, 1, LIKENESS)
    if not nearest or len(letters) < 3:
        raise ValueError(printed)
    return MONTHS[nearest[0]]


def find_dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where each date of the calendar stands in ``text`` (start, end) and its ISO form."""
    for match in DAY.finditer(folded(text)):
        try:
            found = date(int(match["year"]), month_number(match["month"]), int(match["day"].replace("l", "1")))
        except ValueError:  # « 31 février »: no day of the calendar
            continue
        yield match.start(), match.end(), found.isoformat()


def first_date(text: str) -> str | None:
    """Return the first date of ``text``; None when there is none."""
    return next((found for _, _, found in find_dates(text)), None)
