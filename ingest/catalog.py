"""The catalogue entry of a document, read from its masthead, its title, and its file's name.

Comes in: the blocks as the reader gave them, page furniture included (running heads bear the symbol), and
the file's name. Goes out: an ``Entry``; what the document does not say stays missing.

A resolution is dated by its adoption, any other document by its distribution. Its title is what follows
its number, which may stand in the middle of the file, after the end of another resolution: the symbol
that the file's name gives finds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Kind
from ingest.dates import MONTH, SPAN, find_dates, first_date
from ingest.entry import Entry
from ingest.masthead import (
    ADOPTED,
    MASTHEAD_LINES,
    SPEAKS,
    Line,
    adopted_line,
    goes_on,
    head_end,
    lines_of,
    own_number,
    printed_symbols,
)
from ingest.organs import most_particular, organ_adopting, organ_of_line, organ_of_symbol, organ_speaking, proper
from ingest.sessions import find_session, folded, session_of_symbol
from ingest.symbols import canonical, comparable, language_of_name, symbol_of_name
from store.language import detect_language
from store.texts import LANGUAGES

RESOLUTIONS = ("A/RES/", "S/RES/", "A/HRC/RES/", "E/RES/")
LINES = 6_000
LONGEST_TITLE = 600
LONGEST_UNMARKED = 250
TITLE_LINES = 5
TITLE = re.compile(
    r"^(?:projet de (?:rapport|resolution|decision|declaration)|rapport|resolution|declaration"
    r"|compte rendu|conclusions|note"
    r"|recommandations?|principes|avis|draft (?:report|resolution)|report|statement|summary record"
    r"|recommendations|principles"
    r"|proyecto de (?:informe|resolucion)|informe|resolucion|declaracion|recomendaciones|principios)\b"
)
# What is said under the title of whom it comes from, not the title itself.
AUTHOR = re.compile(
    r"^(?:report of|note (?:by|of)|rapport d|note d|informe d|nota d|document d|documento d|prepar"
    r"|\(prepar|rapporteur|additif|addendum"
    r"|adicion|relator|presidente|president|soumis|submitted|elabor)"
)
MEETING = re.compile(
    r"\b(?:reunion|conference|congres|groupe d\s?['’]expert|atelier|forum|sommet|meeting|congress"
    r"|expert group|workshop|summit"
    r"|conferencia|congreso|grupo de expertos|taller|foro|cumbre)\b"
)
SITTING = re.compile(
    r"(?P<number>\d{1,5}\s?(?:e|eme|ere|re|th|st|nd|rd|ª|a|·)?)\s+(?P<name>(?:seance(?:\s+pleniere)?"
    r"|(?:plenary )?meeting|sesion(?: plenaria)?))\b"
)
# Scanning makes «9r sea11ce p/eniere» of it: enough to find the date under it.
SITTING_LINE = re.compile(
    r"^(?:a la )?\S{1,14}(?:[ -](?:et "
    r"|and )?\S{1,14}){0,3}?\s+(?:[s5][eo]a\S{1,4}e\b,?\s*(?:p\S{1,3}eni\S{2,4}|$|le |,|\d)"
    r"|(?:plenary )?meeting\b|sesion plenaria)"
)
AGENDA = re.compile(
    r"\b(?:points?\s+[\w\s,()]{1,30}\s?de l\s?['’]\s?ordre du jour|(?:agenda )?items?\s\d"
    r"|tema(?:s)?\s+\d|programa provisional)"
)
AGENDA_LINE = re.compile(r"^(?:points?\s|agenda item|item\s\d|temas?\s|\[)")
PLACE = re.compile(
    rf"(?P<place>(?!Distr|Ado|Resol|Seance|[^,]*(?:meeting|seance"
    rf"|sesion plenaria))[A-Z][^,\d:;()]{{1,50}}(?: \([^)]*\))?), (?P<when>(?i:{SPAN.pattern}))"
)
DATED = re.compile(r"^(?:du |of |de |le )?\d{1,2} ?(?:er)? \S+ (?:de )?\d{4}\W*$")
COUNTRY = re.compile(r"^(?:document de base|core document|documento basico)")
LANGUAGE_NAMES = {"francais": "fr", "english": "en", "anglais": "en", "espanol": "es", "french": "fr", "spanish": "es"}
UNITED_NATIONS = {
    "nations unies",
    "united nations",
    "naciones unidas",
    "nations",
    "unies",
    "a",
    "ep",
    "unep",
    "distr.",
    "generale",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lines that speak of the document itself, and where its own number and its text begin.

    ``window`` is where a masthead may be printed, page furniture included; ``head`` what stands above
    the text, or above the resolution's own number; ``number`` the line of that number and where on it
    the title begins.
    """

    lines: Sequence[Line]
    window: Sequence[Line]
    head: Sequence[Line]
    number: tuple[int, int] | None
    symbol: str | None
    language: str

    @property
    def resolution(self) -> bool:
        """Whether the document is a resolution, so that its date is its adoption."""
        return self.number is not None or re.search(r"/RES[/.]", self.symbol or "") is not None


def read_entry(blocks: Sequence[Block], name: str) -> Entry:
    """Read a document's entry from its blocks; ``name`` is the file's name without its ending."""
    lines = lines_of(blocks, LINES)
    evidence = _evidence(lines, name)
    symbol = evidence.symbol
    session, number = _session(evidence)
    title = _title(evidence)
    return Entry(
        symbol=symbol,
        title=title,
        body=_body(evidence),
        meeting=_meeting(evidence, title),
        place=_place(evidence),
        date=_date(evidence),
        language=evidence.language,
        session=session,
        session_number=number,
    )


def _evidence(lines: Sequence[Line], name: str) -> Evidence:
    window = lines[:MASTHEAD_LINES]
    symbol = _symbol(window, name)
    number = own_number(lines, symbol)
    end = head_end(lines)
    parted = number is not None and any(ADOPTED.match(line.plain) for line in lines[number[0] : end])
    head = lines[: min(end, number[0])] if number and not parted else lines[:end]
    if number and symbol is None:
        symbol = _symbol_of_number(lines, number)
        number = number if symbol else None
    return Evidence(lines, window, head, number, symbol, _language(lines, window, name))


# ── symbol and language ───────────────────────────────────────────────────────────────────────


def _symbol(window: Sequence[Line], name: str) -> str | None:
    """Return the symbol: the file name's, completed by what is printed; else the one most often printed."""
    named = symbol_of_name(name)
    printed = printed_symbols(window)
    if named is None:
        counted = Counter(printed)
        return max(printed, key=lambda symbol: counted[symbol]) if printed else None
    whole = (symbol for symbol in printed if comparable(symbol) == comparable(named))
    longer = (symbol for symbol in printed if re.match(rf"{re.escape(named)}[/ (]", symbol))
    return next(whole, None) or next(longer, named)


def _symbol_of_number(lines: Sequence[Line], number: tuple[int, int]) -> str | None:
    """Return the symbol of a resolution that prints only its number, from the organ that adopted it."""
    index, end = number
    adopted = adopted_line(lines, index)
    organ = organ_adopting(lines[adopted]) if adopted is not None else None
    organ = organ or next((found for line in lines[index : index + 4] if (found := organ_speaking(line))), None)
    if organ is None:
        return None
    printed = re.search(r"((?:s|es)-)?\d+(?:/\d+|\s*\((?:\d{4}|[ivxlc]+)\))", lines[index].plain[:end])
    series = next((series for series in RESOLUTIONS if _is_of(series, organ)), None)
    return canonical(series + re.sub(r"\s", "", printed[0].upper())) if printed and series else None


def _is_of(series: str, organ: str) -> bool:
    return any(organ_of_symbol(f"{series}1", language) == organ for language in LANGUAGES)


def _language(lines: Sequence[Line], window: Sequence[Line], name: str) -> str:
    """Return the language that the file's name or the masthead names, else the one that the words are in."""
    named = language_of_name(name)
    if named:
        return named
    told = detect_language("\n".join(line.text for line in lines[:400]), "")
    if told:
        return told
    names = (LANGUAGE_NAMES.get(line.plain) for line in window if "original" not in line.plain)
    return next((found for found in names if found), "fr")


# ── session, organ, place ─────────────────────────────────────────────────────────────────────


def _session(evidence: Evidence) -> tuple[str | None, int | None]:
    """Return the session as printed above the text, and its number; the symbol's where none is printed."""
    for line in evidence.head:
        found = find_session(line.text)
        if found is None or _is_said_of_another(line, found[0]):
            continue
        start, end, number = found
        return line.text[start:end], number or session_of_symbol(evidence.symbol or "")
    return None, session_of_symbol(evidence.symbol or "")


def _is_said_of_another(line: Line, start: int) -> bool:
    """Whether a session is named in passing: in the title of an item, of a report, in a sentence."""
    before = line.text[:start].strip()
    if line.plain.startswith(("[", "rapport", "report", "informe", "point ", "suite donnee")):
        return True
    return (
        not line.text[start : start + 1].isupper() and not line.text[start : start + 1].isdigit()
        if not before
        else (organ_of_line(line) is None and not before.isupper() and len(before) > 40)
    )


def _body(evidence: Evidence) -> str | None:
    adopted = _adopted(evidence)
    if adopted is not None:
        organ = organ_adopting(adopted)
        if organ:
            return organ
    agenda = next((i for i, line in enumerate(evidence.head) if AGENDA_LINE.match(line.plain)), len(evidence.head))
    found = [organ for line in evidence.head[:agenda] if (organ := organ_of_line(line))]
    if evidence.number:
        found = [organ for organ in found if proper(organ)]
        index = evidence.number[0]
        found += [organ for line in evidence.lines[index : index + 10] if (organ := organ_speaking(line))]
    if not found:
        found = [
            organ
            for line in evidence.window
            if len(line.text) < 80 and (organ := organ_of_line(line)) and proper(organ)
        ]
    by_series = organ_of_symbol(evidence.symbol, evidence.language) if evidence.symbol else None
    return (by_series if evidence.resolution else None) or most_particular(found) or by_series


def _adopted(evidence: Evidence) -> Line | None:
    """Return the line that says who adopted the resolution."""
    if evidence.number is None:
        return next((line for line in evidence.head if ADOPTED.match(line.plain)), None)
    index = adopted_line(evidence.lines, evidence.number[0])
    return evidence.lines[index] if index is not None else None


def _place(evidence: Evidence) -> str | None:
    for line in evidence.head:
        if AGENDA_LINE.match(line.plain) or len(line.text) > 250:
            continue
        text = re.sub(r"^.*\b(?i:session|sesiones|parties\)?)\s+(?=[A-ZÀ-Ý])", "", line.text)
        match = PLACE.match(folded_capitals(text))
        if match:
            return text[match.start("place") : match.end("place")].strip()
    return None


def folded_capitals(text: str) -> str:
    """Return ``text`` folded but for the capitals that begin words, for patterns that need them."""
    return "".join(
        plain.upper() if character.isupper() else plain for character, plain in zip(text, folded(text), strict=True)
    )


# ── date and meeting ──────────────────────────────────────────────────────────────────────────


def _date(evidence: Evidence) -> str | None:
    if evidence.resolution:
        adoption = _adoption(evidence)
        if adoption:
            return adoption
    return _distribution(evidence.window) or next(
        (found for line in evidence.head if (found := first_date(line.text))), None
    )


def _adoption(evidence: Evidence) -> str | None:
    """Return the day on which a resolution was adopted: beside « adoptée par », else under its text."""
    lines = evidence.lines
    index = (
        evidence.number[0]
        if evidence.number
        else next((i for i, line in enumerate(evidence.head) if ADOPTED.match(line.plain)), None)
    )
    if index is None:
        return None
    adopted = adopted_line(lines, index)
    if adopted is not None:
        said = lines[adopted].text + (" " + lines[adopted + 1].text if adopted + 1 < len(lines) else "")
        near = next((found for start, _, found in find_dates(said) if start < len(lines[adopted].text) + 12), None)
        if near:
            return near
    under = (DATED.match(line.plain) for line in lines[index + 1 : index + 4])
    dated = next((found for match in under if match and (found := first_date(match.string))), None)
    sitting = _sitting(evidence)
    if dated or sitting is None:
        return dated
    said = " ".join(line.text for line in lines[sitting : sitting + 3])
    return next((found for start, _, found in find_dates(said) if start < 120), None)


def _sitting(evidence: Evidence) -> int | None:
    """Return the line under the resolution's text that names the sitting (« 66e séance plénière »)."""
    if evidence.number is None:
        return None
    for index in range(evidence.number[0] + 1, len(evidence.lines)):
        line = evidence.lines[index]
        if len(line.text) < 90 and SITTING_LINE.match(line.plain):
            return index
        if line.kind is Kind.HEADING and _is_another_number(line, evidence):
            return None
    return None


def _is_another_number(line: Line, evidence: Evidence) -> bool:
    own = evidence.number
    other = re.match(r"^\d{1,4}\s*(?:/\s*\d{1,4}|\([ivxlc]+\))[.,]?\s", line.plain)
    return other is not None and own is not None and line.plain != evidence.lines[own[0]].plain


def _distribution(window: Sequence[Line]) -> str | None:
    """Return the date printed under « Distr. », on its line or on one of the four short lines after it."""
    for index, line in enumerate(window):
        if not re.search(r"\bdistr\b", line.plain) or len(line.text) > 200:
            continue
        start = line.plain.index("distr")
        near = [line.text[start:], *(after.text for after in window[index + 1 : index + 5] if len(after.text) < 90)]
        found = next((found for text in near if (found := first_date(text))), None)
        if found:
            return found
    return None


def _meeting(evidence: Evidence, title: str | None) -> str | None:
    if evidence.resolution:
        return _named_sitting(evidence)
    heads = [line for line in evidence.head if line.kind is Kind.HEADING]
    for line in (*heads, *evidence.head):
        match = MEETING.search(line.plain)
        if match is None or len(line.text) >= 250 or AGENDA_LINE.match(line.plain) or line.text.endswith("."):
            continue
        if (
            not (title and line.text in title and match.start() > 0)
            and not AUTHOR.match(line.plain)
            and match.start() < 60
        ):
            return line.text
    return None


def _named_sitting(evidence: Evidence) -> str | None:
    """Return the sitting that adopted a resolution, as printed: « 4213e séance », « 66e séance plénière »."""
    adopted = _adopted(evidence)
    sitting = _sitting(evidence)
    under = evidence.lines[sitting] if sitting is not None else None
    for line, find in ((adopted, SITTING.search), (under, SITTING.match)):
        match = find(line.plain) if line is not None else None
        if match is not None and line is not None:
            return re.sub(r"(?<=\d)[\s·]+(?=e\b)", "", line.text[match.start() : match.end()])
    return None


# ── title ─────────────────────────────────────────────────────────────────────────────────────


def _title(evidence: Evidence) -> str | None:
    if evidence.number:
        index, end = evidence.number
        # A number alone on the first page's edge was parted from its title, which stands where it was printed.
        below = any(ADOPTED.match(line.plain) for line in evidence.lines[index : index + 12])
        parted = _title_under_adoption(evidence.lines) if below and not evidence.lines[index].text[end:] else None
        after = parted or _title_after_number(evidence.lines, index, end)
        return after or _title_under_adoption(evidence.lines)
    under = _title_under_adoption(evidence.lines) if evidence.resolution else None
    if under:
        return under
    region = _title_region(evidence.head)
    lines = [line for line in region if _may_be_title(line)]
    first = next((i for i, line in enumerate(lines) if line.kind is Kind.HEADING), None)
    if first is None:
        first = _after_agenda(evidence.head, region, lines)
    if first is None:
        heads = [line for line in evidence.head if line.kind is Kind.HEADING and not organ_of_line(line)]
        lines = [line for line in (*heads, *evidence.head) if TITLE.match(line.plain) and _may_be_title(line)]
        lines = lines[:1] or [line for line in heads if _may_be_title(line)][:1]
        first = 0 if lines else None
    return _joined_title(lines, first) if first is not None else None


def _title_region(head: Sequence[Line]) -> Sequence[Line]:
    """Return what stands under the masthead: after the session, the agenda item, the place, the languages."""
    last = max((i for i, line in enumerate(head) if _is_masthead(line)), default=-1)
    return head[last + 1 :]


def _is_masthead(line: Line) -> bool:
    if AGENDA_LINE.match(line.plain) and (AGENDA.search(line.plain) or line.plain.startswith("agenda")):
        return True
    if line.plain.startswith(("original", "distr")) or line.plain in LANGUAGE_NAMES:
        return True
    if re.fullmatch(SPAN.pattern, line.plain) or (PLACE.match(folded_capitals(line.text)) and len(line.text) < 120):
        return True
    session = find_session(line.text)
    # «Thirteenth session of the Forum» may be the title of a report on it.
    return (
        session is not None
        and line.kind is not Kind.HEADING
        and not re.search(r"\bsession (?:of|du|de la)\b", line.plain)
    )


def _may_be_title(line: Line) -> bool:
    if line.kind in (Kind.FURNITURE, Kind.NOTE, Kind.TABLE, Kind.CONTENTS) or not 4 <= len(line.text) <= LONGEST_TITLE:
        return False
    if line.plain in UNITED_NATIONS or line.text.startswith(("[", "|", "*")) or canonical(line.text):
        return False
    if ADOPTED.match(line.plain):
        return False
    return re.search(r"[a-z]{3}", line.plain) is not None and not re.match(r"^(?:distr|original|\d+$)", line.plain)


def _after_agenda(head: Sequence[Line], region: Sequence[Line], lines: Sequence[Line]) -> int | None:
    """Return the first line of a title that no typography marks: under the title of the agenda item."""
    candidates = [i for i, line in enumerate(lines) if _looks_like_title(line)]
    if not candidates:
        return next((i for i, line in enumerate(lines) if AUTHOR.match(line.plain)), None)
    before = head[len(head) - len(region) - 1] if len(region) < len(head) else None
    under_item = before is not None and AGENDA_LINE.match(before.plain) and len(before.text) < 60
    return candidates[1] if under_item and len(candidates) > 1 else candidates[0]


def _looks_like_title(line: Line) -> bool:
    """Whether an unmarked line may be a title: not whom it comes from, no organ, no sentence."""
    sentence = line.text[-1] in ".;,:" or len(line.text) > LONGEST_UNMARKED
    return not sentence and not AUTHOR.match(line.plain) and not proper(line.text)


def _joined_title(lines: Sequence[Line], first: int) -> str:
    """Return a title with the lines that go on from it."""
    title = lines[first].text
    for line in lines[first + 1 : first + TITLE_LINES]:
        if COUNTRY.match(folded(title)) and len(line.text) <= 60 and " : " not in title:
            return f"{_without_star(title)} : {_without_star(line.text)}"
        if not (line.text[:1].islower() or re.search(r"\b(?:de|du|des|la|le|les|et|of|the|and|y|sur|pour|en)$", title)):
            break
        title = f"{title} {line.text}"
    return _without_star(title)


def _title_after_number(lines: Sequence[Line], index: int, end: int) -> str | None:
    """Return the title that follows a resolution's number, on its line and on those that go on from it."""
    title = lines[index].text[end:].strip(" .–-")
    if title and goes_on(title):
        title = f"{_title_above(lines, index)} {title}".strip()
    heading = lines[index].kind is Kind.HEADING
    for line in lines[index + 1 : index + TITLE_LINES]:
        if _ends_title(line, title, heading):
            break
        title = f"{title} {line.text}".strip()
    if title:
        return _without_star(title[:LONGEST_TITLE])
    return lines[index].text if lines[index].plain.startswith(("resol", "res/")) else None


def _title_under_adoption(lines: Sequence[Line]) -> str | None:
    """Return the title that the extraction has parted from its number: it stands between « Résolution
    adoptée par … » and the organ that speaks.
    """
    adopted = next((i for i, line in enumerate(lines[:MASTHEAD_LINES]) if ADOPTED.match(line.plain)), None)
    if adopted is None:
        return None
    title = ""
    for line in lines[adopted + 1 : adopted + 2 + TITLE_LINES]:
        if SPEAKS.match(line.plain):
            break
        if not title and not _may_be_title(line):
            continue
        if title and _ends_title(line, title, heading=True):
            break
        title = f"{title} {line.text}".strip()
    return _without_star(title) or None


def _title_above(lines: Sequence[Line], index: int) -> str:
    """Return the first lines of a title that stand before its number."""
    above: list[str] = []
    for line in reversed(lines[max(0, index - TITLE_LINES) : index]):
        if line.text.startswith("[") or ADOPTED.match(line.plain) or not _may_be_title(line):
            break
        above.insert(0, line.text)
    return " ".join(above)


def _ends_title(line: Line, title: str, heading: bool) -> bool:
    if (
        SPEAKS.match(line.plain)
        or line.kind in (Kind.FURNITURE, Kind.NOTE, Kind.TABLE)
        or line.text.startswith(("[", "|"))
    ):
        return True
    if ADOPTED.match(line.plain) or re.match(
        r"^(?:adopte|adopted|aprobad|distr|original|\d+\s?[.)]|[a-z]$)", line.plain
    ):
        return True
    if DATED.match(line.plain) or find_session(line.text) == (0, len(line.text), None):
        return True
    if not title:
        return line.text.endswith((",", ";")) or len(line.text) > 400
    goes_on = line.text[:1].islower() or title.endswith(("-", ",", ":")) or (heading and line.kind is Kind.HEADING)
    goes_on = goes_on or re.search(r"\b(?:de|du|des|la|le|les|et|à|of|the|and|y|sur|pour|en)$", title) is not None
    return not goes_on or line.text.endswith((",", ";")) or bool(re.match(rf"^\d{{1,2}} (?:{MONTH})", line.plain))


def _without_star(title: str) -> str:
    """Take off the mark of a footnote to the title, and the organ that begins the text on its line."""
    title = re.sub(r"(?<=\w) (?:L['’] ?Assembl\S+ g\S+|Le Conseil de s\S+|The General Assembly),?$", "", title)
    return re.sub(r"(?:\s*(?:\*+|,|\[\^\w+\]))+\s*$", "", title).strip()
