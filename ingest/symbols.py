"""United Nations document symbols: read, written one way, and told by a file's name.

Comes in: what is printed in a masthead («S/RES/1325(2000)*», «UNEP /EA.2/Res.4»), or the name of a file
(``A-RES-70-93-A-B``, ``A_HRC_59_60.en``). Goes out: one form of each symbol (``S/RES/1325 (2000)``,
``UNEP/EA.2/RES.4``, ``A/RES/70/93 A-B``), from which ids and file names are made.
"""

from __future__ import annotations

import re

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
# The first element of the series in use: organs, programmes, treaty bodies and conferences.
SERIES = (
    "A S E T ST TD DP DC DPKO CD NPT BWC CCW APLC CEDAW CCPR CRC CAT CERD CMW CED CRPD CESCR HRI CTOC CAC CBD FCCC "
    "IPCC ICCD IPBES UNEP UNW UNAIDS HSP HS HCR ESCAP ECE ECLAC LC ESCWA ECA IDB GC ISBA SPLOS LOS CLCS PCNICC UNCTAD "
    "UNFPA WFP CEB MAG COP CMS INSTRAW JIU OG BM PBC GA SC"
).split()
ROMAN = r"[IVXLC]+"
PART = (
    r"(?:part(?:ie)? (?P<after>[IVX]+|\d)|(?P<before>premi[eè]re|deuxi[eè]me|troisi[eè]me|quatri[eè]me"
    r"|primera|segunda|tercera|cuarta) parte?(?:ie)?)"
)
PARTS = {"prem": "I", "prim": "I", "deux": "II", "segu": "II", "troi": "III", "terc": "III", "quat": "IV", "cuar": "IV"}
# After the elements joined by strokes: a year, a session, a part, or the letters of a resolution's parts.
BRACKET = rf"\((?:\d{{4}}|{ROMAN}|(?:Rev|Add|Vol|Corr|REV|ADD|VOL|CORR)\.? ?\w{{1,4}}|(?i:{PART}))\)"
LETTERS = r"[A-Z](?:(?: ?[-–,] ?| et | and | y )[A-Z])*"
KINDS = "Add|Rev|Corr|Res|Part|Sub|Dec|Misc|Inf|Conf|Amend|Prov|Summary|ADD|REV|CORR|RES|PART|SUB"
ELEMENT = rf"(?:(?:{KINDS})(?:\.\w+)+|[A-Z0-9](?:[A-Z0-9.\-]*[A-Z0-9])?[a-z]?(?![a-z.]))"
PATTERN = (
    rf"(?:{'|'.join(SERIES)})(?: ?/ ?{ELEMENT}){{1,7}}"
    rf"(?: ?{re.sub(r'[?]P<[a-z]+>', '?:', BRACKET)})?(?: {LETTERS}(?![\w'’]))?(?:/(?:Add|Rev|Corr)\.\d+)*"
)
SYMBOL = re.compile(PATTERN)
SUFFIX = re.compile(
    r"^(?P<kind>add|rev|corr|l|crp|inf|wp|misc|nc|res|dec|part)\.?(?P<number>[\dIVX][\w.]*)$", re.IGNORECASE
)
CAPITALS = frozenset({"l", "crp", "inf", "wp", "nc", "res"})
LONGEST = 60
VARIANT = re.compile(rf"^(?P<base>.+?)\.(?P<language>{'|'.join(LANGUAGES)})$")


def canonical(text: str) -> str | None:
    """Return the symbol that ``text`` is, written one way; None when it is no symbol."""
    plain = re.sub(r" ?/ ?", "/", re.sub(r"\s+", " ", text).strip().rstrip("*").rstrip())
    if len(plain) > LONGEST or not SYMBOL.fullmatch(plain) or not re.search(r"\d", plain):
        return None
    bracket = re.search(rf" ?(?P<bracket>{BRACKET})", plain)
    if bracket:
        printed = _bracket(bracket["bracket"])
        plain = plain[: bracket.start()] + printed + plain[bracket.end() :]
    # «A/RES/50/221B» and «A/RES/50/221 B» are printed alike.
    plain = re.sub(r"^(A/RES/(?:S-|ES-)?\d+/\d+) ?([A-Z](?:-[A-Z])*)$", r"\1 \2", plain)
    head, space, letters = plain.partition(" ")
    return "/".join(_element(element) for element in head.split("/")) + space + letters


def _bracket(text: str) -> str:
    """Write what stands in brackets: «(XXII)» joined on, «(2000)» and «(Part II)» after a space."""
    inner = text[1:-1]
    if re.fullmatch(ROMAN, inner):
        return text
    part = re.fullmatch(PART, inner, re.IGNORECASE)
    if part:
        return f" (Part {part['after'].upper() if part['after'] else PARTS[part['before'].lower()[:4]]})"
    return f" ({_element(inner)})"


def _element(text: str) -> str:
    """Write «ADD.1» and «Res.4» as their series print them: «Add.1», «RES.4»."""
    match = SUFFIX.match(text)
    if not match:
        return text
    kind = match["kind"].lower()
    return f"{kind.upper() if kind in CAPITALS else kind.capitalize()}.{match['number']}"


def comparable(symbol: str) -> str:
    """Return what two ways of writing one symbol have in common."""
    return re.sub(r"[^a-z0-9]", "", symbol.lower())


def language_of_name(name: str) -> str | None:
    """Return the language that a file's name ends with (``A_HRC_59_60.en``), if any."""
    match = VARIANT.match(name)
    return match["language"] if match else None


def symbol_of_name(name: str) -> str | None:
    """Return the symbol that a file's name (without its ending) writes, if it writes one."""
    variant = VARIANT.match(name)
    base = variant["base"] if variant else name
    base = re.sub(r"\.(?:pdftotext|ocr|scan|raw|layout|text)[\w-]*$", "", base)
    elements = re.sub(r"_(?=[^()]*\))", " ", base).split("_") if "_" in base else _at_hyphens(base)
    # «A-4» is a sheet of paper; «S-25704» a document.
    if elements[0] not in SERIES or (len(elements) < 3 and not re.fullmatch(r"[\w.-]*-\d{3,}|\w+_\d{3,}", base)):
        return None
    written = elements[0]
    for element in elements[1:]:
        written += _joined(written, element)
    return canonical(written)


def _at_hyphens(name: str) -> list[str]:
    """Cut at hyphens, but not within «S-19» and «ES-10», the special sessions, nor within «A-B»."""
    marked = re.sub(r"(?<=-)(S|ES)-(?=\d)", "\\1\x00", name)
    marked = re.sub(r"(?<=[\d)]-)([A-Z])-(?=[A-Z]$)", "\\1\x00", marked)
    marked = re.sub(r"(\d[A-Z])-(?=[A-Z]$)", "\\1\x00", marked)
    return [element.replace("\x00", "-") for element in marked.split("-")]


def _joined(before: str, element: str) -> str:
    if element.startswith("("):
        return f" {element}"
    part = re.fullmatch(r"Part\.?([IVX]+|\d)", element, re.IGNORECASE)
    if part:
        return f" (Part {part[1]})"
    if re.fullmatch(r"S/RES/\d+", before) and re.fullmatch(r"(?:19|20)\d\d", element):
        return f" ({element})"
    if re.search(r"/RES/.*\d\)?$", before) and re.fullmatch(LETTERS, element):
        return f" {element}"
    return f"/{element}"


def file_stem(symbol: str, language: str) -> str:
    """Return the name, without its ending, under which a document is kept; ``symbol_of_name`` reads it back.

    Raises ``ValueError`` for what is no symbol, so that no name can lead out of its folder.
    """
    written = canonical(symbol)
    if written is None or ".." in written:
        raise ValueError(symbol)
    return f"{re.sub('[/ ]', '_', written)}.{language}"


def number_pattern(symbol: str) -> str | None:
    """Return the pattern of the number that a resolution of that symbol bears in its own title
    («48/161», «1325 (2000)», «2359 (XXII)»); None when the symbol is no resolution's.
    """
    own = re.search(r"/RES/(.+)$", symbol)
    if own:
        number = re.sub(r" [A-Z](?:-[A-Z])*$|(?<=\d)[A-Z]$", "", own[1])
        return _flexible(number)
    programme = re.search(r"\.(\d+)/RES\.(\d+)", symbol)
    if programme:
        return _flexible(f"{programme[1]}/{programme[2]}")
    convention = re.search(r"/RES\.(\d+\.\d+)", symbol)
    return _flexible(convention[1]) if convention else None


def _flexible(number: str) -> str:
    """Allow for spaces, and for what scanning makes of Roman figures («(Il)», «(X VIII)»)."""
    roman = re.fullmatch(rf"(\d+)\(({ROMAN})\)", number)
    if roman:
        return rf"{roman[1]}\s*\([^()\d]{{1,10}}\d?[^()\d]{{0,3}}\)"
    parts = [re.escape(part) for part in re.split(r"[ ]", number)]
    pattern = r"\s*".join(parts)
    return re.sub(r"(\\?[./-])", lambda match: r"\s?[./]\s?" if match[0] in "/." else rf"\s?{match[0]}\s?", pattern)
