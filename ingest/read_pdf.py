"""PDF: bytes in, blocks out, each word with its place on the page.

    page_words ─▶ page_lines ─▶ page_measures ─▶ (reread_numbers) ─▶ page_parts ─▶ page_blocks

A page without text, or whose letters are not those that it shows (a broken encoding), is recognised
by ``read_scan`` where tesseract is installed. Raises ``InputError`` for a PDF that cannot be opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.blocks import Reading
from ingest.page_blocks import lay_out
from ingest.page_lines import Line, read_lines
from ingest.page_measures import Measures, measure
from ingest.page_parts import part_lines
from ingest.page_words import Page, read_page
from ingest.read_scan import Progress, Recogniser, find_recogniser, is_legible
from ingest.reread_numbers import reread
from store.errors import InputError
from store.model import ParseWarning
from store.texts import render

MOST_PAGES = 3_000
PICTURED = 0.4
FEWEST_LETTERS = 20
TRAILER = 2_048

Lined = tuple[Page, list[Line]]


@dataclass(slots=True)
class _Notes:
    """What the reader noticed, by the page."""

    warnings: list[ParseWarning] = field(default_factory=list)

    def add(self, code: str, where: str, **values: object) -> None:
        """Add a warning."""
        self.warnings.append(ParseWarning(code, render(f"ingest.{code}", "fr", **values), where))


def read_pdf(data: bytes, path: Path, progress: Progress | None = None) -> Reading:
    """Read a PDF. ``progress`` is called with (pages recognised, pages to recognise)."""
    document = _open(data, path)
    try:
        notes = _Notes()
        if b"%%EOF" not in data[-TRAILER:]:
            notes.add("pdf_truncated", path.name)
        pages = [_read(document, index, notes) for index in range(len(document))]
        pages = _recognise(document, pages, path, notes, progress)
        rough = sum(page.letters for page in pages if page.scanned) * 2 > sum(page.letters for page in pages)
        lined = [(page, read_lines(page)) for page in pages]
        measures = measure([lines for _, lines in lined], rough)
        lined = _renumber(document, lined, measures, notes)
    finally:
        document.close()
    parted = part_lines(lined, measures)
    laid = lay_out([(page.number, parts) for (page, _), parts in zip(lined, parted, strict=True)], measures)
    return Reading(laid.source, "pdf", laid.blocks, laid.places, tuple(notes.warnings))


def _renumber(document: Any, lined: list[Lined], measures: Measures, notes: _Notes) -> list[Lined]:
    """Read the numbers of scanned pages again, and say which were read otherwise."""
    recogniser = find_recogniser()
    if recogniser.missing or not any(page.scanned for page, _ in lined):
        return lined
    found = reread(document, lined, measures, recogniser)
    for number, before, after in found.changes:
        notes.add("number_reread", f"p. {number}", before=before or "…", after=after)
    return [(page, lines) for (page, _), lines in zip(lined, found.pages, strict=True)]


def _open(data: bytes, path: Path) -> Any:
    # Imported here: the library loads a shared object, and text formats have no need of it.
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise InputError("pdf_password" if locked else "pdf_damaged", file=path) from None
    if not 0 < count <= MOST_PAGES:
        document.close()
        if count == 0:
            raise InputError("pdf_no_page", file=path)
        raise InputError("pdf_pages", file=path, pages=count, limit=MOST_PAGES)
    return document


def _read(document: Any, index: int, notes: _Notes) -> Page:
    import pypdfium2 as pdfium

    number = index + 1
    try:
        page = document[index]
        try:
            read = read_page(page, number)
        finally:
            page.close()
    except pdfium.PdfiumError:
        notes.add("page_damaged", f"p. {number}", page=number)
        return Page(number, 595.0, 842.0, ())
    if read.cut:
        notes.add("page_cut", f"p. {number}", page=number)
    return read


def _recognise(
    document: Any, pages: Sequence[Page], path: Path, notes: _Notes, progress: Progress | None
) -> list[Page]:
    """Return the pages, those without usable text recognised from their picture."""
    wanted = [page.number for page in pages if needs_recognition(page)]
    if not wanted:
        return list(pages)
    found = find_recogniser()
    legible = any(page.letters > FEWEST_LETTERS for page in pages if page.number not in wanted)
    if found.missing:
        if not legible:
            raise InputError("scan_" + found.missing, file=path)
        notes.add(
            "pages_unread", _listed(wanted), pages=_listed(wanted), problem=render(f"ingest.need_{found.missing}", "fr")
        )
        return list(pages)
    result = list(pages)
    for done, number in enumerate(wanted):
        if progress:
            progress(done, len(wanted))
        result[number - 1] = _recognised(document, pages[number - 1], found, notes)
    if progress:
        progress(len(wanted), len(wanted))
    return result


def _recognised(document: Any, page: Page, recogniser: Recogniser, notes: _Notes) -> Page:
    words = recogniser.read(document, page)
    if words is None:
        notes.add("page_slow", f"p. {page.number}", page=page.number, seconds=recogniser.seconds)
        return page
    if not words and page.pictured > PICTURED:
        notes.add("page_empty", f"p. {page.number}", page=page.number)
    recognised = Page(page.number, page.width, page.height, words, page.rules, (), page.pictured, 0, True)
    return recognised if recognised.letters >= page.letters or not is_legible(page.words) else page


def needs_recognition(page: Page) -> bool:
    """Whether a page's picture says more than its text: no text, or letters that make no words."""
    if page.letters < FEWEST_LETTERS:
        return page.pictured > PICTURED or (page.letters > 0 and page.unknown > page.letters)
    return page.unknown > 0.2 * page.letters or not is_legible(page.words)


def _listed(numbers: Sequence[int]) -> str:
    """Return page numbers as a person writes them: « p. 3–5, 9 »."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "p. " + ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
