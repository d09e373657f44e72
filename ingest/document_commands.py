"""The commands ``catalogue`` (what is known of documents), ``audit`` (is their numbering unbroken?) and
``fetch`` (documents by their symbol).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from ingest import workers
from ingest.audit import Audit, audit
from ingest.fetch import FORMATS, Fetched, Fetcher, Limits
from ingest.inventory import Row, inventory, shares
from ingest.symbols import LANGUAGES
from store.errors import shown
from store.settings import Settings
from store.texts import decimal, render

DEFAULT_FOLDER = Path("corpus")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to the program's."""
    listing = commands.add_parser("catalogue", help=render("catalogue.help", "fr"))
    listing.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=render("ingest.help_paths", "fr"))
    listing.add_argument("--json", action="store_true", help=render("ingest.help_json", "fr"))
    auditing = commands.add_parser("audit", help=render("audit.help", "fr"))
    auditing.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=render("ingest.help_paths", "fr"))
    auditing.add_argument("--json", action="store_true", help=render("ingest.help_json", "fr"))
    fetching = commands.add_parser("fetch", help=render("fetch.help", "fr"))
    fetching.add_argument("symbols", nargs="+", metavar="SYMBOL", help=render("fetch.help_symbols", "fr"))
    fetching.add_argument("--language", choices=LANGUAGES, default="fr", help=render("fetch.help_language", "fr"))
    fetching.add_argument("--format", choices=FORMATS, default="pdf", help=render("fetch.help_format", "fr"))
    fetching.add_argument(
        "--into", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER", help=render("fetch.help_into", "fr")
    )
    fetching.add_argument("--pause", type=_seconds, metavar="SECONDS", help=render("fetch.help_pause", "fr"))
    fetching.add_argument("--refresh", action="store_true", help=render("fetch.help_refresh", "fr"))
    fetching.add_argument("--json", action="store_true", help=render("ingest.help_json", "fr"))


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 600:
        raise ValueError(text)
    return value


def _catalogue(options: argparse.Namespace, settings: Settings) -> int:
    rows: list[Row] = []
    for row in inventory(options.paths):
        rows.append(row)
        if not options.json:
            _print_row(row, settings.language)
    read = [row for row in rows if row.error is None]
    known = shares(read)
    if options.json:
        listed = [row.to_json(settings.language) for row in rows]
        print(json.dumps({"documents": listed, "read": len(read), "known": known}, ensure_ascii=False))
    else:
        for field, found in known.items() if read else ():
            _print_share(field, found, len(read), settings.language)
    return 1 if len(read) < len(rows) else 0


def _print_row(row: Row, language: str) -> None:
    if row.entry is None:
        print(row.error.message(language) if row.error else row.source, file=sys.stderr)
        return
    unknown = render("catalogue.unknown", language)
    told = {name: getattr(row.entry, name) or unknown for name in ("symbol", "title", "body", "date")}
    session = row.entry.session or row.entry.session_number or unknown
    print(render("catalogue.line", language, source=shown(row.source), session=session, **told))
    if row.missing:
        fields = ", ".join(render(f"catalogue.field_{name}", language) for name in row.missing)
        print("    " + render("catalogue.missing", language, fields=fields))


def _print_share(field: str, found: int, total: int, language: str) -> None:
    name, percent = render(f"catalogue.field_{field}", language), decimal(100 * found / total, language)
    print(render("catalogue.share", language, field=name, found=found, total=total, percent=percent))


def _audit(options: argparse.Namespace, settings: Settings) -> int:
    limits = workers.Limits(
        settings.parse_workers or os.cpu_count() or 1, settings.parse_memory, settings.parse_timeout
    )
    found = Audit(tuple(audit(options.paths, limits)))
    if options.json:
        print(json.dumps(found.to_json(settings.language), ensure_ascii=False))
    else:
        _print_audit(found, settings.language)
    return 1 if found.failed else 0


def _print_audit(found: Audit, language: str) -> None:
    for row in found.rows:
        if row.error is not None:
            print(row.error.message(language), file=sys.stderr)
        for warning in row.breaks:
            print(f"{shown(row.source)} : {shown(warning.where)} : {warning.message}")
        for piece in row.left:
            print(render("audit.left", language, source=shown(row.source), piece=shown(piece)))
    told = found.to_json(language)
    share = decimal(100 * (told["unbroken_share"] or 0.0), language)
    lowest = decimal(100 * told["lowest_coverage"], language)
    print(render("audit.summary", language, **{**told, "share": share, "lowest": lowest}))


def _fetch(options: argparse.Namespace, settings: Settings) -> int:
    pause = settings.documents_pause if options.pause is None else options.pause
    with Fetcher(settings.documents_url, options.into, Limits(pause=pause)) as fetcher:
        done = fetcher.fetch_all(options.symbols, options.language, options.format, refresh=options.refresh)
    if options.json:
        print(json.dumps({"documents": [one.to_json(settings.language) for one in done]}, ensure_ascii=False))
    else:
        for one in done:
            _print_fetched(one, settings.language)
    return 1 if any(one.error for one in done) else 0


def _print_fetched(one: Fetched, language: str) -> None:
    if one.origin is None:
        print(one.error.message(language) if one.error else shown(one.symbol), file=sys.stderr)
    else:
        print(render(f"fetch.{one.status}", language, symbol=one.symbol, file=one.origin.file))


COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "audit": _audit,
    "catalogue": _catalogue,
    "fetch": _fetch,
}
