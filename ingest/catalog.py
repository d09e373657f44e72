"""The catalogue entry of a document: read from its head matter, its name, and ``corpus.toml``.

What the head matter does not say stays missing; ``corpus.toml`` beside the documents overrides.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ingest.blocks import Block, Kind
from store.errors import InputError
from store.texts import LANGUAGES

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
DAY = re.compile(rf"\b(\d{{1,2}})(?:\s?er)? ({'|'.join(MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
SYMBOL = re.compile(
    r"^(?:Document )?((?:A|S|E|ST|CEDAW|CCPR|CRC|CAT|CERD|CTOC|CAC|HRI|TD|UNEP)(?:/[A-Z0-9][\w.()-]*){1,6})\*?$"
)
SYMBOL_NAME = re.compile(
    r"^((?:A|S|E|HRI|UNEP|CTOC|CAC)(?:[-_](?:[A-Z]{1,6}|C\.\d))*[-_]\d[\w.()]*(?:[-_](?:\d[\w.()]*"
    r"|[A-Z]+|(?:Add|Rev|L|CRP|Corr)\.\d+))*)$"
)
ORGAN = re.compile(
    r"^(?:Assemblée générale|Conseil (?:de sécurité|économique et social|des droits de l['’]homme)"
    r"|Commission\b.*|Conférence des (?:Parties|États)\b.*)$"
)
MEETING = re.compile(r"\b(?:Réunion|Conférence|Congrès|Groupe d['’]expert|Atelier|Forum|Sommet)\b")
PLACE = re.compile(r"^(?P<place>[A-ZÀ-Ý][^,\d:()]{1,60}(?: \([^)]*\))?), (?:le |du )?(?P<when>\d.*\b\d{4})$")
TITLE = re.compile(
    r"^(?:Projet de rapport|Rapport|Résolution|Déclaration|Compte rendu|Conclusions|Note"
    r"|Recommandations|Principes|Avis)\b",
    re.IGNORECASE,
)
CONFIGURATION = "corpus.toml"
FIELDS = frozenset({"title", "meeting", "place", "date", "symbol", "body", "fictional", "language"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of a document; ``None`` is not known."""

    symbol: str | None = None
    title: str | None = None
    body: str | None = None
    meeting: str | None = None
    place: str | None = None
    date: str | None = None
    language: str | None = None
    fictional: bool = False


def read_entry(head: Sequence[Block], name: str) -> Entry:
    """Read the head matter's blocks; ``name`` is the file's name without its ending."""
    lines = [(block.kind, line.strip()) for block in head for line in block.text.text.split("\n")]
    texts = [line for _, line in lines]
    headings = [line for kind, line in lines if kind is Kind.HEADING]
    place = next((match for line in texts if (match := PLACE.match(line))), None)
    return Entry(
        symbol=_symbol(texts, name),
        title=next((line for line in (*headings, *texts) if TITLE.match(line)), None),
        body=next((line for line in texts if ORGAN.match(line)), None),
        meeting=next((line for line in (*headings, *texts) if MEETING.search(line) and len(line) < 250), None),
        place=place["place"] if place else None,
        date=_date(texts),
    )


def _symbol(lines: Sequence[str], name: str) -> str | None:
    found = next((match[1] for line in lines if (match := SYMBOL.match(line))), None)
    if found:
        return found
    match = SYMBOL_NAME.match(name)
    return re.sub("[-_]", "/", match[1]) if match else None


def _date(lines: Sequence[str]) -> str | None:
    for line in lines:
        for match in DAY.finditer(line):
            try:
                return date(int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1])).isoformat()
            except ValueError:  # « 31 février »: no day of the calendar
                continue
    return None


def read_configuration(folder: Path) -> dict[str, Any]:
    """Return ``corpus.toml`` of ``folder`` (empty when there is none).

    Raises ``InputError`` naming the line when it is not TOML, or the field whose name or value
    cannot be used.
    """
    path = folder / CONFIGURATION
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        _check_configuration(data)
    except (OSError, ValueError, TypeError) as error:
        raise InputError("configuration", file=path, problem=error) from None
    return data


def _check_configuration(data: dict[str, Any]) -> None:
    """Raise ``ValueError`` or ``TypeError`` naming the first field unknown or not of its kind."""
    _refuse_unknown("corpus.toml", data, {"fictional", "documents"})
    _refuse_kind("fictional", data.get("fictional", False), bool)
    _refuse_kind("documents", data.get("documents", {}), dict)
    for name, values in data.get("documents", {}).items():
        _refuse_kind(name, values, dict)
        _refuse_unknown(name, values, FIELDS)
        for field, value in values.items():
            kinds = {"fictional": (bool,), "date": (str, date)}.get(field, (str,))
            _refuse_kind(f"{name}, {field}", value, *kinds)
        if values.get("language", "fr") not in LANGUAGES:
            raise ValueError(f"{name}, language = {values['language']!r} ({', '.join(LANGUAGES)})")


def _refuse_unknown(name: str, table: dict[str, Any], known: Collection[str]) -> None:
    unknown = set(table) - set(known)
    if unknown:
        raise ValueError(f"{name}: {', '.join(sorted(unknown))}")


def _refuse_kind(name: str, value: object, *kinds: type) -> None:
    if not isinstance(value, kinds):
        problem = f"{name} = {value!r} ({', '.join(kind.__name__ for kind in kinds)})"
        raise TypeError(problem)


def override(entry: Entry, configuration: dict[str, Any], source: str) -> Entry:
    """Return ``entry`` with what ``corpus.toml`` says of the file ``source``."""
    values = {"fictional": configuration.get("fictional", entry.fictional)}
    own = configuration.get("documents", {}).get(source) or configuration.get("documents", {}).get(
        Path(source).name, {}
    )
    values |= {field: value if value != "" else None for field, value in own.items()}
    if values.get("date") is not None:
        values["date"] = str(values["date"])
    return replace(entry, **values)


def document_id(entry: Entry, name: str) -> str:
    """Return the document's id: its symbol where known, else a slug of the file's name."""
    base = entry.symbol.replace("/", "-") if entry.symbol else name
    identifier = slug(base, keep=r"[^A-Za-z0-9_.()-]+")
    return identifier if (entry.language or "fr") == "fr" or not entry.symbol else f"{identifier}.{entry.language}"


def slug(text: str, keep: str = r"[^a-z0-9]+") -> str:
    """Return ``text`` without accents, all that matches ``keep`` replaced by one hyphen."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub(keep, "-", plain if "A-Z" in keep else plain.lower()).strip("-") or "document"
